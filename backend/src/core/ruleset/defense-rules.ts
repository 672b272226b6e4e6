/** What a rule-set says about the incidents of the defenders. */
import type { ExpectationKind } from '../plan/plan.js';
import type { StandingsRule } from './standings-rule.js';
import type { Bilingual, ExactText } from './words.js';

/** Which submission of a defender carries a part of the rubric. */
export type FiledWith = 'DETECTION' | 'RESPONSE' | 'ATTRIBUTION';

/** What one side's rules do with the defenders' incidents. */
export interface DefenseRules {
  /**
   * `share-of-deduction`: the items are percentages of a whole report, paid on the deduction of its event.
   * `points`: every item has points of its own, each dimension scores alone.
   */
  readonly basis: 'share-of-deduction' | 'points';
  readonly options: DefenseOptions;
  /** Share of a fully marked event that is recovered, e.g. 0.8. Null with basis `points`. */
  readonly recoveryShare: ExactText | null;
  /** Recovery may not exceed this share of the unit's deduction; more raises an alarm. Null with basis `points`. */
  readonly recoveryCapShare: ExactText | null;
  /** At most this many reports of a unit count; null = no limit. */
  readonly reportLimit: number | null;
  readonly weightRepair: WeightRepair | null;
  readonly dimensions: readonly Dimension[];
  readonly means: readonly AttackMeans[];
  readonly bonuses: readonly BonusKind[];
  /** Limit over all bonus kinds of a unit; null = none. */
  readonly bonusCap: ExactText | null;
  /** Null where abnormal defence costs nothing. */
  readonly abnormal: AbnormalDefenseRule | null;
  /** Null where drills give no points. */
  readonly drill: DrillRule | null;
  readonly standings: StandingsRule;
}

/**
 * 非正常防守 (FHZ 减分一): from the end of the grace after the notice until it is put right, every step of time
 * costs points, and more beyond a tier. Booked to the account PENALTY; the standings formula says where it goes.
 */
export interface AbnormalDefenseRule {
  readonly title: Bilingual;
  readonly clause: Bilingual;
  readonly graceMinutes: number;
  readonly stepMinutes: number;
  /** Ascending; `untilMinutes` is counted from `tiersFrom`, null only in the last. */
  readonly tiers: readonly { readonly untilMinutes: number | null; readonly points: ExactText }[];
  readonly tiersFrom: 'evidence' | 'notice' | 'grace-end';
  /** A step begun but not completed: not counted, or counted whole. */
  readonly rounding: 'down' | 'up';
  /** Steps are rounded within each tier, or over the whole span (its last step priced by the tier it begins in). */
  readonly roundingSpan: 'tier' | 'whole';
  /** Several episodes of a unit at once: each pays, or the time they cover pays once. */
  readonly episodes: 'added' | 'merged';
}

/**
 * 演练评估: what evaluators give for the answers to injects, booked to the account DRILL. How much each answer is worth
 * is in the drill's plan; the rules only limit it. No source publishes such figures: 示例/自拟.
 */
export interface DrillRule {
  readonly title: Bilingual;
  readonly clause: Bilingual;
  /** At most so much for all answers of one kind of expectation. */
  readonly limits: readonly { readonly kind: ExpectationKind; readonly limit: ExactText }[];
  /** At most so much in all; null = no limit. */
  readonly total: ExactText | null;
  /** What a unit's limits hold for: each drill, or all drills of the exercise together. */
  readonly limitsPer: 'drill' | 'exercise';
}

export interface DefenseOptions {
  /** The event's deduction as it stands now, or as it stood when the mark sheet was recorded. */
  readonly eventDeduction: 'live' | 'as-judged';
  /** The same attack result in several reports: the first received counts, or the best marked. */
  readonly duplicateEventPolicy: 'first' | 'best';
  /** Which reports count beyond the limit; `reject` = further ones are refused when filed (scored as `first`). */
  readonly reportLimitPolicy: 'first' | 'best' | 'reject';
  /** Whether a report marked zero takes up a place within the limit. */
  readonly zeroTakesPlace: boolean;
  /** Coverage during play: with what is known so far, or nothing until the exercise is settled. */
  readonly coverageMode: 'provisional' | 'final';
  /** Found addresses: those of this report, or of all reports of the unit. */
  readonly coverageFound: 'report' | 'unit';
  /** Controlled addresses: of the whole exercise, of the unit, or of the linked results. */
  readonly coverageOf: 'exercise' | 'unit' | 'linked';
  /** The limit of a bonus kind holds for the kind, or for each single claim. */
  readonly bonusItemCapScope: 'kind' | 'item';
}

/** How weights that do not add up in the source were made to. */
export interface WeightRepair {
  /** `as-printed` leaves the gap; `set-item` replaces one weight; the others stretch to the missing sum. */
  readonly policy: 'as-printed' | 'set-item' | 'rescale-all' | 'rescale-dimension';
  readonly item: string | null;
  readonly weight: ExactText | null;
  readonly reason: Bilingual;
}

export interface Dimension {
  readonly key: string;
  readonly title: Bilingual;
  /** As printed: percent, or points with basis `points`. */
  readonly weight: ExactText;
  readonly filedWith: FiledWith;
  readonly items: readonly RubricItem[];
}

export interface RubricItem {
  readonly key: string;
  readonly title: Bilingual;
  readonly clause: Bilingual;
  /** Weight after the repair: this one counts. */
  readonly weight: ExactText;
  /** Weight as the source prints it. */
  readonly printedWeight: ExactText;
  /** A referee's mark, or computed from coverage or from the means found (marks on those are ignored). */
  readonly mark: 'judged' | 'coverage' | 'means';
  readonly evidence: readonly Bilingual[];
}

/** One of the attack means a defender may have found, e.g. ⑥ 钓鱼邮件. */
export interface AttackMeans {
  readonly key: string;
  readonly symbol: string;
  readonly title: Bilingual;
}

export interface BonusKind {
  readonly key: string;
  readonly title: Bilingual;
  readonly clause: Bilingual;
  /** Null = no limit of its own. */
  readonly cap: ExactText | null;
  readonly evidence: readonly Bilingual[];
}
