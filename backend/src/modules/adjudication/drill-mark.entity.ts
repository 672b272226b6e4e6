import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ExpectationKind } from '../../core/plan/plan.js';

/**
 * An evaluator's act on what a unit did about one inject of a drill. The latest of a response counts; none is ever
 * overwritten. Rehearsals leave none.
 */
@Entity('drill_mark')
export class DrillMark {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') exerciseId: string;
  @Column('integer') seq: number;
  @Column('uuid') drillId: string;

  /** What unit, inject and drill name together: the id of their first mark, kept by every correction. */
  @Column('uuid') responseId: string;

  /** The root unit. */
  @Column('uuid') unitId: string;
  @Column('text') injectCode: string;
  @Column('text') injectTitle: string;
  @Column('text') expectation: ExpectationKind;

  /** Journal number of the release to the unit: the order in which limits are used up. */
  @Column('integer') releaseSeq: number;

  /** What the plan gives at most, exact text. */
  @Column('text') fullPoints: string;

  /** Exact text; limits of the rule-set are applied by scoring, not here. */
  @Column('text') points: string;
  @Column('text') comment: string;
  @Column('uuid') markedById: string;
  @Column('timestamptz') recordedAt: Date;
}
