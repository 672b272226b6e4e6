import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { HANDOVER_ITEM_KINDS, type HandoverItemKind } from '../../core/duty/acts.js';
import { DUTY_ROLES, type DutyRole, MAX_KINDS, MAX_NEEDED } from '../../core/duty/roster.js';
import { DutyRoleEnum, HandoverItemKindEnum } from './duty.enums.js';

const WALL_TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const KEY = /^[a-z][a-z0-9-]{0,19}$/;
/** Most people a list or an act names; a roster has dozens. */
const MAX_PEOPLE = 100;
const MAX_CHANGES = 200;

/** What every act on a roster carries. */
@InputType({ isAbstract: true })
abstract class RosterCommand {
  /** UUID made by the client; the idempotency key. */
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() rosterId: string;
}

@InputType()
export class DutyShiftKindInput {
  @Field() @Matches(KEY) key: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(12) name: string;
  @Field(() => DutyRoleEnum) @IsIn(DUTY_ROLES) role: DutyRole;
  @Field() @Matches(WALL_TIME) startsAt: string;
  @Field() @Matches(WALL_TIME) endsAt: string;
  @Field(() => Int) @IsInt() @Min(1) @Max(MAX_NEEDED) needed: number;
}

@InputType()
export class SetDutyRosterInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() exerciseId: string;
  /** Root unit; none = control. */
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() rootId?: string | null;
  /** 0 = there is none yet. */
  @Field(() => Int) @IsInt() @Min(0) @Max(2_000_000_000) version: number;
  @Field() @IsString() @MaxLength(60) zone: string;
  @Field(() => [DutyShiftKindInput])
  @IsArray()
  @ArrayMaxSize(MAX_KINDS)
  @ValidateNested({ each: true })
  @Type(() => DutyShiftKindInput)
  kinds: DutyShiftKindInput[];
  @Field(() => Int) @IsInt() @Min(0) @Max(48) minRestHours: number;
  @Field(() => Int) @IsInt() @Min(1) @Max(240) lateMinutes: number;
}

@InputType()
export class NewDutyPersonInput {
  @Field() @IsString() @IsNotEmpty() @MaxLength(40) name: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(40) phone: string;
  @Field() @IsString() @MaxLength(80) note: string;
}

@InputType()
export class AddDutyPeopleInput extends RosterCommand {
  /** Members of the unit, by account. */
  @Field(() => [ID]) @IsArray() @ArrayMaxSize(MAX_PEOPLE) @IsUUID(undefined, { each: true }) userIds: string[];
  /** People without an account. */
  @Field(() => [NewDutyPersonInput])
  @IsArray()
  @ArrayMaxSize(MAX_PEOPLE)
  @ValidateNested({ each: true })
  @Type(() => NewDutyPersonInput)
  named: NewDutyPersonInput[];
}

@InputType()
export class ChangeDutyPersonInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() personId: string;
  @Field(() => Int) @IsInt() @Min(1) @Max(2_000_000_000) version: number;
  @Field() @IsString() @IsNotEmpty() @MaxLength(40) name: string;
  /** A member may have none. */
  @Field() @IsString() @MaxLength(40) phone: string;
  @Field() @IsString() @MaxLength(80) note: string;
  @Field() @IsBoolean() isActive: boolean;
}

@InputType()
export class DutySlotInput {
  @Field() @Matches(KEY) kindKey: string;
  @Field() @Matches(DATE) date: string;
}

@InputType()
export class DutyTurnsInput {
  @Field() @Matches(KEY) kindKey: string;
  @Field(() => [ID]) @IsArray() @ArrayMaxSize(MAX_PEOPLE) @IsUUID(undefined, { each: true }) personIds: string[];
  @Field(() => Int) @IsInt() @Min(0) @Max(MAX_PEOPLE) offset: number;
  @Field(() => Int) @IsInt() @Min(1) @Max(31) daysEach: number;
}

