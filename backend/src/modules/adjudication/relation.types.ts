import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { RELATION_KINDS, type RelationKind } from '../../core/adjudication/recusal.js';
import { Seen } from '../../platform/access/seen.js';
import { enumOf, SideEnum, type Side } from '../../platform/graphql/enums.js';

export const RelationKindEnum = enumOf(RELATION_KINDS);
registerEnumType(RelationKindEnum, { name: 'RelationKind', description: 'What ties a referee to a party' });

/** A relation 利害关系: the referee judges nothing of this party while it is in force. */
@ObjectType()
@Seen('relation.declare')
export class RefereeRelation {
  @Field(() => ID) id: string;
  @Field(() => ID) refereeId: string;
  @Field() refereeName: string;
  @Field(() => ID) partyId: string;
  @Field() partyName: string;
  @Field(() => SideEnum) side: Side;
  @Field(() => RelationKindEnum) kind: RelationKind;
  @Field() note: string;
  @Field() declaredByName: string;
  @Field() declaredAt: Date;
  @Field(() => Date, { nullable: true, description: 'Null while in force' }) endedAt: Date | null;
  @Field(() => String, { nullable: true }) endedByName: string | null;
  @Field(() => String, { nullable: true }) endReason: string | null;
  @Field({ description: 'The viewer may end it' }) mayEnd: boolean;
}

@InputType()
export class DeclareRelationInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() exerciseId: string;
  /** Left out = the viewer himself; only organizers declare for others. */
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() refereeId?: string | null;
  /** Attack team or root unit. */
  @Field(() => ID) @IsUUID() partyId: string;
  @Field(() => RelationKindEnum) @IsIn(Object.keys(RelationKindEnum)) kind: RelationKind;
  @Field() @IsString() @MaxLength(500) note: string;
}

@InputType()
export class EndRelationInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() relationId: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(500) reason: string;
}
