import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import { canonicalAddress } from '../../core/kernel/address.js';
import { type FieldProblem, Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import type { SubmissionDraft } from '../../core/submission/draft.js';
import { draftProblems } from '../../core/submission/draft-problems.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction, violatedConstraint } from '../../platform/database/transaction.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { NumberingService } from '../exercise/numbering.service.js';
import { AttackNode } from './attack-node.entity.js';
import { AttackSubmission } from './submission.entity.js';
import type { AttackNodeInput, DraftCommandInput, SubmissionDraftInput } from './submission.inputs.js';
import { SubmissionService } from './submission.service.js';

/** Drafts stand above every receipt in lists. */
const DRAFTS_FROM = 500_000_000;
/** Most drafts a team keeps at once. */
export const MAX_DRAFTS = 200;

/** A team's own workspace: nothing here is a fact yet, so nothing is journaled. */
@Injectable()
export class DraftService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly submissions: SubmissionService,
    private readonly exercises: ExerciseService,
    private readonly evidence: EvidenceService,
    private readonly numbering: NumberingService,
  ) {}

  /**
   * Saves the whole draft as it shall stand, creating it with version 0.
   * @throws Refusal STALE_VERSION, WRONG_STATE once filed, EXERCISE_NOT_LIVE after the end, LIMIT_REACHED,
   *   BAD_INPUT naming every reference that leads nowhere
   */
  async save(input: SubmissionDraftInput, viewer: Viewer | null): Promise<AttackSubmission> {
    const [grant] = requireGrants(viewer, input.exerciseId, 'submission.file');
    const { state } = await this.exercises.byId(input.exerciseId);
    if (state === 'ENDED') throw new Refusal('EXERCISE_NOT_LIVE', { state });
    const isLostRace = (error: unknown): boolean => violatedConstraint(error) === 'attack_submission_pkey';
    await this.transaction
      .run(async (tx) => {
        const standing = await lock(tx, input.id);
        const teamId = standing === null ? await this.roomIn(tx, grant?.teamId ?? null) : standing.teamId;
        if (standing === null && input.version !== 0) throw new Refusal('NOT_FOUND');
        if (standing !== null) requireEditable(standing, { ...input, viewer });
        const nodes = input.nodes.map((node, index) => nodeRow(node, input.id, index));
        refuseBadInput(await this.problems({ ...content(input), nodes }, { exerciseId: input.exerciseId, teamId }, tx));
        await this.write(tx, { input, teamId, standing, nodes });
      }, isLostRace)
      .catch((error: unknown) => {
        if (violatedConstraint(error) === 'attack_node_pkey') refuseBadInput([{ path: 'nodes', code: 'TAKEN' }]);
        throw error;
      });
    return this.submissions.load(input.id);
  }

  /** Throws a draft away. @throws Refusal NOT_FOUND, STALE_VERSION, WRONG_STATE once filed */
  async discard(input: DraftCommandInput, viewer: Viewer | null): Promise<boolean> {
    await this.transaction.run(async (tx) => {
      const standing = await lock(tx, input.id);
      if (standing === null) throw new Refusal('NOT_FOUND');
      requireEditable(standing, { exerciseId: standing.exerciseId, version: input.version, viewer });
      await tx.delete(AttackNode, { submissionId: input.id });
      await tx.delete(AttackSubmission, { id: input.id });
    });
    return true;
  }

  /** Every reference of the draft that leads nowhere. */
  async problems(
    draft: SubmissionDraft,
    place: { readonly exerciseId: string; readonly teamId: string },
    tx?: EntityManager,
  ): Promise<FieldProblem[]> {
    const exercise = await this.exercises.byId(place.exerciseId, tx);
    const { attack, meansKeys } = await this.submissions.rulesOf(exercise);
    const units = await this.exercises.unitsOf(place.exerciseId, tx);
    const targets = await this.exercises.targetsOf(place.exerciseId, tx);
    const owner = { exerciseId: place.exerciseId, partyId: place.teamId };
    const attached = draft.nodes.flatMap((node) => node.evidenceIds);
    const evidenceIds = await this.evidence.ownedIds(owner, attached, tx);
    return draftProblems(draft, {
      unitIds: new Set(units.map(({ id }) => id)),
      targetIds: new Set(targets.map(({ id }) => id)),
      evidenceIds,
      attack,
      meansKeys,
    });
  }

  private async roomIn(tx: EntityManager, teamId: string | null): Promise<string> {
    if (teamId === null) throw new Refusal('NOT_FOUND');
    const count = await tx.countBy(AttackSubmission, { teamId, state: 'DRAFT' });
    if (count >= MAX_DRAFTS) throw new Refusal('LIMIT_REACHED', { limit: String(MAX_DRAFTS) });
    return teamId;
  }

  private async write(
    tx: EntityManager,
    save: { input: SubmissionDraftInput; teamId: string; standing: AttackSubmission | null; nodes: AttackNode[] },
  ): Promise<void> {
    const { input, teamId, standing, nodes } = save;
    const { id, exerciseId } = input;
    const row = { ...content(input), updatedAt: this.clock.now(), version: input.version + 1 };
    if (standing === null) {
      const { code, number } = await this.numbering.nextDraft(tx, 'A');
      const listNo = DRAFTS_FROM + number;
      await tx.insert(AttackSubmission, { id, exerciseId, teamId, code, listNo, state: 'DRAFT', ...row });
    } else {
      await tx.update(AttackSubmission, { id }, row);
      await tx.delete(AttackNode, { submissionId: id });
    }
    if (nodes.length > 0) await tx.insert(AttackNode, nodes);
  }
}

