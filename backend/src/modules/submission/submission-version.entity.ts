import { Column, Entity, PrimaryColumn } from 'typeorm';
import { FiledVersion, Returned } from './filed-version.types.js';
import type { AttackSubmission } from './submission.entity.js';

/** The part of a submission its author writes. */
export type WrittenContent = Pick<
  AttackSubmission,
  | 'unitId'
  | 'targetId'
  | 'title'
  | 'startedAt'
  | 'endedAt'
  | 'sourceAddresses'
  | 'controlledAddresses'
  | 'summary'
  | 'remediation'
  | 'nodes'
>;

/** A filed version 版本 of a submission. Version 1 is archived when it is first returned or withdrawn, not before. */
@Entity('submission_version')
export class SubmissionVersion extends FiledVersion {
  @Column('uuid') submissionId: string;
}

/** A return 退回补正 of a submission. */
@Entity('submission_return')
export class SubmissionReturn extends Returned {
  @Column('uuid') submissionId: string;
}

/** What a team is writing while its submission is returned: its own affair until it is filed again. */
@Entity('submission_revision')
export class SubmissionRevision {
  @PrimaryColumn('uuid') submissionId: string;

  /** Goes on counting where the submission's own stopped. */
  @Column('integer') version: number;

  @Column('jsonb') content: WrittenContent;

  @Column('timestamptz') updatedAt: Date;
}
