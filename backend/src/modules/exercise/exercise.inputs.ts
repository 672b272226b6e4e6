import { Field, ID, InputType, Int } from '@nestjs/graphql';
import {
  IsBoolean,
  IsDate,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  Min,
} from 'class-validator';
import { type Role, ROLES } from '../../core/access/permissions.js';
import { RoleEnum } from '../../platform/graphql/enums.js';

const WALL_TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What every command about an existing exercise carries. */
@InputType({ isAbstract: true })
abstract class ExerciseCommand {
  /** UUID made by the client; the idempotency key. */
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() exerciseId: string;
}

@InputType({ isAbstract: true })
abstract class ExerciseSettings {
  @Field() @IsString() @IsNotEmpty() @MaxLength(80) name: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(80) host: string;
  @Field() @IsString() @MaxLength(60) timeZone: string;
  @Field() @IsDate() startsAt: Date;
  @Field() @IsDate() endsAt: Date;
  @Field(() => String, { nullable: true }) @IsOptional() @Matches(WALL_TIME) dailyOpensAt?: string | null;
  @Field(() => String, { nullable: true }) @IsOptional() @Matches(WALL_TIME) dailyClosesAt?: string | null;
  @Field(() => ID) @Matches(/^[0-9a-f]{64}$/) attackRuleSetHash: string;
  @Field(() => ID) @Matches(/^[0-9a-f]{64}$/) defenseRuleSetHash: string;
}

@InputType()
export class CreateExerciseInput extends ExerciseSettings {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field() @Matches(/^[a-z0-9][a-z0-9-]{1,39}$/) code: string;
}

@InputType()
export class ConfigureExerciseInput extends ExerciseSettings {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() exerciseId: string;
  @Field(() => Int) @IsInt() @Min(1) version: number;
}

@InputType()
export class ExerciseCommandInput extends ExerciseCommand {
  @Field(() => Int) @IsInt() @Min(1) version: number;
}

@InputType()
export class AddUnitInput extends ExerciseCommand {
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() parentId?: string | null;
  @Field() @IsString() @IsNotEmpty() @MaxLength(60) name: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(30) industry: string;
  @Field() @IsBoolean() isKeyUnit: boolean;
  @Field({ defaultValue: true }) @IsBoolean() isParticipant: boolean = true;
}

@InputType()
export class AddAttackTeamInput extends ExerciseCommand {
  @Field() @IsString() @IsNotEmpty() @MaxLength(60) name: string;
}

@InputType()
export class RegisterSourceAddressInput extends ExerciseCommand {
  @Field(() => ID) @IsUUID() teamId: string;
  @Field() @IsString() @MaxLength(49) cidr: string;
  @Field() @IsDate() validFrom: Date;
  @Field() @IsDate() validTo: Date;
}

@InputType()
export class AddTargetInput extends ExerciseCommand {
  @Field(() => ID) @IsUUID() unitId: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(80) name: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(40) targetClass: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(49) address: string;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(300) url?: string | null;
  @Field() @IsString() @MaxLength(1000) description: string;
}

@InputType()
export class GrantMembershipInput extends ExerciseCommand {
  @Field(() => ID) @IsUUID() userId: string;
  @Field(() => RoleEnum) @IsIn(ROLES) role: Role;
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() teamId?: string | null;
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() unitId?: string | null;
}

@InputType()
export class RevokeMembershipInput extends ExerciseCommand {
  @Field(() => ID) @IsUUID() membershipId: string;
}
