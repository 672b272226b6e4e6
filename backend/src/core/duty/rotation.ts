/** Filling a roster by rule 按规则排班: people of a list take turns. */
import type { FieldProblem } from '../kernel/refusal.js';
import type { DutyChange } from './acts.js';
import { type DutyStanding, slotIn } from './duty-fold.js';
import { kindOf, type RosterRule } from './roster.js';
import { datesOf, daysBetween, isDate } from './slot-times.js';

/** The turns of one kind of shift. */
export interface Turns {
  readonly kindKey: string;
  /** In the order of their turns. */
  readonly personIds: readonly string[];
  /** How many people along the list the first day begins. */
  readonly offset: number;
  /** Days in a row the same people stay. */
  readonly daysEach: number;
}

/** A rotation between two dates, both included. */
export interface Rotation {
  readonly from: string;
  readonly to: string;
  readonly turns: readonly Turns[];
  /** Whether what stands there is replaced; else only shifts that nobody has yet are filled. */
  readonly replaces: boolean;
}

/** Longest stretch one rule fills, days. */
export const MAX_ROTATION_DAYS = 366;

/** Everything wrong with a rotation. @param standingIds people who may be put on shifts */
export function rotationProblems(
  rule: RosterRule,
  rotation: Rotation,
  standingIds: ReadonlySet<string>,
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const dates = [rotation.from, rotation.to].every(isDate);
  if (!isDate(rotation.from)) problems.push({ path: 'from', code: 'WRONG_FORM' });
  if (!isDate(rotation.to)) problems.push({ path: 'to', code: 'WRONG_FORM' });
  const days = dates ? daysBetween(rotation.from, rotation.to) : 0;
  if (days < 0) problems.push({ path: 'to', code: 'BEFORE_START' });
  if (days >= MAX_ROTATION_DAYS) problems.push({ path: 'to', code: 'TOO_LATE' });
  if (rotation.turns.length === 0) problems.push({ path: 'turns', code: 'REQUIRED' });
  rotation.turns.forEach((turns, place) => {
    const found = turnProblems(rule, turns, standingIds).map(({ path, code }) => ({
      path: `turns.${place}.${path}`,
      code,
    }));
    const isFirst = rotation.turns.findIndex(({ kindKey }) => kindKey === turns.kindKey) === place;
    problems.push(...found, ...(isFirst ? [] : [{ path: `turns.${place}.kindKey`, code: 'TAKEN' }]));
  });
  return problems;
}

function turnProblems(rule: RosterRule, turns: Turns, standingIds: ReadonlySet<string>): FieldProblem[] {
  const kind = kindOf(rule, turns.kindKey);
  if (kind === null) return [{ path: 'kindKey', code: 'NOT_FOUND' }];
  const { personIds } = turns;
  const problems = personIds.flatMap((id, place) => {
    const path = `personIds.${place}`;
    if (!standingIds.has(id)) return [{ path, code: 'NOT_FOUND' }];
    return personIds.indexOf(id) === place ? [] : [{ path, code: 'TAKEN' }];
  });
  // With fewer people than places somebody would stand twice in one shift.
  if (personIds.length < kind.needed) problems.push({ path: 'personIds', code: 'TOO_FEW' });
  return problems;
}

/** Who a rotation puts on one day: `needed` people on from where the turn stands. */
export function peopleOfTurn({ personIds, offset, daysEach }: Turns, needed: number, day: number): string[] {
  const first = offset + Math.floor(day / daysEach) * needed;
  return Array.from({ length: needed }, (_, place) => personIds[(first + place) % personIds.length] ?? '');
}

/**
 * The changes that bring a rotation about: who comes on, and if it replaces, who goes off. Counts of a kind whose people
 * stay one day each differ by at most one.
 */
export function rotate(rule: RosterRule, standing: DutyStanding, rotation: Rotation): DutyChange[] {
  return datesOf(rotation.from, rotation.to).flatMap((date, day) =>
    rotation.turns.flatMap((turns) => {
      const kind = kindOf(rule, turns.kindKey);
      const { assigned } = slotIn(standing, { kindKey: turns.kindKey, date });
      if (kind === null || (!rotation.replaces && assigned.length > 0)) return [];
      const wanted = peopleOfTurn(turns, kind.needed, day);
      const change = (isOn: boolean) => (personId: string) => ({ kindKey: turns.kindKey, date, personId, isOn });
      const off = assigned.filter((id) => !wanted.includes(id)).map(change(false));
      return [...off, ...wanted.filter((id) => !assigned.includes(id)).map(change(true))];
    }),
  );
}
