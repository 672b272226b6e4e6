import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Seen } from '../../platform/access/seen.js';

/** A local account. What the person may do comes from memberships; only ADMIN sits here. */
@Entity('app_user')
@ObjectType()
@Seen('session.own')
export class User {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Field() @Column('text') username: string;

  @Field() @Column('text') displayName: string;

  @Column('text') passwordHash: string;

  @Field() @Column('boolean') isAdmin: boolean;

  @Column('timestamptz') createdAt: Date;
}
