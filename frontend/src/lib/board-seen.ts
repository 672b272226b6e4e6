import { comparePoints, parsePoints } from './points.js';

interface Sample {
  readonly at: string;
  readonly value: string;
}

interface AttackFigures {
  readonly partyId: string;
  readonly name: string;
  readonly points: string;
  readonly trend: readonly Sample[];
}

interface DefenseFigures {
  readonly partyId: string;
  readonly name: string;
  readonly recovered: string;
  readonly bonus: string;
  readonly drill: string;
}

/** A public board, as far as what was seen of it matters. */
export interface SeenBoard {
  readonly attack: readonly AttackFigures[];
  readonly defense: readonly DefenseFigures[];
}

/** A gain this page has watched: it stands on no server, for it would tell others who met whom. */
export interface SeenGain {
  readonly seq: null;
  readonly since: null;
  readonly at: string;
  readonly side: 'ATTACK' | 'DEFENSE';
  readonly partyId: string;
  readonly partyName: string;
  readonly amount: string;
  readonly account: 'ATTACK' | 'RECOVERY' | 'BONUS' | 'DRILL';
  readonly counterpartName: null;
  readonly ruleTitle: null;
}

type Move = Pick<SeenGain, 'side' | 'account'> & { readonly before: string; readonly after: string };

/**
 * What was gained between two boards. A new attack result moves every unit's coverage a little: where a team gained,
 * its echoes are left out.
 */
export function gainsBetween(before: SeenBoard, after: SeenBoard, at: string): SeenGain[] {
  const teams = new Map(before.attack.map((row) => [row.partyId, row]));
  const units = new Map(before.defense.map((row) => [row.partyId, row]));
  const attack = after.attack.flatMap((row) => {
    const old = teams.get(row.partyId)?.points ?? row.points;
    return gain(row, { side: 'ATTACK', account: 'ATTACK', before: old, after: row.points }, at);
  });
  if (attack.length > 0) return attack;
  return after.defense.flatMap((row) => {
    const old = units.get(row.partyId) ?? row;
    return [
      ...gain(row, { side: 'DEFENSE', account: 'RECOVERY', before: old.recovered, after: row.recovered }, at),
      ...gain(row, { side: 'DEFENSE', account: 'BONUS', before: old.bonus, after: row.bonus }, at),
      ...gain(row, { side: 'DEFENSE', account: 'DRILL', before: old.drill, after: row.drill }, at),
    ];
  });
}

function gain(party: { partyId: string; name: string }, move: Move, at: string): SeenGain[] {
  const { side, account, before, after } = move;
  if (comparePoints(after, before) <= 0) return [];
  const about = { partyId: party.partyId, partyName: party.name, amount: difference(after, before) };
  return [{ ...about, side, account, at, seq: null, since: null, counterpartName: null, ruleTitle: null }];
}

/** Exact a − b as a fraction string. */
function difference(a: string, b: string): string {
  const [left, right] = [parsePoints(a), parsePoints(b)];
  if (!left || !right) return '0';
  return `${left.num * right.den - right.num * left.den}/${left.den * right.den}`;
}

/**
 * A party's trend as the public has it, with the figures this page has watched in place of the present one. A start and
 * a present alone are no past: then only what was watched counts.
 */
export function withSeen(trend: readonly Sample[], seen: readonly Sample[]): Sample[] {
  if (seen.length === 0) return [...trend];
  return trend.length > 2 ? [...trend.slice(0, -1), ...seen] : [...seen];
}

/** Whether the trends show more than where everybody stands now. */
export function haveShape(rows: readonly { readonly trend: readonly Sample[] }[]): boolean {
  return rows.some(({ trend }) => trend.length > 2 || new Set(trend.map(({ value }) => value)).size > 1);
}
