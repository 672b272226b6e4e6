import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { codeOf } from '../../core/exercise/code.js';
import { isJudged } from '../../core/exercise/states.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { subjectsOf } from '../../core/rescoring/change.js';
import { namesOthers } from '../../core/rescoring/named-others.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Journal, type Slot } from '../../platform/journal/journal.service.js';
import { sealRows, type WrittenRows } from '../../platform/journal/sealed-rows.js';
import { requireImpartialOn } from '../adjudication/recusal.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { NoticeService } from '../notice/notice.service.js';
import { requireNotArbitrated } from './arbitrated.js';
import { ChangeService } from './change.service.js';
import { concernedIds } from './concerned.js';
import type { ApproveRescoringInput, CancelRescoringInput, ProposeRescoringInput } from './rescoring.inputs.js';
import { RescoringApproval, RescoringSet } from './rescoring-set.entity.js';
import { mergedRows, SettledSets } from './settled-sets.service.js';
import { passes, requireApplier, requireApprover, requireCanceller, requireProposer } from './rights.js';

/** A proposal that has been checked and is not written yet. */
export type DraftedSet = Pick<RescoringSet, 'id' | 'exerciseId' | 'kind' | 'reason' | 'publicReason' | 'change'>;

/** Rescoring sets 重评: proposed, signed, taken back. None of this touches a score. */
@Injectable()
export class RescoringService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly changes: ChangeService,
    private readonly notices: NoticeService,
    private readonly settled: SettledSets,
  ) {}

  /** A set the viewer may read. @throws Refusal NOT_FOUND */
  async read(id: string, viewer: Viewer | null): Promise<RescoringSet> {
    const set = await this.dataSource.manager.findOneBy(RescoringSet, { id });
    if (set === null) throw new Refusal('NOT_FOUND');
    requireGrants(viewer, set.exerciseId, 'rescoring.read');
    return set;
  }

  /** All sets of an exercise, newest first. @throws Refusal NOT_FOUND */
  async list(exerciseId: string, viewer: Viewer | null): Promise<RescoringSet[]> {
    requireGrants(viewer, exerciseId, 'rescoring.read');
    return this.dataSource.manager.find(RescoringSet, { where: { exerciseId }, order: { proposedSeq: 'DESC' } });
  }

  /** Open sets that touch the same as this one. */
  async conflicts({ id, exerciseId, subjects }: RescoringSet): Promise<RescoringSet[]> {
    return this.dataSource.manager
      .createQueryBuilder(RescoringSet, 's')
      .where(`s.exerciseId = :exerciseId AND s.state = 'PROPOSED' AND s.id <> :id`, { exerciseId, id })
      .andWhere('s.subjects && :subjects', { subjects })
      .orderBy('s.proposedSeq')
      .getMany();
  }

  /** Signatures on these sets, oldest first. */
  async approvalsOf(setIds: readonly string[]): Promise<RescoringApproval[]> {
    const where = { setId: In([...setIds]) };
    return this.dataSource.manager.find(RescoringApproval, { where, order: { seq: 'ASC' } });
  }

  /** Open sets the viewer may put into effect, oldest first. */
  async openFor(exerciseId: string, viewer: Viewer | null): Promise<RescoringSet[]> {
    const where = { exerciseId, state: 'PROPOSED' as const };
    const open = await this.dataSource.manager.find(RescoringSet, { where, order: { proposedSeq: 'ASC' } });
    return open.filter((set) => passes(() => requireApplier(viewer, set)));
  }

  /** Sets that took effect, by the journal number under which they did. */
  async appliedOf(exerciseId: string): Promise<ReadonlyMap<number, RescoringSet>> {
    const applied = await this.dataSource.manager.findBy(RescoringSet, { exerciseId, state: 'APPLIED' });
    return new Map(applied.map((set) => [set.settledSeq ?? 0, set]));
  }

  /** Names that must not stand in words that go to several parties. */
  private async namesIn(exerciseId: string): Promise<string[]> {
    const parties = [...(await this.exercises.teamsOf(exerciseId)), ...(await this.exercises.unitsOf(exerciseId))];
    return parties.map(({ name }) => name);
  }

  /**
   * Proposes a change; nothing is scored otherwise until somebody else applies it.
   * @throws Refusal BAD_INPUT, WRONG_STATE for a draft exercise, STALE_VERSION, NOT_ALLOWED, CONFLICT_OF_INTEREST
   */
  async propose(input: ProposeRescoringInput, viewer: Viewer | null): Promise<RescoringSet> {
    const { exerciseId, commandId: id, kind } = input;
    const proposer = requireProposer(viewer, exerciseId, kind);
    const draft = await this.drafted(input);
    const command = { streamId: exerciseId, kind: 'RESCORING_PROPOSED', commandId: id, content: input };
    await this.journal.append({ ...command, actor: proposer }, async (tx, slot) => {
      await requireImpartialOn(tx, proposer, await concernedIds(tx, draft));
      await requireNotArbitrated(tx, draft.change);
      const code = await this.insert(tx, draft, { slot, proposer });
      return { subjectId: id, details: { code, kind, sealed: await sealRows(tx, { rescoring_set: id }) } };
    });
    return this.read(id, viewer);
  }

  /**
   * What a proposal says, checked, ready to be written by `insert`; before the transaction.
   * @throws Refusal BAD_INPUT, WRONG_STATE for an exercise in which nothing is judged, STALE_VERSION
   */
  async drafted(input: ProposeRescoringInput): Promise<DraftedSet> {
    const { exerciseId, commandId, kind } = input;
    const id = commandId.toLowerCase();
    const reason = input.reason.trim();
    const publicReason = input.publicReason.trim();
    const names = await this.namesIn(exerciseId);
    refuseBadInput([
      ...(reason === '' ? [{ path: 'reason', code: 'REQUIRED' }] : []),
      ...(publicReason === '' ? [{ path: 'publicReason', code: 'REQUIRED' }] : []),
      ...(namesOthers(publicReason, names) ? [{ path: 'publicReason', code: 'NAMES_OTHERS' }] : []),
    ]);
    const exercise = await this.exercises.byId(exerciseId);
    if (!isJudged(exercise.state)) throw new Refusal('WRONG_STATE', { state: exercise.state });
    // A command that is repeated finds its own set: what stood then may have changed since.
    const known = await this.dataSource.manager.findOneBy(RescoringSet, { id, exerciseId });
    const change = known?.change ?? (await this.changes.read(input, exercise));
    return { id, exerciseId, kind, reason, publicReason, change };
  }

  /** Writes a proposal within an act, whose record seals it. @returns its code */
  async insert(tx: EntityManager, draft: DraftedSet, by: { slot: Slot; proposer: Viewer }): Promise<string> {
    const { slot, proposer } = by;
    const code = await nextCode(tx, draft.exerciseId);
    const place = { proposedById: proposer.userId, proposedAt: slot.recordedAt, proposedSeq: slot.seq };
    const subjects = subjectsOf(draft.change);
    await tx.insert(RescoringSet, { ...draft, code, subjects, ...place, state: 'PROPOSED' });
    return code;
  }

  /** Signs a proposal with the differences seen, before somebody applies it. @throws Refusal as `requireApprover` */
  async approve(input: ApproveRescoringInput, viewer: Viewer | null): Promise<RescoringSet> {
    const set = await this.read(input.setId, viewer);
    const approver = requireApprover(viewer, set);
    const { commandId: id, previewHash } = input;
    const command = { streamId: set.exerciseId, kind: 'RESCORING_APPROVED', commandId: id, content: input };
    await this.journal.append({ ...command, actor: approver }, async (tx, slot) => {
      await requireOpen(tx, set.id);
      await requireImpartialOn(tx, approver, await concernedIds(tx, set));
      const own = { setId: set.id, approverId: approver.userId };
      if (await tx.existsBy(RescoringApproval, own)) throw new Refusal('WRONG_STATE', { state: 'APPROVED' });
      const signature = { ...own, comment: input.comment.trim(), previewHash, recordedAt: slot.recordedAt };
      await tx.insert(RescoringApproval, { id, exerciseId: set.exerciseId, seq: slot.seq, ...signature });
      const sealed = await sealRows(tx, { rescoring_approval: id });
      return { subjectId: set.id, details: { code: set.code, previewHash, sealed } };
    });
    return this.read(set.id, viewer);
  }

  /** Takes a proposal back; it stays on record with the reason. @throws Refusal NOT_ALLOWED, WRONG_STATE, CONFLICT_OF_INTEREST */
  async cancel(input: CancelRescoringInput, viewer: Viewer | null): Promise<RescoringSet> {
    const set = await this.read(input.setId, viewer);
    const canceller = requireCanceller(viewer, set);
    const command = { streamId: set.exerciseId, kind: 'RESCORING_CANCELLED', commandId: input.commandId };
    await this.journal.append({ ...command, content: input, actor: canceller }, async (tx, slot) => {
      await requireOpen(tx, set.id);
      const isOwn = canceller.userId === set.proposedById;
      if (!isOwn) await requireImpartialOn(tx, canceller, await concernedIds(tx, set));
      const settled = { settledById: canceller.userId, settledAt: slot.recordedAt, settledSeq: slot.seq };
      await tx.update(RescoringSet, { id: set.id }, { state: 'CANCELLED', cancelReason: input.reason, ...settled });
      const params = { set: set.code, kind: set.kind, reason: input.reason };
      const news = { to: { personId: set.proposedById }, subjectId: set.id, code: 'PROPOSAL_CANCELLED', params };
      const told = isOwn ? [] : await this.notices.give(tx, set.exerciseId, slot, [news]);
      const followed = await this.settled.tell(tx, { set, slot, actorId: canceller.userId, isApplied: false });
      const own: WrittenRows = { rescoring_set: set.id, ...(told.length > 0 ? { notice: told } : {}) };
      const sealed = await sealRows(tx, mergedRows([own, followed.rows]));
      const alsoTold = followed.parties.length > 0 ? { alsoTold: followed.parties } : {};
      return { subjectId: set.id, details: { code: set.code, reason: input.reason, ...alsoTold, sealed } };
    });
    return this.read(set.id, viewer);
  }
}

/** Locks a set that is still open. @throws Refusal WRONG_STATE with the state it is in */
export async function requireOpen(tx: EntityManager, id: string): Promise<RescoringSet> {
  const set = await tx.findOneOrFail(RescoringSet, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (set.state !== 'PROPOSED') throw new Refusal('WRONG_STATE', { state: set.state });
  return set;
}

/** Under the journal's lock no set comes or goes, so the next number follows from how many there are. */
async function nextCode(tx: EntityManager, exerciseId: string): Promise<string> {
  return codeOf('R', (await tx.countBy(RescoringSet, { exerciseId })) + 1);
}
