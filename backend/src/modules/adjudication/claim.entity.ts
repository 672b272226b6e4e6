import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Seen } from '../../platform/access/seen.js';

/** A seat at an item of the queue: which referee judges it at present. A working row, no fact. */
@Entity('claim')
@ObjectType()
@Seen('adjudication.read')
export class Claim {
  /** Submission or incident. */
  @PrimaryColumn('uuid') subjectId: string;

  @Field(() => ID) @PrimaryColumn('uuid') refereeId: string;

  @Column('text') subjectKind: 'SUBMISSION' | 'INCIDENT';

  @Column('uuid') exerciseId: string;

  /** When he took it first without a break; renewing leaves it. */
  @Field() @Column('timestamptz') claimedAt: Date;

  @Field() @Column('timestamptz') expiresAt: Date;

  /** When he had given his whole say: the seat stays his for good. */
  @Column('timestamptz', { nullable: true }) doneAt: Date | null;

  /** When he gave it back; null while he holds it. */
  @Column('timestamptz', { nullable: true }) releasedAt: Date | null;
}
