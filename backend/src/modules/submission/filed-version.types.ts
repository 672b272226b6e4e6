import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, PrimaryColumn } from 'typeorm';
import { PIECE_KINDS, type PieceKind } from '../../core/kernel/pieces.js';
import { type ReasonGiven, RETURN_REASONS, type ReturnReason } from '../../core/submission/return.js';
import {
  FIELD_KINDS,
  type FieldKind,
  PART_CHANGES,
  type PartChange,
} from '../../core/submission/version-difference.js';
import { Seen } from '../../platform/access/seen.js';
import { enumOf } from '../../platform/graphql/enums.js';
import { Evidence } from '../evidence/evidence.entity.js';

/*
 * What submissions and reports have in common once they are filed: versions, returns, differences. The types are reached
 * only through the work they belong to, and so are seen by whoever sees it.
 */

export const ReturnReasonEnum = enumOf(RETURN_REASONS);
export const PieceKindEnum = enumOf(PIECE_KINDS);
export const FieldKindEnum = enumOf(FIELD_KINDS);
export const PartChangeEnum = enumOf(PART_CHANGES);

registerEnumType(ReturnReasonEnum, { name: 'ReturnReason', description: 'Why it was returned for more 退回补正' });
registerEnumType(PieceKindEnum, { name: 'PieceKind' });
registerEnumType(FieldKindEnum, { name: 'FieldKind' });
registerEnumType(PartChangeEnum, { name: 'PartChange' });

/** A filed version as it is kept: the whole row as it was sealed. */
export abstract class FiledVersion {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') versionNo: number;

  /** Journal number of the filing of this very version. */
  @Column('integer') receiptSeq: number;

  @Column('timestamptz') filedAt: Date;

  @Column('uuid') filedById: string;

  @Column('jsonb') content: object;
}

/** One return, with its reasons and its deadline. */
export abstract class Returned {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') seq: number;

  /** The version that was returned. */
  @Column('integer') versionNo: number;

  @Column('jsonb') reasons: ReasonGiven[];

  @Column('text') comment: string;

  /** Filed again at this instant it is in time; a millisecond later it is not. */
  @Column('timestamptz') dueAt: Date;

  @Column('uuid') refereeId: string;

  @Column('timestamptz') recordedAt: Date;
}

/** A filed version, without what it says. */
@ObjectType('FilingVersion')
@Seen('submission.read', 'incident.read')
export class VersionView {
  @Field(() => Int) versionNo: number;
  @Field(() => Int) receiptSeq: number;
  @Field() filedAt: Date;
  @Field() filedBy: string;
}

@ObjectType('GivenReason')
@Seen('submission.read', 'incident.read')
export class ReturnReasonView {
  @Field(() => ReturnReasonEnum) code: ReturnReason;
  @Field(() => ID, { nullable: true, description: 'Node or section key it is about; null = the whole' })
  partId: string | null;
  @Field() note: string;
}

/** That it was returned: why, by whom, until when it may be filed again. */
@ObjectType('FilingReturn')
@Seen('submission.read', 'incident.read')
export class ReturnView {
  @Field(() => ID) id: string;
  @Field(() => Int, { description: 'The version that was returned' }) versionNo: number;
  @Field(() => [ReturnReasonView]) reasons: ReturnReasonView[];
  @Field() comment: string;
  @Field() dueAt: Date;
  @Field() returnedAt: Date;
  @Field() refereeName: string;
}

@ObjectType('Piece')
@Seen('submission.read', 'incident.read')
export class PieceView {
  @Field(() => PieceKindEnum) kind: PieceKind;
  @Field() text: string;
}

@ObjectType('FieldDifference')
@Seen('submission.read', 'incident.read')
export class FieldDifferenceView {
  @Field({ description: 'Name of the field in the form' }) field: string;
  @Field(() => FieldKindEnum) kind: FieldKind;
  @Field(() => [PieceView], { description: 'In reading order; entries of a list one by one' }) pieces: PieceView[];
}

@ObjectType('PartDifference')
@Seen('submission.read', 'incident.read')
export class PartDifferenceView {
  @Field(() => ID, { description: 'Node, or key of the section' }) id: string;
  @Field({ description: 'What it is called in the later version that has it' }) title: string;
  @Field(() => PartChangeEnum) change: PartChange;
  @Field(() => [FieldDifferenceView]) fields: FieldDifferenceView[];
  @Field(() => [Evidence]) evidenceAdded: Evidence[];
  @Field(() => [Evidence]) evidenceRemoved: Evidence[];
}

/** What changed between two filed versions. */
@ObjectType('VersionDifference')
@Seen('submission.read', 'incident.read')
export class VersionDifferenceView {
  @Field(() => Int) from: number;
  @Field(() => Int) to: number;
  @Field(() => [FieldDifferenceView]) fields: FieldDifferenceView[];
  @Field(() => [PartDifferenceView]) parts: PartDifferenceView[];
}

/** Returned work as it waits for its author; `count` says how many reasons there are. */
export interface ReturnedWork {
  readonly subjectId: string;
  readonly code: string;
  readonly title: string;
  readonly dueAt: Date;
  readonly since: Date;
  readonly count: number;
}
