import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../../core/access/permissions.js';
import { Seen } from '../../platform/access/seen.js';
import { RoleEnum } from '../../platform/graphql/enums.js';

/** 参演身份: what a person is in one exercise. All rights inside it come from here. */
@Entity('membership')
@ObjectType()
@Seen('session.own')
export class Membership {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Field(() => ID) @Column('uuid') exerciseId: string;

  @Column('uuid') userId: string;

  @Field(() => RoleEnum) @Column('text') role: Role;

  /** Attackers only. */
  @Column('uuid', { nullable: true }) teamId: string | null;

  /** Defenders and duty officers only: the root unit they act for, with all its subordinates. */
  @Column('uuid', { nullable: true }) unitId: string | null;

  @Column('timestamptz', { nullable: true }) revokedAt: Date | null;
}