/** The row, locked until the transaction ends. */
async function lock(tx: EntityManager, id: string): Promise<AttackSubmission | null> {
  return tx.findOne(AttackSubmission, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

/** Refuses whoever may not change this draft, or saw an older one. */
export function requireEditable(
  standing: AttackSubmission,
  wanted: { readonly exerciseId: string; readonly version: number; readonly viewer: Viewer | null },
): void {
  const grants = grantsIn(wanted.viewer, standing.exerciseId, 'submission.file');
  const isOwn = grants.some(({ teamId }) => teamId === standing.teamId);
  if (!isOwn || standing.exerciseId !== wanted.exerciseId) throw new Refusal('NOT_FOUND');
  if (standing.state !== 'DRAFT') throw new Refusal('WRONG_STATE', { state: standing.state });
  if (standing.version !== wanted.version) throw new Refusal('STALE_VERSION', { version: String(standing.version) });
}

/** The columns an author writes. */
function content(input: SubmissionDraftInput) {
  return {
    unitId: input.unitId ?? null,
    targetId: input.targetId ?? null,
    title: input.title.trim(),
    startedAt: input.startedAt ?? null,
    endedAt: input.endedAt ?? null,
    sourceAddresses: tidy(input.sourceAddresses),
    controlledAddresses: tidy(input.controlledAddresses),
    summary: input.summary,
    remediation: input.remediation,
  };
}

/** One spelling per machine, once each; what is no address stays as typed until it is mended. */
function tidy(addresses: readonly string[]): string[] {
  const spelled = addresses.map((address) => canonicalAddress(address) ?? address.trim());
  return [...new Set(spelled)].filter((address) => address !== '');
}

function nodeRow(input: AttackNodeInput, submissionId: string, index: number): AttackNode {
  return {
    id: input.id,
    submissionId,
    ordinal: index + 1,
    parentId: input.parentId ?? null,
    assetName: input.assetName.trim(),
    systemKey: input.systemKey.trim(),
    zone: input.zone ?? null,
    sourceAddress: input.sourceAddress.trim(),
    destinationAddress: input.destinationAddress.trim(),
    url: input.url.trim(),
    startedAt: input.startedAt ?? null,
    endedAt: input.endedAt ?? null,
    means: [...new Set(input.means)],
    technique: input.technique.trim(),
    categoryKey: input.categoryKey ?? null,
    privilegeKey: input.privilegeKey ?? null,
    quantity: input.quantity,
    narrative: input.narrative,
    evidenceIds: [...new Set(input.evidenceIds)],
  };
}
