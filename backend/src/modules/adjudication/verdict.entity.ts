import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Basis, BASES } from '../../core/adjudication/agreement-state.js';
import type { Outcome } from '../../core/scoring/facts.js';
import { Seen } from '../../platform/access/seen.js';
import { enumOf } from '../../platform/graphql/enums.js';

export const OutcomeEnum = enumOf(['ACCEPTED', 'PARTIAL', 'REJECTED'] as const);

registerEnumType(OutcomeEnum, { name: 'Outcome' });

export const BasisEnum = enumOf(BASES);

registerEnumType(BasisEnum, { name: 'DecisionBasis' });

/** A referee's act on one attack node 裁定. Several over time; the latest counts; none is ever overwritten. */
@Entity('verdict')
@ObjectType()
@Seen('submission.read')
export class Verdict {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Field(() => Int) @Column('integer') seq: number;

  @Column('uuid') submissionId: string;

  @Column('uuid') nodeId: string;

  @Field(() => OutcomeEnum) @Column('text') outcome: Outcome;

  @Field(() => String, { nullable: true }) @Column('text', { nullable: true }) categoryKey: string | null;

  @Field(() => String, { nullable: true }) @Column('text', { nullable: true }) privilegeKey: string | null;

  @Field(() => Int) @Column('integer') quantity: number;

  @Field(() => String, { nullable: true }) @Column('text', { nullable: true }) judgedPoints: string | null;

  /** Deduction typed by the referee; the defenders' business, so attackers get null. */
  @Column('text', { nullable: true }) deductionPoints: string | null;

  @Field() @Column('text') systemKey: string;

  @Field(() => [String]) @Column('text', { array: true }) factors: string[];

  @Column('jsonb') measures: Record<string, string>;

  /** Vulnerability group 同一漏洞, a matter among referees; a grouping made later wins over it. */
  @Column('text', { nullable: true }) vulnerabilityKey: string | null;

  @Field() @Column('text') reason: string;

  @Column('uuid') refereeId: string;

  @Field() @Column('timestamptz') recordedAt: Date;

  /** How it came about: one referee's, or of several who judged blind. */
  @Field(() => BasisEnum) @Column('text', { default: 'SINGLE' }) basis: Basis;

  /** The opinions it rests on. */
  @Column('uuid', { array: true, default: [] }) opinionIds: string[];
}
