import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DrillActKind, DrillUnit } from '../../core/drill/acts.js';
import type { PlanContent } from '../../core/plan/plan.js';

/** A drill 演练: a plan as it stood when the drill was made, and who takes part. Its state follows from its acts. */
@Entity('drill')
export class Drill {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') seq: number;

  @Column('uuid') planId: string;

  @Column('jsonb') content: PlanContent;

  /** SHA-256 of the content's canonical JSON. */
  @Column('text') contentHash: string;

  @Column('jsonb') units: DrillUnit[];

  /** 预演: may run faster than time and with injects nobody approved; scores nothing. */
  @Column('boolean') isRehearsal: boolean;

  @Column('uuid') createdById: string;

  @Column('timestamptz') recordedAt: Date;
}

/** An act of a drill 演练流水. */
@Entity('drill_act')
export class DrillActRow {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('uuid') drillId: string;

  /** Its journal number. */
  @Column('integer') seq: number;

  @Column('text') kind: DrillActKind;

  @Column('text', { nullable: true }) code: string | null;

  /** Root unit. */
  @Column('uuid', { nullable: true }) unitId: string | null;

  @Column('jsonb') content: Record<string, unknown>;

  /** When it took place or was due, which is earlier than `recordedAt` when nobody could look. */
  @Column('timestamptz') happenedAt: Date;

  @Column('uuid', { nullable: true }) actorId: string | null;

  @Column('timestamptz') recordedAt: Date;
}
