import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { APPEAL_ACTS, APPEAL_STATES, type AppealActKind } from '../../core/appeal/appeal.js';
import { Seen } from '../../platform/access/seen.js';
import { enumOf } from '../../platform/graphql/enums.js';

/** What an appeal is against, as its party knows it: a unit names what it lost, never the attack. */
export const APPEAL_SUBJECTS = ['NODE', 'LOSS', 'INCIDENT', 'BONUS'] as const;
export type AppealSubjectKind = (typeof APPEAL_SUBJECTS)[number];

export const AppealSubjectEnum = enumOf(APPEAL_SUBJECTS);
export const AppealStateEnum = enumOf(APPEAL_STATES);
export const AppealActEnum = enumOf(APPEAL_ACTS);

registerEnumType(AppealSubjectEnum, { name: 'AppealSubject', description: 'What an appeal is against' });
registerEnumType(AppealStateEnum, { name: 'AppealState' });
registerEnumType(AppealActEnum, { name: 'AppealActKind' });

/** An appeal 申诉 as it was filed. Its state follows from the acts on it. */
@Entity('appeal')
@ObjectType()
@Seen('appeal.read')
export class Appeal {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  /** Its receipt: the journal number of filing. */
  @Field(() => Int) @Column('integer') seq: number;

  /** S-0001, numbered per party: it tells nobody how many others appealed. */
  @Field() @Column('text') code: string;

  /** Attack team or root unit. */
  @Field(() => ID) @Column('uuid') partyId: string;

  @Field(() => AppealSubjectEnum) @Column('text') subjectKind: AppealSubjectKind;

  /** Node, incident or bonus claim. */
  @Field(() => ID) @Column('uuid') subjectId: string;

  /** The decision appealed: a verdict, a mark sheet or a bonus verdict. */
  @Column('uuid') decisionId: string;

  @Column('integer') decisionSeq: number;

  @Field() @Column('text') grounds: string;

  @Column('uuid', { array: true }) evidenceIds: string[];

  @Column('uuid') filedById: string;

  @Field() @Column('timestamptz') recordedAt: Date;
}

/** An act on an appeal. */
@Entity('appeal_act')
@ObjectType('AppealAct')
@Seen('appeal.read')
export class AppealActRow {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('uuid') appealId: string;

  @Field(() => Int) @Column('integer') seq: number;

  @Field(() => AppealActEnum) @Column('text') kind: AppealActKind;

  /** As the party is told. */
  @Field() @Column('text') reason: string;

  /** The set that an upholding proposes, or whose end this act is. */
  @Column('uuid', { nullable: true }) rescoringSetId: string | null;

  /** Of a dismissal: until when arbitration can be asked for. */
  @Field(() => Date, { nullable: true }) @Column('timestamptz', { nullable: true }) deadlineAt: Date | null;

  @Column('uuid') actorId: string;

  @Field() @Column('timestamptz') recordedAt: Date;
}

/** An attack path that the unit it hit may read 路径公开. */
@Entity('path_release')
export class PathRelease {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') seq: number;

  @Column('uuid') submissionId: string;

  @Column('uuid') rootUnitId: string;

  @Column('boolean') withEvidence: boolean;

  @Column('text') reason: string;

  @Column('uuid') releasedById: string;

  @Column('timestamptz') recordedAt: Date;
}
