import type { FieldProblem } from '../kernel/refusal.js';

/** The settings of an exercise that must agree with each other. */
export interface ExerciseSettings {
  readonly timeZone: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly dailyOpensAt: string | null;
  readonly dailyClosesAt: string | null;
}

/** Longest exercise; real ones last days to six weeks. */
export const MAX_DAYS = 120;

/** Everything wrong with the settings as a whole; each field's own form is checked before. */
export function settingsProblems(settings: ExerciseSettings): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const { startsAt, endsAt, dailyOpensAt, dailyClosesAt } = settings;
  if (!isTimeZone(settings.timeZone)) problems.push({ path: 'timeZone', code: 'NOT_A_TIME_ZONE' });
  const days = (endsAt.getTime() - startsAt.getTime()) / 86_400_000;
  if (!(days > 0)) problems.push({ path: 'endsAt', code: 'BEFORE_START' });
  if (days > MAX_DAYS) problems.push({ path: 'endsAt', code: 'TOO_LATE' });
  if ((dailyOpensAt === null) !== (dailyClosesAt === null)) {
    problems.push({ path: dailyOpensAt === null ? 'dailyOpensAt' : 'dailyClosesAt', code: 'REQUIRED' });
  } else if (dailyOpensAt !== null && dailyClosesAt !== null && dailyOpensAt >= dailyClosesAt) {
    problems.push({ path: 'dailyClosesAt', code: 'BEFORE_START' });
  }
  return problems;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name.includes('/') || name === 'UTC';
  } catch {
    return false;
  }
}
