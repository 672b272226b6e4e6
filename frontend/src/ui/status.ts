import type { BonusState, ExerciseState, IncidentState, Outcome, ReportState, SubmissionState } from '../gql/schema.js';
import type { IconName } from './icons.js';

export type Tone = 'ok' | 'err' | 'warn' | 'mut' | 'ink' | 'plate';

/** Icon and tone of a state; the word comes from the locale beside it. */
export interface StatusLook {
  readonly icon: IconName;
  readonly tone: Tone;
}

/** Looks that are not a state of one thing. */
export const looks = {
  ok: { icon: 'check', tone: 'ok' },
  err: { icon: 'cross', tone: 'err' },
  error: { icon: 'stop', tone: 'err' },
  warn: { icon: 'warning', tone: 'warn' },
  pending: { icon: 'ring', tone: 'mut' },
  running: { icon: 'half', tone: 'ink' },
  late: { icon: 'clock', tone: 'err' },
  near: { icon: 'clock', tone: 'warn' },
  held: { icon: 'lock', tone: 'mut' },
  duplicate: { icon: 'copies', tone: 'warn' },
  draft: { icon: 'pencil', tone: 'mut' },
  none: { icon: 'dash', tone: 'mut' },
  returned: { icon: 'back', tone: 'warn' },
} as const satisfies Record<string, StatusLook>;

export const outcomeLook: Record<Outcome, StatusLook> = {
  ACCEPTED: looks.ok,
  PARTIAL: { icon: 'half', tone: 'ok' },
  REJECTED: looks.err,
};

export const submissionLook: Record<SubmissionState, StatusLook> = {
  DRAFT: looks.draft,
  FILED: looks.pending,
  JUDGING: looks.running,
  JUDGED: looks.ok,
  RETURNED: looks.returned,
  WITHDRAWN: looks.none,
};

export const incidentLook: Record<IncidentState, StatusLook> = {
  OPEN: looks.running,
  FILED: looks.pending,
  MARKED: looks.ok,
};

export const reportLook: Record<ReportState, StatusLook> = {
  DRAFT: looks.draft,
  FILED: looks.ok,
  RETURNED: looks.returned,
  WITHDRAWN: looks.none,
};

export const bonusLook: Record<BonusState, StatusLook> = {
  DRAFT: looks.draft,
  FILED: looks.pending,
  ACCEPTED: looks.ok,
  REJECTED: looks.err,
};

export const exerciseLook: Record<ExerciseState, StatusLook> = {
  DRAFT: looks.draft,
  LIVE: { icon: 'play', tone: 'ok' },
  ENDED: { icon: 'square', tone: 'mut' },
  FINAL: { icon: 'lock', tone: 'ink' },
};
