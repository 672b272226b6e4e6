/**
 * Reports that may be about the same event 同一事件 (FHZ rule 4). Only reports of one root unit can be; weights 示例/自拟,
 * combined as for attack results.
 */
import { points } from '../kernel/points.js';
import { type Clue, combined, type Likeness, shared, sharedParams } from './clue.js';
import { textClue } from './duplicates.js';
import type { IncidentTrace } from './traces.js';

const WEIGHTS = {
  result: points('0.8'),
  evidence: points('0.9'),
  address: points('0.4'),
  time: points('0.3'),
  means: points('0.1'),
  /** Reports of one unit follow its own pattern: their words alone are never enough. */
  text: points('0.35'),
};
/** Proposals below it are not shown. */
export const EVENT_THRESHOLD = points('0.4');

export interface ComparedIncident {
  readonly trace: IncidentTrace;
  readonly grams: Int32Array;
  /** Codes of the attack results it is linked to. */
  readonly results: readonly string[];
}

/** How alike two incidents are; null for another unit. */
export function eventLikeness(a: ComparedIncident, b: ComparedIncident): Likeness | null {
  if (a.trace.rootUnitId !== b.trace.rootUnitId) return null;
  return combined([
    ...clue('EVENT_RESULT', WEIGHTS.result, shared(a.results, b.results)),
    ...clue('DUPLICATE_EVIDENCE', WEIGHTS.evidence, shared(a.trace.evidence, b.trace.evidence)),
    ...clue('EVENT_ADDRESS', WEIGHTS.address, shared(addressesOf(a.trace), addressesOf(b.trace))),
    ...timeClue(a.trace, b.trace),
    ...clue('EVENT_MEANS', WEIGHTS.means, shared(a.trace.means, b.trace.means)),
    ...textClue(a.grams, b.grams, WEIGHTS.text),
  ]);
}

function clue(code: string, weight: Clue['weight'], values: readonly string[]): Clue[] {
  if (values.length === 0) return [];
  const params = code === 'DUPLICATE_EVIDENCE' ? { count: String(values.length) } : sharedParams(values);
  return [{ weight, code, params }];
}

function addressesOf({ found, mentioned }: IncidentTrace): string[] {
  return [...found, ...mentioned];
}

function timeClue(a: IncidentTrace, b: IncidentTrace): Clue[] {
  const from = Math.max(a.startedAt ?? a.discoveredAt, b.startedAt ?? b.discoveredAt);
  const minutes = Math.floor((Math.min(a.discoveredAt, b.discoveredAt) - from) / 60_000);
  return minutes < 0 ? [] : [{ weight: WEIGHTS.time, code: 'LINK_TIME_OVERLAP', params: { minutes: String(minutes) } }];
}
