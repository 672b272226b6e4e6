import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Seen } from '../access/seen.js';

/** One line of the journal 留痕流水: what happened, in order. Never changed, never removed. */
@Entity('journal_record')
@ObjectType()
@Seen('journal.read')
export class JournalRecord {
  /** Exercise id, or the instance stream for accounts. */
  @PrimaryColumn('uuid') streamId: string;

  @Field(() => Int) @PrimaryColumn('integer') seq: number;

  /** A past event in the domain's words: SUBMISSION_FILED, VERDICT_RECORDED, … */
  @Field() @Column('text') kind: string;

  /** Told by the resolver, to those it may be told. */
  @Column('uuid') subjectId: string;

  /** Attack team or root unit the record belongs to: who may hear of it in the feed. */
  @Column('uuid', { nullable: true }) partyId: string | null;

  @Column('uuid', { nullable: true }) actorId: string | null;

  @Field(() => ID) @Column('uuid') commandId: string;

  @Column('text') commandHash: string;

  @Field() @Column('timestamptz') recordedAt: Date;

  @Column('jsonb') details: Record<string, unknown>;

  @Field() @Column('text') prevHash: string;

  @Field() @Column('text') hash: string;
}
