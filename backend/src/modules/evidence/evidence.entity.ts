import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Seen } from '../../platform/access/seen.js';

/** PostgreSQL hands bigint over as text; file sizes are far below 2^53. */
const SIZE = { to: (value: number): number => value, from: (value: string): number => Number(value) };

/** A file that proves something 佐证材料, with its digest. Permanent from the moment it is stored. */
@Entity('evidence')
@ObjectType()
@Seen('evidence.read')
export class Evidence {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  /** Attack team or root unit that owns it. */
  @Column('uuid') ownerPartyId: string;

  @Column('uuid') uploadedById: string;

  @Field() @Column('text') fileName: string;

  @Field(() => Float) @Column('bigint', { transformer: SIZE }) sizeBytes: number;

  /** Lower-case hex. */
  @Field() @Column('text') sha256: string;

  /** Found in the content, not claimed by the sender. */
  @Field() @Column('text') mediaType: string;

  @Field() @Column('boolean') isImage: boolean;

  @Column('boolean') hasThumbnail: boolean;

  @Field() @Column('timestamptz') recordedAt: Date;

  @Field(() => Int) @Column('integer') receiptSeq: number;
}
