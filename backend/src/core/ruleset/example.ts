import type { ExpectationKind } from '../plan/plan.js';
import type { Bilingual, ExactText, Settings } from './words.js';

/** An example carried by the rule-set itself; `runExample` in core/board checks it. */
export interface WorkedExample {
  readonly name: string;
  readonly title: Bilingual;
  /** Other readings this example is computed under. */
  readonly set: Settings;
  readonly phase: 'PROVISIONAL' | 'FINAL';
  readonly given: ExampleGiven;
  readonly expect: ExampleExpectation;
}

/** Facts in short form; units and teams are those mentioned. */
export interface ExampleGiven {
  readonly units: readonly ExampleUnit[];
  readonly results: readonly ExampleResult[];
  readonly incidents: readonly ExampleIncident[];
  readonly bonuses: readonly ExampleBonus[];
  readonly abnormals: readonly ExampleAbnormal[];
  readonly adjustments: readonly ExampleAdjustment[];
  readonly drillMarks: readonly ExampleDrillMark[];
  /** Levels by factor or part key. */
  readonly rating: Readonly<Record<string, ExactText>>;
}

export interface ExampleUnit {
  readonly id: string;
  readonly parent: string | null;
  readonly keyUnit: boolean;
  readonly participant: boolean;
  /** Code of the result with which it was knocked out. */
  readonly knockedOutBy: string | null;
}

/** Times are hours:minutes since the example's first midnight. */
export interface ExampleAbnormal {
  readonly code: string;
  readonly unit: string;
  readonly evidence: string;
  readonly notice: string;
  readonly repaired: string | null;
  readonly confirmed: string | null;
}

/** One answer in a drill; injects are released in the order written. */
export interface ExampleDrillMark {
  readonly code: string;
  readonly unit: string;
  readonly drill: string;
  readonly expectation: ExpectationKind;
  readonly full: ExactText;
  readonly points: ExactText;
}

export interface ExampleAdjustment {
  readonly code: string;
  readonly side: 'ATTACK' | 'DEFENSE';
  readonly party: string;
  readonly account: 'ATTACK' | 'DEDUCTION' | 'RECOVERY' | 'BONUS' | 'PENALTY' | 'DRILL';
  readonly points: ExactText;
}

export interface ExampleResult {
  readonly code: string;
  readonly team: string;
  readonly unit: string;
  /** How many such results, on different systems; codes get `-1`, `-2`, … */
  readonly repeat: number;
  readonly nodes: readonly ExampleNode[];
  readonly controlled: readonly string[];
  readonly controlledCount: number;
}

export interface ExampleNode {
  readonly category: string;
  readonly privilege: string | null;
  readonly quantity: number;
  readonly judged: ExactText | null;
  readonly deduction: ExactText | null;
  readonly system: string | null;
  readonly factors: readonly string[];
  readonly measures: Readonly<Record<string, ExactText>>;
  readonly outcome: 'ACCEPTED' | 'PARTIAL' | 'REJECTED';
  /** Vulnerability group the referees put it in. */
  readonly vulnerability: string | null;
}

export interface ExampleIncident {
  readonly code: string;
  readonly unit: string;
  readonly repeat: number;
  /** Codes of linked results; with `repeat` the same suffix is appended. */
  readonly links: readonly string[];
  /** Share of every judged item … */
  readonly share: ExactText | null;
  /** … and of single items. */
  readonly shares: Readonly<Record<string, ExactText>>;
  readonly foundCount: number;
  readonly meansCount: number;
  readonly deductionAtMarking: ExactText | null;
}

export interface ExampleBonus {
  readonly unit: string;
  readonly kind: string;
  readonly points: ExactText;
}

/** Expected sums by party, values as shown on the board, and reasons for awards of zero by source code. */
export interface ExampleExpectation {
  readonly attack: Readonly<Record<string, ExactText>>;
  readonly deduction: Readonly<Record<string, ExactText>>;
  readonly recovery: Readonly<Record<string, ExactText>>;
  readonly bonus: Readonly<Record<string, ExactText>>;
  readonly penalty: Readonly<Record<string, ExactText>>;
  readonly drill: Readonly<Record<string, ExactText>>;
  readonly value: Readonly<Record<string, string>>;
  readonly zero: Readonly<Record<string, string>>;
  readonly rating: Readonly<Record<string, ExactText>>;
  readonly grade: Readonly<Record<string, string>>;
}
