import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsNotEmpty, IsString, IsUUID, Matches, MaxLength, ValidateNested } from 'class-validator';

/** A rule-set file is written by hand; the largest shipped one has 60 KB. */
export const MAX_RULE_SET_CHARS = 500_000;

/** Another reading: what stands at a path instead. */
@InputType()
export class RuleSettingInput {
  @Field() @IsString() @IsNotEmpty() @MaxLength(200) path: string;
  @Field({ description: 'JSON, e.g. "drop", true, null' }) @IsString() @MaxLength(2000) value: string;
}

@InputType()
export class RuleSetFileInput {
  @Field() @Matches(/^[^/\\\p{C}]{1,120}$/u) fileName: string;
  @Field() @IsString() @MaxLength(MAX_RULE_SET_CHARS) text: string;
  @Field(() => [RuleSettingInput], { defaultValue: [] })
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => RuleSettingInput)
  settings: RuleSettingInput[];
}

@InputType()
export class PublishRuleSetInput extends RuleSetFileInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field({ description: 'What changed and why; shown beside the version' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  note: string;
}
