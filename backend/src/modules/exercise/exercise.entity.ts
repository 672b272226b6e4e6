import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Seen } from '../../platform/access/seen.js';
import { type ExerciseState, ExerciseStateEnum } from './exercise.enums.js';

/** One red/blue event with its own clock, teams, rules and journal. */
@Entity('exercise')
@ObjectType()
@Seen('board.watch')
export class Exercise {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  /** Short word in addresses, e.g. `yunze-2026`. */
  @Field() @Column('text') code: string;

  @Field() @Column('text') name: string;

  /** 主办单位. */
  @Field() @Column('text') host: string;

  @Field(() => ExerciseStateEnum) @Column('text') state: ExerciseState;

  /** IANA name; all local times of the exercise are in it. */
  @Field() @Column('text') timeZone: string;

  @Field() @Column('timestamptz') startsAt: Date;

  @Field() @Column('timestamptz') endsAt: Date;

  /** Local `HH:mm`; null with `dailyClosesAt` = open around the clock. */
  @Field(() => String, { nullable: true }) @Column('text', { nullable: true }) dailyOpensAt: string | null;

  @Field(() => String, { nullable: true }) @Column('text', { nullable: true }) dailyClosesAt: string | null;

  @Column('text') attackRuleSetHash: string;

  @Column('text') defenseRuleSetHash: string;

  @Field(() => Date, { nullable: true }) @Column('timestamptz', { nullable: true }) startedAt: Date | null;

  @Field(() => Date, { nullable: true }) @Column('timestamptz', { nullable: true }) endedAt: Date | null;

  /** When the result was put out for public notice 公示, and until when it is. */
  @Field(() => Date, { nullable: true }) @Column('timestamptz', { nullable: true }) noticeOpenedAt: Date | null;

  @Field(() => Date, { nullable: true }) @Column('timestamptz', { nullable: true }) noticeUntil: Date | null;

  /** When the result became final 定榜. */
  @Field(() => Date, { nullable: true }) @Column('timestamptz', { nullable: true }) finalizedAt: Date | null;

  /** Grows with every change of the settings; a command names the one it saw. */
  @Field(() => Int) @Column('integer') version: number;
}
