import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ZeroActKind, ZeroKind } from '../../core/reporting/zero-report.js';

/** One version of a unit's zero report 零报告 for a day; permanent. Where the day stands is computed. */
@Entity('zero_report')
export class ZeroReport {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') seq: number;

  @Column('uuid') periodId: string;

  @Column('uuid') rootId: string;

  /** Local date in the period's zone. */
  @Column('text') day: string;

  @Column('integer') versionNo: number;

  @Column('text') kind: ZeroKind;

  /** How many; 0 for 平安. */
  @Column('integer') situations: number;

  @Column('text') text: string;

  @Column('uuid', { array: true }) incidentIds: string[];

  @Column('uuid') filedById: string;

  @Column('timestamptz') recordedAt: Date;
}

/** A reminder, an escalation or an urging 催报 about a day, to the units it names; permanent. */
@Entity('zero_report_act')
export class ZeroReportAct {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') seq: number;

  @Column('uuid') periodId: string;

  @Column('text') day: string;

  @Column('text') kind: ZeroActKind;

  @Column('uuid', { array: true }) rootIds: string[];

  /** Null for what time does. */
  @Column('uuid', { nullable: true }) byId: string | null;

  /** The instant at which it was due, however late it was written. */
  @Column('timestamptz') dueAt: Date;

  @Column('timestamptz') recordedAt: Date;
}
