import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { APPROVAL_STATES, type ApprovalState, APPROVAL_VERDICTS } from '../../core/plan/approval.js';
import {
  type Channel,
  CHANNELS,
  COLUMN_KINDS,
  type ColumnKind,
  EXPECTATION_KINDS,
  type ExpectationKind,
  TRIGGER_KINDS,
  type TriggerKind,
} from '../../core/plan/plan.js';
import { Seen } from '../../platform/access/seen.js';
import { enumOf } from '../../platform/graphql/enums.js';
import { LocalText } from '../../platform/graphql/shared.types.js';

export const InjectChannelEnum = enumOf(CHANNELS);
export const ExpectationKindEnum = enumOf(EXPECTATION_KINDS);
export const TriggerKindEnum = enumOf(TRIGGER_KINDS);
export const PlanColumnKindEnum = enumOf(COLUMN_KINDS);
export const InjectApprovalStateEnum = enumOf(APPROVAL_STATES);
export const InjectApprovalVerdictEnum = enumOf(APPROVAL_VERDICTS);
export const OutsideDrillEnum = enumOf(['BEFORE', 'AFTER'] as const);

registerEnumType(InjectChannelEnum, { name: 'InjectChannel', description: 'How an inject reaches a unit' });
registerEnumType(ExpectationKindEnum, { name: 'ExpectationKind', description: 'What a unit is expected to do' });
registerEnumType(TriggerKindEnum, { name: 'TriggerKind' });
registerEnumType(PlanColumnKindEnum, { name: 'PlanColumnKind' });
registerEnumType(InjectApprovalStateEnum, { name: 'InjectApprovalState' });
registerEnumType(InjectApprovalVerdictEnum, { name: 'InjectApprovalVerdict' });
registerEnumType(OutsideDrillEnum, { name: 'OutsideDrill', description: 'Before its start or after its end' });

/** 小组. */
@ObjectType()
@Seen('drill.read')
export class PlanCell {
  @Field() key: string;
  @Field() name: string;
}

/** 阶段. */
@ObjectType()
@Seen('drill.read')
export class PlanMove {
  @Field() key: string;
  @Field() name: string;
  @Field() situation: string;
}

@ObjectType('PlanColumn')
@Seen('drill.read')
export class PlanColumnView {
  @Field() key: string;
  @Field() name: string;
  @Field(() => PlanColumnKindEnum) kind: ColumnKind;
  @Field(() => [String]) choices: string[];
}

@ObjectType()
@Seen('drill.read')
export class InjectAttachment {
  @Field() name: string;
  @Field(() => String, { nullable: true }) text: string | null;
  @Field(() => ID, { nullable: true }) evidenceId: string | null;
}

@ObjectType()
@Seen('drill.read')
export class InjectExpectation {
  @Field(() => ExpectationKindEnum) kind: ExpectationKind;
  @Field() text: string;
  @Field(() => Int) withinMinutes: number;
  @Field() points: string;
  @Field(() => [String]) escalateTo: string[];
  @Field(() => Int) remindMinutes: number;
}

/** Value of a custom column. */
@ObjectType()
@Seen('drill.read')
export class InjectValue {
  @Field() key: string;
  @Field() value: string;
}

/** Where the approval of an inject stands. */
@ObjectType()
@Seen('drill.read')
export class InjectApproval {
  @Field(() => InjectApprovalStateEnum) state: ApprovalState;
  @Field() reason: string;
  @Field(() => String, { nullable: true }) byName: string | null;
  @Field(() => Date, { nullable: true }) at: Date | null;
}

