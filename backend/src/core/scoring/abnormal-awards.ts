/**
 * Penalties for abnormal defence 非正常防守 (FHZ 减分一: blocking whole ranges, taking the site down, a picture for a
 * home page): account PENALTY, negative, one award per episode. Times are those the referees established; how late
 * they decided changes nothing.
 */
import { ZERO, exactText, sum } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import type { AbnormalDefenseRule } from '../ruleset/defense-rules.js';
import type { RuleSet } from '../ruleset/rule-set.js';
import { clockOf, minutesOf, timedSteps } from './abnormal-clock.js';
import type { AbnormalClock, TierTime } from './abnormal-clock.js';
import { paidSteps } from './abnormal-merge.js';
import { byReceipt } from './attack-lines.js';
import { awardKey } from './award-key.js';
import type { Award, Party, Phase, Step } from './award.js';
import type { AbnormalFact, Facts } from './facts.js';
import { step, zeroReason } from './step-codes.js';
import { UnitTree } from './units.js';

/** An episode with its clock and what of each tier is paid. */
interface Reckoning {
  readonly episode: AbnormalFact;
  readonly clock: AbnormalClock;
  readonly paid: (tier: TierTime) => number;
}

type Charge = Pick<Award, 'amount' | 'steps' | 'zeroReason'>;

/** PENALTY awards of every noticed episode of a unit that takes part, zeros included. */
export function abnormalAwards(ruleSet: RuleSet, facts: Facts, phase: Phase): Award[] {
  const rules = ruleSet.defense;
  if (rules === null) return [];
  const units = new UnitTree(facts.units);
  const episodes = byReceipt(facts.abnormals).filter(({ unitId }) => units.isParticipant(unitId));
  const charges =
    rules.abnormal === null ? new Map<string, Charge>() : chargesOf(rules.abnormal, { episodes, units, phase });
  return episodes.map((episode) => {
    const party: Party = { side: 'DEFENSE', id: units.rootOf(episode.unitId) };
    const source = { kind: 'ABNORMAL', id: episode.id, resultId: null, receiptSeq: episode.receiptSeq } as const;
    const rule = { source, ruleKey: 'abnormal' };
    const charge = charges.get(episode.id) ?? NOT_PRICED;
    return {
      key: awardKey('PENALTY', party, rule),
      party,
      account: 'PENALTY' as const,
      ...rule,
      ruleSetHash: ruleSet.hash,
      ...charge,
      isProvisional: isRunning(episode, phase),
    };
  });
}

const NOT_PRICED: Charge = { amount: ZERO, steps: [], zeroReason: zeroReason('ABNORMAL_NOT_PRICED', {}) };

interface Context {
  /** In receipt order. */
  readonly episodes: readonly AbnormalFact[];
  readonly units: UnitTree;
  readonly phase: Phase;
}

/** Not repaired yet, so the next confirmation may add to it. */
function isRunning(episode: AbnormalFact, phase: Phase): boolean {
  return phase === 'PROVISIONAL' && episode.repairedAt === null;
}

function chargesOf(rule: AbnormalDefenseRule, { episodes, units, phase }: Context): ReadonlyMap<string, Charge> {
  const clocks = episodes.map((episode) => ({ episode, clock: clockOf(rule, episode) }));
  const byUnit = Map.groupBy(clocks, ({ episode }) => units.rootOf(episode.unitId));
  const reckoned = [...byUnit.values()].flatMap((own): Reckoning[] => {
    const isMerged = rule.episodes === 'merged' && own.length > 1;
    const paid = isMerged ? paidSteps(own.map(({ clock }) => timedSteps(rule, clock))) : null;
    return own.map((entry) => ({
      ...entry,
      paid: (tier): number => (paid === null ? tier.steps : (paid.get(tier) ?? 0)),
    }));
  });
  return new Map(reckoned.map((entry) => [entry.episode.id, chargeOf(rule, entry, isRunning(entry.episode, phase))]));
}

function chargeOf(rule: AbnormalDefenseRule, reckoning: Reckoning, isOpen: boolean): Charge {
  const { clock, paid } = reckoning;
  const owed = sum(clock.tiers.map((tier) => tier.each.mul(paid(tier))));
  return {
    amount: owed.neg(),
    steps: [...spanSteps(rule, reckoning, isOpen), ...clock.tiers.flatMap((tier) => tierSteps(rule, tier, paid(tier)))],
    zeroReason: owed.isZero ? reasonOf(rule, reckoning) : null,
  };
}

function spanSteps(rule: AbnormalDefenseRule, { episode, clock }: Reckoning, isOpen: boolean): Step[] {
  if (clock.end === null) return [];
  const figures = {
    minutes: minutesText(Math.max(0, clock.end - episode.noticedAt)),
    grace: String(rule.graceMinutes),
    counted: minutesText(clock.counted),
  };
  const span = step('ABNORMAL_SPAN', figures);
  return isOpen ? [span, step('ABNORMAL_OPEN', {})] : [span];
}

function tierSteps(rule: AbnormalDefenseRule, tier: TierTime, paid: number): Step[] {
  const figures = {
    from: String(tier.from),
    until: tier.until === null ? '' : String(tier.until),
    minutes: minutesText(tier.elapsed),
    step: String(rule.stepMinutes),
    steps: String(tier.steps),
    each: exactText(tier.each),
    amount: exactText(tier.each.mul(tier.steps)),
  };
  const line = step('ABNORMAL_TIER', figures);
  const dropped = tier.steps - paid;
  if (dropped === 0) return [line];
  const amount: Points = tier.each.mul(paid);
  return [line, step('ABNORMAL_MERGED', { steps: String(dropped), amount: exactText(amount) })];
}

/** Why an episode costs nothing. */
function reasonOf(rule: AbnormalDefenseRule, { episode, clock }: Reckoning): Step {
  if (clock.counted === 0) {
    const isKnown = episode.repairedAt !== null;
    return isKnown ? zeroReason('WITHIN_GRACE', { grace: String(rule.graceMinutes) }) : zeroReason('NOT_CONFIRMED', {});
  }
  const steps = clock.tiers.reduce((all, tier) => all + tier.steps, 0);
  if (steps === 0)
    return zeroReason('LESS_THAN_A_STEP', { minutes: minutesText(clock.counted), step: String(rule.stepMinutes) });
  const isFree = clock.tiers.every((tier) => tier.steps === 0 || tier.each.isZero);
  return isFree ? zeroReason('MARKED_ZERO', {}) : zeroReason('ABNORMAL_COVERED', {});
}

function minutesText(milliseconds: number): string {
  return exactText(minutesOf(milliseconds));
}
