import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, IsDate, IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { ABNORMAL_FORMS, type AbnormalForm, AbnormalFormEnum } from '../adjudication/abnormal-episode.entity.js';

/** Most files of one lead. */
const MAX_EVIDENCE = 20;

/** A lead 线索 of an attack team on a unit that does not defend but hides. */
@InputType()
export class AbnormalReportInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() exerciseId: string;
  @Field(() => ID) @IsUUID() unitId: string;
  @Field(() => AbnormalFormEnum) @IsIn(ABNORMAL_FORMS) form: AbnormalForm;
  @Field() @IsString() @IsNotEmpty() @MaxLength(200) systemName: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(2000) narrative: string;
  @Field() @IsDate() evidenceAt: Date;
  @Field(() => [ID]) @ArrayMaxSize(MAX_EVIDENCE) @IsUUID(undefined, { each: true }) evidenceIds: string[];
}

/** A referee's act on a lead. */
@InputType()
export class AbnormalActInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() episodeId: string;
  /** The latest act the referee saw; null where there was none. */
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() expectedActId?: string | null;
  @Field() @IsString() @IsNotEmpty() @MaxLength(2000) reason: string;
}

/** Like any act, with the moment it speaks of. */
@InputType()
export class AbnormalTimedActInput extends AbnormalActInput {
  @Field({ description: 'When it was seen to be still so, or was put right; not in the future' }) @IsDate() at: Date;
}
