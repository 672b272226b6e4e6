/**
 * The rule-set language, version 1: what a file in scenarios/rulesets says once it has been parsed.
 * Every figure is exact text ("0.8", "180/19"), read with `points()`; keys are stable and appear in
 * awards (`ruleKey`), rulings (`categoryKey`, `privilegeKey`, `factors`) and marks (`itemKey`).
 */
import type { Rounding } from '../kernel/points.js';
import type { WorkedExample } from './example.js';
import type { Expression } from './formula.js';
import type { Bilingual, ExactText, Settings } from './words.js';

export type { Bilingual, ExactText, Settings } from './words.js';

/** A rule-set version: immutable once its hash is pinned by an exercise. */
export interface RuleSet {
  readonly version: 1;
  /** Short name, e.g. `tprq`. */
  readonly key: string;
  /** SHA-256 of the canonical content with its settings; every award names it. */
  readonly hash: string;
  readonly title: Bilingual;
  readonly summary: Bilingual;
  /** Where the rule was published, or that it is 示例/自拟. */
  readonly source: Bilingual;
  /** True when its numbers are 示例/自拟 and not published by anyone. */
  readonly isSample: boolean;
  /** Ambiguities of the source, the reading chosen here and the other readings as settings. */
  readonly doubts: readonly Doubt[];
  /** Null when this rule-set does not speak for the attackers. */
  readonly attack: AttackRules | null;
  /** Null when this rule-set does not speak for the defenders. */
  readonly defense: DefenseRules | null;
  readonly examples: readonly WorkedExample[];
}

/** One unclear point of a published rule. */
export interface Doubt {
  readonly key: string;
  readonly clause: string;
  readonly text: Bilingual;
  readonly chosen: Bilingual;
  readonly alternatives: readonly Alternative[];
}

/** Another reading of an unclear point; `set` is what it changes. */
export interface Alternative {
  readonly key: string;
  readonly title: Bilingual;
  readonly set: Settings;
}

/** What one side's rules do with results of the attackers. */
export interface AttackRules {
  readonly options: AttackOptions;
  readonly classes: readonly CategoryClass[];
  readonly caps: readonly CapFamily[];
  readonly factors: readonly Factor[];
  readonly categories: readonly Category[];
  readonly standings: StandingsRule;
}

export interface AttackOptions {
  /** What happens to an item that crosses its cap: paid up to the limit, or dropped whole. */
  readonly capPolicy: 'truncate' | 'drop';
  /** With `drop`: is "platform + nodes" one item or two. */
  readonly dropScope: 'item' | 'part';
  /** Caps per attack team and root unit, or per root unit over all teams. */
  readonly capScope: 'team-unit' | 'unit';
  /** Highest-privilege-once also between teams: a later team's capture of the same system is worth nothing. */
  readonly dedupAcrossTeams: boolean;
  /** Several factors of the same kind: multiplied (×2×2 = ×4) or only the highest (×2). */
  readonly factorCombination: 'multiply' | 'highest';
  /** Deduction of the unit: the attacker's points, or only what a referee typed. A typed figure always wins. */
  readonly deduction: 'equals-points' | 'typed-only';
  /** Deduction-free systems: the first ones stay free, or only while there is no further one. */
  readonly deductionFree: 'first-only' | 'only-if-single';
  /** Results received after a unit was knocked out 击穿 score nothing. */
  readonly knockOut: boolean;
}

export interface CategoryClass {
  readonly key: string;
  readonly title: Bilingual;
}

/** Categories that share one limit. */
export interface CapFamily {
  readonly key: string;
  readonly title: Bilingual;
  readonly limit: ExactText;
}

/** A multiplier a referee may grant, e.g. IPv6 ×3. */
export interface Factor {
  readonly key: string;
  readonly title: Bilingual;
  readonly clause: Bilingual;
  readonly times: ExactText;
  /** Acts on the privilege points, or on the final result; the cap holds in both cases. */
  readonly on: 'privilege' | 'result';
  /** Category keys it may be granted for; null = every category. */
  readonly categories: readonly string[] | null;
}

