import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Seen } from '../../platform/access/seen.js';

/** A claim for bonus points 附加分, e.g. for a zero-day found. A draft until it is filed, then permanent. */
@Entity('bonus_claim')
@ObjectType()
@Seen('incident.read')
export class BonusClaim {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Field(() => ID) @Column('uuid') exerciseId: string;

  @Column('uuid') rootId: string;

  @Column('uuid') unitId: string;

  @Field() @Column('text') code: string;

  /** How far its author has come; the referees' answer is kept elsewhere. */
  @Column('text') state: 'DRAFT' | 'FILED';

  @Field(() => Int) @Column('integer') version: number;

  @Field() @Column('text') bonusKey: string;

  @Field() @Column('text') title: string;

  @Field() @Column('text') narrative: string;

  @Column('uuid', { array: true }) evidenceIds: string[];

  @Field() @Column('timestamptz') updatedAt: Date;

  @Column('uuid', { nullable: true }) filedById: string | null;

  @Field(() => Date, { nullable: true }) @Column('timestamptz', { nullable: true }) filedAt: Date | null;

  @Field(() => Int, { nullable: true }) @Column('integer', { nullable: true }) receiptSeq: number | null;
}
