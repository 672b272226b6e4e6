import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Outcome } from '../../core/scoring/facts.js';
import { Seen } from '../../platform/access/seen.js';
import { LocalText } from '../../platform/graphql/shared.types.js';
import { OutcomeEnum } from '../adjudication/verdict.entity.js';
import { AppealSubjectEnum, type AppealSubjectKind } from './appeal.entity.js';

/** What an appeal is against, in words its reader may know. */
@ObjectType()
@Seen('appeal.read')
export class AppealedThing {
  @Field(() => String, { nullable: true, description: 'Null for a loss, as its unit reads it' }) code: string | null;
  @Field(() => Int, { nullable: true }) ordinal: number | null;
  @Field({ description: 'Title of the work; of a loss the rule it was booked under' }) title: LocalText;
  @Field(() => ID, { nullable: true, description: 'Submission of a node; null for the unit it hit' })
  submissionId: string | null;
}

/** A decision, as far as its reader may know: a unit hit reads the rule and no more. */
@ObjectType()
@Seen('appeal.read')
export class AppealedDecision {
  @Field(() => ID, { nullable: true }) id: string | null;
  @Field() recordedAt: Date;
  @Field(() => OutcomeEnum, { nullable: true }) outcome: Outcome | null;
  @Field(() => String, { nullable: true }) ruleRow: string | null;
  @Field(() => LocalText, { nullable: true }) ruleTitle: LocalText | null;
  @Field(() => String, { nullable: true, description: 'Of a bonus claim' }) points: string | null;
  @Field(() => String, { nullable: true }) reason: string | null;
  @Field(() => String, { nullable: true }) refereeName: string | null;
}

/** The signed checkpoint that covers the last act. */
@ObjectType()
@Seen('appeal.read')
export class AppealCheckpoint {
  @Field(() => Int) number: number;
  @Field() recordedAt: Date;
  @Field({ description: 'Of the key that signed' }) fingerprint: string;
}

/** What the viewer may do with an appeal. */
@ObjectType()
@Seen('appeal.read')
export class AppealRights {
  @Field() withdraw: boolean;
  @Field() requestArbitration: boolean;
  @Field() take: boolean;
  @Field() rule: boolean;
  @Field() arbitrate: boolean;
  @Field({ description: 'The viewer decided in this matter before' }) isBarred: boolean;
}

/** A decision the viewer's side may appeal. */
@ObjectType()
@Seen('appeal.file')
export class Appealable {
  @Field(() => AppealSubjectEnum) subjectKind: AppealSubjectKind;
  @Field(() => ID) subjectId: string;
  @Field(() => String, { nullable: true, description: 'Null for a loss' }) code: string | null;
  @Field(() => Int, { nullable: true }) ordinal: number | null;
  @Field() title: LocalText;
  @Field(() => OutcomeEnum, { nullable: true }) outcome: Outcome | null;
  @Field(() => String, { nullable: true, description: 'Of a loss' }) amount: string | null;
  @Field() decidedAt: Date;
  @Field({ description: 'Last instant' }) until: Date;
}
