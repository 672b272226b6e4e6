/** A duty roster 值班表: which shifts a unit keeps around the clock, and how many people each needs. */
import type { FieldProblem } from '../kernel/refusal.js';

/** LEADER 带班 answers for the shift, SHIFT 值班 sits there, STANDBY 备班 is on call. */
export const DUTY_ROLES = ['LEADER', 'SHIFT', 'STANDBY'] as const;
export type DutyRole = (typeof DUTY_ROLES)[number];

/** A kind of shift, e.g. 夜班 20:00–次日08:00 with two people. */
export interface ShiftKind {
  /** Short word, unique in the roster. */
  readonly key: string;
  readonly name: string;
  readonly role: DutyRole;
  /** Local `HH:mm`. */
  readonly startsAt: string;
  /** Local `HH:mm`; not after `startsAt` = the next day, equal = 24 hours. */
  readonly endsAt: string;
  /** People it needs. */
  readonly needed: number;
}

/** What of a roster the rules need. */
export interface RosterRule {
  /** IANA zone; all wall times are in it. */
  readonly zone: string;
  readonly kinds: readonly ShiftKind[];
  /** Least rest between two shifts of a person, hours. */
  readonly minRestHours: number;
  /** Minutes after which a missing check-in is told, and between the levels. */
  readonly lateMinutes: number;
}

/** One shift: a kind on the local date it begins on. */
export interface SlotRef {
  readonly kindKey: string;
  /** Local date, `yyyy-mm-dd`. */
  readonly date: string;
}

/** 示例: no published source gives these two figures. */
export const EXAMPLE_FIGURES = { minRestHours: 12, lateMinutes: 10 } as const;
/** How long before its start a shift takes check-ins, minutes (示例). */
export const CHECK_IN_EARLY_MINUTES = 60;
/** Most kinds of shifts, and most people one shift may need. */
export const MAX_KINDS = 8;
export const MAX_NEEDED = 20;

/** The name of a slot wherever one text is wanted. */
export function slotKey({ kindKey, date }: SlotRef): string {
  return `${date}/${kindKey}`;
}

/** A kind by its key; null for none. */
export function kindOf(rule: Pick<RosterRule, 'kinds'>, key: string): ShiftKind | null {
  return rule.kinds.find((kind) => kind.key === key) ?? null;
}

/** Everything wrong with a roster's settings as a whole; each field's own form is checked before. */
export function rosterProblems(rule: RosterRule): FieldProblem[] {
  const problems: FieldProblem[] = isTimeZone(rule.zone) ? [] : [{ path: 'zone', code: 'NOT_A_TIME_ZONE' }];
  if (rule.kinds.length === 0) problems.push({ path: 'kinds', code: 'REQUIRED' });
  rule.kinds.forEach((kind, place) => {
    const isFirst = rule.kinds.findIndex(({ key }) => key === kind.key) === place;
    const isNameFirst = rule.kinds.findIndex(({ name }) => name.trim() === kind.name.trim()) === place;
    if (!isFirst) problems.push({ path: `kinds.${place}.key`, code: 'TAKEN' });
    if (!isNameFirst) problems.push({ path: `kinds.${place}.name`, code: 'TAKEN' });
  });
  return problems;
}

function isTimeZone(zone: string): boolean {
  try {
    return zone !== '' && new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== '';
  } catch {
    return false;
  }
}
