import { parseEndpoint } from '../../core/kernel/address.js';
import {
  type IncidentTrace,
  type NodeTrace,
  plainName,
  type ResultTrace,
  techniquesIn,
  vulnerabilitiesIn,
} from '../../core/likeness/traces.js';
import { plainText } from '../../core/likeness/text.js';
import type { Incident } from '../incident/incident.entity.js';
import type { AttackNode } from '../submission/attack-node.entity.js';
import type { AttackSubmission } from '../submission/submission.entity.js';

type RootOf = ReadonlyMap<string, string>;
/** SHA-256 of evidence by id. */
type HashOf = ReadonlyMap<string, string>;

/** What of a submission is compared with others. */
export function resultTrace(submission: AttackSubmission, rootOf: RootOf, hashOf: HashOf = new Map()): ResultTrace {
  return {
    rootUnitId: rootOf.get(submission.unitId ?? '') ?? '',
    teamId: submission.teamId,
    nodes: submission.nodes.map((node) => nodeTrace(node, hashOf)),
    controlled: submission.controlledAddresses.map(addressOf),
    sources: submission.sourceAddresses.map(addressOf),
    startedAt: submission.startedAt?.getTime() ?? null,
    endedAt: submission.endedAt?.getTime() ?? null,
  };
}

/** What of an incident is compared with others. */
export function incidentTrace(incident: Incident, hashOf: HashOf = new Map()): IncidentTrace {
  const filed = incident.reports.filter(({ state }) => state === 'FILED');
  const text = incidentText(incident);
  const files = filed.flatMap(({ evidenceIds, sections }) => [
    ...evidenceIds,
    ...sections.flatMap((section) => section.evidenceIds),
  ]);
  const response = filed.find(({ kind }) => kind === 'RESPONSE');
  return {
    rootUnitId: incident.rootId,
    found: incident.foundAddresses.map(({ address }) => addressOf(address)),
    hosts: incident.foundAddresses.map(({ url }) => hostOf(url)).filter(Boolean),
    mentioned: addressesIn(text),
    techniques: techniquesIn(text),
    means: incident.means,
    vulnerabilities: vulnerabilitiesIn(text),
    evidence: hashesOf(files, hashOf),
    startedAt: incident.attackStartedAt?.getTime() ?? null,
    discoveredAt: incident.discoveredAt.getTime(),
    words: plainText(text).slice(0, MOST_WORDS),
    outcome: response?.outcome ?? null,
    respondedAt: response?.endedAt?.getTime() ?? null,
  };
}

/** Words by which submissions are compared. What is to be done about it is mostly boilerplate, so it is left out. */
export function submissionText({ title, summary, nodes }: AttackSubmission): string {
  return [title, summary, ...nodes.flatMap(({ assetName, narrative }) => [assetName, narrative])].join('\n');
}

/** Words of an incident's filed reports. */
export function incidentText({ title, reports }: Incident): string {
  const filed = reports.filter(({ state }) => state === 'FILED');
  return [title, ...filed.flatMap(({ sections }) => sections.map(({ text }) => text))].join('\n');
}

/** Characters of a report that names of assets are looked for in. */
const MOST_WORDS = 6_000;
const ADDRESS = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)/g;

function nodeTrace(node: AttackNode, hashOf: HashOf): NodeTrace {
  const endpoint = parseEndpoint(node.destinationAddress);
  return {
    id: node.id,
    ordinal: node.ordinal,
    address: endpoint?.address ?? node.destinationAddress.trim().toLowerCase(),
    port: endpoint?.port ?? null,
    host: hostOf(node.url),
    system: plainName(node.systemKey),
    asset: plainName(node.assetName),
    evidence: hashesOf(node.evidenceIds, hashOf),
    technique: node.technique.trim().toUpperCase(),
    means: node.means,
    vulnerabilities: vulnerabilitiesIn(`${node.narrative} ${node.assetName} ${node.systemKey}`),
  };
}

function addressOf(text: string): string {
  return parseEndpoint(text)?.address ?? text.trim().toLowerCase();
}

function addressesIn(text: string): string[] {
  const found = [...text.matchAll(ADDRESS)].flatMap(([written]) => parseEndpoint(written)?.address ?? []);
  return [...new Set(found)];
}

/** Host of a URL; an address instead of a name is compared as such. */
function hostOf(url: string): string {
  if (!URL.canParse(url)) return '';
  const { hostname } = new URL(url);
  return parseEndpoint(hostname) === null ? hostname : '';
}

function hashesOf(ids: readonly string[], hashOf: HashOf): string[] {
  return [...new Set(ids.flatMap((id) => hashOf.get(id) ?? []))];
}
