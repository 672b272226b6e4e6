/**
 * The clock of abnormal defence 非正常防守 (FHZ 减分一): notice, grace, then every step of time has a price until the
 * unit has put it right. Whole milliseconds throughout; nothing here knows what time it is now.
 */
import { points } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import type { AbnormalDefenseRule } from '../ruleset/defense-rules.js';
import type { AbnormalFact } from './facts.js';

const MINUTE = 60_000;

/** What one tier of one episode comes to. */
export interface TierTime {
  /** Bounds of the tier in minutes from where tiers are counted; `until` is null in the last. */
  readonly from: number;
  readonly until: number | null;
  /** Time of the episode inside the tier, milliseconds. */
  readonly elapsed: number;
  readonly steps: number;
  readonly each: Points;
  /** When its first step begins. */
  readonly begins: number;
  /** No step reaches beyond this moment. */
  readonly ends: number;
}

/** The clock of one episode. */
export interface AbnormalClock {
  readonly graceEnd: number;
  /** Repaired, or last seen to be still so; null when neither is known. */
  readonly end: number | null;
  /** Milliseconds that cost points, never negative. */
  readonly counted: number;
  /** Tiers the episode has time in. */
  readonly tiers: readonly TierTime[];
}

/** One priced step of an episode. */
export interface TimedStep {
  readonly tier: TierTime;
  readonly start: number;
  readonly end: number;
}

/** When the grace of a notice ends. */
export function graceEndOf(rule: AbnormalDefenseRule, noticedAt: number): number {
  return noticedAt + rule.graceMinutes * MINUTE;
}

/** Runs the clock of one episode up to its repair, or up to when it was last confirmed. */
export function clockOf(rule: AbnormalDefenseRule, episode: AbnormalFact): AbnormalClock {
  const graceEnd = graceEndOf(rule, episode.noticedAt);
  const end = episode.repairedAt ?? episode.confirmedAt;
  const counted = end === null ? 0 : Math.max(0, end - graceEnd);
  const origin = { evidence: episode.evidenceAt, notice: episode.noticedAt, 'grace-end': graceEnd }[rule.tiersFrom];
  const span = { start: graceEnd, end: graceEnd + counted };
  const tiers = rule.tiers
    .map((tier, index) => tierTime(rule, { ...tier, from: rule.tiers[index - 1]?.untilMinutes ?? 0 }, { origin, span }))
    .filter((tier) => tier.elapsed > 0);
  return { graceEnd, end, counted, tiers };
}

interface Tier {
  readonly from: number;
  readonly untilMinutes: number | null;
  readonly points: string;
}

interface Timeline {
  readonly origin: number;
  readonly span: { readonly start: number; readonly end: number };
}

function tierTime(rule: AbnormalDefenseRule, tier: Tier, { origin, span }: Timeline): TierTime {
  // Evidence may lie after the notice; time before the first tier then still belongs to the first tier.
  const opens = tier.from === 0 ? span.start : Math.max(span.start, origin + tier.from * MINUTE);
  const closes = tier.untilMinutes === null ? Infinity : origin + tier.untilMinutes * MINUTE;
  const elapsed = Math.max(0, Math.min(span.end, closes) - opens);
  const figures = { from: tier.from, until: tier.untilMinutes, elapsed, each: points(tier.points) };
  if (rule.roundingSpan === 'tier') {
    return { ...figures, steps: stepsIn(rule, elapsed), begins: opens, ends: closes };
  }
  const step = rule.stepMinutes * MINUTE;
  const all = stepsIn(rule, span.end - span.start);
  const before = (moment: number): number => Math.min(all, Math.max(0, Math.ceil((moment - span.start) / step)));
  const first = before(opens);
  return { ...figures, steps: Math.max(0, before(closes) - first), begins: span.start + first * step, ends: Infinity };
}

function stepsIn(rule: AbnormalDefenseRule, elapsed: number): number {
  const steps = elapsed / (rule.stepMinutes * MINUTE);
  return rule.rounding === 'down' ? Math.floor(steps) : Math.ceil(steps);
}

/** The steps one by one. Where a step lies depends on notice and evidence only; the repair says how many there are. */
export function timedSteps(rule: AbnormalDefenseRule, clock: AbnormalClock): TimedStep[] {
  const step = rule.stepMinutes * MINUTE;
  return clock.tiers.flatMap((tier) =>
    Array.from({ length: tier.steps }, (_, index) => {
      const start = tier.begins + index * step;
      return { tier, start, end: Math.min(start + step, tier.ends) };
    }),
  );
}

/** Milliseconds as exact minutes. */
export function minutesOf(milliseconds: number): Points {
  return points(milliseconds).div(MINUTE);
}
