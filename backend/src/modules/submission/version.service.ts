import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { type PlainRow, plainRow, type SealedTable, sealRule } from '../../core/journal/seal.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { submissionContent } from '../../core/submission/version-content.js';
import { differenceOf } from '../../core/submission/version-difference.js';
import { rowSql } from '../../platform/journal/sealed-rows.js';
import type { FiledVersion } from './filed-version.types.js';
import { SubmissionReturn, SubmissionVersion } from './submission-version.entity.js';
import type { AttackSubmission } from './submission.entity.js';
import { SubmissionService } from './submission.service.js';
import { type DifferenceFound, differenceFound } from './version.view.js';

/** Who filed a version, when, and under which number. */
export type Filing = Pick<FiledVersion, 'exerciseId' | 'versionNo' | 'receiptSeq' | 'filedAt' | 'filedById'>;

/** Filed versions 版本 of submissions, and what changed between them. */
@Injectable()
export class VersionService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly submissions: SubmissionService,
  ) {}

  /** All filed versions, first to last. */
  async versionsOf(submission: AttackSubmission): Promise<SubmissionVersion[]> {
    const { id: submissionId, state, versionNo } = submission;
    const order = { versionNo: 'ASC' } as const;
    const archived = await this.dataSource.manager.find(SubmissionVersion, { where: { submissionId }, order });
    const isArchived = state !== 'FILED' || archived.some((version) => version.versionNo === versionNo);
    return isArchived ? archived : [...archived, standingVersion(submission)];
  }

  /** All returns of these submissions, oldest first. */
  async returnsOf(submissionIds: readonly string[]): Promise<SubmissionReturn[]> {
    const where = { submissionId: In([...submissionIds]) };
    return this.dataSource.manager.find(SubmissionReturn, { where, order: { seq: 'ASC' } });
  }

  /** What changed from one filed version to another. @throws Refusal NOT_FOUND for a version that is not there */
  async difference(
    between: { readonly id: string; readonly from: number; readonly to: number },
    viewer: Viewer | null,
  ): Promise<DifferenceFound> {
    const submission = await this.submissions.read(between.id, viewer);
    if (submission.state === 'DRAFT') throw new Refusal('NOT_FOUND');
    const versions = await this.versionsOf(submission);
    const [before, after] = [between.from, between.to].map((wanted) => {
      const version = versions.find(({ versionNo }) => versionNo === wanted);
      if (version === undefined) throw new Refusal('NOT_FOUND');
      return submissionContent(version.content as PlainRow);
    });
    if (before === undefined || after === undefined) throw new Refusal('NOT_FOUND');
    return differenceFound(between, { before, after, difference: differenceOf(before, after) }, 'assetName');
  }
}

/** A first filing needs no archive as long as nothing replaces it: the row itself is what was filed. */
function standingVersion(submission: AttackSubmission): SubmissionVersion {
  const { id, exerciseId, versionNo, receiptSeq, filedAt, filedById, updatedAt } = submission;
  return {
    id,
    submissionId: id,
    exerciseId,
    versionNo,
    receiptSeq: receiptSeq ?? 0,
    filedAt: filedAt ?? updatedAt,
    filedById: filedById ?? '',
    content: plainRow(submission, sealRule('attack_submission')),
  };
}

/** The columns of an archived version: the whole row as it stands in this transaction, and as its record seals it. */
export async function archived(tx: EntityManager, table: SealedTable, id: string, filing: Filing) {
  const [found] = await tx.query<{ row: PlainRow }[]>(
    `SELECT ${rowSql(table)} AS row FROM ${table} t WHERE t.id = $1`,
    [id],
  );
  if (found === undefined) throw new Error(`${table} ${id} is gone`);
  return { id: randomUUID(), ...filing, content: plainRow(found.row, sealRule(table)) };
}
