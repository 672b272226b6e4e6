import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import { hasEnded } from '../../core/exercise/states.js';
import { canonicalAddress } from '../../core/kernel/address.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import type { FilingState } from '../../core/submission/filing-state.js';
import { fixedProblems } from '../../core/submission/fixed-fields.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction, violatedConstraint } from '../../platform/database/transaction.js';
import { NumberingService } from '../exercise/numbering.service.js';
import { AttackNode } from './attack-node.entity.js';
import { DraftChecks } from './draft-checks.service.js';
import { RevisionService } from './revision.service.js';
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
    private readonly numbering: NumberingService,
    private readonly checks: DraftChecks,
    private readonly revisions: RevisionService,
  ) {}

  /**
   * Saves the whole draft as it shall stand, creating it with version 0.
   * @throws Refusal STALE_VERSION, WRONG_STATE once filed, EXERCISE_NOT_LIVE after the end, LIMIT_REACHED,
   *   RETURN_TOO_LATE, BAD_INPUT naming every reference that leads nowhere and every fixed field of a returned one
   */
  async save(input: SubmissionDraftInput, viewer: Viewer | null): Promise<AttackSubmission> {
    const [grant] = requireGrants(viewer, input.exerciseId, 'submission.file');
    const state = await this.checks.stateOf(input.exerciseId);
    const isLostRace = (error: unknown): boolean => violatedConstraint(error) === 'attack_submission_pkey';
    await this.transaction
      .run(async (tx) => {
        const standing = await lock(tx, input.id);
        requireNotOver(state, standing);
        const teamId = standing === null ? await this.roomIn(tx, grant?.teamId ?? null) : standing.teamId;
        if (standing === null && input.version !== 0) throw new Refusal('NOT_FOUND');
        const nodes = input.nodes.map((node, index) => nodeRow(node, input.id, index));
        if (standing?.state === 'RETURNED') return this.revise(tx, { input, viewer, standing, nodes });
        if (standing !== null) requireEditable(standing, { ...input, viewer });
        await this.requireSound(tx, { input, teamId, nodes });
        await this.write(tx, { input, teamId, standing, nodes });
      }, isLostRace)
      .catch((error: unknown) => {
        if (violatedConstraint(error) === 'attack_node_pkey') refuseBadInput([{ path: 'nodes', code: 'TAKEN' }]);
        throw error;
      });
    return this.submissions.read(input.id, viewer);
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

  /** What is written on a returned submission is kept beside what was filed, until it is filed again. */
  private async revise(
    tx: EntityManager,
    save: { input: SubmissionDraftInput; viewer: Viewer | null; standing: AttackSubmission; nodes: AttackNode[] },
  ): Promise<void> {
    const { input, viewer, standing, nodes } = save;
    const [filed, updatedAt] = [await this.submissions.load(input.id, tx), this.clock.now()];
    const [asWritten = filed] = await this.revisions.withRevisions([filed], tx);
    requireEditable(asWritten, { ...input, viewer }, 'RETURNED');
    await this.revisions.requireInTime(tx, input.id, updatedAt);
    const written = { ...content(input), nodes };
    refuseBadInput(fixedProblems(filed, written));
    await this.revisions.requireOwnNodes(tx, input.id, nodes);
    await this.requireSound(tx, { input, teamId: standing.teamId, nodes });
    await this.revisions.save(tx, input.id, { version: input.version + 1, content: written, updatedAt });
  }

  private async requireSound(
    tx: EntityManager,
    { input, teamId, nodes }: { input: SubmissionDraftInput; teamId: string; nodes: AttackNode[] },
  ): Promise<void> {
    const { exerciseId } = input;
    refuseBadInput(await this.checks.problems({ ...content(input), nodes }, { exerciseId, teamId }, tx));
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

/** What was returned has a deadline of its own, which may lie after the end. @throws Refusal EXERCISE_NOT_LIVE */
function requireNotOver(state: string, standing: AttackSubmission | null): void {
  const isOver = standing?.state === 'RETURNED' ? state === 'FINAL' : hasEnded(state);
  if (isOver) throw new Refusal('EXERCISE_NOT_LIVE', { state });
}

/** The row, locked until the transaction ends. */
async function lock(tx: EntityManager, id: string): Promise<AttackSubmission | null> {
  return tx.findOne(AttackSubmission, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

/** Refuses whoever may not change this draft, or saw an older one. */
export function requireEditable(
  standing: AttackSubmission,
  wanted: { readonly exerciseId: string; readonly version: number; readonly viewer: Viewer | null },
  state: FilingState = 'DRAFT',
): void {
  const grants = grantsIn(wanted.viewer, standing.exerciseId, 'submission.file');
  const isOwn = grants.some(({ teamId }) => teamId === standing.teamId);
  if (!isOwn || standing.exerciseId !== wanted.exerciseId) throw new Refusal('NOT_FOUND');
  if (standing.state !== state) throw new Refusal('WRONG_STATE', { state: standing.state });
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
