import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { IncidentLevel, NoticeActKind, NoticeStage, ReporterKind } from '../../core/reporting/incident-clock.js';

/** A discovered incident whose report is owed 事件报告; permanent. Clocks and state follow from the acts on it. */
@Entity('incident_notice')
export class IncidentNotice {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') seq: number;

  @Column('uuid') periodId: string;

  @Column('uuid') rootId: string;

  /** Among the unit's own: `N-0001`. */
  @Column('text') code: string;

  @Column('text') title: string;

  @Column('text') level: IncidentLevel;

  @Column('text') reporterKind: ReporterKind;

  @Column('timestamptz') discoveredAt: Date;

  /** The period's hours as they were then. */
  @Column('integer') incidentHours: number;

  @Column('uuid', { nullable: true }) incidentId: string | null;

  @Column('uuid') openedById: string;

  @Column('timestamptz') recordedAt: Date;
}

/** A report, a reminder, an escalation or a passing-on 转报; permanent. */
@Entity('incident_notice_act')
export class IncidentNoticeAct {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') seq: number;

  @Column('uuid') noticeId: string;

  @Column('text') kind: NoticeActKind;

  @Column('text', { nullable: true }) stage: NoticeStage | null;

  @Column('text', { nullable: true }) level: IncidentLevel | null;

  @Column('text', { nullable: true }) reporterKind: ReporterKind | null;

  @Column('text') text: string;

  /** The deadline that a reminder or an escalation is about. */
  @Column('timestamptz', { nullable: true }) deadlineAt: Date | null;

  @Column('uuid', { nullable: true }) byId: string | null;

  /** When it was due, or done by a person. */
  @Column('timestamptz') dueAt: Date;

  @Column('timestamptz') recordedAt: Date;
}
