import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Seen } from '../../platform/access/seen.js';

/** Which referee judges a submission at present; one row per submission, gone when released. */
@Entity('claim')
@ObjectType()
@Seen('adjudication.read')
export class Claim {
  @PrimaryColumn('uuid') submissionId: string;

  @Column('uuid') exerciseId: string;

  @Field(() => ID) @Column('uuid') refereeId: string;

  @Column('timestamptz') claimedAt: Date;

  @Field() @Column('timestamptz') expiresAt: Date;
}
