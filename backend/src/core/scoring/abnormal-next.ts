/** What comes next on a running clock of abnormal defence, for the unit that has to hurry. */
import { exactText, points, sum } from '../kernel/points.js';
import type { AbnormalDefenseRule } from '../ruleset/defense-rules.js';
import { clockOf, graceEndOf } from './abnormal-clock.js';
import type { AbnormalFact } from './facts.js';

/** Times are UTC milliseconds, points exact text. */
export interface AbnormalOutlook {
  readonly graceEndsAt: number;
  /** What it comes to should it still be so now, before merging with other episodes. */
  readonly accrued: string;
  /** When the next step falls due and what it costs; null when nothing more will be charged. */
  readonly nextAt: number | null;
  readonly nextPoints: string | null;
}

/** The outlook of an episode that still goes on at `now`. */
export function outlookOf(rule: AbnormalDefenseRule, episode: AbnormalFact, now: number): AbnormalOutlook {
  const running = { ...episode, repairedAt: null, confirmedAt: now };
  const { tiers } = clockOf(rule, running);
  const next = nextStep(rule, episode, now);
  return {
    graceEndsAt: graceEndOf(rule, episode.noticedAt),
    accrued: exactText(sum(tiers.map((tier) => tier.each.mul(tier.steps)))),
    nextAt: next?.at ?? null,
    nextPoints: next === null ? null : exactText(points(next.points)),
  };
}

interface NextStep {
  readonly at: number;
  readonly points: string;
}

interface TierSpan {
  readonly opens: number;
  readonly closes: number;
  readonly points: string;
}

/** The first moment after `now` at which a further step that costs something is counted. */
function nextStep(rule: AbnormalDefenseRule, episode: AbnormalFact, now: number): NextStep | null {
  const due = spansOf(rule, episode).flatMap((span) => {
    const at = points(span.points).isZero ? null : dueIn(rule, span, now);
    return at === null ? [] : [{ at, points: span.points }];
  });
  return due.reduce<NextStep | null>((first, step) => (first === null || step.at < first.at ? step : first), null);
}

/** Steps counted down fall due when they are completed, counted up when they begin. */
function dueIn(rule: AbnormalDefenseRule, { opens, closes }: TierSpan, now: number): number | null {
  const gone = (now - opens) / stepOf(rule);
  const isDown = rule.rounding === 'down';
  const at = opens + (isDown ? Math.max(1, Math.floor(gone) + 1) : Math.max(0, Math.ceil(gone))) * stepOf(rule);
  return (isDown ? at <= closes : at < closes) ? at : null;
}

/** Where the steps of each tier lie; over the whole span a step belongs to the tier it begins in. */
function spansOf(rule: AbnormalDefenseRule, episode: AbnormalFact): TierSpan[] {
  const graceEnd = graceEndOf(rule, episode.noticedAt);
  const origin = { evidence: episode.evidenceAt, notice: episode.noticedAt, 'grace-end': graceEnd }[rule.tiersFrom];
  const onGrid = (moment: number): number => {
    if (rule.roundingSpan === 'tier' || moment === Infinity) return moment;
    return graceEnd + Math.ceil((moment - graceEnd) / stepOf(rule)) * stepOf(rule);
  };
  return rule.tiers
    .map(({ untilMinutes, points: each }, index) => ({
      opens: onGrid(Math.max(graceEnd, origin + (rule.tiers[index - 1]?.untilMinutes ?? 0) * 60_000)),
      closes: onGrid(untilMinutes === null ? Infinity : origin + untilMinutes * 60_000),
      points: each,
    }))
    .map((span, index) => (index === 0 ? { ...span, opens: graceEnd } : span))
    .filter(({ opens, closes }) => opens < closes);
}

function stepOf(rule: AbnormalDefenseRule): number {
  return rule.stepMinutes * 60_000;
}
