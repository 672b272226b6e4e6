import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Seen } from '../../platform/access/seen.js';
import { enumOf } from '../../platform/graphql/enums.js';

export const DESTRUCTION_STATES = ['PROPOSED', 'CONFIRMED', 'CANCELLED'] as const;
export type DestructionState = (typeof DESTRUCTION_STATES)[number];
export const DestructionStateEnum = enumOf(DESTRUCTION_STATES);
registerEnumType(DestructionStateEnum, { name: 'DestructionState' });

/** Destruction 销毁 of evidence after its retention: proposed by one person, confirmed by another. */
@Entity('destruction')
@ObjectType()
@Seen('retention.read')
export class Destruction {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Field() @Column('text') code: string;

  @Field(() => DestructionStateEnum) @Column('text') state: DestructionState;

  @Field() @Column('text') reason: string;

  @Column('uuid', { array: true }) evidenceIds: string[];

  /** The policy as it was when the destruction was proposed. */
  @Field(() => Int) @Column('integer') retentionDays: number;

  @Field({ description: 'From when the retention ran' }) @Column('timestamptz') keptSince: Date;

  @Column('uuid', { name: 'proposed_by' }) proposedById: string;

  @Field() @Column('timestamptz') proposedAt: Date;

  @Column('integer') proposedSeq: number;

  @Column('uuid', { name: 'settled_by', nullable: true }) settledById: string | null;

  @Field(() => Date, { nullable: true }) @Column('timestamptz', { nullable: true }) settledAt: Date | null;

  @Column('integer', { nullable: true }) settledSeq: number | null;

  @Field(() => String, { nullable: true }) @Column('text', { nullable: true }) cancelReason: string | null;
}

/** What the exercise's key signed of a destruction. */
@Entity('destruction_certificate')
@ObjectType()
@Seen('retention.read')
export class DestructionCertificate {
  @PrimaryColumn('uuid') destructionId: string;

  @Column('uuid') exerciseId: string;

  @Field({ description: 'The exact text that is signed: JSON' }) @Column('text') statement: string;

  @Field({ description: 'Ed25519, base64' }) @Column('text') signature: string;

  @Field() @Column('timestamptz') issuedAt: Date;
}
