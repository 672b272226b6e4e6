import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import {
  PRIORITIES,
  type Priority,
  type Settlement,
  SETTLEMENTS,
  TEMPLATE_USES,
  type TemplateUse,
} from '../../core/adjudication/policy.js';
import { Seen } from '../../platform/access/seen.js';
import { enumOf, SideEnum, type Side } from '../../platform/graphql/enums.js';

export const PriorityEnum = enumOf(PRIORITIES);
export const SettlementEnum = enumOf(SETTLEMENTS);
export const TemplateUseEnum = enumOf(TEMPLATE_USES);

registerEnumType(PriorityEnum, { name: 'Priority', description: 'How urgent an item is' });
registerEnumType(SettlementEnum, {
  name: 'OpinionSettlement',
  description: 'Which of agreeing opinions becomes the verdict',
});
registerEnumType(TemplateUseEnum, { name: 'TemplateUse', description: 'For which decisions a reason is offered' });

@ObjectType()
@Seen('policy.read')
export class ServiceMinutes {
  @Field(() => Int) HIGH: number;
  @Field(() => Int) NORMAL: number;
  @Field(() => Int) LOW: number;
}

@ObjectType()
@Seen('policy.read')
export class ReviewRule {
  @Field() fromClaimedPoints: string;
  @Field(() => Int) referees: number;
  @Field(() => PriorityEnum) priority: Priority;
}

@ObjectType()
@Seen('policy.read')
export class RefereeGroup {
  @Field() key: string;
  @Field() name: string;
  @Field(() => [ID]) refereeIds: readonly string[];
}

@ObjectType()
@Seen('policy.read')
export class Assignment {
  @Field(() => SideEnum) side: Side;
  @Field(() => ID, { nullable: true, description: 'Root unit; null = all' }) unitId: string | null;
  @Field() groupKey: string;
}

@ObjectType()
@Seen('policy.read')
export class ReasonTemplate {
  @Field() key: string;
  @Field(() => TemplateUseEnum) use: TemplateUse;
  @Field() text: string;
}

/** How an exercise judges 裁定规程. */
@ObjectType()
@Seen('policy.read')
export class AdjudicationPolicy {
  @Field(() => Int) claimMinutes: number;
  @Field() serviceMinutes: ServiceMinutes;
  @Field(() => [ReviewRule]) reviews: readonly ReviewRule[];
  @Field(() => Int) markReferees: number;
  @Field() agreementShare: string;
  @Field(() => SettlementEnum) settlement: Settlement;
  @Field(() => [RefereeGroup]) groups: readonly RefereeGroup[];
  @Field(() => [Assignment]) assignments: readonly Assignment[];
  @Field(() => [ReasonTemplate]) reasonTemplates: readonly ReasonTemplate[];
  @Field(() => Int) returnHours: number;
  @Field(() => Int) maxReturns: number;
  @Field(() => Int) appealHours: number;
  @Field(() => Int) arbitrationHours: number;
  @Field(() => Int) publicNoticeHours: number;
  @Field(() => Int) retentionDays: number;
}

/** A version of the policy: who set it, when and why. */
@ObjectType()
@Seen('policy.read')
export class PolicyVersion {
  @Field(() => ID) id: string;
  @Field(() => Int) seq: number;
  @Field() reason: string;
  @Field() recordedAt: Date;
  @Field() policy: AdjudicationPolicy;
  setById: string;
}

/** Somebody who judges, as groups and relations name him. */
@ObjectType()
@Seen('policy.read')
export class RefereePerson {
  @Field(() => ID) userId: string;
  @Field() displayName: string;
  @Field({ description: 'Chief referee' }) isChief: boolean;
}

/** The policy of an exercise with all its versions. */
@ObjectType()
@Seen('policy.read')
export class ExercisePolicy {
  @Field(() => ID) exerciseId: string;
  @Field({ description: 'In force; the default while none was set' }) current: AdjudicationPolicy;
  @Field(() => [PolicyVersion], { description: 'Latest first' }) versions: PolicyVersion[];
  @Field() maySet: boolean;
}
