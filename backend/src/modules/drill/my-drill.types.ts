import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { DrillState } from '../../core/drill/clock.js';
import type { CellState } from '../../core/drill/view.js';
import { Seen } from '../../platform/access/seen.js';
import { DrillCellStateEnum, DrillStateEnum } from './drill.enums.js';
import { DrillAttachment, DrillClockView, DrillExpectation, DrillMarks, DrillReply } from './drill-parts.types.js';

/** An inject as the unit got it. */
@ObjectType()
@Seen('drill.take')
export class MyInject {
  @Field() code: string;
  @Field() title: string;
  @Field() text: string;
  @Field() channel: string;
  @Field({ description: '`ALL` or the key of a cell' }) cell: string;
  @Field({ description: 'Its name; empty for all' }) cellName: string;
  @Field(() => [DrillAttachment]) attachments: DrillAttachment[];
  @Field(() => DrillExpectation, { nullable: true }) expectation: DrillExpectation | null;
  @Field(() => DrillCellStateEnum) state: CellState;
  @Field() releasedAt: Date;
  @Field(() => Date, { nullable: true }) acknowledgedAt: Date | null;
  @Field(() => String, { nullable: true }) acknowledgedByName: string | null;
  @Field(() => Date, { nullable: true }) completedAt: Date | null;
  @Field(() => Int, { nullable: true, description: 'From the acknowledgement; null before' }) usedSeconds:
    number | null;
  @Field(() => Int, { nullable: true }) limitSeconds: number | null;
  @Field(() => Date, { nullable: true, description: 'If the clock runs on as it does' }) deadlineAt: Date | null;
  @Field(() => Int) reminders: number;
  @Field(() => DrillReply, { nullable: true }) reply: DrillReply | null;
  @Field(() => DrillMarks, { nullable: true }) marks: DrillMarks | null;
}

/** A drill as one unit's people see it: what was released to them, and nothing else. */
@ObjectType()
@Seen('drill.take')
export class MyDrill {
  @Field(() => ID) id: string;
  @Field(() => ID) unitId: string;
  @Field() unitName: string;
  @Field() name: string;
  @Field() isRehearsal: boolean;
  @Field(() => DrillStateEnum) state: DrillState;
  @Field(() => DrillClockView) clock: DrillClockView;
  @Field(() => [MyInject], { description: 'Latest release first' }) injects: MyInject[];
}
