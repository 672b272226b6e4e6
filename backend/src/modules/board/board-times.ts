import { dayCloses } from '../../core/board/day-closes.js';
import { pickEvenly, type Sample, samplesOf, trendOf } from '../../core/board/history.js';
import { publicMarks } from '../../core/board/public-marks.js';
import { partyKey } from '../../core/ledger/ledger.js';
import type { Party } from '../../core/scoring/award.js';
import type { BoardSource } from './board-source.service.js';

/** Points of a trend line: more than its few pixels can show would only cost bytes. */
export const MOST_TREND_POINTS = 40;
/** Ranks are compared with those of an hour of exercise time before the latest change. */
const LOOK_BACK_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** How finely a reader sees when something happened. */
export interface BoardTimes {
  /** The instant the figures are of. */
  readonly asOf: Date;
  /** Ranks are compared with those after all lines before this instant; null where there are none to compare with. */
  readonly before: Date | null;
  readonly trendOf: (party: Party) => Sample[];
}

/** For those who may know who met whom: every act at its second. */
export function fullTimes(source: BoardSource): BoardTimes {
  const { asOf, lines, origin } = source;
  const latest = lines.at(-1)?.at.getTime() ?? 0;
  return {
    asOf,
    before: new Date(latest - LOOK_BACK_MS + 1),
    trendOf: (party) =>
      trendOf(rulesOf(source, party), party, { lines: linesOf(source, party), origin, most: MOST_TREND_POINTS }),
  };
}

/** For everybody else: the same few instants for all parties, between which enough of each side moved, and now. */
export function publicTimes(source: BoardSource): BoardTimes {
  const { exercise, lines, origin, teams, rootUnits } = source;
  const asOf = new Date(Math.floor(source.asOf.getTime() / MINUTE_MS) * MINUTE_MS);
  const closes = dayCloses(exercise, origin.at, asOf);
  const shown = publicMarks(lines, closes, { teams: teams.length, units: rootUnits.length });
  const marks = pickEvenly(shown, MOST_TREND_POINTS - 2);
  return {
    asOf,
    before: marks.at(-1) ?? null,
    trendOf: (party) =>
      samplesOf(rulesOf(source, party), party, { lines: linesOf(source, party), origin, marks, until: asOf }),
  };
}

function rulesOf({ rules }: BoardSource, { side }: Party): BoardSource['rules']['attack'] {
  return side === 'ATTACK' ? rules.attack : rules.defense;
}

function linesOf(source: BoardSource, party: Party): BoardSource['lines'] {
  return source.linesByParty.get(partyKey(party)) ?? [];
}
