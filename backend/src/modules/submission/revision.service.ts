import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireInTime } from '../../core/submission/return.js';
import { AttackNode } from './attack-node.entity.js';
import type { ReturnedWork } from './filed-version.types.js';
import { SubmissionReturn, SubmissionRevision, type WrittenContent } from './submission-version.entity.js';
import type { AttackSubmission } from './submission.entity.js';

/** What teams are writing on returned submissions, beside what they filed. */
@Injectable()
export class RevisionService {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * The submissions as their own team sees them: a returned one with what has been written since. What was filed stays
   * in the rows, and is what everybody else sees.
   */
  async withRevisions(
    rows: readonly AttackSubmission[],
    tx: EntityManager = this.dataSource.manager,
  ): Promise<AttackSubmission[]> {
    const ids = rows.filter(({ state }) => state === 'RETURNED').map(({ id }) => id);
    const found = ids.length === 0 ? [] : await tx.findBy(SubmissionRevision, { submissionId: In(ids) });
    const revisions = new Map(found.map((revision) => [revision.submissionId, revision]));
    return rows.map((row) => {
      const revision = revisions.get(row.id);
      if (revision === undefined) return row;
      const { content, version, updatedAt } = revision;
      return { ...row, ...revived(content), version, updatedAt };
    });
  }

  /** Returned submissions of these teams with their deadlines. */
  async returnedTo(exerciseId: string, teamIds: readonly string[]): Promise<ReturnedWork[]> {
    if (teamIds.length === 0) return [];
    return this.dataSource.manager.query<ReturnedWork[]>(
      `SELECT s.id AS "subjectId", s.code, coalesce(v.content ->> 'title', s.title) AS title, r.due_at AS "dueAt",
              r.recorded_at AS since, jsonb_array_length(r.reasons) AS count
         FROM attack_submission s
         JOIN submission_return r ON r.submission_id = s.id AND r.version_no = s.version_no
         LEFT JOIN submission_revision v ON v.submission_id = s.id
        WHERE s.exercise_id = $1 AND s.team_id = ANY ($2) AND s.state = 'RETURNED'
        ORDER BY r.due_at`,
      [exerciseId, teamIds],
    );
  }

  /** Keeps what was written, as the next version after the one its author saw. */
  async save(tx: EntityManager, id: string, revision: Omit<SubmissionRevision, 'submissionId'>): Promise<void> {
    await tx.upsert(SubmissionRevision, { submissionId: id, ...revision }, ['submissionId']);
  }

  /** Forgets it: it is filed, or will never be. */
  async drop(tx: EntityManager, id: string): Promise<void> {
    await tx.delete(SubmissionRevision, { submissionId: id });
  }

  /** The last return. @throws Error when it was never returned */
  async lastReturn(tx: EntityManager, submissionId: string): Promise<SubmissionReturn> {
    return tx.findOneOrFail(SubmissionReturn, { where: { submissionId }, order: { seq: 'DESC' } });
  }

  /** @throws Refusal RETURN_TOO_LATE once the deadline of the last return has passed */
  async requireInTime(tx: EntityManager, submissionId: string, now: Date): Promise<void> {
    requireInTime((await this.lastReturn(tx, submissionId)).dueAt, now);
  }

  /** Replaces the nodes of a returned submission by those of its revision. @throws Refusal BAD_INPUT for a foreign id */
  async replaceNodes(tx: EntityManager, id: string, nodes: readonly AttackNode[]): Promise<void> {
    const standing = new Set((await tx.findBy(AttackNode, { submissionId: id })).map((node) => node.id));
    const kept = new Set(nodes.map((node) => node.id));
    const dropped = [...standing].filter((nodeId) => !kept.has(nodeId));
    if (dropped.length > 0) await tx.delete(AttackNode, { id: In(dropped), submissionId: id });
    for (const { id: nodeId, ...node } of nodes.filter((written) => standing.has(written.id))) {
      await tx.update(AttackNode, { id: nodeId }, node);
    }
    const added = nodes.filter((node) => !standing.has(node.id));
    if (added.length > 0) await tx.insert(AttackNode, added);
  }

  /** @throws Refusal BAD_INPUT when a new node bears the id of another submission's */
  async requireOwnNodes(tx: EntityManager, id: string, nodes: readonly AttackNode[]): Promise<void> {
    const found = await tx.find(AttackNode, {
      select: { id: true, submissionId: true },
      where: { id: In(nodes.map((node) => node.id)) },
    });
    if (found.every(({ submissionId }) => submissionId === id)) return;
    throw new Refusal('BAD_INPUT', {}, [{ path: 'nodes', code: 'TAKEN' }]);
  }
}

/** Instants are text inside jsonb. */
function revived(content: WrittenContent): WrittenContent {
  return { ...content, ...instants(content), nodes: content.nodes.map((node) => ({ ...node, ...instants(node) })) };
}

function instants({ startedAt, endedAt }: Pick<WrittenContent, 'startedAt' | 'endedAt'>) {
  return {
    startedAt: startedAt === null ? null : new Date(startedAt),
    endedAt: endedAt === null ? null : new Date(endedAt),
  };
}
