import { Field, ID, InputType } from '@nestjs/graphql';
import { IsNotEmpty, IsString, IsUUID, Matches, MaxLength, MinLength } from 'class-validator';

@InputType()
export class LoginInput {
  @Field() @IsString() @IsNotEmpty() @MaxLength(100) username: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(200) password: string;
}

@InputType()
export class CreateUserInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field() @Matches(/^[a-z0-9][a-z0-9._-]{1,39}$/i) username: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(60) displayName: string;
  @Field() @IsString() @MinLength(10) @MaxLength(200) password: string;
}
