import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RemediationActKind, RemediationSource, Severity } from '../../core/remediation/remediation.js';

/** Something a unit must put right 整改项; permanent. Where it stands follows from the acts on it. */
@Entity('remediation_item')
export class RemediationItem {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') seq: number;

  @Column('uuid') rootId: string;

  /** Among the unit's own: `M-0001`. */
  @Column('text') code: string;

  @Column('text') title: string;

  @Column('text') detail: string;

  @Column('text') severity: Severity;

  @Column('text') source: RemediationSource;

  /** The period, drill or lesson it comes from, where one was named. */
  @Column('uuid', { nullable: true }) sourceId: string | null;

  /** The person who owes it. */
  @Column('text') ownerName: string;

  @Column('timestamptz') deadlineAt: Date;

  /** The item of an earlier exercise that goes on in this one. */
  @Column('uuid', { nullable: true }) carriedFromId: string | null;

  @Column('uuid') openedById: string;

  @Column('timestamptz') recordedAt: Date;
}

/** An act on an item; permanent. */
@Entity('remediation_act')
export class RemediationAct {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') seq: number;

  @Column('uuid') itemId: string;

  @Column('text') kind: RemediationActKind;

  @Column('text') text: string;

  @Column('boolean', { nullable: true }) hasPassed: boolean | null;

  @Column('timestamptz', { nullable: true }) deadlineAt: Date | null;

  @Column('uuid') byId: string;

  @Column('timestamptz') recordedAt: Date;
}

/** What control or a unit learned from a period 复盘; permanent. A newer one stands beside the older. */
@Entity('remediation_lesson')
export class Lesson {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') seq: number;

  @Column('uuid') periodId: string;

  /** A root unit; null = 指挥部. */
  @Column('uuid', { nullable: true }) rootId: string | null;

  @Column('text') wentWell: string;

  @Column('text') wentWrong: string;

  @Column('uuid') byId: string;

  @Column('timestamptz') recordedAt: Date;
}
