import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, MaxLength, ValidateNested } from 'class-validator';
import type { Priority } from '../../core/adjudication/policy.js';
import { PageArgs } from '../../platform/graphql/shared.types.js';
import { PriorityEnum } from '../policy/policy.types.js';
import type { QueueSubject } from './queue-items.service.js';
import type { QueueState } from './queue-row.entity.js';
import { type QueueSeat, QueueSeatEnum, QueueStateEnum, QueueSubjectEnum } from './queue.enums.js';

/** Taking or giving back an incident. */
@InputType()
export class ClaimIncidentInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() incidentId: string;
}

/** Taking whatever comes next. */
@InputType()
export class ClaimNextInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() exerciseId: string;
  @Field(() => QueueSubjectEnum, { defaultValue: 'SUBMISSION' })
  @IsIn(Object.keys(QueueSubjectEnum))
  subjectKind: QueueSubject['kind'] = 'SUBMISSION';
}

/** What of the queue is shown; what is left out does not matter. */
@InputType()
export class QueueFilter {
  @Field(() => QueueSubjectEnum, { nullable: true })
  @IsOptional()
  @IsIn(Object.keys(QueueSubjectEnum))
  subjectKind?: QueueSubject['kind'] | null;

  /** Without it what waits. */
  @Field(() => QueueStateEnum, { nullable: true })
  @IsOptional()
  @IsIn(Object.keys(QueueStateEnum))
  state?: QueueState | null;

  @Field(() => PriorityEnum, { nullable: true })
  @IsOptional()
  @IsIn(Object.keys(PriorityEnum))
  priority?: Priority | null;

  @Field(() => QueueSeatEnum, { nullable: true })
  @IsOptional()
  @IsIn(Object.keys(QueueSeatEnum))
  seat?: QueueSeat | null;

  @Field(() => Boolean, { nullable: true }) @IsOptional() @IsBoolean() isOverdue?: boolean | null;

  /** Only what the viewer may take by himself: of his groups or of none, nobody in it related to him. */
  @Field(() => Boolean, { nullable: true }) @IsOptional() @IsBoolean() isForMe?: boolean | null;

  /** Root unit hit or defending. */
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() unitId?: string | null;

  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() teamId?: string | null;

  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(40) groupKey?: string | null;
}

@ArgsType()
export class QueueArgs extends PageArgs {
  @Field(() => ID) @IsUUID() exerciseId: string;

  @Field(() => QueueFilter, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => QueueFilter)
  filter?: QueueFilter | null;
}
