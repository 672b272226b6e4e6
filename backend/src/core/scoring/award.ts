import type { Points } from '../kernel/points.js';

/** PROVISIONAL while the exercise runs; FINAL once settled, when coverage is known. */
export type Phase = 'PROVISIONAL' | 'FINAL';

/** Which running sum of a party an award goes to. */
export type Account =
  /** 得分 of an attack team. */
  | 'ATTACK'
  /** 失分 of a unit: entries are negative. */
  | 'DEDUCTION'
  /** 基础得分 / 挽回 of a unit, or plain defence points where the rule-set adds them up. */
  | 'RECOVERY'
  /** 附加分. */
  | 'BONUS'
  /** 减分 that is not a deduction for an attack result: entries are negative. */
  | 'PENALTY'
  /** 演练得分: what evaluators gave for the answers to the injects of drills. */
  | 'DRILL';

/** Who gains or loses. A unit party is always a root unit. */
export interface Party {
  readonly side: 'ATTACK' | 'DEFENSE';
  readonly id: string;
}

/** What the points are for. `id` is the node, incident, bonus claim, abnormal episode, adjustment or answer in a drill. */
export interface AwardSource {
  readonly kind: 'NODE' | 'INCIDENT' | 'BONUS' | 'ABNORMAL' | 'ADJUSTMENT' | 'DRILL';
  readonly id: string;
  /** The attack result of a node; null otherwise. */
  readonly resultId: string | null;
  readonly receiptSeq: number;
}

/** One line of the explanation: a stable code with figures put in; words live in the locales. */
export interface Step {
  /** e.g. PRICE, QUANTITY, FACTOR, CAP, BELOW_HIGHEST, RUBRIC, EVENT_SHARE. */
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * What a rule yields for one source before posting. An award of zero is kept, with `zeroReason`
 * saying why (未计分原因): nothing accepted ever vanishes without a word.
 */
export interface Award {
  /** Identity across recomputations: account, party, source and rule. Two awards never share it. */
  readonly key: string;
  readonly party: Party;
  readonly account: Account;
  readonly amount: Points;
  readonly source: AwardSource;
  /** Content hash of the rule-set version that spoke. */
  readonly ruleSetHash: string;
  /** Rule inside it, e.g. `row-7` or `rule-3`. */
  readonly ruleKey: string;
  readonly steps: readonly Step[];
  readonly zeroReason: Step | null;
  /** 暂定: may still change when the exercise ends (coverage). */
  readonly isProvisional: boolean;
}
