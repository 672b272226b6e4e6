import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Seen } from '../../platform/access/seen.js';

/** A defending unit 单位 or one of its subordinates; caps and standings belong to the root. */
@Entity('unit')
@ObjectType()
@Seen('board.watch')
export class Unit {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Field(() => ID, { nullable: true }) @Column('uuid', { nullable: true }) parentId: string | null;

  /** The unit at the top of its tree; itself for a root. */
  @Field(() => ID) @Column('uuid') rootId: string;

  @Field() @Column('text') name: string;

  @Field() @Column('text') industry: string;

  /** 重点单位. */
  @Field() @Column('boolean') isKeyUnit: boolean;

  @Field() @Column('boolean') isParticipant: boolean;

  /** Receipt of the result with which it was knocked out 击穿; null while in play. */
  @Column('integer', { nullable: true }) knockedOutAtSeq: number | null;
}
