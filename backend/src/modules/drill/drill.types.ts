import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { DrillActKind } from '../../core/drill/acts.js';
import type { DrillState } from '../../core/drill/clock.js';
import type { CellState } from '../../core/drill/view.js';
import { Seen } from '../../platform/access/seen.js';
import { type ComingKind, DrillActEnum, DrillCellStateEnum, DrillComingEnum, DrillStateEnum } from './drill.enums.js';
import {
  DrillAttachment,
  DrillClockView,
  DrillExpectation,
  DrillMarks,
  DrillReply,
  DrillUnitView,
} from './drill-parts.types.js';

/** One inject at one unit. Seconds are of drill time. */
@ObjectType()
@Seen('drill.read')
export class DrillCell {
  @Field(() => ID) unitId: string;
  @Field(() => DrillCellStateEnum) state: CellState;
  @Field(() => Date, { nullable: true, description: 'When it was due to be released, or released by hand' })
  releasedAt: Date | null;
  @Field(() => Boolean, { nullable: true, description: 'By a facilitator’s hand; null before' }) isByHand:
    boolean | null;
  @Field(() => Int, { nullable: true, description: 'Place in the plan at the release' }) releasedAtSeconds:
    number | null;
  @Field(() => Date, { nullable: true }) acknowledgedAt: Date | null;
  @Field(() => String, { nullable: true }) acknowledgedByName: string | null;
  @Field(() => Date, { nullable: true }) completedAt: Date | null;
  @Field(() => Int, { nullable: true, description: 'From the acknowledgement; null before' }) usedSeconds:
    number | null;
  @Field(() => Int, { nullable: true }) limitSeconds: number | null;
  @Field(() => Date, { nullable: true, description: 'If the clock runs on as it does' }) deadlineAt: Date | null;
  @Field(() => Int, { description: 'How far up the escalation chain it went' }) level: number;
  @Field(() => Int) reminders: number;
  @Field(() => Int) calls: number;
  @Field(() => DrillReply, { nullable: true }) reply: DrillReply | null;
  @Field(() => DrillMarks, { nullable: true }) marks: DrillMarks | null;
}

/** An inject of the frozen plan with what became of it. */
@ObjectType()
@Seen('drill.read')
export class DrillInject {
  @Field() code: string;
  @Field() title: string;
  @Field() text: string;
  @Field({ description: 'For facilitators and evaluators only' }) note: string;
  @Field(() => String, { nullable: true }) moveKey: string | null;
  @Field({ description: '`ALL` or the key of a cell' }) cell: string;
  @Field() channel: string;
  @Field({ description: 'TIMED, MANUAL or CONDITION' }) trigger: string;
  @Field(() => Int, { nullable: true, description: 'Offset, or of a condition the earliest place' }) offsetSeconds:
    number | null;
  @Field(() => String, { nullable: true, description: 'JSON of the condition' }) condition: string | null;
  @Field(() => [String]) requires: string[];
  @Field() otherwise: string;
  @Field(() => String, { nullable: true }) color: string | null;
  @Field(() => [DrillAttachment]) attachments: DrillAttachment[];
  @Field(() => DrillExpectation, { nullable: true }) expectation: DrillExpectation | null;
  @Field(() => DrillCellStateEnum, { description: 'Of its cells the one that needs most care' }) state: CellState;
  @Field(() => [DrillCell], { description: 'Only units it is addressed to' }) cells: DrillCell[];
}

/** What comes next, or waits for a facilitator. */
@ObjectType()
@Seen('drill.read')
export class DrillComing {
  @Field(() => DrillComingEnum) kind: ComingKind;
  @Field() code: string;
  @Field() title: string;
  @Field(() => [ID]) unitIds: string[];
  @Field(() => Date, { nullable: true, description: 'If the clock runs on as it does; null = at any time' })
  at: Date | null;
  @Field(() => Int, { nullable: true, description: 'Place in the plan' }) atSeconds: number | null;
  @Field({ description: 'Nothing happens without a facilitator' }) needsHand: boolean;
  @Field(() => Int, { description: 'Of an escalation' }) level: number;
  @Field(() => String, { nullable: true, description: 'Whom an escalation or a call goes to' }) to: string | null;
  @Field(() => Int, { nullable: true, description: 'By how much it is overdue' }) overdueSeconds: number | null;
}

/** One line of the log. */
@ObjectType()
@Seen('drill.read')
export class DrillActView {
  @Field(() => ID) id: string;
  @Field(() => Int) seq: number;
  @Field(() => DrillActEnum) kind: DrillActKind;
  @Field({ description: 'When it took place or was due' }) at: Date;
  @Field({ description: 'When it was written' }) recordedAt: Date;
  @Field(() => Int, { description: 'Place in the plan' }) drillSeconds: number;
  @Field(() => String, { nullable: true }) code: string | null;
  @Field(() => ID, { nullable: true }) unitId: string | null;
  @Field(() => String, { nullable: true }) unitName: string | null;
  @Field(() => String, { nullable: true, description: 'Null for what time brought about' }) actorName: string | null;
  @Field(() => String, { nullable: true, description: 'Reason, note, answer, comment or words about a call' }) text:
    string | null;
  @Field(() => Int, { nullable: true, description: 'Of an escalation' }) level: number | null;
  @Field(() => String, { nullable: true, description: 'Whom an escalation went to' }) to: string | null;
  @Field(() => Int, { nullable: true, description: 'Of a jump' }) toSeconds: number | null;
  @Field(() => Int, { nullable: true, description: 'Of a change of speed' }) factor: number | null;
  @Field(() => String, { nullable: true, description: 'Of a mark' }) points: string | null;
}

/** Marks of a unit so far. */
@ObjectType()
@Seen('drill.read')
export class DrillMarksOf {
  @Field(() => ID) unitId: string;
  @Field({ description: 'Given so far, exact' }) points: string;
  @Field({ description: 'Most that could be given for what was released, exact' }) of: string;
  @Field(() => Int) marked: number;
  @Field(() => Int, { description: 'Released injects that expect something' }) expected: number;
}

/** What the viewer may do. */
@ObjectType()
@Seen('drill.read')
export class DrillRights {
  @Field({ description: 'Run it: clock, releases, notes' }) run: boolean;
  @Field({ description: 'Mark and note' }) evaluate: boolean;
  @Field(() => [ID], { description: 'Units the viewer is related to and marks nothing of' }) barredUnitIds: string[];
}

/** A drill as those who direct or evaluate it see it. */
@ObjectType('Drill')
@Seen('drill.read')
export class DrillBoard {
  @Field(() => ID) id: string;
  @Field(() => ID) exerciseId: string;
  @Field(() => ID) planId: string;
  @Field() name: string;
  @Field() contentHash: string;
  @Field() isRehearsal: boolean;
  @Field() createdAt: Date;
  @Field(() => DrillStateEnum) state: DrillState;
  @Field(() => Int) durationSeconds: number;
  @Field(() => DrillClockView) clock: DrillClockView;
  @Field(() => [DrillUnitView]) units: DrillUnitView[];
  @Field(() => [DrillUnitView], { description: 'Cells 小组 of the plan by key' }) groups: DrillUnitView[];
  @Field(() => [DrillInject]) injects: DrillInject[];
  @Field(() => [DrillComing]) coming: DrillComing[];
  @Field(() => [DrillActView], { description: 'Latest first' }) acts: DrillActView[];
  @Field(() => [DrillMarksOf]) marksOf: DrillMarksOf[];
  @Field(() => DrillRights) rights: DrillRights;
}
