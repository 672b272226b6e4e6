import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ABNORMAL_ACTS, ABNORMAL_STATES } from '../../core/scoring/abnormal-standing.js';
import type { AbnormalActKind, AbnormalState } from '../../core/scoring/abnormal-standing.js';
import { Seen } from '../../platform/access/seen.js';
import { enumOf } from '../../platform/graphql/enums.js';
import { LocalText, StepView } from '../../platform/graphql/shared.types.js';
import { type AbnormalForm, AbnormalFormEnum } from '../adjudication/abnormal-episode.entity.js';

export const AbnormalStateEnum = enumOf(ABNORMAL_STATES);
export const AbnormalActKindEnum = enumOf(ABNORMAL_ACTS);

registerEnumType(AbnormalStateEnum, { name: 'AbnormalState' });
registerEnumType(AbnormalActKindEnum, { name: 'AbnormalActKind' });

/** A referee's act on a lead, as far as the reader may know it. */
@ObjectType('AbnormalAct')
@Seen('abnormal.read')
export class AbnormalActView {
  @Field(() => ID) id: string;
  @Field(() => AbnormalActKindEnum) kind: AbnormalActKind;
  @Field() statedAt: Date;
  @Field() reason: string;
  @Field(() => String, { nullable: true, description: 'For those who judge or direct' }) refereeName: string | null;
  @Field() recordedAt: Date;
}

/** The clock of a noticed episode; for the unit and those who judge or direct. */
@ObjectType()
@Seen('abnormal.read')
export class AbnormalClock {
  @Field() asOf: Date;
  @Field() graceEndsAt: Date;
  @Field({ description: 'Points lost by now, as booked: positive' }) booked: string;
  @Field(() => [StepView]) steps: StepView[];
  @Field(() => StepView, { nullable: true }) zeroReason: StepView | null;
  @Field(() => String, { nullable: true, description: 'What it comes to should it still be so; null once put right' })
  accrued: string | null;
  @Field(() => Date, { nullable: true }) nextAt: Date | null;
  @Field(() => String, { nullable: true }) nextPoints: string | null;
}

/** An episode of abnormal defence 非正常防守. What the reader may not know is null or left out. */
@ObjectType('AbnormalEpisode')
@Seen('abnormal.read')
export class AbnormalEpisodeView {
  @Field(() => ID) id: string;
  exerciseId: string;
  unitId: string;
  /** Null for everybody but the team itself and those who judge or direct. */
  teamId: string | null;
  @Field() code: string;
  @Field(() => AbnormalStateEnum) state: AbnormalState;
  @Field(() => AbnormalFormEnum) form: AbnormalForm;
  @Field(() => String, { nullable: true }) systemName: string | null;
  @Field(() => String, { nullable: true }) narrative: string | null;
  evidenceIds: readonly string[];
  @Field() evidenceAt: Date;
  @Field(() => Date, { nullable: true, description: 'When the lead came in; the unit hears only of the notice' })
  filedAt: Date | null;
  @Field(() => Int, { nullable: true, description: 'Its receipt; null for the unit, like the time' })
  receiptSeq: number | null;
  @Field(() => Date, { nullable: true }) noticedAt: Date | null;
  @Field(() => Date, { nullable: true }) confirmedAt: Date | null;
  @Field(() => Date, { nullable: true }) repairedAt: Date | null;
  @Field(() => [AbnormalActView], { description: 'Oldest first' }) acts: AbnormalActView[];
  @Field(() => [AbnormalActKindEnum], { description: 'What the reader may do about it now' })
  mayAct: AbnormalActKind[];
  @Field(() => AbnormalClock, { nullable: true }) clock: AbnormalClock | null;
}

/** Episodes of an exercise with the rule they fall under. */
@ObjectType()
@Seen('abnormal.read')
export class AbnormalDesk {
  @Field({ description: 'Whether the pinned rules charge for abnormal defence, so that leads are taken' })
  isCharged: boolean;
  @Field(() => LocalText, { nullable: true }) clause: LocalText | null;
  @Field(() => Int, { nullable: true }) graceMinutes: number | null;
  @Field({ description: 'Whether the reader may hand in a lead now' }) mayReport: boolean;
  @Field(() => [AbnormalEpisodeView], { description: 'What waits first, then the latest receipt' })
  episodes: AbnormalEpisodeView[];
}
