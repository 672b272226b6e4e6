import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import {
  REMEDIATION_ACTS,
  REMEDIATION_SOURCES,
  REMEDIATION_STATES,
  type RemediationActKind,
  type RemediationSource,
  type RemediationState,
  SEVERITIES,
  type Severity,
} from '../../core/remediation/remediation.js';
import { Seen } from '../../platform/access/seen.js';
import { enumOf } from '../../platform/graphql/enums.js';
import { Unit } from '../exercise/unit.entity.js';

export const SeverityEnum = enumOf(SEVERITIES);
export const RemediationSourceEnum = enumOf(REMEDIATION_SOURCES);
export const RemediationStateEnum = enumOf(REMEDIATION_STATES);
export const RemediationActKindEnum = enumOf(REMEDIATION_ACTS);

registerEnumType(SeverityEnum, { name: 'RemediationSeverity' });
registerEnumType(RemediationSourceEnum, { name: 'RemediationSource', description: '重保, 演练, 复盘' });
registerEnumType(RemediationStateEnum, { name: 'RemediationState' });
registerEnumType(RemediationActKindEnum, { name: 'RemediationActKind' });

/** What was done about an item. */
@ObjectType('RemediationAct')
@Seen('remediation.read')
export class RemediationActView {
  @Field(() => ID) id: string;
  @Field(() => RemediationActKindEnum) kind: RemediationActKind;
  @Field() text: string;
  @Field(() => Boolean, { nullable: true, description: 'Of a retest' }) hasPassed: boolean | null;
  @Field(() => Date, { nullable: true, description: 'The deadline it set' }) deadlineAt: Date | null;
  @Field() byName: string;
  @Field() recordedAt: Date;
}

/** An item of another exercise that this one continues, or that continues it. */
@ObjectType()
@Seen('remediation.read')
export class RemediationLink {
  @Field(() => ID) itemId: string;
  @Field() code: string;
  @Field() exerciseCode: string;
  @Field() exerciseName: string;
  @Field({ description: 'When it was carried over' }) at: Date;
}

/** Something a unit must put right 整改项. */
@ObjectType('Remediation')
@Seen('remediation.read')
export class RemediationView {
  @Field(() => ID) id: string;
  @Field({ description: "Among the unit's own" }) code: string;
  @Field(() => Unit) unit: Unit;
  @Field() title: string;
  @Field() detail: string;
  @Field(() => SeverityEnum) severity: Severity;
  @Field(() => RemediationSourceEnum) source: RemediationSource;
  @Field(() => ID, { nullable: true }) sourceId: string | null;
  @Field() ownerName: string;
  @Field(() => RemediationStateEnum) state: RemediationState;
  @Field({ description: 'As it stands, extensions included' }) deadlineAt: Date;
  @Field() isOverdue: boolean;
  @Field(() => Int, { description: 'Retests that failed' }) failures: number;
  @Field() openedByName: string;
  @Field() recordedAt: Date;
  @Field(() => [RemediationActView], { description: 'Oldest first' }) acts: RemediationActView[];
  @Field(() => RemediationLink, { nullable: true }) carriedFrom: RemediationLink | null;
  @Field(() => RemediationLink, { nullable: true }) carriedTo: RemediationLink | null;
  @Field(() => [RemediationActKindEnum], { description: 'What the reader may do now' })
  mayAct: readonly RemediationActKind[];
}

/** Items of an exercise as far as the reader may know them. */
@ObjectType()
@Seen('remediation.read')
export class RemediationDesk {
  @Field() asOf: Date;
  @Field(() => [RemediationView], { description: 'Overdue first, then by deadline; closed ones last' })
  items: RemediationView[];
  @Field({ description: 'Whether the reader opens items' }) mayOpen: boolean;
}

/** An open item of another exercise whose unit bears the name of one of this. */
@ObjectType()
@Seen('remediation.direct')
export class CarriableRemediation {
  @Field(() => RemediationView) item: RemediationView;
  @Field() exerciseCode: string;
  @Field() exerciseName: string;
  @Field(() => Unit, { description: 'The unit of this exercise' }) unit: Unit;
}

/** What was learned 复盘. */
@ObjectType('Lesson')
@Seen('remediation.read')
export class LessonView {
  @Field(() => ID) id: string;
  @Field(() => Unit, { nullable: true, description: 'Null = 指挥部' }) unit: Unit | null;
  @Field() wentWell: string;
  @Field() wentWrong: string;
  @Field() byName: string;
  @Field() recordedAt: Date;
}
