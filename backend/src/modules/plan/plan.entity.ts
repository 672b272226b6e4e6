import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ApprovalAct, ApprovalVerdict } from '../../core/plan/approval.js';
import type { PlanContent } from '../../core/plan/plan.js';

/** Who last changed an inject, and when. */
export interface InjectEdit {
  readonly byId: string;
  /** ISO text, UTC. */
  readonly at: string;
}

/** A drill plan 演练方案 of an exercise. What is run of it is frozen elsewhere. */
@Entity('drill_plan')
export class DrillPlan {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('jsonb') content: PlanContent;

  /** Grows with every change; whoever changes names the one he saw. */
  @Column('integer') version: number;

  /** By inject code. */
  @Column('jsonb') edits: Record<string, InjectEdit>;

  @Column('boolean') archived: boolean;

  @Column('timestamptz') createdAt: Date;

  @Column('uuid') changedById: string;

  @Column('timestamptz') changedAt: Date;
}

/** One judgement on an inject as it stood; never changed. */
@Entity('plan_approval')
export class PlanApproval implements ApprovalAct {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('uuid') planId: string;

  @Column('integer') seq: number;

  @Column('text') code: string;

  @Column('text') contentHash: string;

  @Column('text') verdict: ApprovalVerdict;

  /** Why it was returned; may be empty for an approval. */
  @Column('text') reason: string;

  @Column('uuid') actorId: string;

  @Column('timestamptz') recordedAt: Date;
}
