import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsOptional, IsString, IsUUID, MaxLength, ValidateNested } from 'class-validator';

@InputType()
export class RatingLevelInput {
  @Field({ description: 'A factor, or a part of one' }) @IsString() @MaxLength(40) key: string;
  @Field() @IsString() @MaxLength(20) level: string;
}

/** Levels to be rated without being recorded. */
@InputType()
export class RatingLevelsInput {
  @Field(() => ID) @IsUUID() exerciseId: string;
  @Field(() => ID) @IsString() @MaxLength(64) ruleSetHash: string;
  @Field(() => [RatingLevelInput])
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => RatingLevelInput)
  levels: RatingLevelInput[];
}

@InputType()
export class RatingInput extends RatingLevelsInput {
  @Field(() => ID) @IsUUID() commandId: string;
  /** The sheet in force its author saw; null for the first one. */
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() expectedSheetId?: string | null;
  @Field() @IsString() @MaxLength(2000) comment: string;
}
