import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { IsDate, IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { PageArgs } from '../../platform/graphql/shared.types.js';
import { type CustodyAct, CUSTODY_ACTS, CustodyActEnum } from './custody.entity.js';

const MAX_REASON = 500;
const MAX_PASSWORD = 200;

/** Which records of the chain of custody. */
@ArgsType()
export class CustodyArgs extends PageArgs {
  @Field(() => ID) @IsUUID() exerciseId: string;
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() evidenceId?: string | null;
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() personId?: string | null;
  @Field(() => CustodyActEnum, { nullable: true }) @IsOptional() @IsIn(CUSTODY_ACTS) act?: CustodyAct | null;
  @Field(() => String, { nullable: true, description: 'Code of a mark' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  code?: string | null;
  @Field(() => Date, { nullable: true }) @IsOptional() @IsDate() from?: Date | null;
  @Field(() => Date, { nullable: true }) @IsOptional() @IsDate() until?: Date | null;
}

@InputType()
export class OpenOriginalInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() evidenceId: string;
  @Field() @IsString() @MaxLength(MAX_REASON) reason: string;
}

@InputType()
export class ProposeDestructionInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() exerciseId: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(MAX_REASON) reason: string;
}

@InputType()
export class ConfirmDestructionInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() destructionId: string;
  @Field() @IsString() @MaxLength(MAX_PASSWORD) password: string;
}

@InputType()
export class CancelDestructionInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() destructionId: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(MAX_REASON) reason: string;
}
