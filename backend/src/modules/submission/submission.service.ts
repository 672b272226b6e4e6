import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type EntityManager, In } from 'typeorm';
import { grantsIn, seesBothSides, type Viewer } from '../../core/access/permissions.js';
import { type Seal, sealOf } from '../../core/journal/seal.js';
import { type FieldProblem, Refusal } from '../../core/kernel/refusal.js';
import { type FilingState, isEditable } from '../../core/submission/filing-state.js';
import { type FilingRules, missingOf } from '../../core/submission/missing.js';
import { type ScopeFinding, scopeFindings } from '../../core/submission/scope.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { cursorOf, type PageArgs, seqOf } from '../../platform/graphql/shared.types.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { RuleSetService } from '../ruleset/ruleset.service.js';
import { AttackNode } from './attack-node.entity.js';
import type { ReturnedWork } from './filed-version.types.js';
import { RevisionService } from './revision.service.js';
import { AttackSubmission, type SubmissionConnection } from './submission.entity.js';

/** The rules an exercise's submissions are written under. */
export interface SubmissionRules extends FilingRules {
  readonly meansKeys: ReadonlySet<string>;
}

/** Reads of attack submissions. Inside a transaction pass its manager. */
@Injectable()
export class SubmissionService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly exercises: ExerciseService,
    private readonly ruleSets: RuleSetService,
    private readonly revisions: RevisionService,
  ) {}

  /** A submission with its nodes, whoever asks. @throws Refusal NOT_FOUND */
  async load(id: string, tx: EntityManager = this.dataSource.manager): Promise<AttackSubmission> {
    const row = isUUID(id) ? await tx.findOneBy(AttackSubmission, { id }) : null;
    if (row === null) throw new Refusal('NOT_FOUND');
    const [submission = row] = await this.withNodes([row], tx);
    return submission;
  }

  /** All filed submissions of an exercise with their nodes, in receipt order. */
  async filedOf(exerciseId: string, tx: EntityManager = this.dataSource.manager): Promise<AttackSubmission[]> {
    const rows = await tx.find(AttackSubmission, {
      where: { exerciseId, state: 'FILED' },
      order: { receiptSeq: 'ASC' },
    });
    return this.withNodes(rows, tx);
  }

  /**
   * The submission, locked, as it stands under the journal's lock: to be judged, returned or withdrawn.
   * @throws Refusal NOT_FOUND for a draft, WRONG_STATE when it is not in one of these states
   */
  async requireState(
    tx: EntityManager,
    id: string,
    states: readonly FilingState[] = ['FILED'],
  ): Promise<AttackSubmission> {
    const lock = { mode: 'pessimistic_write' } as const;
    const row = await tx.findOne(AttackSubmission, { where: { id }, lock });
    if (row === null || row.state === 'DRAFT') throw new Refusal('NOT_FOUND');
    if (!states.includes(row.state)) throw new Refusal('WRONG_STATE', { state: row.state });
    const [submission = row] = await this.withNodes([row], tx);
    return submission;
  }

  /** Nodes of the submissions, each path in order. */
  async nodesOf(ids: readonly string[], tx: EntityManager = this.dataSource.manager): Promise<AttackNode[]> {
    if (ids.length === 0) return [];
    return tx.find(AttackNode, {
      where: { submissionId: In([...ids]) },
      order: { submissionId: 'ASC', ordinal: 'ASC' },
    });
  }

  /** One node, whoever asks. @throws Refusal NOT_FOUND */
  async nodeById(id: string, tx: EntityManager = this.dataSource.manager): Promise<AttackNode> {
    const node = isUUID(id) ? await tx.findOneBy(AttackNode, { id }) : null;
    if (node === null) throw new Refusal('NOT_FOUND');
    return node;
  }

  /**
   * A submission the viewer may read: the own team's, with what it has written since a return, or for those who judge any
   * that was ever filed, as it was filed. @throws Refusal NOT_FOUND
   */
  async read(id: string, viewer: Viewer | null): Promise<AttackSubmission> {
    const submission = await this.load(id);
    const { exerciseId, teamId, state } = submission;
    const isOwn = grantsIn(viewer, exerciseId, 'submission.read').some((grant) => grant.teamId === teamId);
    if (!isOwn && !(state !== 'DRAFT' && seesBothSides(viewer, exerciseId))) throw new Refusal('NOT_FOUND');
    if (!isOwn) return submission;
    const [asWritten = submission] = await this.revisions.withRevisions([submission]);
    return asWritten;
  }

  /** What the viewer may read of an exercise: drafts first, then newest receipt first. */
  async list(exerciseId: string, page: PageArgs, viewer: Viewer | null): Promise<SubmissionConnection> {
    const grants = requireGrants(viewer, exerciseId, 'submission.read');
    const teamIds = grants.flatMap(({ teamId }) => (teamId === null ? [] : [teamId]));
    const query = this.dataSource.manager
      .createQueryBuilder(AttackSubmission, 's')
      .where('s.exerciseId = :exerciseId', { exerciseId })
      .andWhere(`(s.teamId = ANY(:teamIds) OR (:seesAll AND s.state <> 'DRAFT'))`, {
        teamIds,
        seesAll: seesBothSides(viewer, exerciseId),
      });
    const totalCount = await query.getCount();
    const before = seqOf(page.after);
    if (before !== null) query.andWhere('s.listNo < :before', { before });
    const rows = await query
      .orderBy('s.listNo', 'DESC')
      .limit(page.first + 1)
      .getMany();
    const filed = await this.withNodes(rows.slice(0, page.first), this.dataSource.manager);
    const own = await this.revisions.withRevisions(filed.filter(({ teamId }) => teamIds.includes(teamId)));
    const asWritten = new Map(own.map((row) => [row.id, row]));
    const shown = filed.map((row) => asWritten.get(row.id) ?? row);
    const last = shown.at(-1);
    const pageInfo = { endCursor: last ? cursorOf(last.listNo) : null, hasNextPage: rows.length > page.first };
    return { nodes: shown, pageInfo, totalCount };
  }

  /** What was returned to the viewer's own teams and is not filed again. */
  async returnedTo(exerciseId: string, viewer: Viewer | null): Promise<ReturnedWork[]> {
    const grants = grantsIn(viewer, exerciseId, 'submission.file');
    return this.revisions.returnedTo(
      exerciseId,
      grants.flatMap(({ teamId }) => (teamId === null ? [] : [teamId])),
    );
  }

  /** What is still missing before it can be filed, or filed again; nothing once it is. */
  async missing(submission: AttackSubmission): Promise<FieldProblem[]> {
    if (!isEditable(submission.state)) return [];
    return missingOf(submission, await this.rulesOf(await this.exercises.byId(submission.exerciseId)));
  }

  /** Whether a node stayed within the rules of engagement. @throws Refusal NOT_FOUND */
  async checkScope(id: string, nodeId: string, viewer: Viewer | null): Promise<ScopeFinding[]> {
    const { exerciseId, teamId, unitId, nodes } = await this.read(id, viewer);
    const node = nodes.find((candidate) => candidate.id === nodeId);
    if (node === undefined) throw new Refusal('NOT_FOUND');
    const exercise = await this.exercises.byId(exerciseId);
    const units = await this.exercises.unitsOf(exerciseId);
    const rootId = units.find((unit) => unit.id === unitId)?.rootId;
    const tree = new Set(units.filter((unit) => unit.rootId === rootId).map((unit) => unit.id));
    const targets = (await this.exercises.targetsOf(exerciseId)).filter((target) => tree.has(target.unitId));
    const sources = await this.exercises.sourceAddressesOf([teamId]);
    const window = {
      ...exercise,
      startsAt: exercise.startedAt ?? exercise.startsAt,
      endsAt: exercise.endedAt ?? exercise.endsAt,
    };
    return scopeFindings(node, { window, targets, sources });
  }

  /** The pinned rules submissions are written under. @throws Refusal RULE_SET_INVALID when they have no attack side */
  async rulesOf(exercise: Pick<Exercise, 'attackRuleSetHash' | 'defenseRuleSetHash'>): Promise<SubmissionRules> {
    const attack = await this.ruleSets.byHash(exercise.attackRuleSetHash);
    const defense = await this.ruleSets.byHash(exercise.defenseRuleSetHash);
    if (attack.attack === null) throw new Refusal('RULE_SET_INVALID', { key: attack.key });
    const meansKeys = new Set(defense.defense?.means.map(({ key }) => key));
    return { attack: attack.attack, hasMeans: meansKeys.size > 0, meansKeys };
  }

  private async withNodes(rows: AttackSubmission[], tx: EntityManager): Promise<AttackSubmission[]> {
    const bySubmission = Map.groupBy(
      await this.nodesOf(
        rows.map(({ id }) => id),
        tx,
      ),
      ({ submissionId }) => submissionId,
    );
    for (const row of rows) row.nodes = bySubmission.get(row.id) ?? [];
    return rows;
  }
}

/**
 * The seal of a submission once filed, computed from what is written instead of read back: others wait for the stream
 * meanwhile. @param filed the columns that filing changes
 */
export function filedSeal(submission: AttackSubmission, filed: Partial<AttackSubmission>): Seal[] {
  return [sealOf('attack_submission', { ...submission, ...filed })];
}
