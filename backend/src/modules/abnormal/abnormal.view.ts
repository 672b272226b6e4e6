import { exactText, points, sum } from '../../core/kernel/points.js';
import type { AbnormalDefenseRule } from '../../core/ruleset/defense-rules.js';
import { type AbnormalOutlook, outlookOf } from '../../core/scoring/abnormal-next.js';
import {
  ABNORMAL_ACTS,
  abnormalFacts,
  abnormalStanding,
  type AbnormalStanding,
  mayFollow,
} from '../../core/scoring/abnormal-standing.js';
import { graceEndOf } from '../../core/scoring/abnormal-clock.js';
import { stepView } from '../../platform/graphql/shared.types.js';
import type { AbnormalAct } from '../adjudication/abnormal-act.entity.js';
import type { AbnormalEpisode } from '../adjudication/abnormal-episode.entity.js';
import type { ScoreEntry } from '../ledger/score-entry.entity.js';
import type { AbnormalActView, AbnormalClock, AbnormalEpisodeView } from './abnormal.types.js';

/** FULL: those who judge or direct. TEAM: the team whose lead it is. UNIT: the unit it is about. */
export type AbnormalSight = 'FULL' | 'TEAM' | 'UNIT';

/** What an episode is shown with. */
export interface AbnormalBackground {
  readonly sight: AbnormalSight;
  readonly mayJudge: boolean;
  readonly now: Date;
  readonly rule: AbnormalDefenseRule | null;
  /** Oldest first. */
  readonly acts: readonly AbnormalAct[];
  /** Ledger lines in force. */
  readonly lines: readonly ScoreEntry[];
  readonly names: ReadonlyMap<string, string>;
}

/** Whether the unit has ever been told of it; before that the lead is between the team and the referees. */
export function isTold(acts: readonly AbnormalAct[]): boolean {
  return acts.some(({ kind }) => kind === 'NOTICED');
}

/**
 * The episode as its reader may see it. The unit never learns who handed it in, nor in whose words; the team learns what
 * became of its lead, not what it cost the unit or how fast the unit worked.
 */
export function abnormalView(episode: AbnormalEpisode, background: AbnormalBackground): AbnormalEpisodeView {
  const { sight, acts, mayJudge } = background;
  const { id, exerciseId, unitId, code, form, evidenceAt } = episode;
  const standing = abnormalStanding(acts);
  return {
    ...{ id, exerciseId, unitId, code, form, evidenceAt },
    ...(sight === 'UNIT' ? UNTOLD_LEAD : leadOf(episode)),
    ...(sight === 'TEAM' ? fateOf(standing) : { state: standing.state, ...datesOf(standing) }),
    acts: actsFor(background),
    mayAct: mayJudge ? ABNORMAL_ACTS.filter((kind) => mayFollow(standing.state, kind)) : [],
    clock: sight === 'TEAM' ? null : clockFor(episode, standing, background),
  };
}

/** Who handed it in, when and in whose words. */
function leadOf({ teamId, systemName, narrative, evidenceIds, filedAt, receiptSeq }: AbnormalEpisode) {
  return { teamId, systemName, narrative, evidenceIds, filedAt, receiptSeq };
}

/** The number too would tell the unit between which of its own acts the lead came in. */
const UNTOLD_LEAD = {
  teamId: null,
  systemName: null,
  narrative: null,
  evidenceIds: [],
  filedAt: null,
  receiptSeq: null,
};

/** What the team hears: whether its lead was taken up, not when it was put right. */
function fateOf({ state }: AbnormalStanding) {
  const untold = { noticedAt: null, confirmedAt: null, repairedAt: null };
  return { state: state === 'CLOSED' ? ('NOTICED' as const) : state, ...untold };
}

/** The team hears whether its lead was taken up, and why not. */
function actsFor({ sight, acts, names }: AbnormalBackground): AbnormalActView[] {
  const told = sight === 'UNIT' ? acts.slice(acts.findIndex(({ kind }) => kind === 'NOTICED')) : acts;
  const shown = sight === 'TEAM' ? told.filter(({ kind }) => kind === 'NOTICED' || kind === 'DISMISSED') : told;
  return shown.map(({ id, kind, statedAt, reason, refereeId, recordedAt }) => ({
    ...{ id, kind, statedAt, recordedAt },
    reason: sight === 'TEAM' && kind === 'NOTICED' ? '' : reason,
    refereeName: sight === 'FULL' ? (names.get(refereeId) ?? null) : null,
  }));
}

function clockFor(
  episode: AbnormalEpisode,
  { state }: AbnormalStanding,
  { rule, acts, lines, now }: AbnormalBackground,
): AbnormalClock | null {
  const [fact] = abnormalFacts([episode], acts);
  if (rule === null || fact === undefined) return null;
  const zeroReason = lines[0]?.zeroReason ?? null;
  return {
    asOf: now,
    graceEndsAt: new Date(graceEndOf(rule, fact.noticedAt)),
    booked: exactText(sum(lines.map(({ amount }) => points(amount))).neg()),
    steps: lines.flatMap(({ steps }) => steps.map(stepView)),
    zeroReason: zeroReason === null ? null : stepView(zeroReason),
    ...(state === 'NOTICED' ? running(outlookOf(rule, fact, now.getTime())) : PUT_RIGHT),
  };
}

const PUT_RIGHT = { accrued: null, nextAt: null, nextPoints: null };

function running({ accrued, nextAt, nextPoints }: AbnormalOutlook) {
  return { accrued, nextAt: nextAt === null ? null : new Date(nextAt), nextPoints };
}

function datesOf({ noticedAt, confirmedAt, repairedAt }: AbnormalStanding) {
  const date = (at: number | null): Date | null => (at === null ? null : new Date(at));
  return { noticedAt: date(noticedAt), confirmedAt: date(confirmedAt), repairedAt: date(repairedAt) };
}