/**
 * What counts only once. `system`: the highest privilege once per systemKey, over all categories of this scope;
 * `privilege`: once per systemKey for this very privilege; `team-unit` / `unit`: once per category and root unit,
 * for each team / for the first team of all; `none`: always counts.
 */
export type DedupeScope = 'system' | 'privilege' | 'team-unit' | 'unit' | 'none';

/** Either fixed and per-piece points (`points + each × quantity`) or a range a referee judges within. */
export interface Price {
  readonly points: ExactText | null;
  readonly each: ExactText | null;
  readonly judged: JudgedRange | null;
}

export interface JudgedRange {
  readonly min: ExactText;
  /** Null = the rule states no upper end. */
  readonly max: ExactText | null;
}

/** A kind of attack result with its price: one row of the published table. */
export interface Category {
  readonly key: string;
  /** Row number(s) as printed. */
  readonly row: string;
  readonly class: string;
  readonly title: Bilingual;
  /** The rule in its own words. */
  readonly clause: Bilingual;
  /** Either privileges, each with its price … */
  readonly privileges: readonly Privilege[];
  /** … or one price for the category; exactly one of the two is given. */
  readonly price: Price | null;
  /** Cap family; null = uncapped. */
  readonly cap: string | null;
  readonly dedupe: DedupeScope;
  readonly evidence: readonly Bilingual[];
  /** What `quantity` counts; null where only one makes sense. */
  readonly quantity: Bilingual | null;
  /** Figures the referee states besides the quantity, e.g. records and terabytes. */
  readonly measures: readonly Measure[];
  readonly minimum: Minimum | null;
  /** This many systems of the category cost the unit nothing (e.g. the first server). */
  readonly deductionFree: number;
  /** How many of the managed things must be shown to be controlled. */
  readonly proof: ProofSample | null;
}

export interface Privilege {
  readonly key: string;
  readonly title: Bilingual;
  readonly price: Price;
  /** Overrides of the category's cap and dedupe; undefined = the category's. */
  readonly cap?: string | null;
  readonly dedupe?: DedupeScope;
}

export interface Measure {
  readonly key: string;
  readonly title: Bilingual;
  readonly unit: Bilingual;
}

/** Below it the category is priced as another one. */
export interface Minimum {
  /** All conditions must hold, or any one. */
  readonly match: 'all' | 'any';
  readonly conditions: readonly { readonly measure: string; readonly atLeast: ExactText }[];
  /** The category it falls back to, with the privilege each privilege becomes; quantity 1. */
  readonly otherwise: { readonly category: string; readonly privileges: Readonly<Record<string, string>> };
}

export interface ProofSample {
  readonly share: ExactText;
  readonly atMost: number;
  readonly title: Bilingual;
}

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
  readonly standings: StandingsRule;
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

/** Variables of a standings formula; all are zero or positive. */
export const ATTACK_VARIABLES = ['attack'] as const;
export const DEFENSE_VARIABLES = ['deduction', 'recovery', 'bonus', 'penalty'] as const;

/** How sums become a ranked value. */
export interface StandingsRule {
  /** What the value is called, e.g. 防护值. */
  readonly title: Bilingual;
  readonly formula: Formula;
  /** Used instead when its variable is zero. */
  readonly whenZero: { readonly variable: string; readonly formula: Formula } | null;
  readonly places: number;
  readonly rounding: Rounding;
  readonly order: 'descending' | 'ascending';
  /** Equal values share a rank, or the tie-break variables decide first. */
  readonly ties: 'shared' | 'chain';
  readonly tieBreak: readonly { readonly variable: string; readonly order: 'descending' | 'ascending' }[];
  /** Whether values are compared exactly or as shown. */
  readonly compare: 'exact' | 'rounded';
}

/** A formula as written, with its syntax tree. */
export interface Formula {
  readonly text: string;
  readonly expression: Expression;
}
