import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SubmissionVersion } from '../submission/submission-version.entity.js';
import type { AttackSubmission } from '../submission/submission.entity.js';
import { archived, type Filing } from '../submission/version.service.js';

/** Keeps filed versions before anything replaces them. */
@Injectable()
export class SubmissionArchive {
  /**
   * Archives the version that stands, unless it is; the first is archived only now, so that filing need not.
   * @returns the ids of what was written, to be sealed
   */
  async keep(tx: EntityManager, submission: AttackSubmission): Promise<string[]> {
    const { id: submissionId, exerciseId, versionNo, receiptSeq, filedAt, filedById } = submission;
    if (await tx.existsBy(SubmissionVersion, { submissionId, versionNo })) return [];
    if (receiptSeq === null || filedAt === null || filedById === null) throw new Error(`${submissionId} is not filed`);
    return this.add(tx, submissionId, { exerciseId, versionNo, receiptSeq, filedAt, filedById });
  }

  /** Archives the row as it stands in this transaction under this filing. */
  async add(tx: EntityManager, submissionId: string, filing: Filing): Promise<string[]> {
    const version = await archived(tx, 'attack_submission', submissionId, filing);
    await tx.insert(SubmissionVersion, { ...version, submissionId });
    return [version.id];
  }
}
