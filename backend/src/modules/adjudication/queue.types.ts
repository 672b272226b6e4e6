import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Priority } from '../../core/adjudication/policy.js';
import { Seen } from '../../platform/access/seen.js';
import { PageInfo } from '../../platform/graphql/shared.types.js';
import { PriorityEnum } from '../policy/policy.types.js';
import { Claim } from './claim.entity.js';
import type { QueueSubject } from './queue-items.service.js';
import type { QueueState } from './queue-row.entity.js';
import { QueueStateEnum, QueueSubjectEnum } from './queue.enums.js';

/** An item of the referees' queue 待裁定队列: a filed submission or incident. */
@ObjectType()
@Seen('adjudication.read')
export class QueueItem {
  @Field(() => ID, { description: 'Submission or incident' }) subjectId: string;
  @Field(() => QueueSubjectEnum) subjectKind: QueueSubject['kind'];
  @Field(() => QueueStateEnum) state: QueueState;
  @Field() code: string;
  @Field() title: string;
  @Field(() => String, { nullable: true, description: 'Null for incidents' }) teamName: string | null;
  @Field() unitName: string;
  @Field(() => Int, { description: '0 for incidents' }) nodeCount: number;
  @Field(() => Int, { description: 'Nodes with a verdict' }) judgedCount: number;
  @Field(() => String, { nullable: true, description: 'Null for incidents' }) claimedPoints: string | null;
  @Field() filedAt: Date;
  @Field(() => Int) receiptSeq: number;
  @Field(() => PriorityEnum) priority: Priority;
  @Field({ description: 'By the service level of its priority' }) dueAt: Date;
  @Field({ description: 'Waits and is past its due time' }) isOverdue: boolean;
  @Field(() => Int, { description: 'Referees who judge it' }) seats: number;
  @Field(() => String, { nullable: true, description: 'Group that judges it; null = any referee' })
  groupKey: string | null;
  @Field({ description: 'The viewer plays here, or is related to a party of it, and may not judge it' })
  isRecused: boolean;
  @Field({ description: 'Of one of the viewer’s groups, or of none' }) isOfMyGroup: boolean;
  @Field(() => [Claim], { description: 'In force, oldest first' }) claims: Claim[];
  @Field(() => Claim, { nullable: true, description: "The viewer's own; another's where no seat is free" })
  claim: Claim | null;
  @Field(() => Int) freeSeats: number;
}

@ObjectType()
@Seen('adjudication.read')
export class QueueConnection {
  @Field(() => [QueueItem]) nodes: QueueItem[];
  @Field() pageInfo: PageInfo;
}

/** How much lies where. */
@ObjectType()
@Seen('adjudication.read')
export class QueueCounts {
  @Field(() => Int) waiting: number;
  @Field(() => Int, { description: 'Waiting, with a free seat' }) free: number;
  @Field(() => Int, { description: 'Waiting, all seats taken' }) taken: number;
  @Field(() => Int, { description: 'Waiting, the viewer has a seat' }) mine: number;
  @Field(() => Int, { description: 'What the viewer can take by himself' }) forMe: number;
  @Field(() => Int) overdue: number;
  @Field(() => Int) high: number;
  @Field(() => Int) normal: number;
  @Field(() => Int) low: number;
  @Field(() => Int) settled: number;
  @Field(() => Int) closed: number;
}
