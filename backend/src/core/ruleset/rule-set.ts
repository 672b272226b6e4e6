/**
 * The rule-set language, version 1: what a file in scenarios/rulesets says once it has been parsed.
 * Every figure is exact text ("0.8", "180/19"), read with `points()`; keys are stable and appear in
 * awards (`ruleKey`), rulings (`categoryKey`, `privilegeKey`, `factors`) and marks (`itemKey`).
 */
import type { AttackRules } from './attack-rules.js';
import type { DefenseRules } from './defense-rules.js';
import type { WorkedExample } from './example.js';
import type { RatingRules } from './rating-rules.js';
import type { Bilingual, Settings } from './words.js';

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
  /** Null when it rates no factors (RTASS). */
  readonly rating: RatingRules | null;
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