/** 注入. */
@ObjectType()
@Seen('drill.read')
export class PlanInject {
  @Field() code: string;
  /** Of everything it says; who approves names the one he saw. */
  @Field() hash: string;
  @Field() title: string;
  @Field() body: string;
  @Field() note: string;
  @Field(() => String, { nullable: true }) moveKey: string | null;
  @Field(() => TriggerKindEnum) trigger: TriggerKind;
  @Field(() => Int, { nullable: true, description: 'Planned second: offset, or not-before for a condition' })
  offsetSeconds: number | null;
  @Field(() => String, { nullable: true, description: 'JSON of the condition, for a CONDITION trigger' })
  condition: string | null;
  @Field() cell: string;
  @Field(() => [String], { nullable: true, description: 'Names of root units; null = all' }) units: string[] | null;
  @Field(() => InjectChannelEnum) channel: Channel;
  @Field(() => [InjectAttachment]) attachments: InjectAttachment[];
  @Field(() => InjectExpectation, { nullable: true }) expectation: InjectExpectation | null;
  @Field(() => [String]) requires: string[];
  @Field() otherwise: string;
  @Field(() => String, { nullable: true }) color: string | null;
  @Field(() => [InjectValue]) values: InjectValue[];
  @Field(() => InjectApproval) approval: InjectApproval;
  @Field() editedByName: string;
  @Field() editedAt: Date;
  @Field({ description: 'Whether the viewer may approve it: not who changed it last' }) mayApprove: boolean;
}

/** Something wrong with a plan, at its place in the content or in a text. */
@ObjectType('PlanProblem')
@Seen('drill.read')
export class PlanProblemView {
  @Field() code: string;
  @Field() path: string;
  @Field(() => String, { nullable: true }) inject: string | null;
  @Field() message: LocalText;
  @Field(() => Int, { nullable: true }) line: number | null;
  @Field(() => Int, { nullable: true }) column: number | null;
}

/** A plan in a list. */
@ObjectType()
@Seen('drill.read')
export class DrillPlanSummary {
  @Field(() => ID) id: string;
  @Field() title: string;
  @Field() summary: string;
  @Field(() => Int) durationMinutes: number;
  @Field(() => Int) injectCount: number;
  @Field(() => Int) approvedCount: number;
  @Field(() => Int) returnedCount: number;
  @Field(() => Int) problemCount: number;
  @Field(() => Int) version: number;
  @Field() archived: boolean;
  @Field() changedByName: string;
  @Field() changedAt: Date;
}

/** A drill plan 演练方案, whole. */
@ObjectType('DrillPlan')
@Seen('drill.read')
export class DrillPlanView extends DrillPlanSummary {
  @Field(() => ID) exerciseId: string;
  @Field(() => [PlanCell]) cells: PlanCell[];
  @Field(() => [PlanMove]) moves: PlanMove[];
  @Field(() => [PlanColumnView]) columns: PlanColumnView[];
  /** In the order of the plan. */
  @Field(() => [PlanInject]) injects: PlanInject[];
  @Field(() => [PlanProblemView]) problems: PlanProblemView[];
  @Field() mayEdit: boolean;
  @Field() mayApprove: boolean;
}

/** A plan that ships with the product. */
@ObjectType()
@Seen('drill.read')
export class ShippedDrill {
  @Field() key: string;
  @Field() name: LocalText;
  @Field() summary: string;
  @Field() source: string;
  @Field(() => Int) injectCount: number;
  @Field(() => Int) durationMinutes: number;
}

/** What became of a text when it was read; nothing is stored. */
@ObjectType()
@Seen('drill.plan')
export class PlanTextCheck {
  @Field({ description: 'Whether it has the shape of a plan and can be stored' }) isReadable: boolean;
  @Field(() => String, { nullable: true }) title: string | null;
  @Field(() => Int) injectCount: number;
  @Field(() => [PlanProblemView]) problems: PlanProblemView[];
}

@ObjectType()
@Seen('drill.plan')
export class ShiftedInject {
  @Field() code: string;
  @Field() title: string;
  @Field(() => Int) fromSeconds: number;
  @Field(() => Int) toSeconds: number;
  @Field(() => OutsideDrillEnum, { nullable: true }) outside: keyof typeof OutsideDrillEnum | null;
}

/** What a shift would do. */
@ObjectType()
@Seen('drill.plan')
export class PlanShift {
  @Field(() => [ShiftedInject]) moved: ShiftedInject[];
  @Field(() => [String], { description: 'Without a planned time; they stay as they are' }) untimed: string[];
  @Field(() => Int) neededMinutes: number;
}
