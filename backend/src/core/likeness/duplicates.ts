/**
 * Suspected duplicates 疑似重复: two attack results that may be about the same thing. The system only proposes, with its
 * reasons; referees put nodes into one group 同一漏洞 or leave them. Each clue could be enough by itself, so what each
 * leaves open is multiplied. Weights 示例/自拟: no published rule says how alike is alike enough.
 */
import { points } from '../kernel/points.js';
import { type Clue, combined, type Likeness, shared, sharedParams, shareOf } from './clue.js';
import { likenessOf } from './text.js';
import type { NodeTrace, ResultTrace } from './traces.js';

const WEIGHTS = {
  evidence: points('0.9'),
  group: points('0.6'),
  vulnerability: points('0.5'),
  endpoint: points('0.5'),
  address: points('0.35'),
  asset: points('0.35'),
  host: points('0.3'),
  text: points('0.9'),
};
/** Texts that have less than this in common say nothing: reports of one kind share that much. */
const TEXT_FROM = points('0.25');
/** Proposals below it are not shown. */
export const DUPLICATE_THRESHOLD = points('0.3');

/** A result with its text and the vulnerability groups its nodes are in. */
export interface ComparedResult {
  readonly trace: ResultTrace;
  readonly grams: Int32Array;
  /** Group in force by node; nodes in none are not listed. */
  readonly groups: ReadonlyMap<string, string>;
}

/** Nodes that have something in common, by id. */
export interface NodePair {
  readonly nodeId: string;
  readonly otherNodeId: string;
}

export interface DuplicateLikeness extends Likeness {
  readonly nodes: readonly NodePair[];
}

/** How alike two results are, and which of their nodes are. */
export function duplicateLikeness(a: ComparedResult, b: ComparedResult): DuplicateLikeness {
  const isSameRoot = a.trace.rootUnitId === b.trace.rootUnitId;
  const clues = [
    ...countedClue(shared(evidenceOf(a), evidenceOf(b))),
    ...listClue('DUPLICATE_GROUP', WEIGHTS.group, a.groups.values(), b.groups.values()),
    ...listClue('DUPLICATE_VULNERABILITY', WEIGHTS.vulnerability, numbersOf(a), numbersOf(b)),
    ...(isSameRoot ? placeClues(a, b) : []),
    ...textClue(a.grams, b.grams),
  ];
  const nodes = clues.length === 0 ? [] : alikeNodes(a, b);
  return { ...combined(clues), nodes };
}

/** Text in common, for whatever has one. @param weight of texts that are the same */
export function textClue(a: Int32Array, b: Int32Array, weight: Clue['weight'] = WEIGHTS.text): Clue[] {
  const both = likenessOf(a, b);
  if (both === null) return [];
  const part = shareOf(both.shared, both.all);
  if (TEXT_FROM.gt(part)) return [];
  const percent = String(Math.round((both.shared * 100) / both.all));
  return [{ weight: weight.mul(part), code: 'DUPLICATE_TEXT', params: { percent } }];
}

/** The place itself: address with port, else address, asset, host. */
function placeClues(a: ComparedResult, b: ComparedResult): Clue[] {
  const endpoints = shared(endpointsOf(a), endpointsOf(b));
  const addresses = shared(addressesOf(a), addressesOf(b)).filter(
    (address) => !endpoints.some((endpoint) => endpoint.startsWith(`${address} `)),
  );
  return [
    ...clueOf(
      'DUPLICATE_ENDPOINT',
      WEIGHTS.endpoint,
      endpoints.map((endpoint) => endpoint.replace(' ', ':')),
    ),
    ...clueOf('DUPLICATE_ADDRESS', WEIGHTS.address, addresses),
    ...listClue('DUPLICATE_ASSET', WEIGHTS.asset, assetsOf(a), assetsOf(b)),
    ...listClue('DUPLICATE_HOST', WEIGHTS.host, hostsOf(a), hostsOf(b)),
  ];
}

/** Files are told by their number: a hash says nothing to a reader. */
function countedClue(files: readonly string[]): Clue[] {
  if (files.length === 0) return [];
  return [{ weight: WEIGHTS.evidence, code: 'DUPLICATE_EVIDENCE', params: { count: String(files.length) } }];
}

function listClue(code: string, weight: Clue['weight'], a: Iterable<string>, b: Iterable<string>): Clue[] {
  return clueOf(code, weight, shared(a, b));
}

function clueOf(code: string, weight: Clue['weight'], values: readonly string[]): Clue[] {
  return values.length === 0 ? [] : [{ weight, code, params: sharedParams(values) }];
}

function alikeNodes(a: ComparedResult, b: ComparedResult): NodePair[] {
  return a.trace.nodes.flatMap((node) =>
    b.trace.nodes
      .filter((other) => isAlike(a, node, b, other))
      .map((other) => ({ nodeId: node.id, otherNodeId: other.id })),
  );
}

function isAlike(a: ComparedResult, node: NodeTrace, b: ComparedResult, other: NodeTrace): boolean {
  const group = a.groups.get(node.id);
  if (group !== undefined && group === b.groups.get(other.id)) return true;
  if (shared(node.evidence, other.evidence).length > 0) return true;
  if (shared(node.vulnerabilities, other.vulnerabilities).length > 0) return true;
  if (a.trace.rootUnitId !== b.trace.rootUnitId) return false;
  return (
    (node.address !== '' && node.address === other.address) ||
    shared([node.system, node.asset], [other.system, other.asset]).length > 0
  );
}

const evidenceOf = ({ trace }: ComparedResult): string[] => trace.nodes.flatMap(({ evidence }) => evidence);
const numbersOf = ({ trace }: ComparedResult): string[] =>
  trace.nodes.flatMap(({ vulnerabilities }) => vulnerabilities);
const addressesOf = ({ trace }: ComparedResult): string[] => trace.nodes.map(({ address }) => address);
const hostsOf = ({ trace }: ComparedResult): string[] => trace.nodes.map(({ host }) => host);
const assetsOf = ({ trace }: ComparedResult): string[] => trace.nodes.flatMap(({ system, asset }) => [system, asset]);

function endpointsOf({ trace }: ComparedResult): string[] {
  return trace.nodes.flatMap(({ address, port }) => (address === '' || port === null ? [] : [`${address} ${port}`]));
}
