/**
 * Instants as of which the public sees past figures. Both sides' scores move in one act: whoever sees a team and a unit
 * move within a short span knows who met whom, and a unit, which knows its own losses to the second, learns which team
 * it was. So the past is shown only as of the closes of days, and only of such closes between which so many of each
 * side moved, by other amounts, that neither time nor amount tells.
 */
import { exactText, ZERO } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import type { BoardLine } from './history.js';

/** Between two marks at least so many teams and so many units moved; all, where there are fewer. */
export const FEWEST_MOVERS = 3;

/** How many parties there are of each side. */
export interface Field {
  readonly teams: number;
  readonly units: number;
}

/** What the points of each team and the losses of each unit changed by over a span. */
interface Moves {
  readonly teams: Map<string, Points>;
  readonly units: Map<string, Points>;
}

interface Span {
  readonly end: Date;
  readonly moves: Moves;
}

/**
 * The closes that may be shown, in order. The span from the last of them to now is held to the same: a close after
 * which too few have moved since is not shown yet, or figures of now and of then would tell who moved.
 * @param lines all lines of the exercise, in order
 * @param closes closes of days that have passed, in order
 */
export function publicMarks(lines: readonly BoardLine[], closes: readonly Date[], field: Field): Date[] {
  const spans: Span[] = [];
  let open = noMoves();
  let next = 0;
  for (const end of closes) {
    for (let line = lines[next]; line !== undefined && line.at < end; line = lines[next]) {
      addMove(open, line);
      next += 1;
    }
    if (!isSafe(open, field)) continue;
    spans.push({ end, moves: open });
    open = noMoves();
  }
  for (const line of lines.slice(next)) addMove(open, line);
  while (spans.length > 0 && !isSafe(open, field)) open = joined(spans.pop()?.moves ?? noMoves(), open);
  return spans.map(({ end }) => end);
}

/** A span in which one side did not move holds no pair. */
function isSafe(moves: Moves, field: Field): boolean {
  const gains = moved(moves.teams);
  const losses = moved(moves.units);
  if (gains.length === 0 || losses.length === 0) return true;
  if (gains.length < Math.min(FEWEST_MOVERS, field.teams)) return false;
  if (losses.length < Math.min(FEWEST_MOVERS, field.units)) return false;
  const lost = new Set(losses.map((loss) => exactText(loss.neg())));
  return !gains.some((gain) => lost.has(exactText(gain)));
}

function moved(moves: ReadonlyMap<string, Points>): Points[] {
  return [...moves.values()].filter(({ n }) => n !== 0n);
}

function noMoves(): Moves {
  return { teams: new Map(), units: new Map() };
}

/** Only what an attack moves on both sides counts: points of a team, losses of a unit. Points by hand hide nothing. */
function addMove(moves: Moves, { account, party, amount, resultId }: BoardLine): void {
  if (resultId === null) return;
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
