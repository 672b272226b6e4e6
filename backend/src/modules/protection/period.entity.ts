import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn, type ValueTransformer } from 'typeorm';
import type { PeriodMode, PeriodPhase } from '../../core/protection/period.js';
import { Seen } from '../../platform/access/seen.js';
import { PeriodPhaseEnum } from './period.enums.js';

/** Spans as JSON: instants come back as such. */
const SPANS: ValueTransformer = {
  to: (spans: unknown) => spans,
  from: (spans: { startsAt: string; endsAt: string }[]) =>
    spans.map((span) => ({ ...span, startsAt: new Date(span.startsAt), endsAt: new Date(span.endsAt) })),
};

/** A window as it was written, in the period's zone, and the instants that makes. */
@ObjectType()
@Seen('protection.read')
export class PeriodWindow {
  @Field() startsAt: Date;
  @Field() endsAt: Date;

  /** Local `yyyy-MM-ddTHH:mm`, as the notice says it. */
  @Field() startsLocal: string;
  @Field() endsLocal: string;
}

@ObjectType()
@Seen('protection.read')
export class PeriodPhaseSpan {
  @Field(() => PeriodPhaseEnum) phase: PeriodPhase;
  @Field() startsAt: Date;
  @Field() endsAt: Date;
}

/** A protection period 重要保障期 of an exercise. */
@Entity('protection_period')
@ObjectType()
@Seen('protection.read')
export class ProtectionPeriod {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Field(() => ID) @Column('uuid') exerciseId: string;

  @Field() @Column('text') name: string;

  /** What it rests on: the notice's title and number. */
  @Field() @Column('text') basis: string;

  /** IANA name; every local time of the period is in it. */
  @Field() @Column('text') zone: string;

  /** At least one, in order, not overlapping. */
  @Field(() => [PeriodWindow]) @Column('jsonb', { transformer: SPANS }) windows: PeriodWindow[];

  /** All four, in order. */
  @Field(() => [PeriodPhaseSpan]) @Column('jsonb', { transformer: SPANS }) phases: PeriodPhaseSpan[];

  /** Measures in force in each mode. */
  @Column('jsonb') measures: Record<PeriodMode, string[]>;

  /** Who owns it: a root unit; null = 指挥部. */
  @Column('uuid', { nullable: true }) ownerUnitId: string | null;

  /** Root units that take part. */
  @Column('uuid', { array: true }) unitIds: string[];

  /** Local `HH:mm` by which the daily report is due. */
  @Field() @Column('text') zeroReportAt: string;

  /** Hours within which an incident is reported. */
  @Field(() => Int) @Column('integer') incidentHours: number;

  /** Grows with every change; a command names the one it saw. */
  @Field(() => Int) @Column('integer') version: number;

  @Field() @Column('timestamptz') createdAt: Date;

  @Column('uuid') createdById: string;
}
