import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { DutyLevel, HandoverItemKind } from '../../core/duty/acts.js';
import type { SwapState } from '../../core/duty/duty-fold.js';
import type { HandoverState } from '../../core/duty/handover.js';
import type { DutyRole } from '../../core/duty/roster.js';
import type { DutyProblem } from '../../core/duty/roster-problems.js';
import { Seen } from '../../platform/access/seen.js';
import {
  DutyLevelEnum,
  DutyProblemCodeEnum,
  DutyRoleEnum,
  DutySwapStateEnum,
  HandoverItemKindEnum,
  HandoverStateEnum,
} from './duty.enums.js';

/** A kind of shift 班次, wall times in the roster's zone. */
@ObjectType('DutyShiftKind')
@Seen('duty.read')
export class DutyShiftKindView {
  @Field() key: string;
  @Field() name: string;
  @Field(() => DutyRoleEnum) role: DutyRole;
  @Field({ description: 'Local HH:mm' }) startsAt: string;
  @Field({ description: 'Local HH:mm; not after startsAt = the next day, equal = 24 hours' }) endsAt: string;
  @Field(() => Int, { description: 'People it needs' }) needed: number;
}

/** A duty roster 值班表 of a unit, or of control. */
@ObjectType()
@Seen('duty.read')
export class DutyRoster {
  @Field(() => ID) id: string;
  exerciseId: string;
  @Field(() => ID, { nullable: true, description: 'Root unit; null = control' }) rootId: string | null;
  @Field(() => String, { nullable: true }) unitName: string | null;
  @Field() zone: string;
  @Field(() => [DutyShiftKindView]) kinds: DutyShiftKindView[];
  @Field(() => Int) minRestHours: number;
  @Field(() => Int) lateMinutes: number;
  @Field(() => ID) plannerId: string;
  @Field() plannerName: string;
  @Field(() => Int) version: number;
  @Field() mayPlan: boolean;
}

/** A person of a roster. */
@ObjectType()
@Seen('duty.read')
export class DutyPerson {
  @Field(() => ID) id: string;
  @Field() name: string;
  @Field() phone: string;
  @Field() note: string;
  @Field() isActive: boolean;
  @Field({ description: 'Without one colleagues act for him, on record' }) hasAccount: boolean;
  @Field({ description: 'Active, and if with an account still a member' }) mayStand: boolean;
  @Field() isMe: boolean;
  @Field(() => Int) version: number;
  @Field(() => Int, { description: 'Shifts in the range that was asked for' }) shifts: number;
  @Field(() => Int, { description: 'True minutes of these shifts' }) minutes: number;
}

/** Somebody who came to a shift, or stepped in 顶班. */
@ObjectType()
@Seen('duty.read')
export class DutyPresence {
  @Field(() => ID) personId: string;
  @Field() at: Date;
  @Field() isCover: boolean;
  @Field(() => String, { nullable: true, description: 'Who signed for somebody without an account' })
  byName: string | null;
}

/** A level that was told that a shift stands empty. */
@ObjectType()
@Seen('duty.read')
export class DutyTold {
  @Field(() => DutyLevelEnum) level: DutyLevel;
  @Field() at: Date;
  @Field(() => [ID]) personIds: readonly string[];
  @Field(() => [ID], { description: 'Of these, who has no account and must be called' }) toCallIds: readonly string[];
}

/** One shift. */
@ObjectType()
@Seen('duty.read')
export class DutySlot {
  @Field() kindKey: string;
  @Field({ description: 'Local date it begins on' }) date: string;
  @Field() startsAt: Date;
  @Field() endsAt: Date;
  @Field(() => Int) minutes: number;
  @Field(() => Int, { description: 'Another figure than minutes where the clocks change' }) wallMinutes: number;
  @Field() isProtected: boolean;
  @Field(() => [ID]) assignedIds: readonly string[];
  @Field(() => [DutyPresence]) present: DutyPresence[];
  @Field(() => [DutyTold]) told: DutyTold[];
  @Field(() => [ID], { description: 'Whom the viewer may check in now: himself, or people without an account' })
  mayCheckInIds: string[];
  @Field({ description: 'Whether somebody may step in now' }) mayTakeOver: boolean;
}

