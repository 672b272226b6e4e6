/**
 * Where an episode of abnormal defence stands: a fold over the referees' acts in the order they were recorded. Of
 * several acts of one kind the latest counts, so a correction is simply another act.
 */
import type { AbnormalFact } from './facts.js';

/** What a referee can do about a lead. */
export const ABNORMAL_ACTS = ['NOTICED', 'DISMISSED', 'CONFIRMED', 'CLOSED'] as const;
export type AbnormalActKind = (typeof ABNORMAL_ACTS)[number];

export const ABNORMAL_STATES = ['REPORTED', 'NOTICED', 'CLOSED', 'DISMISSED'] as const;
export type AbnormalState = (typeof ABNORMAL_STATES)[number];

/** An instant from an entity or as ISO text from an export. */
type Instant = Date | string;

export interface AbnormalActRow {
  readonly episodeId: string;
  readonly seq: number;
  readonly kind: AbnormalActKind;
  /** The moment the act speaks of: of the notice, of the last sight, of the repair. */
  readonly statedAt: Instant;
}

export interface AbnormalEpisodeRow {
  readonly id: string;
  readonly code: string;
  readonly receiptSeq: number;
  readonly unitId: string;
  readonly evidenceAt: Instant;
}

/** UTC milliseconds. */
export interface AbnormalStanding {
  readonly state: AbnormalState;
  readonly noticedAt: number | null;
  readonly confirmedAt: number | null;
  readonly repairedAt: number | null;
}

/** Acts that make sense in a state; a repair is corrected by another one, or by seeing it still so. */
const NEXT: Readonly<Record<AbnormalState, readonly AbnormalActKind[]>> = {
  REPORTED: ['NOTICED', 'DISMISSED'],
  NOTICED: ['CONFIRMED', 'CLOSED', 'DISMISSED'],
  CLOSED: ['CONFIRMED', 'CLOSED', 'DISMISSED'],
  DISMISSED: ['NOTICED'],
};

/** Whether an act of this kind may follow. */
export function mayFollow(state: AbnormalState, kind: AbnormalActKind): boolean {
  return NEXT[state].includes(kind);
}

/**
 * The standing after these acts on one episode, in any order. A notice after a dismissal begins anew: what was seen
 * before it counts no more.
 */
export function abnormalStanding(acts: readonly AbnormalActRow[]): AbnormalStanding {
  return [...acts].sort((a, b) => a.seq - b.seq).reduce(after, NOTHING_YET);
}

const NOTHING_YET: AbnormalStanding = { state: 'REPORTED', noticedAt: null, confirmedAt: null, repairedAt: null };

function after(standing: AbnormalStanding, { kind, statedAt }: AbnormalActRow): AbnormalStanding {
  const at = instant(statedAt);
  switch (kind) {
    case 'NOTICED':
      return { ...NOTHING_YET, state: 'NOTICED', noticedAt: at };
    case 'DISMISSED':
      return { ...standing, state: 'DISMISSED' };
    case 'CONFIRMED':
      return { ...standing, state: 'NOTICED', confirmedAt: at, repairedAt: null };
    case 'CLOSED':
      return { ...standing, state: 'CLOSED', repairedAt: at };
  }
}

/** The episodes that count: noticed and not dismissed since. */
export function abnormalFacts(
  episodes: readonly AbnormalEpisodeRow[],
  acts: readonly AbnormalActRow[],
): readonly AbnormalFact[] {
  const byEpisode = Map.groupBy(acts, ({ episodeId }) => episodeId);
  return episodes.flatMap(({ id, code, receiptSeq, unitId, evidenceAt }): AbnormalFact[] => {
    const { state, noticedAt, confirmedAt, repairedAt } = abnormalStanding(byEpisode.get(id) ?? []);
    if (noticedAt === null || state === 'DISMISSED') return [];
    const times = { evidenceAt: instant(evidenceAt), noticedAt, confirmedAt, repairedAt };
    return [{ id, code, receiptSeq, unitId, ...times }];
  });
}

function instant(value: Instant): number {
  return new Date(value).getTime();
}
