import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Seen } from '../../platform/access/seen.js';
import type { StepParam } from '../../platform/graphql/shared.types.js';

/** What a party or a person was told 通知: a code with parameters, so that everybody reads it in his own language. */
@Entity('notice')
@ObjectType()
@Seen('notice.read')
export class Notice {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  /** Journal number of the act it tells of. */
  @Field(() => Int) @Column('integer') seq: number;

  /** Place among the notices of the same act. */
  @Column('integer') ordinal: number;

  /** Attack team or root unit; null for a notice to one person. */
  @Field(() => ID, { nullable: true }) @Column('uuid', { nullable: true }) partyId: string | null;

  @Column('uuid', { nullable: true }) personId: string | null;

  /** What it is about, e.g. a rescoring set: only those who judge or direct can follow it. */
  @Field(() => ID) @Column('uuid') subjectId: string;

  @Field() @Column('text') code: string;

  @Column('jsonb') params: Record<string, string>;

  @Field() @Column('timestamptz') recordedAt: Date;
}

/** Parameters by name, in one order whether they come from the database or not. */
export function noticeParams(params: Readonly<Record<string, string>>): StepParam[] {
  return Object.entries(params)
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** That somebody has read it: his own affair, no fact of the exercise. */
@Entity('notice_read')
export class NoticeRead {
  @PrimaryColumn('uuid') noticeId: string;

  @PrimaryColumn('uuid') userId: string;

  @Column('timestamptz') readAt: Date;
}