/** Something wrong with the roster. */
@ObjectType('DutyProblem')
@Seen('duty.read')
export class DutyProblemView {
  @Field(() => DutyProblemCodeEnum) code: DutyProblem['code'];
  @Field() kindKey: string;
  @Field() date: string;
  @Field(() => ID, { nullable: true }) personId: string | null;
  @Field(() => String, { nullable: true }) otherKindKey: string | null;
  @Field(() => String, { nullable: true }) otherDate: string | null;
  @Field(() => Int, { nullable: true }) missing: number | null;
  @Field(() => Int, { nullable: true }) restMinutes: number | null;
  @Field(() => Int, { nullable: true }) minutes: number | null;
  @Field(() => Int, { nullable: true }) wallMinutes: number | null;
  @Field({ description: 'A gap inside a protection window' }) isAlarm: boolean;
}

/** A shift by name. */
@ObjectType()
@Seen('duty.read')
export class DutySlotRef {
  @Field() kindKey: string;
  @Field() date: string;
}

/** One step of a swap. */
@ObjectType()
@Seen('duty.read')
export class DutySwapStep {
  @Field(() => DutySwapStateEnum) state: SwapState;
  @Field() at: Date;
  @Field() byName: string;
  @Field() reason: string;
  @Field({ description: 'Decided as leader on duty' }) asLeader: boolean;
}

/** A swap 换班. */
@ObjectType()
@Seen('duty.read')
export class DutySwap {
  @Field(() => ID) id: string;
  @Field(() => DutySwapStateEnum) state: SwapState;
  @Field() from: DutySlotRef;
  @Field(() => ID) personId: string;
  @Field(() => ID) otherId: string;
  @Field(() => DutySlotRef, { nullable: true }) back: DutySlotRef | null;
  @Field() reason: string;
  @Field(() => [DutySwapStep]) steps: DutySwapStep[];
  @Field({ description: 'False once somebody of it stands elsewhere' }) isPossible: boolean;
  @Field() mayAnswer: boolean;
  @Field() mayDecide: boolean;
  @Field() mayWithdraw: boolean;
}

/** An open item that goes to the next shift. */
@ObjectType('HandoverItem')
@Seen('duty.read')
export class HandoverItemView {
  @Field(() => HandoverItemKindEnum) kind: HandoverItemKind;
  @Field() ref: string;
  @Field() title: string;
  @Field() note: string;
}

/** The handover 交接班 of a shift. */
@ObjectType()
@Seen('duty.read')
export class DutyHandover {
  @Field(() => ID, { nullable: true, description: 'Null while it is not offered' }) id: string | null;
  @Field(() => HandoverStateEnum) state: HandoverState;
  @Field() from: DutySlotRef;
  @Field(() => DutySlotRef, { nullable: true }) to: DutySlotRef | null;
  @Field() endsAt: Date;
  @Field({ description: 'Unsigned by then it is late' }) lateAt: Date;
  @Field(() => Date, { nullable: true }) offeredAt: Date | null;
  @Field(() => ID, { nullable: true }) offeredById: string | null;
  @Field() note: string;
  @Field(() => [HandoverItemView]) items: readonly HandoverItemView[];
  @Field(() => Date, { nullable: true }) signedAt: Date | null;
  @Field(() => ID, { nullable: true }) signedById: string | null;
  @Field(() => [ID], { description: 'For whom the viewer may offer it' }) mayOfferIds: string[];
  @Field(() => [ID], { description: 'For whom the viewer may sign it' }) maySignIds: string[];
}

