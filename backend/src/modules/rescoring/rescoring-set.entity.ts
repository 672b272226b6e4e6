import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Change, RESCORING_KINDS, type RescoringKind } from '../../core/rescoring/change.js';
import { Seen } from '../../platform/access/seen.js';
import { enumOf } from '../../platform/graphql/enums.js';

export const RescoringKindEnum = enumOf(RESCORING_KINDS);
export const RescoringStateEnum = enumOf(['PROPOSED', 'APPLIED', 'CANCELLED'] as const);
export type RescoringState = keyof typeof RescoringStateEnum;

registerEnumType(RescoringKindEnum, { name: 'RescoringKind', description: 'What is to be otherwise' });
registerEnumType(RescoringStateEnum, { name: 'RescoringState' });

/** A reviewed change of what scores follow from 重评. Proposed, it changes nothing; applied or cancelled, it is settled. */
@Entity('rescoring_set')
@ObjectType()
@Seen('rescoring.read')
export class RescoringSet {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Field(() => ID) @Column('uuid') exerciseId: string;

  /** R-0001, numbered per exercise. */
  @Field() @Column('text') code: string;

  @Field(() => RescoringKindEnum) @Column('text') kind: RescoringKind;

  /** The referees' own reason; stays with them. */
  @Field() @Column('text') reason: string;

  /** The reason as those concerned are told. */
  @Field() @Column('text') publicReason: string;

  @Column('jsonb') change: Change;

  /** What it touches, to find sets that are in each other's way. */
  @Column('text', { array: true }) subjects: string[];

  @Field(() => RescoringStateEnum) @Column('text') state: RescoringState;

  @Column('uuid', { name: 'proposed_by' }) proposedById: string;

  @Field() @Column('timestamptz') proposedAt: Date;

  @Field(() => Int) @Column('integer') proposedSeq: number;

  @Column('uuid', { name: 'settled_by', nullable: true }) settledById: string | null;

  /** When it was applied or cancelled. */
  @Field(() => Date, { nullable: true }) @Column('timestamptz', { nullable: true }) settledAt: Date | null;

  @Field(() => Int, { nullable: true }) @Column('integer', { nullable: true }) settledSeq: number | null;

  /** Hash of the differences that took effect. */
  @Field(() => String, { nullable: true }) @Column('text', { nullable: true }) previewHash: string | null;

  /** What the differences are of (nodes, incidents, …): the act may also post what waited for the next one. */
  @Column('uuid', { array: true, nullable: true }) sourceIds: string[] | null;

  @Field(() => String, { nullable: true }) @Column('text', { nullable: true }) cancelReason: string | null;
}

/** A signature before the one that applies. */
@Entity('rescoring_approval')
@ObjectType()
@Seen('rescoring.read')
export class RescoringApproval {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('uuid') setId: string;

  @Field(() => Int) @Column('integer') seq: number;

  @Column('uuid') approverId: string;

  @Field() @Column('text') comment: string;

  /** The differences the approver saw. */
  @Field() @Column('text') previewHash: string;

  @Field() @Column('timestamptz') recordedAt: Date;
}
