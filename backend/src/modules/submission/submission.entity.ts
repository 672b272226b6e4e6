import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FilingState } from '../../core/submission/filing-state.js';
import { Seen } from '../../platform/access/seen.js';
import { PageInfo } from '../../platform/graphql/shared.types.js';
import { AttackNode } from './attack-node.entity.js';

/**
 * An attack result 攻击成果: one attack team's path into one unit. A draft until it is filed, then permanent: returned for
 * more, it is filed again as a new version, and every version is kept.
 */
@Entity('attack_submission')
@ObjectType('Submission')
@Seen('submission.read')
export class AttackSubmission {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Field(() => ID) @Column('uuid') exerciseId: string;

  @Column('uuid') teamId: string;

  @Field({ description: 'A-0001 once filed; a draft carries A-D and a number of its own' })
  @Column('text')
  code: string;

  /** How far its author has come; how far the referees have is derived elsewhere. Only what is FILED counts. */
  @Column('text') state: FilingState;

  /** Grows with every save; a command names the one it saw. */
  @Field(() => Int) @Column('integer') version: number;

  /** Place in lists: the receipt once filed, above every receipt before. */
  @Column('integer') listNo: number;

  @Column('uuid', { nullable: true }) unitId: string | null;

  @Column('uuid', { nullable: true }) targetId: string | null;

  @Field() @Column('text') title: string;

  @Field(() => Date, { nullable: true }) @Column('timestamptz', { nullable: true }) startedAt: Date | null;

  @Field(() => Date, { nullable: true }) @Column('timestamptz', { nullable: true }) endedAt: Date | null;

  @Field(() => [String]) @Column('text', { array: true }) sourceAddresses: string[];

  /** Machines the team came to control: the denominator of coverage 覆盖率. */
  @Field(() => [String]) @Column('text', { array: true }) controlledAddresses: string[];

  @Field() @Column('text') summary: string;

  /** 整改建议. */
  @Field() @Column('text') remediation: string;

  @Field() @Column('timestamptz') updatedAt: Date;

  @Column('uuid', { nullable: true }) filedById: string | null;

  @Field(() => Date, { nullable: true }) @Column('timestamptz', { nullable: true }) filedAt: Date | null;

  /** Journal sequence of the first filing: the only notion of "first". It stays when it is filed again. */
  @Field(() => Int, { nullable: true }) @Column('integer', { nullable: true }) receiptSeq: number | null;

  /** Counts filed versions 版本; 1 until it was returned and filed again. */
  @Field(() => Int) @Column('integer', { default: 1 }) versionNo: number;

  @Field(() => Date, { nullable: true }) @Column('timestamptz', { nullable: true }) withdrawnAt: Date | null;

  @Field(() => String, { nullable: true }) @Column('text', { nullable: true }) withdrawReason: string | null;

  /** In path order; put there by the service, not a column. */
  @Field(() => [AttackNode]) nodes: AttackNode[];
}

@ObjectType()
@Seen('submission.read')
export class SubmissionConnection {
  @Field(() => [AttackSubmission]) nodes: AttackSubmission[];
  @Field() pageInfo: PageInfo;
  @Field(() => Int) totalCount: number;
}

/** One check of a node against the rules of engagement, with what decided it. */
@ObjectType()
@Seen('submission.read')
export class ScopeCheck {
  @Field({ description: 'IN_SCOPE | IN_WINDOW | REGISTERED_SOURCE' }) code: string;
  @Field() holds: boolean;
  @Field() detail: string;
}
