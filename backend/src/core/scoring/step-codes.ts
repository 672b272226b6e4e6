/**
 * Every code that may stand in `Award.steps` and `Award.zeroReason`, with its parameters; the words are in the
 * locales. Figures in parameters are exact text.
 */
export const STEP_CODES = {
  /** One price: points + each × quantity = amount. `points` or `each` is '0' where the rule has none. */
  PRICE: ['category', 'row', 'privilege', 'points', 'each', 'quantity', 'amount'],
  /** A figure judged within a range; `max` is '' where the rule has no upper end. */
  JUDGED: ['category', 'row', 'privilege', 'given', 'min', 'max', 'amount'],
  /** Below the minimum of its category, so priced as another one. */
  REPRICED: ['measure', 'value', 'atLeast', 'from', 'category'],
  /** The category has a minimum, but no figure for it was stated: priced as ruled. */
  MINIMUM_NOT_STATED: ['category'],
  /** A factor, and the amount after it. */
  FACTOR: ['factor', 'times', 'on', 'amount'],
  /** A factor that was granted but does not apply to this category, or is not the highest. */
  FACTOR_NOT_APPLIED: ['factor', 'times'],
  /** The cap as this item found it: wanted against what was left, and what was paid. */
  CAP: ['cap', 'limit', 'used', 'left', 'wanted', 'amount'],
  /** The use of a vulnerability group this is, the share left for it, and the amount after it (XC-2022 rule 6). */
  DECAY: ['group', 'use', 'share', 'amount'],
  /** 重点单位 (XC-2022 rule 5), and the amount after it. */
  KEY_UNIT: ['times', 'amount'],
  /** A unit that does not take part (XC-2022 rule 8), and the amount after it. */
  NON_PARTICIPANT: ['times', 'amount'],
  /** Rounded as the rule-set says; `rounding` is up, down or half-up. Only given when it changed the figure. */
  ROUNDED: ['rounding', 'places', 'given', 'amount'],
  /** Points given or taken by hand, signed. */
  ADJUSTMENT: ['adjustment', 'points'],
  /** Deduction equal to the attacker's points. */
  DEDUCTION_EQUALS: ['category', 'points'],
  /** Deduction equal to the attacker's points before they were multiplied. */
  DEDUCTION_UNMULTIPLIED: ['category', 'points'],
  /** Deduction a referee typed. */
  DEDUCTION_TYPED: ['category', 'points'],
  /** Part of the systems is free of deduction: amount × (quantity − free) ÷ quantity. */
  DEDUCTION_FREE_SHARE: ['free', 'quantity', 'amount'],
  /** One rubric item: weight × share = points. */
  RUBRIC: ['item', 'weight', 'share', 'points'],
  /** Coverage behind an item: addresses found ÷ controlled. */
  COVERAGE: ['item', 'found', 'controlled'],
  /** Coverage is only counted when the exercise is settled. */
  COVERAGE_PENDING: ['item'],
  /** Means behind an item: found ÷ all listed. */
  MEANS: ['item', 'found', 'listed'],
  /** Sum of the items. */
  RUBRIC_TOTAL: ['points'],
  /** Deduction of the event with the codes of the results it consists of. */
  EVENT_DEDUCTION: ['deduction', 'results', 'mode'],
  /** deduction × percent × share = amount. */
  RECOVERY: ['deduction', 'percent', 'share', 'amount'],
  /** A bonus as claimed and judged. */
  BONUS: ['bonus', 'points'],
  /** A bonus cap; `scope` is kind, item or total. */
  BONUS_CAP: ['scope', 'limit', 'used', 'amount'],
  /** What an evaluator gave for the answer to an inject; `full` is what the plan gives at most. */
  DRILL_MARK: ['inject', 'expectation', 'full', 'points'],
  /** A limit on marks of drills; `scope` is the kind of expectation, or total. Only given where it cut the figure. */
  DRILL_CAP: ['scope', 'limit', 'used', 'amount'],
  /** Minutes since the notice, the grace, and what costs points after it (FHZ 减分一). */
  ABNORMAL_SPAN: ['minutes', 'grace', 'counted'],
  /** Not put right yet: counted up to when it was last confirmed. */
  ABNORMAL_OPEN: [],
  /** One tier: steps × each = amount. `until` is '' in the last one. */
  ABNORMAL_TIER: ['from', 'until', 'minutes', 'step', 'steps', 'each', 'amount'],
  /** Steps of the tier above that overlap with another episode, and what is left of the tier. */
  ABNORMAL_MERGED: ['steps', 'amount'],
} as const satisfies Record<string, readonly string[]>;

export const ZERO_REASONS = {
  REJECTED: [],
  UNKNOWN_CATEGORY: ['category'],
  UNKNOWN_PRIVILEGE: ['category', 'privilege'],
  /** A range without a figure. */
  NOT_PRICED: ['category'],
  UNIT_KNOCKED_OUT: [],
  /** Lower or later capture of the same system. */
  DUPLICATE_SYSTEM: ['result', 'node', 'points', 'system'],
  BOUNDARY_ALREADY_SCORED: ['result', 'node', 'points'],
  CAP_REACHED: ['cap', 'limit', 'used', 'wanted'],
  /** The vulnerability group was used as often as it scores. */
  VULNERABILITY_EXHAUSTED: ['group', 'limit'],
  /** So many items on units that do not take part count already. */
  NON_PARTICIPANT_LIMIT: ['limit'],
  /** Multiplied and rounded down to nothing. */
  ROUNDED_TO_ZERO: [],
  DEDUCTION_FREE: ['free'],
  NOT_MARKED: [],
  NO_ATTACK_RESULT: [],
  /** The linked results cost the unit nothing. */
  NO_DEDUCTION: [],
  DUPLICATE_EVENT: ['incident'],
  BEYOND_REPORT_LIMIT: ['limit'],
  MARKED_ZERO: [],
  UNKNOWN_BONUS: ['bonus'],
  BONUS_CAP_REACHED: ['scope', 'limit'],
  /** The rule-set gives nothing for drills. */
  DRILL_NOT_PRICED: [],
  DRILL_CAP_REACHED: ['scope', 'limit'],
  /** The rule-set does not charge for abnormal defence. */
  ABNORMAL_NOT_PRICED: [],
  /** Put right before the grace was over. */
  WITHIN_GRACE: ['grace'],
  /** Neither repaired nor confirmed beyond the grace yet. */
  NOT_CONFIRMED: [],
  /** Fractions of a step are not counted. */
  LESS_THAN_A_STEP: ['minutes', 'step'],
  /** All of its time is paid by another episode. */
  ABNORMAL_COVERED: [],
} as const satisfies Record<string, readonly string[]>;

export type StepCode = keyof typeof STEP_CODES;
export type ZeroReasonCode = keyof typeof ZERO_REASONS;

type Params<Names extends readonly string[]> = Readonly<Record<Names[number], string>>;

/** A step with exactly the parameters of its code. */
export function step<Code extends StepCode>(
  code: Code,
  params: Params<(typeof STEP_CODES)[Code]>,
): { readonly code: Code; readonly params: Readonly<Record<string, string>> } {
  return { code, params };
}

/** A reason for a zero with exactly the parameters of its code. */
export function zeroReason<Code extends ZeroReasonCode>(
  code: Code,
  params: Params<(typeof ZERO_REASONS)[Code]>,
): { readonly code: Code; readonly params: Readonly<Record<string, string>> } {
  return { code, params };
}
