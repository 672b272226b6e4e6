import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { IncidentLink } from '../adjudication/incident-link.entity.js';
import { requireJudging, requireReferee } from '../adjudication/judging.rights.js';
import { RecusalService } from '../adjudication/recusal.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { DisagreementFinding } from './disagreement-finding.entity.js';
import { DisagreementService, isSettledBy } from './disagreement.service.js';
import { LikenessIndex } from './likeness-index.service.js';
import type { SettleDisagreementInput } from './likeness.inputs.js';
import type { Disagreement } from './likeness.types.js';

/** Settles disagreements of two sides. */
@Injectable()
export class SettlingService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly recusal: RecusalService,
    private readonly index: LikenessIndex,
    private readonly disagreements: DisagreementService,
  ) {}

  /**
   * Records a finding with its reason. No points change by it: what has to be otherwise is proposed as a rescoring set.
   * @throws Refusal NOT_FOUND for a link that does not stand, WRONG_STATE when nothing contradicts or it is settled,
   *   CONFLICT_OF_INTEREST
   */
  async settle(input: SettleDisagreementInput, viewer: Viewer | null): Promise<Disagreement> {
    const link = await this.dataSource.manager.findOneBy(IncidentLink, { id: input.linkId, unlinkedAt: IsNull() });
    if (link === null) throw new Refusal('NOT_FOUND');
    const { id: linkId, exerciseId } = link;
    const referee = requireReferee(viewer, exerciseId);
    await this.index.current(exerciseId);
    const [pair] = await this.disagreements.contradicting(exerciseId, linkId);
    const { commandId, finding } = input;
    const command = { streamId: exerciseId, kind: 'DISAGREEMENT_SETTLED', commandId, content: input, actor: referee };
    await this.journal.append(command, async (tx, slot) => {
      if (pair === undefined) throw new Refusal('WRONG_STATE', { state: 'AGREED' });
      // Under the lock: somebody may have settled it at the same moment.
      const latest = await tx.findOne(DisagreementFinding, { where: { linkId }, order: { seq: 'DESC' } });
      if (latest !== null && isSettledBy(latest, pair.steps)) throw new Refusal('WRONG_STATE', { state: 'SETTLED' });
      requireJudging(await this.exercises.byId(exerciseId, tx));
      await this.recusal.requireImpartial(tx, referee, [pair.result.teamId, pair.result.rootUnitId]);
      const act = { exerciseId, seq: slot.seq, refereeId: referee.userId, recordedAt: slot.recordedAt };
      const found = { linkId, finding, contradictions: [...pair.steps], reason: input.reason.trim() };
      await tx.insert(DisagreementFinding, { id: commandId, ...act, ...found });
      const sealed = await sealRows(tx, { disagreement_finding: commandId });
      return { subjectId: link.incidentId, details: { linkId, finding, sealed } };
    });
    return this.disagreements.one(exerciseId, linkId);
  }
}
