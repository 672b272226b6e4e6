import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Seen } from '../../platform/access/seen.js';

/** A system in scope 靶标. */
@Entity('target')
@ObjectType()
@Seen('target.read')
export class Target {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Field(() => ID) @Column('uuid') unitId: string;

  @Field() @Column('text') name: string;

  /** 靶标类别, in the organizer's own words, e.g. 业务系统. */
  @Field() @Column('text') targetClass: string;

  /** Address or network, e.g. 198.51.100.0/28. */
  @Field() @Column('text') address: string;

  @Field(() => String, { nullable: true }) @Column('text', { nullable: true }) url: string | null;

  @Field() @Column('text') description: string;
}
