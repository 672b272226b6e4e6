/** What a rule-set says about results of the attackers. */
import type { Rounding } from '../kernel/points.js';
import type { StandingsRule } from './standings-rule.js';
import type { Bilingual, ExactText } from './words.js';

/** What one side's rules do with results of the attackers. */
export interface AttackRules {
  readonly options: AttackOptions;
  readonly classes: readonly CategoryClass[];
  readonly caps: readonly CapFamily[];
  readonly factors: readonly Factor[];
  readonly categories: readonly Category[];
  /** Null where nothing multiplies points after their price. */
  readonly multipliers: Multipliers | null;
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
  /** A wider family whose limit holds as well (XC-2022 rule 2: five class limits within 37000); null = none. */
  readonly within: string | null;
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

/** What may multiply the points of an item after its price and factors (XC-2022 rules 5, 6 and 8). */
export interface Multipliers {
  /** In which order they act: it matters where each is rounded. Every one that is given stands here once. */
  readonly order: readonly MultiplierKind[];
  readonly rounding: Rounding;
  readonly places: number;
  /** Rounded after each multiplier, or once after all. */
  readonly roundEach: boolean;
  /** Caps hold for the multiplied points, or for those before. */
  readonly capStage: 'after-multipliers' | 'before-multipliers';
  /** The unit loses the multiplied points, or those before (what a cap cut off is lost to nobody either way). */
  readonly deductionStage: 'after-multipliers' | 'before-multipliers';
  readonly keyUnit: KeyUnitRule | null;
  readonly nonParticipant: NonParticipantRule | null;
  readonly decay: DecayRule | null;
}

export type MultiplierKind = 'decay' | 'key-unit' | 'non-participant';

/** 重点单位: results on it are worth more. */
export interface KeyUnitRule {
  readonly times: ExactText;
  /** Whose flag counts for a subordinate: its own, or that of the root. */
  readonly flagOf: 'own' | 'root';
  readonly clause: Bilingual;
}

/** What is counted as one of several: each scored node, or each result whatever its nodes. */
export type CountedThing = 'node' | 'result';

/** Results on a unit that does not take part. */
export interface NonParticipantRule {
  readonly times: ExactText;
  /** So many count; null = no limit. */
  readonly limit: number | null;
  readonly limitPer: 'team' | 'team-unit' | 'exercise';
  readonly counts: CountedThing;
  /** Whether an item that ends at zero (by its price or a cap) takes up a place. Void ones never do. */
  readonly zeroTakesPlace: boolean;
  readonly clause: Bilingual;
}

/** The same vulnerability, again: the first finder gets all, later ones a share, further ones nothing. */
export interface DecayRule {
  /** Share of the first, second, … use; beyond the list nothing. */
  readonly shares: readonly ExactText[];
  /** Where two uses of one vulnerability group are the same; `unit` is the root unit. */
  readonly sameWithin: 'exercise' | 'team' | 'unit' | 'team-unit';
  readonly counts: CountedThing;
  readonly zeroTakesPlace: boolean;
  readonly clause: Bilingual;
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
