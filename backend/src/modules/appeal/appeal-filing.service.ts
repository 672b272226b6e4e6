import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DataSource } from 'typeorm';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import { requireArbitrationOpen, requireNext } from '../../core/appeal/appeal.js';
import { appealDeadline, isAppealOpen, type NoticeSpan } from '../../core/appeal/window.js';
import { codeOf } from '../../core/exercise/code.js';
import { isJudged } from '../../core/exercise/states.js';
import { Refusal, refuseBadInput, type FieldProblem } from '../../core/kernel/refusal.js';
import { requireViewer } from '../../platform/access/viewer.js';
import { violatedConstraint } from '../../platform/database/transaction.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { PolicyService } from '../policy/policy.service.js';
import { Appeal, AppealActRow } from './appeal.entity.js';
import type { AppealReasonInput, FileAppealInput } from './appeal.inputs.js';
import { AppealService, arbitrationUntil, caseActs, stateOf } from './appeal.service.js';
import { type DecidedSubject, decidedSubject, type DecisionRow, hasLoss, isArbitrated } from './decision-rows.js';

/** What a party does: appeal, take it back, ask for arbitration. */
@Injectable()
export class AppealFilingService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly evidence: EvidenceService,
    private readonly policies: PolicyService,
    private readonly appeals: AppealService,
  ) {}

  /**
   * Appeals the decision in force. Who has no standing on it learns not even that it is there.
   * @throws Refusal NOT_FOUND, WRONG_STATE while nothing was decided or after arbitration or the final result,
   *   APPEAL_TOO_LATE, ALREADY_APPEALED, BAD_INPUT for evidence that is not one's own or not new
   */
  async file(input: FileAppealInput, viewer: Viewer | null): Promise<Appeal> {
    const { commandId, subjectKind, subjectId } = input;
    const { manager } = this.dataSource;
    const { exerciseId, ...subject } = await decidedSubject(manager, subjectKind, subjectId);
    const partyId = await standing(manager, input, { exerciseId, ...subject }, viewer);
    const command = { streamId: exerciseId, kind: 'APPEAL_FILED', commandId, content: input };
    const write = (tx: EntityManager, slot: Slot): Promise<Written> =>
      this.write(tx, slot, { input, partyId, filer: requireViewer(viewer) });
    try {
      const receipt = await this.journal.append({ ...command, actor: viewer }, write);
      return await this.appeals.read(receipt.subjectId, viewer);
    } catch (error) {
      if (violatedConstraint(error) === 'appeal_once') throw new Refusal('ALREADY_APPEALED');
      throw error;
    }
  }

  /** Takes an appeal back before it is ruled on; it counts as the one there is. @throws Refusal NOT_FOUND, WRONG_STATE */
  async withdraw(input: AppealReasonInput, viewer: Viewer | null): Promise<Appeal> {
    return this.act('APPEAL_WITHDRAWN', input, viewer, ({ acts }) => {
      requireNext(stateOf(acts), 'WITHDRAWN');
      return 'WITHDRAWN';
    });
  }

  /** Asks the chief referee for arbitration. @throws Refusal NOT_FOUND, WRONG_STATE, APPEAL_TOO_LATE */
  async requestArbitration(input: AppealReasonInput, viewer: Viewer | null): Promise<Appeal> {
    return this.act('ARBITRATION_REQUESTED', input, viewer, ({ acts, slot }) => {
      requireArbitrationOpen(caseActs(acts), arbitrationUntil(acts) ?? slot.recordedAt, slot.recordedAt);
      return 'ARBITRATION_REQUESTED';
    });
  }

  private async act(
    kind: string,
    input: AppealReasonInput,
    viewer: Viewer | null,
    decide: (about: { acts: readonly AppealActRow[]; slot: Slot }) => AppealActRow['kind'],
  ): Promise<Appeal> {
    const appeal = await this.appeals.readOwn(input.appealId, viewer);
    const { commandId: id, appealId, reason } = input;
    const actor = requireViewer(viewer);
    const command = { streamId: appeal.exerciseId, kind, commandId: id, content: input, actor };
    await this.journal.append(command, async (tx, slot) => {
      const acts = await this.appeals.actsOn(appeal.id, tx);
      const act = { kind: decide({ acts, slot }), reason: reason.trim(), actorId: actor.userId };
      const place = { exerciseId: appeal.exerciseId, seq: slot.seq, recordedAt: slot.recordedAt };
      await tx.insert(AppealActRow, { id, appealId, ...act, ...place });
      const sealed = await sealRows(tx, { appeal_act: id });
      return { subjectId: appeal.id, partyId: appeal.partyId, details: { code: appeal.code, sealed } };
    });
    return this.appeals.read(appeal.id, viewer);
  }

  private async write(
    tx: EntityManager,
    slot: Slot,
    { input, partyId, filer }: { input: FileAppealInput; partyId: string; filer: Viewer },
  ): Promise<Written> {
    const { commandId: id, subjectKind, subjectId } = input;
    const subject = await decidedSubject(tx, subjectKind, subjectId);
    // Under the lock once more: the loss may have gone meanwhile.
    await standing(tx, input, subject, filer);
    const { exerciseId } = subject;
    const exercise = await this.exercises.byId(exerciseId, tx);
    if (!isJudged(exercise.state)) throw new Refusal('WRONG_STATE', { state: exercise.state });
    const decision = await this.requireOpen(tx, { exercise, subject, partyId, at: slot.recordedAt });
    refuseBadInput(await this.evidenceProblems(tx, input, { exerciseId, partyId, known: subject.evidenceIds }));
    const code = codeOf('S', (await tx.countBy(Appeal, { exerciseId, partyId })) + 1);
    await tx.insert(Appeal, {
      id,
      exerciseId,
      seq: slot.seq,
      code,
      partyId,
      subjectKind,
      subjectId,
      decisionId: decision.id,
      decisionSeq: decision.seq,
      grounds: input.grounds.trim(),
      evidenceIds: [...new Set(input.evidenceIds)],
      filedById: filer.userId,
      recordedAt: slot.recordedAt,
    });
    const sealed = await sealRows(tx, { appeal: id });
    return { subjectId: id, partyId, details: { code, decisionId: decision.id, sealed } };
  }

  /** The decision, while this party may still appeal it. @throws Refusal WRONG_STATE, APPEAL_TOO_LATE, ALREADY_APPEALED */
  private async requireOpen(
    tx: EntityManager,
    about: { exercise: Exercise; subject: DecidedSubject; partyId: string; at: Date },
  ): Promise<DecisionRow> {
    const { exercise, partyId, at } = about;
    const { decision } = about.subject;
    if (decision === null) throw new Refusal('WRONG_STATE', { state: 'NOT_JUDGED' });
    if (await tx.existsBy(Appeal, { decisionId: decision.id, partyId })) throw new Refusal('ALREADY_APPEALED');
    if (await isArbitrated(tx, decision.id)) throw new Refusal('WRONG_STATE', { state: 'ARBITRATED' });
    const { appealHours } = await this.policies.inForce(exercise.id, tx);
    const notice = noticeOf(exercise);
    const span = { publishedAt: decision.recordedAt, appealHours, notice };
    if (isAppealOpen(at, span)) return decision;
    throw new Refusal('APPEAL_TOO_LATE', {
      until: appealDeadline(decision.recordedAt, appealHours, notice).toISOString(),
    });
  }

  private async evidenceProblems(
    tx: EntityManager,
    { evidenceIds }: FileAppealInput,
    about: { exerciseId: string; partyId: string; known: readonly string[] },
  ): Promise<FieldProblem[]> {
    const owned = await this.evidence.ownedIds(about, evidenceIds, tx);
    const foreign = evidenceIds.flatMap((id, index) =>
      owned.has(id.toLowerCase()) ? [] : [{ path: `evidenceIds.${index}`, code: 'NOT_FOUND' }],
    );
    const known = new Set(about.known);
    const hasNew = evidenceIds.some((id) => !known.has(id.toLowerCase()));
    return [...foreign, ...(hasNew ? [] : [{ path: 'evidenceIds', code: 'NOT_NEW' }])];
  }
}

/** The span of the public notice; null while there is none. */
export function noticeOf({ noticeOpenedAt, noticeUntil }: Exercise): NoticeSpan | null {
  return noticeOpenedAt === null || noticeUntil === null ? null : { openedAt: noticeOpenedAt, until: noticeUntil };
}

/** The viewer's party that has standing on a subject. @throws Refusal NOT_FOUND, whatever is lacking */
async function standing(
  tx: EntityManager,
  { subjectKind, subjectId }: Pick<FileAppealInput, 'subjectKind' | 'subjectId'>,
  { exerciseId, teamId, rootId }: DecidedSubject,
  viewer: Viewer | null,
): Promise<string> {
  const grants = grantsIn(viewer, exerciseId, 'appeal.file');
  const isTeam = subjectKind === 'NODE' && grants.some((grant) => grant.teamId === teamId);
  if (isTeam && teamId !== null) return teamId;
  const isUnit = subjectKind !== 'NODE' && grants.some((grant) => grant.unitId === rootId);
  if (isUnit && (subjectKind !== 'LOSS' || (await hasLoss(tx, rootId, subjectId)))) return rootId;
  throw new Refusal('NOT_FOUND');
}
