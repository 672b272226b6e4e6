import type { AttackRules, Multipliers } from '../../core/ruleset/attack-rules.js';
import type { DefenseRules } from '../../core/ruleset/defense-rules.js';
import type { RuleSet } from '../../core/ruleset/rule-set.js';
import type { Settings } from '../../core/ruleset/words.js';
import type {
  RuleAbnormalDefense,
  RuleDrillMarks,
  RuleCap,
  RuleExample,
  RuleMultiplier,
  RuleMultipliers,
  RuleSetting,
} from './rule-set-parts.types.js';
import type { RuleDoubt } from './rule-set.types.js';

/** Settings as a list; values as JSON, since a reading may be a word, a figure, yes or none. */
export function settingViews(settings: Settings): RuleSetting[] {
  return Object.entries(settings).map(([path, value]) => ({ path, value: JSON.stringify(value) }));
}

export function doubtViews(rules: RuleSet): RuleDoubt[] {
  return rules.doubts.map((doubt) => ({
    ...doubt,
    alternatives: doubt.alternatives.map(({ key, title, set }) => ({ key, title, settings: settingViews(set) })),
  }));
}

export function exampleViews(rules: RuleSet): RuleExample[] {
  return rules.examples.map(({ name, title, set }) => ({ name, title, settings: settingViews(set) }));
}

export function capViews(attack: AttackRules | null): RuleCap[] {
  return attack === null ? [] : [...attack.caps];
}

/** What multiplies points after their price, in the order it acts. */
export function multipliersView(attack: AttackRules | null): RuleMultipliers | null {
  const multipliers = attack?.multipliers ?? null;
  if (multipliers === null) return null;
  const { rounding, places, roundEach, capStage, deductionStage } = multipliers;
  const list = multipliers.order.flatMap((kind) => multiplierView(multipliers, kind));
  return { list, rounding, places, roundEach, capStage, deductionStage };
}

function multiplierView(rules: Multipliers, kind: Multipliers['order'][number]): RuleMultiplier[] {
  const none = { limit: null, counts: null, zeroTakesPlace: null };
  if (kind === 'key-unit') {
    const rule = rules.keyUnit;
    return rule === null ? [] : [{ ...none, kind, clause: rule.clause, times: [rule.times], scope: rule.flagOf }];
  }
  if (kind === 'decay') {
    const rule = rules.decay;
    if (rule === null) return [];
    const { clause, shares, sameWithin, counts, zeroTakesPlace } = rule;
    return [{ kind, clause, times: [...shares], limit: shares.length, scope: sameWithin, counts, zeroTakesPlace }];
  }
  const rule = rules.nonParticipant;
  if (rule === null) return [];
  const { clause, times, limit, limitPer, counts, zeroTakesPlace } = rule;
  return [{ kind, clause, times: [times], limit, scope: limitPer, counts, zeroTakesPlace }];
}

export function drillView(defense: DefenseRules | null): RuleDrillMarks | null {
  const drill = defense?.drill ?? null;
  return drill === null ? null : { ...drill, limits: [...drill.limits] };
}

export function abnormalView(defense: DefenseRules | null): RuleAbnormalDefense | null {
  const abnormal = defense?.abnormal ?? null;
  return abnormal === null ? null : { ...abnormal, tiers: [...abnormal.tiers] };
}
