import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DutyAct, DutyActKind } from '../../core/duty/acts.js';

/** One act on a roster; never changed, never removed. */
@Entity('duty_act')
export class DutyActRow {
  /** The command id of the act. */
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('uuid') rosterId: string;

  @Column('integer') seq: number;

  @Column('text') kind: DutyActKind;

  /** The instant it counts from: when it was recorded, or due. */
  @Column('timestamptz') actedAt: Date;

  /** Null = time. */
  @Column('uuid', { nullable: true }) byId: string | null;

  @Column('jsonb') content: object;

  @Column('timestamptz') recordedAt: Date;
}

/** A row as the rules read it; its content was written by the service of its kind. */
export function actOf({ id, kind, actedAt, seq, byId, content }: DutyActRow): DutyAct {
  return { id, kind, at: actedAt, seq, ordinal: 0, byId, content } as DutyAct;
}
