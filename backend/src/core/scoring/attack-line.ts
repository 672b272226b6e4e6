/** What the passes over attack results hand on to each other. */
import type { Points } from '../kernel/points.js';
import type { AwardSource, Step } from './award.js';
import type { NodeFact, NodeRuling, ResultFact } from './facts.js';
import type { PricedRuling } from './pricing.js';

/** One ruled node with all that was computed for it. */
export interface AttackLine {
  readonly result: ResultFact;
  readonly node: NodeFact;
  readonly ruling: NodeRuling;
  /** The node as the source of awards: of the team's and of the unit's. */
  readonly source: AwardSource;
  readonly rootId: string;
  /** The unit, or one above it, does not take part: the result costs nobody anything. */
  readonly isOutside: boolean;
  readonly priced: PricedRuling;
  readonly amount: Points;
  /** What it costs the unit where the deduction follows the points (`deductionStage`). */
  readonly cost: Points;
  readonly steps: readonly Step[];
  readonly zeroReason: Step | null;
}

/** What a cap has given out. `teamId` is null where the cap is shared by all teams. */
export interface CapUsage {
  readonly teamId: string | null;
  /** Root unit. */
  readonly unitId: string;
  readonly capKey: string;
  readonly used: Points;
  readonly limit: Points;
}

/** Every ruled node, and every cap anything was counted against, wider families included. */
export interface AttackLines {
  readonly lines: readonly AttackLine[];
  readonly caps: readonly CapUsage[];
}