/** A span of time, half-open. */
@ObjectType()
@Seen('duty.read')
export class DutyWindow {
  @Field() startsAt: Date;
  @Field() endsAt: Date;
}

/** Who stands now, and what goes to the next shift. */
@ObjectType()
@Seen('duty.read')
export class DutyNow {
  @Field(() => [DutySlot]) slots: DutySlot[];
  @Field(() => [DutyHandover], { description: 'Of shifts that run, and of those over that nobody signed for' })
  handovers: DutyHandover[];
  @Field(() => [HandoverItemView], {
    description: 'Open items to hand over: those of the last handover, and what is open',
  })
  proposals: readonly HandoverItemView[];
}

/** A roster between two local dates, both included. */
@ObjectType()
@Seen('duty.read')
export class DutyBoard {
  @Field() roster: DutyRoster;
  @Field({ description: 'When it was asked' }) asOf: Date;
  @Field(() => Int, { description: 'Number of the last act; a preview names it when it is applied' }) basedOn: number;
  @Field(() => [DutyPerson]) people: DutyPerson[];
  @Field(() => [DutySlot]) slots: DutySlot[];
  @Field(() => [DutyProblemView]) problems: DutyProblemView[];
  @Field(() => [DutySwap], { description: 'Open ones first, then of the last 30 days' }) swaps: DutySwap[];
  @Field(() => [DutyWindow], { description: 'Protection windows that hold for it' }) windows: DutyWindow[];
  @Field() now: DutyNow;
}

/** What a rotation would do. */
@ObjectType()
@Seen('duty.plan')
export class DutyRotationPreview {
  @Field(() => Int) basedOn: number;
  @Field(() => [DutySlot], { description: 'The range as it would stand' }) slots: DutySlot[];
  @Field(() => [DutyProblemView]) problems: DutyProblemView[];
  @Field(() => [DutyPerson], { description: 'With the counts of the range' }) people: DutyPerson[];
  @Field(() => Int, { description: 'Places filled anew' }) added: number;
  @Field(() => Int, { description: 'People taken off' }) removed: number;
}

/** An entry of the log 值班日志. */
@ObjectType()
@Seen('duty.read')
export class DutyLogEntry {
  @Field(() => ID) id: string;
  @Field(() => Int) seq: number;
  @Field() at: Date;
  @Field() byName: string;
  @Field(() => String, { nullable: true, description: 'For whom it was written, without an account' })
  personName: string | null;
  @Field() text: string;
  @Field(() => ID, { nullable: true }) correctsId: string | null;
  @Field(() => Int, { nullable: true }) correctsSeq: number | null;
  @Field(() => ID, { nullable: true }) correctedById: string | null;
}

/** A shift of the viewer's own. */
@ObjectType()
@Seen('duty.read')
export class MyShift {
  @Field(() => ID) rosterId: string;
  @Field() kindName: string;
  @Field(() => DutyRoleEnum) role: DutyRole;
  @Field() kindKey: string;
  @Field() date: string;
  @Field() startsAt: Date;
  @Field() endsAt: Date;
  @Field(() => [String]) withNames: string[];
  @Field(() => Date, { nullable: true }) checkedInAt: Date | null;
  @Field() isLate: boolean;
}

/** A member who is not on the roster's list yet. */
@ObjectType()
@Seen('duty.plan')
export class DutyCandidate {
  @Field(() => ID) userId: string;
  @Field() name: string;
}

/** The viewer's calendar address. */
@ObjectType()
@Seen('duty.read')
export class DutyFeed {
  @Field({ description: 'Whether there is one' }) isOpen: boolean;
  @Field(() => Date, { nullable: true }) createdAt: Date | null;
  @Field(() => Date, { nullable: true }) lastReadAt: Date | null;
  @Field(() => String, { nullable: true, description: 'Only in the answer that makes it: it is kept nowhere' })
  path: string | null;
}
