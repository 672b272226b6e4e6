import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Seen } from '../../platform/access/seen.js';

/** The clock of a drill. Between answers it goes on by `speed` seconds a second while it runs. */
@ObjectType()
@Seen('drill.read', 'drill.take')
export class DrillClockView {
  @Field(() => Int, { description: 'Place in the plan, T+' }) drillSeconds: number;
  @Field(() => Int, { description: 'Drill time that ran; limits count in it' }) elapsedSeconds: number;
  @Field() isRunning: boolean;
  @Field(() => Int) speed: number;
  @Field() asOf: Date;
  @Field(() => Date, { nullable: true }) startedAt: Date | null;
  @Field(() => Date, { nullable: true }) endedAt: Date | null;
}

/** Something with a name: a unit by id, a cell of the plan by key. */
@ObjectType('DrillUnit')
@Seen('drill.read')
export class DrillUnitView {
  @Field(() => ID) id: string;
  @Field() name: string;
}

/** What comes with an inject: words, or a file of the evidence store. */
@ObjectType()
@Seen('drill.read', 'drill.take')
export class DrillAttachment {
  @Field() name: string;
  @Field(() => String, { nullable: true }) text: string | null;
  @Field(() => ID, { nullable: true }) evidenceId: string | null;
}

/** What is expected of a unit. */
@ObjectType()
@Seen('drill.read', 'drill.take')
export class DrillExpectation {
  @Field() kind: string;
  @Field() text: string;
  @Field(() => Int) withinMinutes: number;
  @Field({ description: 'Exact decimal' }) points: string;
  @Field(() => Int) @Seen('drill.read') remindMinutes: number;
  @Field(() => [String]) @Seen('drill.read') escalateTo: string[];
}

/** What a unit answered. */
@ObjectType()
@Seen('drill.read', 'drill.take')
export class DrillReply {
  @Field() text: string;
  @Field(() => [ID]) evidenceIds: string[];
  @Field() at: Date;
  @Field() byName: string;
}

/** An evaluator's mark, the latest. */
@ObjectType()
@Seen('drill.read', 'drill.take')
export class DrillMarks {
  @Field({ description: 'Exact decimal' }) points: string;
  @Field({ description: 'Most that could be given' }) of: string;
  @Field() comment: string;
  @Field() at: Date;
  @Field(() => String, { nullable: true, description: 'Null for the unit' }) @Seen('drill.read') byName: string | null;
}
