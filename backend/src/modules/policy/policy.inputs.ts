import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import type { Priority, Settlement, TemplateUse } from '../../core/adjudication/policy.js';
import { type Side, SideEnum } from '../../platform/graphql/enums.js';
import { PriorityEnum, SettlementEnum, TemplateUseEnum } from './policy.types.js';

@InputType()
export class ServiceMinutesInput {
  @Field(() => Int) @IsInt() HIGH: number;
  @Field(() => Int) @IsInt() NORMAL: number;
  @Field(() => Int) @IsInt() LOW: number;
}

@InputType()
export class ReviewRuleInput {
  @Field() @IsString() @MaxLength(20) fromClaimedPoints: string;
  @Field(() => Int) @IsInt() referees: number;
  @Field(() => PriorityEnum) @IsIn(Object.keys(PriorityEnum)) priority: Priority;
}

@InputType()
export class RefereeGroupInput {
  @Field() @IsString() @MaxLength(40) key: string;
  @Field() @IsString() @MaxLength(200) name: string;
  @Field(() => [ID]) @ArrayMaxSize(200) @IsUUID(undefined, { each: true }) refereeIds: string[];
}

@InputType()
export class AssignmentInput {
  @Field(() => SideEnum) @IsIn(Object.keys(SideEnum)) side: Side;
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() unitId?: string | null;
  @Field() @IsString() @MaxLength(40) groupKey: string;
}

@InputType()
export class ReasonTemplateInput {
  @Field() @IsString() @MaxLength(40) key: string;
  @Field(() => TemplateUseEnum) @IsIn(Object.keys(TemplateUseEnum)) use: TemplateUse;
  @Field() @IsString() @MaxLength(2000) text: string;
}

/** A whole policy. */
@InputType()
export class AdjudicationPolicyInput {
  @Field(() => Int) @IsInt() claimMinutes: number;
  @Field() @ValidateNested() @Type(() => ServiceMinutesInput) serviceMinutes: ServiceMinutesInput;
  @Field(() => [ReviewRuleInput])
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ReviewRuleInput)
  reviews: ReviewRuleInput[];
  @Field(() => Int) @IsInt() markReferees: number;
  @Field() @IsString() @MaxLength(20) agreementShare: string;
  @Field(() => SettlementEnum) @IsIn(Object.keys(SettlementEnum)) settlement: Settlement;
  @Field(() => [RefereeGroupInput])
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => RefereeGroupInput)
  groups: RefereeGroupInput[];
  @Field(() => [AssignmentInput])
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => AssignmentInput)
  assignments: AssignmentInput[];
  @Field(() => [ReasonTemplateInput])
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => ReasonTemplateInput)
  reasonTemplates: ReasonTemplateInput[];
  @Field(() => Int) @IsInt() returnHours: number;
  @Field(() => Int) @IsInt() maxReturns: number;
  @Field(() => Int) @IsInt() appealHours: number;
  @Field(() => Int) @IsInt() arbitrationHours: number;
  @Field(() => Int) @IsInt() publicNoticeHours: number;
  @Field(() => Int) @IsInt() retentionDays: number;
}

@InputType()
export class SetAdjudicationPolicyInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() exerciseId: string;
  /** The version the organizer saw; null while none was set. */
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() expectedVersionId?: string | null;
  @Field() @IsString() @IsNotEmpty() @MaxLength(1000) reason: string;
  @Field() @ValidateNested() @Type(() => AdjudicationPolicyInput) policy: AdjudicationPolicyInput;
}
