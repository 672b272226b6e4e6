import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { likeness } from '../../core/adjudication/link-proposal.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { IncidentReport } from '../incident/incident-report.entity.js';
import type { Incident } from '../incident/incident.entity.js';
import { IncidentService } from '../incident/incident.service.js';
import { AttackSubmission } from '../submission/submission.entity.js';
import { SubmissionService } from '../submission/submission.service.js';
import type { LinkIncidentInput, UnlinkIncidentInput } from './adjudication.inputs.js';
import { IncidentLink } from './incident-link.entity.js';
import { requireReferee } from './judging.rights.js';
import { incidentTrace, resultTrace } from './link-traces.view.js';
import { type Pair, PairRights } from './pair-rights.service.js';
import { ScoringService } from './scoring.service.js';

/** Links between incidents and attack results; only referees make and undo them. */
@Injectable()
export class LinkService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly submissions: SubmissionService,
    private readonly incidents: IncidentService,
    private readonly scoring: ScoringService,
    private readonly rights: PairRights,
  ) {}

  /**
   * Links a filed incident to a filed attack result on the same unit tree and posts what it changes.
   * @throws Refusal NOT_FOUND, WRONG_STATE, BAD_INPUT for another unit, ALREADY_LINKED, CONFLICT_OF_INTEREST
   */
  async link(input: LinkIncidentInput, viewer: Viewer | null): Promise<Incident> {
    const incident = await this.incidents.load(input.incidentId);
    const referee = requireReferee(viewer, incident.exerciseId);
    const submission = await this.submissions.load(input.submissionId);
    if (submission.exerciseId !== incident.exerciseId || submission.filedAt === null) throw new Refusal('NOT_FOUND');
    if (incident.receiptSeq === null) throw new Refusal('WRONG_STATE', { state: 'OPEN' });
    await this.scoring.prepare(incident.exerciseId);
    const command = { streamId: incident.exerciseId, kind: 'INCIDENT_LINKED', commandId: input.commandId };
    await this.journal.append({ ...command, content: input, actor: referee }, (tx, slot) =>
      this.write(tx, slot, { input, pair: { incident, submission, referee } }),
    );
    return this.incidents.load(incident.id);
  }

  /** Undoes a link; it stays on record with the reason. @throws Refusal NOT_FOUND, CONFLICT_OF_INTEREST */
  async unlink(input: UnlinkIncidentInput, viewer: Viewer | null): Promise<Incident> {
    const link = await this.dataSource.manager.findOneBy(IncidentLink, { id: input.linkId });
    if (link === null) throw new Refusal('NOT_FOUND');
    const referee = requireReferee(viewer, link.exerciseId);
    const incident = await this.incidents.load(link.incidentId);
    const submission = await this.submissions.load(link.submissionId);
    await this.scoring.prepare(link.exerciseId);
    const command = { streamId: link.exerciseId, kind: 'INCIDENT_UNLINKED', commandId: input.commandId };
    await this.journal.append({ ...command, content: input, actor: referee }, async (tx, slot) => {
      const exercise = await this.rights.require(tx, { incident, submission, referee });
      const undone = { unlinkedById: referee.userId, unlinkedAt: slot.recordedAt, unlinkReason: input.reason };
      const scoring = await this.scoring.begin(tx, exercise, slot);
      const { affected } = await tx.update(IncidentLink, { id: link.id, unlinkedAt: IsNull() }, undone);
      if (affected !== 1) throw new Refusal('NOT_FOUND');
      const sealed = await sealRows(tx, { incident_link: link.id });
      const posted = await scoring.post({ incidents: [incident.id] });
      return {
        subjectId: incident.id,
        partyId: incident.rootId,
        details: { linkId: link.id, reason: input.reason, sealed, posted },
      };
    });
    return this.incidents.load(incident.id);
  }

  /** Links in force of these incidents, oldest first. */
  async ofIncidents(incidentIds: readonly string[]): Promise<IncidentLink[]> {
    if (incidentIds.length === 0) return [];
    const where = { incidentId: In([...incidentIds]), unlinkedAt: IsNull() };
    return this.dataSource.manager.find(IncidentLink, { where, order: { linkedAt: 'ASC' } });
  }

  private async write(tx: EntityManager, slot: Slot, act: { input: LinkIncidentInput; pair: Pair }): Promise<Written> {
    const { incident, submission, referee } = act.pair;
    const exercise = await this.rights.require(tx, act.pair);
    const pair = { incidentId: incident.id, submissionId: submission.id };
    await requireFiled(tx, pair);
    if (await tx.existsBy(IncidentLink, { ...pair, unlinkedAt: IsNull() })) throw new Refusal('ALREADY_LINKED');
    const rootOf = await this.rights.rootsOf(exercise.id, tx);
    const alike = likeness(resultTrace(submission, rootOf), incidentTrace(incident));
    if (alike === null) throw new Refusal('BAD_INPUT', {}, [{ path: 'submissionId', code: 'OTHER_UNIT' }]);
    const { commandId: id, reason } = act.input;
    const made = {
      id,
      reason,
      reasons: [...alike.reasons],
      linkedById: referee.userId,
      linkedAt: slot.recordedAt,
      linkedSeq: slot.seq,
    };
    const scoring = await this.scoring.begin(tx, exercise, slot);
    await tx.insert(IncidentLink, { ...pair, ...made, exerciseId: exercise.id });
    const sealed = await sealRows(tx, { incident_link: id });
    const posted = await scoring.post({ incidents: [incident.id] });
    return {
      subjectId: incident.id,
      partyId: incident.rootId,
      details: { linkId: id, submissionId: submission.id, sealed, posted },
    };
  }
}

/** Under the lock once more: what was returned or withdrawn meanwhile cannot be linked. @throws Refusal WRONG_STATE */
async function requireFiled(
  tx: EntityManager,
  { incidentId, submissionId }: { readonly incidentId: string; readonly submissionId: string },
): Promise<void> {
  const { state } = await tx.findOneByOrFail(AttackSubmission, { id: submissionId });
  if (state !== 'FILED') throw new Refusal('WRONG_STATE', { state });
  const [report] = await tx.find(IncidentReport, { where: { incidentId }, order: { receiptSeq: 'ASC' }, take: 1 });
  if (await tx.existsBy(IncidentReport, { incidentId, state: 'FILED' })) return;
  throw new Refusal('WRONG_STATE', { state: report?.state ?? 'OPEN' });
}
