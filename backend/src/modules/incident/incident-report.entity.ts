import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import {
  CONTAINMENT_OUTCOMES,
  type ContainmentOutcome,
  REPORT_KINDS,
  type ReportKind,
} from '../../core/incident/report.js';
import { FILING_STATES } from '../../core/submission/filing-state.js';
import { Seen } from '../../platform/access/seen.js';
import { enumOf } from '../../platform/graphql/enums.js';

export const ReportKindEnum = enumOf(REPORT_KINDS);
export const ReportStateEnum = enumOf(FILING_STATES);
export type ReportState = keyof typeof ReportStateEnum;

export const ContainmentOutcomeEnum = enumOf(CONTAINMENT_OUTCOMES);

registerEnumType(ContainmentOutcomeEnum, { name: 'ContainmentOutcome', description: 'What a response came to' });
registerEnumType(ReportKindEnum, { name: 'ReportKind' });
registerEnumType(ReportStateEnum, { name: 'ReportState' });

/** A part of a report, keyed by rubric item or by a field of the form. */
@ObjectType()
@Seen('incident.read')
export class Section {
  @Field() key: string;
  @Field() text: string;
  @Field(() => [ID]) evidenceIds: string[];
}

/** A machine found under the attackers' control. */
@ObjectType()
@Seen('incident.read')
export class FoundAddress {
  @Field() address: string;
  @Field() url: string;
  @Field() unitName: string;
  @Field(() => Date, { nullable: true }) foundAt: Date | null;
}

/** Instants are text inside jsonb. */
const FOUND = {
  to: (rows: readonly FoundAddress[]): readonly FoundAddress[] => rows,
  from: (rows: readonly { foundAt: string | null }[]): unknown =>
    rows.map((row) => ({ ...row, foundAt: row.foundAt === null ? null : new Date(row.foundAt) })),
};

/** A detection 监测发现, response 应急处置 or attribution 追踪溯源 report; one of each kind, permanent once filed, version by version. */
@Entity('incident_report')
@ObjectType()
@Seen('incident.read')
export class IncidentReport {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Field(() => ID) @Column('uuid') incidentId: string;

  @Field(() => ReportKindEnum) @Column('text') kind: ReportKind;

  @Field(() => ReportStateEnum) @Column('text') state: ReportState;

  @Field(() => Int) @Column('integer') version: number;

  @Field(() => Date, { nullable: true }) @Column('timestamptz', { nullable: true }) startedAt: Date | null;

  @Field(() => Date, { nullable: true }) @Column('timestamptz', { nullable: true }) endedAt: Date | null;

  @Field(() => [Section]) @Column('jsonb') sections: Section[];

  @Column('uuid', { array: true }) evidenceIds: string[];

  @Column('jsonb', { transformer: FOUND }) foundAddresses: FoundAddress[];

  @Column('text', { array: true }) means: string[];

  /** Of a response report: what it came to. */
  @Field(() => ContainmentOutcomeEnum, { nullable: true })
  @Column('text', { nullable: true })
  outcome: ContainmentOutcome | null;

  @Column('uuid') authoredById: string;

  @Field() @Column('timestamptz') updatedAt: Date;

  @Field(() => Date, { nullable: true }) @Column('timestamptz', { nullable: true }) filedAt: Date | null;

  @Field(() => Int, { nullable: true }) @Column('integer', { nullable: true }) receiptSeq: number | null;

  /** Counts filed versions 版本; 1 until it was returned and filed again. */
  @Field(() => Int) @Column('integer', { default: 1 }) versionNo: number;

  @Field(() => Date, { nullable: true }) @Column('timestamptz', { nullable: true }) withdrawnAt: Date | null;

  @Field(() => String, { nullable: true }) @Column('text', { nullable: true }) withdrawReason: string | null;
}
