/** What happened lately, as a board tells it: net changes per act and party. */
import { points, ZERO } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import { partyKey } from '../ledger/ledger.js';
import type { Account, Party } from '../scoring/award.js';
import { type BoardLine, netChanges, type Sample } from './history.js';

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

/** The latest changes, newest first, act by act: for those who may know who met whom. */
export function latestEvents(lines: readonly BoardLine[], most: number): ScoreEvent[] {
  const events: ScoreEvent[] = [];
  const acts = [...Map.groupBy(lines, ({ seq }) => seq).values()].reverse();
  for (const act of acts) {
    if (events.length >= most) break;
    for (const own of Map.groupBy(act, ({ party }) => partyKey(party)).values()) events.push(...eventsOf(own, act));
  }
  return events.slice(0, most);
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

/** What a party gained between two instants as of which everybody sees all figures. */
export interface Rise {
  readonly party: Party;
  readonly since: Date;
  readonly at: Date;
  readonly amount: Points;
}

/**
 * The latest gains for the public, newest span first: differences of the samples everybody has, so they tell nothing
 * the trends do not. The span up to now is left out, and so are losses, which would stand beside the gain they belong to.
 * @param parties in the order in which they are to be told within a span, each with samples as of the same instants
 */
export function latestRises(
  parties: readonly { readonly party: Party; readonly samples: readonly Sample[] }[],
  most: number,
): Rise[] {
  const closed = (parties[0]?.samples.length ?? 0) - 1;
  const rises: Rise[] = [];
  for (let end = closed - 1; end > 0 && rises.length < most; end -= 1) {
    for (const { party, samples } of parties) {
      const [before, after] = [samples[end - 1], samples[end]];
      if (before === undefined || after === undefined) continue;
      const amount = points(after.value).sub(points(before.value));
      if (amount.gt(ZERO)) rises.push({ party, since: before.at, at: after.at, amount });
    }
  }
  return rises.slice(0, most);
}
