import type { ExpectationKind } from '../plan/plan.js';

/**
 * Facts: what referees established, in receipt order. The scoring engine is a pure function of a
 * rule-set and these facts; it never sees a decision time, a row id or a clock.
 */

/** How a referee ruled on one attack node. */
export type Outcome = 'ACCEPTED' | 'PARTIAL' | 'REJECTED';

/** A defending unit or one of its subordinates. Caps and standings belong to the root. */
export interface UnitFact {
  readonly id: string;
  readonly parentId: string | null;
  /** 重点单位: results on it may carry a multiplier. */
  readonly isKeyUnit: boolean;
  /** False for a unit that is not in the exercise but was hit (XC-2022 rule 8). */
  readonly isParticipant: boolean;
  /** Receipt sequence of the result with which the unit was knocked out 击穿; null while in play. */
  readonly knockedOutAtSeq: number | null;
}

/** The verdict in force on one node: the latest one, whoever gave it and whenever. */
export interface NodeRuling {
  readonly verdictId: string;
  readonly outcome: Outcome;
  /** Category of the attack rule-set; null when rejected. */
  readonly categoryKey: string | null;
  /** Privilege of that category, e.g. `admin`; null where the category prices none. */
  readonly privilegeKey: string | null;
  /** How many of the thing, at least 1. */
  readonly quantity: number;
  /** Points the referee typed, decimal string; only where the rule gives a range. */
  readonly judgedPoints: string | null;
  /** Defender deduction the referee set separately, decimal string (positive); null = computed by the rule. */
  readonly deductionPoints: string | null;
  /** What counts as "the same system, host or database" for the highest-privilege-once rule. */
  readonly systemKey: string;
  /** Keys of the rule-set's factors that apply, e.g. `ipv6`, `big-data`, `knowledge-base`. */
  readonly factors: readonly string[];
  /** Figures the category asks for besides the quantity (`Category.measures`), decimal strings by measure key. */
  readonly measures?: Readonly<Record<string, string>>;
  /** The vulnerability group 同一漏洞 the referees put it in; absent or null = one of its own. */
  readonly vulnerabilityKey?: string | null;
}

/** One step of an attack path. Unjudged nodes carry no ruling and score nothing yet. */
export interface NodeFact {
  readonly id: string;
  readonly ordinal: number;
  readonly ruling: NodeRuling | null;
}

/** An attack result 攻击成果 as filed: one attack team's path into one unit. */
export interface ResultFact {
  readonly id: string;
  /** Human code such as A-0147, for reasons. */
  readonly code: string;
  /** Journal sequence of filing: the only notion of "first". */
  readonly receiptSeq: number;
  readonly teamId: string;
  readonly unitId: string;
  readonly nodes: readonly NodeFact[];
  /** Addresses the team came to control: the denominator of coverage. */
  readonly controlledAddresses: readonly string[];
}

/** A referee's mark on one rubric item. */
export interface MarkFact {
  readonly itemKey: string;
  /** Share of the item's full weight as an exact fraction or decimal in [0,1]: "3/4", "0.5". */
  readonly share: string;
}

/** A defender's case with its marks; whole-report rule-sets score the incident itself. */
export interface IncidentFact {
  readonly id: string;
  readonly code: string;
  /** Journal sequence at which its first report was filed. */
  readonly receiptSeq: number;
  readonly unitId: string;
  /** Attack results the referees linked it to. */
  readonly linkedResultIds: readonly string[];
  /** Empty until a referee has recorded a mark sheet. */
  readonly marks: readonly MarkFact[];
  readonly isMarked: boolean;
  /** Addresses the defender reports as found controlled: numerator of coverage. */
  readonly foundAddresses: readonly string[];
  /** Keys of the attack means the defender found (FHZ lists 18). */
  readonly means: readonly string[];
  /** Deduction of the linked event when the mark sheet was recorded, decimal string; read only with `eventDeduction: as-judged`. */
  readonly deductionAtMarking?: string | null;
  /** The event group 同一事件 the referees put it in: of a root's incidents with one key only the first counts. */
  readonly eventKey?: string | null;
}

/** A claim for bonus points 附加分 with the points a referee gave. */
export interface BonusFact {
  readonly id: string;
  readonly code: string;
  readonly receiptSeq: number;
  readonly unitId: string;
  readonly bonusKey: string;
  /** Decimal string; null while unjudged or when rejected. */
  readonly points: string | null;
}

/** An episode of abnormal defence 非正常防守: evidence, notice to the unit, repair. Times are UTC milliseconds. */
export interface AbnormalFact {
  readonly id: string;
  readonly code: string;
  readonly receiptSeq: number;
  readonly unitId: string;
  readonly evidenceAt: number;
  readonly noticedAt: number;
  /** Null while it goes on. */
  readonly repairedAt: number | null;
  /** While it goes on: the last time a referee saw it still so; the penalty counts up to then. */
  readonly confirmedAt: number | null;
}

/** Points given or taken by hand, with a reason and a second approver, through a rescoring set. */
export interface AdjustmentFact {
  readonly id: string;
  readonly code: string;
  readonly receiptSeq: number;
  readonly party: { readonly side: 'ATTACK' | 'DEFENSE'; readonly id: string };
  readonly account: 'ATTACK' | 'DEDUCTION' | 'RECOVERY' | 'BONUS' | 'PENALTY' | 'DRILL';
  /** Exact signed text; deductions and penalties are negative, as in the ledger. */
  readonly amount: string;
}

/** What an evaluator gave a unit for its answer to one inject of a drill: the latest mark. Rehearsals give none. */
export interface DrillMarkFact {
  /** Of the answer, not of the mark: a correction keeps it. */
  readonly id: string;
  /** Code of the inject, e.g. I-08. */
  readonly code: string;
  readonly drillId: string;
  /** Journal sequence of the inject's release to the unit; injects released together follow their codes. */
  readonly receiptSeq: number;
  readonly unitId: string;
  readonly expectation: ExpectationKind;
  /** What the plan gives at most, exact text. */
  readonly fullPoints: string;
  /** Exact text, from 0 to `fullPoints`. */
  readonly points: string;
}

/** Addresses, each once, in one spelling (trimmed, lower case). */
export interface AddressSet {
  readonly size: number;
  has(address: string): boolean;
}

/** Everything scoring needs to know of one exercise. Arrays may come in any order and never change. */
export interface Facts {
  readonly units: readonly UnitFact[];
  readonly teamIds: readonly string[];
  readonly results: readonly ResultFact[];
  readonly incidents: readonly IncidentFact[];
  readonly bonuses: readonly BonusFact[];
  readonly abnormals: readonly AbnormalFact[];
  readonly adjustments: readonly AdjustmentFact[];
  readonly drillMarks: readonly DrillMarkFact[];
  /** Controlled addresses of the whole exercise, where `results` are only a part of it (see Scorer); absent = of `results`. */
  readonly exerciseAddresses?: AddressSet;
}
