import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RatedLevels } from '../../core/scoring/rating.js';
import { Seen } from '../../platform/access/seen.js';

/** The levels of one rating 演习评级, all at once. The latest counts; none is ever overwritten. */
@Entity('rating_sheet')
@ObjectType()
@Seen('rating.read')
export class RatingSheet {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Field(() => Int) @Column('integer') seq: number;

  @Field(() => ID) @Column('text') ruleSetHash: string;

  /** By factor or part key. */
  @Column('jsonb') levels: RatedLevels;

  @Column('text') comment: string;

  @Column('uuid') recordedById: string;

  @Field() @Column('timestamptz') recordedAt: Date;
}
