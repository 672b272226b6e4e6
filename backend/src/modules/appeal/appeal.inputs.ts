import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { RulingInput } from '../adjudication/adjudication.inputs.js';
import { BonusRulingInput, MarksRulingInput } from '../rescoring/rescoring.inputs.js';
import { APPEAL_SUBJECTS, AppealSubjectEnum, type AppealSubjectKind } from './appeal.entity.js';

/** Most files of one appeal. */
const MAX_EVIDENCE = 20;

/** An appeal against the decision in force on something the own side has standing on. */
@InputType()
export class FileAppealInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => AppealSubjectEnum) @IsIn(APPEAL_SUBJECTS) subjectKind: AppealSubjectKind;
  /** Node, incident or bonus claim; of a loss its node as the losses page names it. */
  @Field(() => ID) @IsUUID() subjectId: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(4000) grounds: string;
  /** Own evidence; at least one file the work itself did not carry. */
  @Field(() => [ID])
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_EVIDENCE)
  @IsUUID(undefined, { each: true })
  evidenceIds: string[];
}

@InputType()
export class AppealCommandInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() appealId: string;
}

/** An act that says why. */
@InputType()
export class AppealReasonInput extends AppealCommandInput {
  @Field() @IsString() @IsNotEmpty() @MaxLength(2000) reason: string;
}

/** A ruling 申诉裁决 or, by the chief referee, an arbitration 仲裁. Upheld, it says what the decision is to be. */
@InputType()
export class RuleOnAppealInput extends AppealReasonInput {
  @Field() @IsBoolean() isUpheld: boolean;
  /** As all those concerned by the new decision are told. */
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(200) publicReason?: string | null;
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
}

@InputType()
export class ReleasePathInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() submissionId: string;
  @Field() @IsBoolean() withEvidence: boolean;
  @Field() @IsString() @IsNotEmpty() @MaxLength(1000) reason: string;
}
