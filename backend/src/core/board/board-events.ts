/** What happened lately, as a board tells it: net changes per act and party. */
import type { Points } from '../kernel/points.js';
import { partyKey } from '../ledger/ledger.js';
import type { Account, Party } from '../scoring/award.js';
import { type BoardLine, netChanges } from './history.js';

/** One change of a party's score. */
export interface ScoreEvent {
  readonly seq: number;
  readonly at: Date;
  readonly party: Party;
  readonly account: Account;
  readonly amount: Points;
  readonly ruleKey: string;
  /** The party on the other side of the same node; null where there is none. */
  readonly counterpart: Party | null;
}

/**
 * The latest changes, newest first. Deductions are left out where pairs must not be told: a gain and a loss of
 * one act side by side would name team and unit.
 */
export function latestEvents(lines: readonly BoardLine[], most: number, tellsPairs: boolean): ScoreEvent[] {
  const events: ScoreEvent[] = [];
  const acts = [...Map.groupBy(lines, ({ seq }) => seq).values()].reverse();
  for (const act of acts) {
    if (events.length >= most) break;
    for (const own of Map.groupBy(act, ({ party }) => partyKey(party)).values()) events.push(...eventsOf(own, act));
  }
  return events.filter(({ account }) => tellsPairs || account !== 'DEDUCTION').slice(0, most);
}

function eventsOf(own: readonly BoardLine[], act: readonly BoardLine[]): ScoreEvent[] {
  const [first] = own;
  if (first === undefined) return [];
  const { seq, at, party } = first;
  return netChanges(own).map((change) => {
    const sources = new Set(own.filter(({ account }) => account === change.account).map(({ sourceId }) => sourceId));
    const other = act.find((line) => line.party.side !== party.side && sources.has(line.sourceId));
    return { seq, at, party, counterpart: other?.party ?? null, ...change };
  });
}
