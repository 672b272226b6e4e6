import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RosterRule, ShiftKind } from '../../core/duty/roster.js';

/** The roster 值班表 of a root unit, or of control. */
@Entity('duty_roster')
export class DutyRosterRow implements RosterRule {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  /** Journal number of the act that made it. */
  @Column('integer') seq: number;

  /** Root unit; null = control 指挥部. */
  @Column('uuid', { nullable: true }) rootId: string | null;

  @Column('text') zone: string;

  @Column('jsonb') kinds: ShiftKind[];

  @Column('integer') minRestHours: number;

  @Column('integer') lateMinutes: number;

  /** Who hears last of a shift nobody came to. */
  @Column('uuid') plannerId: string;

  /** Grows with every change of the settings. */
  @Column('integer') version: number;

  @Column('timestamptz') recordedAt: Date;
}

/** Somebody who can be put on shifts: a member with an account, or a named person without one. */
@Entity('duty_person')
export class DutyPersonRow {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('uuid') rosterId: string;

  @Column('uuid', { nullable: true }) userId: string | null;

  @Column('text') name: string;

  @Column('text') phone: string;

  @Column('text') note: string;

  @Column('boolean') isActive: boolean;

  /** Place in lists. */
  @Column('integer') ordinal: number;

  @Column('integer') version: number;
}
