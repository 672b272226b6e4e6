import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Seen } from '../../platform/access/seen.js';
import { PageInfo } from '../../platform/graphql/shared.types.js';
import { FoundAddress, IncidentReport } from './incident-report.entity.js';

/** A defender's case 事件: detection, response and attribution reports hang on it. What it was opened with stays. */
@Entity('incident')
@ObjectType()
@Seen('incident.read')
export class Incident {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Field(() => ID) @Column('uuid') exerciseId: string;

  /** The root unit whose case it is. */
  @Column('uuid') rootId: string;

  /** The unit that was hit: the root or one of its subordinates. */
  @Column('uuid') unitId: string;

  @Field() @Column('text') code: string;

  @Field() @Column('text') title: string;

  @Field(() => Date, { nullable: true }) @Column('timestamptz', { nullable: true }) attackStartedAt: Date | null;

  @Field() @Column('timestamptz') discoveredAt: Date;

  @Field() @Column('timestamptz') createdAt: Date;

  @Column('uuid') openedById: string;

  @Column('integer') openedSeq: number;

  /** Grows with every report filed. */
  @Field(() => Int) @Column('integer') version: number;

  /** Journal sequence at which its first report was filed. */
  @Field(() => Int, { nullable: true }) @Column('integer', { nullable: true }) receiptSeq: number | null;

  // Not columns: put there by the service, drafts only for the unit itself.
  @Field(() => [IncidentReport]) reports: IncidentReport[];

  /** Of the detection report. */
  @Field(() => [FoundAddress]) foundAddresses: FoundAddress[];

  /** Of the detection report: keys of the rule-set's list of means. */
  @Field(() => [String]) means: string[];
}

@ObjectType()
@Seen('incident.read')
export class IncidentConnection {
  @Field(() => [Incident]) nodes: Incident[];
  @Field() pageInfo: PageInfo;
  @Field(() => Int) totalCount: number;
}
