import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Seen } from '../../platform/access/seen.js';

/** An attack team 攻击队. */
@Entity('attack_team')
@ObjectType()
@Seen('board.watch')
export class AttackTeam {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Field() @Column('text') name: string;
}

/** A registered egress address 攻击出口 of a team, with the time it is valid. */
@Entity('source_address')
@ObjectType()
@Seen('address.read')
export class SourceAddress {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Column('uuid') teamId: string;

  @Field() @Column('cidr') cidr: string;

  @Field() @Column('timestamptz') validFrom: Date;

  @Field() @Column('timestamptz') validTo: Date;
}
