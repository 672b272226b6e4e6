import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { CellState } from '../../core/drill/view.js';
import { Seen } from '../../platform/access/seen.js';
import { DrillCellStateEnum } from './drill.enums.js';

/** How one unit did with one inject. Seconds are of drill time. */
@ObjectType()
@Seen('drill.read')
export class DrillReviewRow {
  @Field() code: string;
  @Field() title: string;
  @Field(() => ID) unitId: string;
  @Field() unitName: string;
  @Field(() => DrillCellStateEnum) state: CellState;
  @Field(() => Int, { nullable: true, description: 'Place in the plan' }) releasedAtSeconds: number | null;
  @Field(() => Int, { nullable: true, description: 'From the release to the acknowledgement' }) acknowledgeSeconds:
    number | null;
  @Field(() => Int, { nullable: true }) usedSeconds: number | null;
  @Field(() => Int, { nullable: true }) limitSeconds: number | null;
  @Field() isLate: boolean;
  @Field({ description: 'Expected, and never done' }) isMissed: boolean;
  @Field(() => Int) reminders: number;
  @Field(() => Int) level: number;
  @Field(() => Int) calls: number;
  @Field(() => String, { nullable: true }) reply: string | null;
  @Field(() => String, { nullable: true }) points: string | null;
  @Field(() => String, { nullable: true }) of: string | null;
  @Field(() => String, { nullable: true }) comment: string | null;
}

/** How one unit did altogether. */
@ObjectType()
@Seen('drill.read')
export class DrillReviewUnit {
  @Field(() => ID) unitId: string;
  @Field() unitName: string;
  @Field(() => Int) released: number;
  @Field(() => Int) expected: number;
  @Field(() => Int) completed: number;
  @Field(() => Int) late: number;
  @Field(() => Int) missed: number;
  @Field(() => Int, { nullable: true }) medianAcknowledgeSeconds: number | null;
  @Field() points: string;
  @Field() of: string;
}

/** A note of a facilitator or evaluator. */
@ObjectType()
@Seen('drill.read')
export class DrillNote {
  @Field(() => Int) drillSeconds: number;
  @Field() at: Date;
  @Field() text: string;
  @Field() actorName: string;
}

/** What the review meeting 复盘 needs. */
@ObjectType()
@Seen('drill.read')
export class DrillReview {
  @Field(() => ID) drillId: string;
  @Field() name: string;
  @Field() isRehearsal: boolean;
  @Field(() => Date, { nullable: true }) startedAt: Date | null;
  @Field(() => Date, { nullable: true }) endedAt: Date | null;
  @Field(() => Int, { description: 'Drill time that ran' }) elapsedSeconds: number;
  @Field(() => [DrillReviewUnit]) units: DrillReviewUnit[];
  @Field(() => [DrillReviewRow]) rows: DrillReviewRow[];
  @Field(() => [DrillNote]) notes: DrillNote[];
}
