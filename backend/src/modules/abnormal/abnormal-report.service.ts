import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { codeOf } from '../../core/exercise/code.js';
import { required, unknownIds } from '../../core/kernel/form.js';
import { type FieldProblem, Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Journal, type Slot } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { AbnormalEpisode } from '../adjudication/abnormal-episode.entity.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { AbnormalReportInput } from './abnormal.inputs.js';
import { AbnormalService } from './abnormal.service.js';
import type { AbnormalEpisodeView } from './abnormal.types.js';

/** Most leads of one team: nobody verifies more, and each is a page of its own. */
export const MAX_LEADS = 200;

/** Leads of attack teams on abnormal defence 非正常防守线索. */
@Injectable()
export class AbnormalReportService {
  constructor(
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly evidence: EvidenceService,
    private readonly abnormals: AbnormalService,
  ) {}

  /**
   * Hands in a lead: permanent from now on.
   * @throws Refusal EXERCISE_NOT_LIVE, RULE_SET_INVALID where the rules charge nothing, LIMIT_REACHED, BAD_INPUT
   */
  async report(input: AbnormalReportInput, viewer: Viewer): Promise<AbnormalEpisodeView> {
    const { commandId, exerciseId } = input;
    const [grant] = requireGrants(viewer, exerciseId, 'abnormal.report');
    const teamId = grant?.teamId ?? null;
    if (teamId === null) throw new Refusal('NOT_FOUND');
    const before = await this.exercises.byId(exerciseId);
    if ((await this.abnormals.ruleOf(before)) === null) throw new Refusal('RULE_SET_INVALID', { key: 'abnormal' });
    const command = { streamId: exerciseId, kind: 'ABNORMAL_REPORTED', commandId, content: input, actor: viewer };
    const receipt = await this.journal.append(command, async (tx, slot) => {
      const { state } = await this.exercises.byId(exerciseId, tx);
      if (state !== 'LIVE') throw new Refusal('EXERCISE_NOT_LIVE', { state });
      const rootId = await this.soundRoot(tx, input, { teamId, now: slot.recordedAt });
      const code = await this.nextCode(tx, exerciseId, teamId);
      await tx.insert(AbnormalEpisode, { ...episodeOf(input, slot), code, teamId, rootId, filedById: viewer.userId });
      const sealed = await sealRows(tx, { abnormal_episode: commandId });
      return { subjectId: commandId, partyId: teamId, details: { code, form: input.form, sealed } };
    });
    return this.abnormals.read(receipt.subjectId, viewer);
  }

  /** Root of the unit named, once everything in the form is right. */
  private async soundRoot(
    tx: EntityManager,
    input: AbnormalReportInput,
    { teamId, now }: { readonly teamId: string; readonly now: Date },
  ): Promise<string> {
    const { exerciseId, unitId, evidenceIds, evidenceAt } = input;
    const units = await this.exercises.unitsOf(exerciseId, tx);
    const playing = new Set(units.filter(({ isParticipant }) => isParticipant).map(({ id }) => id));
    const unit = units.find(({ id, rootId }) => id === unitId && playing.has(id) && playing.has(rootId));
    const known = await this.evidence.ownedIds({ exerciseId, partyId: teamId }, evidenceIds, tx);
    const problems: FieldProblem[] = [
      ...(unit === undefined ? [{ path: 'unitId', code: 'NOT_FOUND' }] : []),
      ...required('systemName', input.systemName),
      ...required('narrative', input.narrative),
      ...(evidenceAt > now ? [{ path: 'evidenceAt', code: 'TOO_LATE' }] : []),
      ...(evidenceIds.length === 0 ? [{ path: 'evidenceIds', code: 'REQUIRED' }] : []),
      ...unknownIds('evidenceIds', evidenceIds, known),
    ];
    refuseBadInput(problems);
    return unit?.rootId ?? '';
  }

  private async nextCode(tx: EntityManager, exerciseId: string, teamId: string): Promise<string> {
    const own = await tx.countBy(AbnormalEpisode, { teamId });
    if (own >= MAX_LEADS) throw new Refusal('LIMIT_REACHED', { limit: String(MAX_LEADS) });
    return codeOf('F', (await tx.countBy(AbnormalEpisode, { exerciseId })) + 1);
  }
}

function episodeOf(input: AbnormalReportInput, slot: Slot) {
  const { commandId: id, exerciseId, unitId, form, evidenceAt } = input;
  const text = { systemName: input.systemName.trim(), narrative: input.narrative.trim() };
  const evidenceIds = [...new Set(input.evidenceIds)];
  return {
    ...{ id, exerciseId, unitId, form, evidenceAt, ...text, evidenceIds },
    filedAt: slot.recordedAt,
    receiptSeq: slot.seq,
  };
}