@InputType()
export class DutyRotationInput {
  @Field(() => ID) @IsUUID() rosterId: string;
  @Field() @Matches(DATE) from: string;
  @Field() @Matches(DATE) to: string;
  @Field(() => [DutyTurnsInput])
  @IsArray()
  @ArrayMaxSize(MAX_KINDS)
  @ValidateNested({ each: true })
  @Type(() => DutyTurnsInput)
  turns: DutyTurnsInput[];
  @Field() @IsBoolean() replaces: boolean;
}

@InputType()
export class FillDutyRosterInput extends DutyRotationInput {
  @Field(() => ID) @IsUUID() commandId: string;
  /** The act the preview rests on. */
  @Field(() => Int) @IsInt() @Min(0) @Max(2_000_000_000) basedOn: number;
}

@InputType()
export class DutyChangeInput extends DutySlotInput {
  @Field(() => ID) @IsUUID() personId: string;
  /** On the shift, or off it. */
  @Field() @IsBoolean() isOn: boolean;
}

@InputType()
export class AssignDutyInput extends RosterCommand {
  @Field(() => [DutyChangeInput])
  @IsArray()
  @ArrayMaxSize(MAX_CHANGES)
  @ValidateNested({ each: true })
  @Type(() => DutyChangeInput)
  changes: DutyChangeInput[];
  @Field() @IsString() @MaxLength(200) reason: string;
}

@InputType()
export class AskDutySwapInput extends RosterCommand {
  @Field(() => DutySlotInput) @ValidateNested() @Type(() => DutySlotInput) from: DutySlotInput;
  @Field(() => ID) @IsUUID() personId: string;
  @Field(() => ID) @IsUUID() otherId: string;
  /** The other's shift that is taken in exchange. */
  @Field(() => DutySlotInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => DutySlotInput)
  back?: DutySlotInput | null;
  @Field() @IsString() @IsNotEmpty() @MaxLength(200) reason: string;
}

@InputType()
export class AnswerDutySwapInput extends RosterCommand {
  @Field(() => ID) @IsUUID() swapId: string;
  @Field() @IsBoolean() agrees: boolean;
  @Field() @IsString() @MaxLength(200) reason: string;
}

@InputType()
export class DecideDutySwapInput extends RosterCommand {
  @Field(() => ID) @IsUUID() swapId: string;
  @Field() @IsBoolean() approves: boolean;
  @Field() @IsString() @MaxLength(200) reason: string;
}

@InputType()
export class WithdrawDutySwapInput extends RosterCommand {
  @Field(() => ID) @IsUUID() swapId: string;
}

@InputType()
export class CheckInDutyInput extends RosterCommand {
  @Field(() => DutySlotInput) @ValidateNested() @Type(() => DutySlotInput) slot: DutySlotInput;
  @Field(() => ID) @IsUUID() personId: string;
}

@InputType()
export class TakeOverDutyInput extends CheckInDutyInput {
  @Field() @IsString() @MaxLength(200) note: string;
}

@InputType()
export class HandoverItemInput {
  @Field(() => HandoverItemKindEnum) @IsIn(HANDOVER_ITEM_KINDS) kind: HandoverItemKind;
  @Field() @IsString() @MaxLength(80) ref: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(200) title: string;
  @Field() @IsString() @MaxLength(500) note: string;
}

@InputType()
export class OfferHandoverInput extends CheckInDutyInput {
  @Field(() => [HandoverItemInput])
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => HandoverItemInput)
  items: HandoverItemInput[];
  @Field() @IsString() @MaxLength(2000) note: string;
}

@InputType()
export class SignHandoverInput extends RosterCommand {
  @Field(() => ID) @IsUUID() handoverId: string;
  @Field(() => ID) @IsUUID() personId: string;
  @Field() @IsString() @MaxLength(500) note: string;
}

@InputType()
export class WriteDutyLogInput extends RosterCommand {
  @Field() @IsString() @IsNotEmpty() @MaxLength(2000) text: string;
  /** Somebody without an account for whom it is written. */
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() personId?: string | null;
  /** The entry it corrects: that one stays. */
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() correctsId?: string | null;
}

@InputType()
export class DutyFeedInput {
  @Field(() => ID) @IsUUID() exerciseId: string;
}
