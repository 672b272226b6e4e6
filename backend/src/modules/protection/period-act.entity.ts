import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PeriodMode } from '../../core/protection/period.js';

/** A switch of a period's mode; permanent. */
@Entity('protection_period_act')
export class PeriodAct {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('uuid') periodId: string;

  @Column('integer') seq: number;

  @Column('text') kind: 'MODE_SWITCHED';

  @Column('text') mode: PeriodMode;

  /** Those that came into force with it. */
  @Column('jsonb') measures: string[];

  @Column('text') reason: string;

  @Column('uuid') byId: string;

  @Column('timestamptz') at: Date;
}
