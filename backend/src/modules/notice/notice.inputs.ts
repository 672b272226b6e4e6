import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsInt, IsUUID, Max, Min } from 'class-validator';

/** Marks as read what was told up to a journal number. */
@InputType()
export class ReadNoticesInput {
  @Field(() => ID) @IsUUID() exerciseId: string;
  @Field(() => Int) @IsInt() @Min(0) @Max(2_000_000_000) upToSeq: number;
}
