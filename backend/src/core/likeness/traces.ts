/**
 * What of filed work is compared with other work: taken from it once, when it is filed, so that a comparison reads
 * nothing else. Instants are UTC milliseconds, addresses have their canonical spelling.
 */
import { createHash } from 'node:crypto';
import type { ContainmentOutcome } from '../incident/report.js';
import { plainText } from './text.js';

/** A step of an attack path as it is compared. */
export interface NodeTrace {
  readonly id: string;
  readonly ordinal: number;
  readonly address: string;
  /** Null where none was named. */
  readonly port: number | null;
  /** Host of the URL, '' for none. */
  readonly host: string;
  readonly system: string;
  readonly asset: string;
  /** SHA-256 of the files. */
  readonly evidence: readonly string[];
  readonly technique: string;
  readonly means: readonly string[];
  /** CVE, CNVD and CNNVD numbers in its words. */
  readonly vulnerabilities: readonly string[];
}

/** An attack result as it is compared. */
export interface ResultTrace {
  readonly rootUnitId: string;
  readonly teamId: string;
  readonly nodes: readonly NodeTrace[];
  readonly controlled: readonly string[];
  readonly sources: readonly string[];
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

/** An incident as it is compared. */
export interface IncidentTrace {
  readonly rootUnitId: string;
  /** Machines reported as controlled. */
  readonly found: readonly string[];
  /** Hosts of their URLs. */
  readonly hosts: readonly string[];
  /** Addresses named in the words of the reports. */
  readonly mentioned: readonly string[];
  readonly techniques: readonly string[];
  readonly means: readonly string[];
  readonly vulnerabilities: readonly string[];
  readonly evidence: readonly string[];
  readonly startedAt: number | null;
  readonly discoveredAt: number;
  /** All words of the reports in one spelling, to find names of assets in. */
  readonly words: string;
  /** What the response came to, and when it was over; null while no response report says it. */
  readonly outcome: ContainmentOutcome | null;
  readonly respondedAt: number | null;
}

const VULNERABILITY = /\b(?:cve-\d{4}-\d{4,7}|cnvd-\d{4}-\d{4,7}|cnnvd-\d{6}-\d{3,5})\b/gi;
const TECHNIQUE = /\bT\d{4}(?:\.\d{3})?\b/g;

/** Numbers of known vulnerabilities in a text, in capitals, each once. */
export function vulnerabilitiesIn(text: string): string[] {
  return [...new Set([...text.matchAll(VULNERABILITY)].map(([number]) => number.toUpperCase()))];
}

/** ATT&CK techniques in a text, each once; of a sub-technique its technique as well. */
export function techniquesIn(text: string): string[] {
  const found = [...text.matchAll(TECHNIQUE)].map(([id]) => id);
  return [...new Set(found.flatMap((id) => [id, id.slice(0, 5)]))];
}

/** A name as it is compared: one spelling, single spaces. */
export function plainName(text: string): string {
  return plainText(text).replace(/\s+/g, ' ').trim();
}

/** Words under which others find a result; of what is the same only within one unit tree, with its root. */
export function resultKeys({ rootUnitId, nodes, controlled, sources }: ResultTrace): string[] {
  const keys = nodes.flatMap((node) => [
    ...node.evidence.map((hash) => `file ${hash}`),
    ...node.vulnerabilities.map((number) => `vulnerability ${number}`),
    ...named(`address ${rootUnitId}`, node.address),
    ...named(`host ${rootUnitId}`, node.host),
    ...named(`system ${rootUnitId}`, node.system),
    ...named(`system ${rootUnitId}`, node.asset),
  ]);
  const others = [...controlled, ...sources].map((address) => `address ${rootUnitId} ${address}`);
  return [...new Set([...keys, ...others])];
}

/** Words under which others find an incident. */
export function incidentKeys({ rootUnitId, found, mentioned, hosts, evidence }: IncidentTrace): string[] {
  return [
    ...new Set([
      ...evidence.map((hash) => `file ${hash}`),
      ...[...found, ...mentioned].map((address) => `address ${rootUnitId} ${address}`),
      ...hosts.map((host) => `host ${rootUnitId} ${host}`),
    ]),
  ];
}

/** A word as the index stores it: a signed 64-bit number, another one in every exercise. */
export function storedKey(exerciseId: string, word: string): string {
  return createHash('sha256').update(`${exerciseId} ${word}`).digest().readBigInt64BE(0).toString();
}

function named(kind: string, value: string): string[] {
  return value === '' ? [] : [`${kind} ${value}`];
}
