import type { EntityManager } from 'typeorm';
import { likeness, NEAR_MINUTES, PROPOSAL_THRESHOLD } from '../../core/adjudication/link-proposal.js';
import { points } from '../../core/kernel/points.js';
import { duplicateLikeness, DUPLICATE_THRESHOLD } from '../../core/likeness/duplicates.js';
import { eventLikeness, EVENT_THRESHOLD } from '../../core/likeness/same-event.js';
import type { IncidentTrace, ResultTrace } from '../../core/likeness/traces.js';
import type { Pair } from './pair-store.js';
import { alikeTraces, counterpartTraces, type StoredTrace } from './trace-store.js';

/** Most pairs of one kind kept per thing: who looks at more than these looks at none. */
const MOST_PAIRS = 10;
const NO_GROUPS: ReadonlyMap<string, string> = new Map();

/** Everything a thing may belong together with, likeliest first. */
export async function pairsOf(tx: EntityManager, own: StoredTrace): Promise<Pair[]> {
  return isResult(own)
    ? [...(await duplicatePairs(tx, own)), ...(await linkPairs(tx, own))]
    : [...(await eventPairs(tx, own as StoredTrace<IncidentTrace>)), ...(await linkPairs(tx, own))];
}

/** Likely counterparts of a result or an incident on the other side, likeliest first. */
export async function linkPairs(tx: EntityManager, own: StoredTrace): Promise<Pair[]> {
  const others = await counterpartTraces(tx, own, NEAR_MINUTES);
  const found = others.flatMap((other): Pair[] => {
    const [result, incident] = isResult(own) ? [own, other] : [other, own];
    const alike = likeness(result.trace as ResultTrace, incident.trace as IncidentTrace);
    if (alike === null) return [];
    return [{ kind: 'LINK', firstId: incident.id, secondId: result.id, ...alike, nodes: [] }];
  });
  return best(found, PROPOSAL_THRESHOLD);
}

async function duplicatePairs(tx: EntityManager, own: StoredTrace<ResultTrace>): Promise<Pair[]> {
  const others = await alikeTraces<ResultTrace>(tx, own);
  const found = others.map((other): Pair => {
    const [a, b] = inOrder(own, other);
    return { kind: 'DUPLICATE', firstId: a.id, secondId: b.id, ...duplicateLikeness(compared(a), compared(b)) };
  });
  return best(found, DUPLICATE_THRESHOLD);
}

async function eventPairs(tx: EntityManager, own: StoredTrace<IncidentTrace>): Promise<Pair[]> {
  const others = await alikeTraces<IncidentTrace>(tx, own);
  const found = others.flatMap((other): Pair[] => {
    const [a, b] = inOrder(own, other);
    const alike = eventLikeness({ ...a, results: [] }, { ...b, results: [] });
    return alike === null ? [] : [{ kind: 'EVENT', firstId: a.id, secondId: b.id, ...alike, nodes: [] }];
  });
  return best(found, EVENT_THRESHOLD);
}

/** Those at or above the threshold, likeliest first. */
export function best<T extends { readonly score: string }>(
  found: readonly T[],
  threshold: ReturnType<typeof points>,
): T[] {
  return found
    .filter(({ score }) => points(score).gte(threshold))
    .sort((a, b) => points(b.score).compare(points(a.score)))
    .slice(0, MOST_PAIRS);
}

function compared({ trace, grams }: StoredTrace<ResultTrace>) {
  return { trace, grams, groups: NO_GROUPS };
}

function inOrder<T extends StoredTrace>(a: T, b: T): [T, T] {
  return a.receiptSeq <= b.receiptSeq ? [a, b] : [b, a];
}

function isResult(trace: StoredTrace): trace is StoredTrace<ResultTrace> {
  return trace.kind === 'SUBMISSION';
}
