import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { MAX_VULNERABILITY_KEY } from '../../core/adjudication/ruling.js';
import type { RescoringKind } from '../../core/rescoring/change.js';
import type { Account } from '../../core/scoring/award.js';
import { type Side, SideEnum } from '../../platform/graphql/enums.js';
import { MarkInput, RulingInput } from '../adjudication/adjudication.inputs.js';
import { AccountEnum } from '../ledger/score-entry.entity.js';
import { RescoringKindEnum } from './rescoring-set.entity.js';

const HASH = /^[0-9a-f]{64}$/;
/** Nodes or links one set may touch. */
const MOST_SUBJECTS = 50;

/** Nodes put into one vulnerability group; without a key each into one of its own. */
@InputType()
export class RegroupingInput {
  @Field(() => [ID]) @ArrayMaxSize(MOST_SUBJECTS) @IsUUID(undefined, { each: true }) nodeIds: string[];
  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_VULNERABILITY_KEY)
  vulnerabilityKey?: string | null;
}

/** Incidents put into one event group; without a key each into one of its own. */
@InputType()
export class EventRegroupingInput {
  @Field(() => [ID]) @ArrayMaxSize(MOST_SUBJECTS) @IsUUID(undefined, { each: true }) incidentIds: string[];
  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_VULNERABILITY_KEY)
  eventKey?: string | null;
}

@InputType()
export class LinkedPairInput {
  @Field(() => ID) @IsUUID() incidentId: string;
  @Field(() => ID) @IsUUID() submissionId: string;
}

/** Links undone and made in one act. */
@InputType()
export class LinkCorrectionInput {
  @Field(() => [ID]) @ArrayMaxSize(MOST_SUBJECTS) @IsUUID(undefined, { each: true }) undoneLinkIds: string[];
  @Field(() => [LinkedPairInput])
  @ArrayMaxSize(MOST_SUBJECTS)
  @ValidateNested({ each: true })
  @Type(() => LinkedPairInput)
  made: LinkedPairInput[];
}

@InputType()
export class PinnedRulesInput {
  @Field(() => ID) @Matches(HASH) attackRuleSetHash: string;
  @Field(() => ID) @Matches(HASH) defenseRuleSetHash: string;
}

/** Points given or taken by hand; signed as in the ledger, so deductions and penalties are negative. */
@InputType()
export class AdjustmentInput {
  @Field(() => SideEnum) @IsIn(Object.keys(SideEnum)) side: Side;
  @Field(() => ID) @IsUUID() partyId: string;
  @Field(() => AccountEnum) @IsIn(Object.keys(AccountEnum)) account: Account;
  @Field() @IsString() @MaxLength(24) amount: string;
}

/** A unit that leaves play with a result, or, without one, comes back. */
@InputType()
export class KnockOutInput {
  @Field(() => ID) @IsUUID() unitId: string;
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() submissionId?: string | null;
}

/** Other marks on an incident. */
@InputType()
export class MarksRulingInput {
  @Field(() => ID) @IsUUID() incidentId: string;
  /** The mark sheet in force that was seen. */
  @Field(() => ID) @IsUUID() expectedMarkSheetId: string;
  @Field(() => [MarkInput])
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => MarkInput)
  marks: MarkInput[];
  @Field() @IsString() @MaxLength(2000) comment: string;
}

/** Another verdict on a bonus claim. */
@InputType()
export class BonusRulingInput {
  @Field(() => ID) @IsUUID() bonusClaimId: string;
  /** The verdict in force that was seen. */
  @Field(() => ID) @IsUUID() expectedVerdictId: string;
  @Field() @IsBoolean() isAccepted: boolean;
  @Field() @IsString() @MaxLength(20) points: string;
  @Field() @IsString() @MaxLength(2000) reason: string;
}

/** A proposal; exactly the part its kind names is filled. */
@InputType()
export class ProposeRescoringInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() exerciseId: string;
  @Field(() => RescoringKindEnum) @IsIn(Object.keys(RescoringKindEnum)) kind: RescoringKind;
  /** For the referees' record. */
  @Field() @IsString() @IsNotEmpty() @MaxLength(2000) reason: string;
  /** As those concerned are told; may name neither codes nor addresses. */
  @Field() @IsString() @IsNotEmpty() @MaxLength(200) publicReason: string;
  @Field(() => RulingInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => RulingInput)
  ruling?: RulingInput | null;
  @Field(() => MarksRulingInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => MarksRulingInput)
  marks?: MarksRulingInput | null;
  @Field(() => BonusRulingInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => BonusRulingInput)
  bonus?: BonusRulingInput | null;
  @Field(() => RegroupingInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => RegroupingInput)
  regrouping?: RegroupingInput | null;
  @Field(() => EventRegroupingInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => EventRegroupingInput)
  events?: EventRegroupingInput | null;
  @Field(() => LinkCorrectionInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => LinkCorrectionInput)
  links?: LinkCorrectionInput | null;
  @Field(() => PinnedRulesInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => PinnedRulesInput)
  rules?: PinnedRulesInput | null;
  @Field(() => AdjustmentInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => AdjustmentInput)
  adjustment?: AdjustmentInput | null;
  @Field(() => KnockOutInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => KnockOutInput)
  knockOut?: KnockOutInput | null;
}

@InputType({ isAbstract: true })
abstract class SetCommand {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() setId: string;
}

@InputType()
export class ApproveRescoringInput extends SetCommand {
  /** The differences seen. */
  @Field() @Matches(HASH) previewHash: string;
  @Field() @IsString() @MaxLength(500) comment: string;
}

@InputType()
export class CancelRescoringInput extends SetCommand {
  @Field() @IsString() @IsNotEmpty() @MaxLength(1000) reason: string;
}

@InputType()
export class ApplyRescoringInput extends SetCommand {
  /** The differences seen: should others follow by now, nothing is applied. */
  @Field() @Matches(HASH) previewHash: string;
  /** The applying person's own, asked for once more. */
  @Field() @IsString() @MaxLength(200) password: string;
}
