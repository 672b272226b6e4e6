import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { lossGroupOf } from '../adjudication/loss.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { NoticeService } from '../notice/notice.service.js';
import { AttackNode } from '../submission/attack-node.entity.js';
import { AttackSubmission } from '../submission/submission.entity.js';
import { PathRelease } from './appeal.entity.js';
import type { ReleasePathInput } from './appeal.inputs.js';
import type { PathToRelease, ReleasedPath } from './path-release.types.js';

/** Attack paths the organizer lets the unit they hit read. Before that it knows what it lost, and nothing of how. */
@Injectable()
export class PathReleaseService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly notices: NoticeService,
  ) {}

  /**
   * Lets the hit unit read a result's path and, if said, its evidence. It cannot be taken back; evidence can be added.
   * @throws Refusal NOT_FOUND, WRONG_STATE while a node is not judged, when none stands or when nothing would be released anew
   */
  async release(input: ReleasePathInput, viewer: Viewer | null): Promise<PathToRelease> {
    const { manager } = this.dataSource;
    const submission = await manager.findOneBy(AttackSubmission, { id: input.submissionId, state: 'FILED' });
    if (submission === null) throw new Refusal('NOT_FOUND');
    const { exerciseId, id: submissionId } = submission;
    requireGrants(viewer, exerciseId, 'exercise.direct');
    const organizer = requireViewer(viewer);
    const { commandId: id, withEvidence, reason } = input;
    const command = { streamId: exerciseId, kind: 'PATH_RELEASED', commandId: id, content: input, actor: organizer };
    await this.journal.append(command, async (tx, slot) => {
      const units = await this.exercises.unitsOf(exerciseId, tx);
      const rootUnitId = units.find((unit) => unit.id === submission.unitId)?.rootId ?? '';
      await requireJudged(tx, submissionId);
      const earlier = await tx.findBy(PathRelease, { submissionId });
      if (earlier.some((one) => one.withEvidence || !withEvidence))
        throw new Refusal('WRONG_STATE', { state: 'RELEASED' });
      const place = { exerciseId, seq: slot.seq, recordedAt: slot.recordedAt, releasedById: organizer.userId };
      await tx.insert(PathRelease, { id, submissionId, rootUnitId, withEvidence, reason: reason.trim(), ...place });
      const news = { to: { partyId: rootUnitId }, subjectId: id, code: 'PATH_RELEASED', params: { reason } };
      const notice = await this.notices.give(tx, exerciseId, slot, [news]);
      const sealed = await sealRows(tx, { path_release: id, notice });
      // The team is not told; the unit learns the release, not the result's id.
      return { subjectId: id, partyId: rootUnitId, details: { withEvidence, sealed } };
    });
    const [row] = (await this.toRelease(exerciseId, viewer)).filter(
      ({ id: releasedId }) => releasedId === submissionId,
    );
    if (row === undefined) throw new Refusal('NOT_FOUND');
    return row;
  }

  /** Paths released to the units the viewer defends, newest first. @throws Refusal NOT_FOUND */
  async releasedTo(exerciseId: string, viewer: Viewer | null): Promise<ReleasedPath[]> {
    requireGrants(viewer, exerciseId, 'loss.read');
    const roots = grantsIn(viewer, exerciseId, 'loss.read').flatMap(({ unitId }) => unitId ?? []);
    const { manager } = this.dataSource;
    const where = { exerciseId, rootUnitId: In(roots) };
    const releases = await manager.find(PathRelease, { where, order: { seq: 'ASC' } });
    // Of several the last says most.
    const bySubmission = new Map(releases.map((release) => [release.submissionId, release]));
    const submissionId = In([...bySubmission.keys()]);
    const nodes = await manager.find(AttackNode, { where: { submissionId }, order: { ordinal: 'ASC' } });
    const path = Map.groupBy(nodes, (node) => node.submissionId);
    return [...bySubmission.values()].reverse().map((release) => ({
      id: release.id,
      lossGroup: lossGroupOf(exerciseId, release.submissionId),
      withEvidence: release.withEvidence,
      reason: release.reason,
      releasedAt: release.recordedAt,
      nodes: (path.get(release.submissionId) ?? []).map((node) => ({
        ...node,
        evidenceIds: release.withEvidence ? node.evidenceIds : [],
      })),
    }));
  }

  /** Judged results with how far their path is released, by receipt. @throws Refusal NOT_FOUND */
  async toRelease(exerciseId: string, viewer: Viewer | null): Promise<PathToRelease[]> {
    requireGrants(viewer, exerciseId, 'exercise.direct');
    return this.dataSource.manager.query<PathToRelease[]>(
      `SELECT s.id, s.code, s.title, t.name AS "teamName", u.name AS "unitName",
              r.recorded_at AS "releasedAt", coalesce(r.with_evidence, false) AS "withEvidence"
         FROM attack_submission s
         JOIN attack_team t ON t.id = s.team_id
         JOIN unit u ON u.id = s.unit_id
         LEFT JOIN LATERAL (SELECT * FROM path_release p WHERE p.submission_id = s.id ORDER BY p.seq DESC LIMIT 1) r
                ON true
        WHERE s.exercise_id = $1 AND s.state = 'FILED'
          AND NOT EXISTS (${UNJUDGED})
          AND (r.id IS NOT NULL OR EXISTS (${STANDING}))
        ORDER BY s.receipt_seq`,
      [exerciseId],
    );
  }
}

const UNJUDGED = `SELECT 1 FROM attack_node n WHERE n.submission_id = s.id
                     AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.node_id = n.id)`;

/** A node that counts: of a result that was rejected altogether there is no path. */
const STANDING = `SELECT 1 FROM attack_node n WHERE n.submission_id = s.id
                     AND (SELECT v.outcome FROM verdict v WHERE v.node_id = n.id ORDER BY v.seq DESC LIMIT 1)
                         <> 'REJECTED'`;

async function requireJudged(tx: EntityManager, submissionId: string): Promise<void> {
  const open = await tx.query<unknown[]>(`SELECT 1 FROM attack_submission s WHERE s.id = $1 AND EXISTS (${UNJUDGED})`, [
    submissionId,
  ]);
  if (open.length > 0) throw new Refusal('WRONG_STATE', { state: 'NOT_JUDGED' });
  const standing = await tx.query<unknown[]>(
    `SELECT 1 FROM attack_submission s WHERE s.id = $1 AND EXISTS (${STANDING})`,
    [submissionId],
  );
  if (standing.length === 0) throw new Refusal('WRONG_STATE', { state: 'REJECTED' });
}
