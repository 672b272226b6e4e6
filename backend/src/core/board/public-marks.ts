/**
 * Instants as of which the public sees figures. Both sides' scores move in one act, so a figure of a team and a figure
 * of a unit as of close instants name the pair. Here they are seen as of half-hour marks only, and only as of marks
 * between which so many of each side moved that time tells nobody who met whom.
 */
import { ZERO } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import type { BoardLine } from './history.js';

/** Figures are seen as of full and half hours. */
export const MARK_MS = 30 * 60_000;
/** In every span between two marks at least so many teams and so many units moved; all, where there are fewer. */
export const FEWEST_MOVERS = 3;

/** How many there are of each side, and the instant the figures of now are of. */
export interface Field {
  readonly teams: number;
  readonly units: number;
  readonly until: Date;
}

/** What the points of each team and the losses of each unit changed by over a span. */
interface Moves {
  readonly teams: Map<string, Points>;
  readonly units: Map<string, Points>;
}

interface Span {
  readonly end: number;
  readonly moves: Moves;
}

/**
 * Marks in order. A span in which only one side moved holds no pair and may be short. The span from the last mark to
 * now is held to the same: a mark behind which too few have moved since is not shown yet.
 * @param lines all lines of the exercise, in order
 */
export function publicMarks(lines: readonly BoardLine[], field: Field): Date[] {
  const spans: Span[] = [];
  let open = noMoves();
  let mark = 0;
  for (const line of lines) {
    const next = Math.max(mark, markAfter(line.at.getTime()));
    if (next > mark && mark > 0 && isSafe(open, field)) {
      spans.push({ end: mark, moves: open });
      open = noMoves();
    }
    mark = next;
    addMove(open, line);
  }
  if (mark > 0 && mark <= field.until.getTime() && isSafe(open, field)) {
    spans.push({ end: mark, moves: open });
    open = noMoves();
  }
  while (spans.length > 0 && !isSafe(open, field)) open = joined(spans.pop()?.moves ?? noMoves(), open);
  return spans.map(({ end }) => new Date(end));
}

/** The first mark at which a line of that instant is past: a line on a mark counts to the span that begins there. */
function markAfter(instant: number): number {
  return (Math.floor(instant / MARK_MS) + 1) * MARK_MS;
}

function isSafe(moves: Moves, field: Field): boolean {
  const teams = moved(moves.teams);
  const units = moved(moves.units);
  if (teams === 0 || units === 0) return true;
  return teams >= Math.min(FEWEST_MOVERS, field.teams) && units >= Math.min(FEWEST_MOVERS, field.units);
}

function moved(moves: ReadonlyMap<string, Points>): number {
  return [...moves.values()].filter(({ n }) => n !== 0n).length;
}

function noMoves(): Moves {
  return { teams: new Map(), units: new Map() };
}

/** Only what an attack moves on both sides counts: points of a team, losses of a unit. */
function addMove(moves: Moves, { account, party, amount }: BoardLine): void {
  if (account === 'ATTACK') add(moves.teams, party.id, amount);
  if (account === 'DEDUCTION') add(moves.units, party.id, amount);
}

function joined(earlier: Moves, later: Moves): Moves {
  for (const [id, amount] of later.teams) add(earlier.teams, id, amount);
  for (const [id, amount] of later.units) add(earlier.units, id, amount);
  return earlier;
}

function add(moves: Map<string, Points>, id: string, amount: Points): void {
  moves.set(id, (moves.get(id) ?? ZERO).add(amount));
}
