import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Seen } from '../../platform/access/seen.js';
import { LocalText, StepView } from '../../platform/graphql/shared.types.js';
import type { ReportKind } from '../../core/incident/report.js';
import { ReportKindEnum } from '../incident/incident-report.entity.js';
import { Unit } from '../exercise/unit.entity.js';

/** Posted figures of the verdict in force on a node. */
@ObjectType()
@Seen('submission.read')
export class NodeAward {
  @Field() points: string;
  @Field(() => String, { nullable: true, description: 'Positive; null for the attackers' }) deduction: string | null;
  @Field(() => [StepView]) steps: StepView[];
  @Field(() => StepView, { nullable: true }) zeroReason: StepView | null;
}

/** How far a cap is used up. */
@ObjectType()
@Seen('submission.read', 'score.explain')
export class CapUsage {
  @Field(() => ID) unitId: string;
  @Field() unitName: string;
  @Field() capKey: string;
  @Field() title: LocalText;
  @Field() used: string;
  @Field() limit: string;
}

@ObjectType()
@Seen('submission.read')
export class NodeEstimate {
  @Field(() => ID) nodeId: string;
  @Field() claimed: string;
  @Field() estimated: string;
  @Field(() => [StepView]) steps: StepView[];
  @Field(() => StepView, { nullable: true }) zeroReason: StepView | null;
}

/** What a team's own submission would bring if it were accepted as claimed. */
@ObjectType()
@Seen('submission.read')
export class SubmissionEstimate {
  @Field(() => [NodeEstimate]) nodes: NodeEstimate[];
  @Field() claimed: string;
  @Field() estimated: string;
  @Field(() => [CapUsage]) caps: CapUsage[];
}

/** A filed incident, marked or not. */
@ObjectType()
@Seen('adjudication.read')
export class MarkingItem {
  @Field(() => ID) incidentId: string;
  @Field() code: string;
  @Field() title: string;
  @Field() unitName: string;
  @Field(() => [ReportKindEnum]) filedKinds: ReportKind[];
  @Field() linkedDeduction: string;
  @Field() isMarked: boolean;
  @Field(() => Int, { nullable: true }) receiptSeq: number | null;
  @Field(() => Date, { nullable: true }) filedAt: Date | null;
}

/** What a verdict would do, computed by the code that records it. */
@ObjectType()
@Seen('adjudication.read')
export class VerdictPreview {
  @Field() points: string;
  @Field() deduction: string;
  @Field(() => CapUsage, { nullable: true }) cap: CapUsage | null;
  @Field(() => String, { nullable: true }) capUsedAfter: string | null;
  @Field() subtotalBefore: string;
  @Field() subtotalAfter: string;
  @Field() totalBefore: string;
  @Field() totalAfter: string;
  @Field(() => Int) rankBefore: number;
  @Field(() => Int) rankAfter: number;
  @Field(() => Int) teamCount: number;
  @Field(() => [StepView]) steps: StepView[];
  @Field(() => StepView, { nullable: true }) zeroReason: StepView | null;
}

@ObjectType()
@Seen('adjudication.read')
export class ItemEarned {
  @Field() itemKey: string;
  @Field() earned: string;
}

@ObjectType()
@Seen('adjudication.read')
export class DimensionEarned {
  @Field() key: string;
  @Field() earned: string;
  @Field() weight: string;
}

/** What the recovery would be if so many controlled addresses were known at the end. */
@ObjectType()
@Seen('adjudication.read')
export class Sensitivity {
  @Field(() => Int) known: number;
  @Field() recovered: string;
  @Field() difference: string;
}

/** What a mark sheet would do. Coverage uses what is known so far: referees only. */
@ObjectType()
@Seen('adjudication.read')
export class MarksPreview {
  @Field() percent: string;
  @Field() linkedDeduction: string;
  @Field() recovered: string;
  @Field() valueBefore: string;
  @Field() valueAfter: string;
  @Field() isProvisional: boolean;
  @Field(() => [ItemEarned]) items: ItemEarned[];
  @Field(() => [DimensionEarned]) dimensions: DimensionEarned[];
  @Field(() => Int) coverageFound: number;
  @Field(() => Int) coverageKnown: number;
  @Field(() => [Sensitivity]) sensitivity: Sensitivity[];
  @Field(() => [StepView]) steps: StepView[];
  @Field(() => StepView, { nullable: true }) zeroReason: StepView | null;
}

/** A unit's loss as its defenders may see it: what, when, how much, by which rule; never path or evidence. */
@ObjectType()
@Seen('loss.read')
export class Loss {
  @Field(() => ID) nodeId: string;
  @Field(() => Unit) unit: Unit;
  @Field() ruleTitle: LocalText;
  @Field() ruleRow: string;
  @Field() amount: string;
  @Field() decidedAt: Date;
  @Field(() => Int) seq: number;
  @Field(() => ID, { nullable: true }) incidentId: string | null;
  @Field(() => String, { nullable: true }) incidentCode: string | null;
  @Field({ description: 'Losses of one attack result carry the same word' }) lossGroup: string;
}

/** One mark of a mark sheet. */
@ObjectType()
@Seen('incident.read')
export class Mark {
  @Field() itemKey: string;
  @Field() share: string;
  @Field() comment: string;
  @Field(() => String, { nullable: true, description: 'Earned percent or points' }) earned: string | null;
}
