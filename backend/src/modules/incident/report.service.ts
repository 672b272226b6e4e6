import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, Not } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { isWithinReportLimit, missingOfReport } from '../../core/incident/report.js';
import { canonicalAddress } from '../../core/kernel/address.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import type { DefenseRules } from '../../core/ruleset/defense-rules.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction, violatedConstraint } from '../../platform/database/transaction.js';
import { Journal, type Slot } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { DefenderService, requireDraft } from './defender.service.js';
import { FoundAddress, IncidentReport } from './incident-report.entity.js';
import { Incident } from './incident.entity.js';
import type { FileReportInput, ReportDraftInput } from './incident.inputs.js';
import { IncidentService } from './incident.service.js';
import { ReportRevisionService } from './report-revision.service.js';
import type { ReportContent } from './report-version.entity.js';

/** A defender's reports on an incident: saved as drafts, filed as they happen. */
@Injectable()
export class ReportService {
  constructor(
    private readonly journal: Journal,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly incidents: IncidentService,
    private readonly defender: DefenderService,
    private readonly revisions: ReportRevisionService,
  ) {}

  /**
   * Saves the whole draft as it shall stand, creating it with version 0.
   * @throws Refusal STALE_VERSION, WRONG_STATE once filed, EXERCISE_NOT_LIVE after the end, BAD_INPUT naming
   *   every reference that leads nowhere, or `kind` when the incident has another report of it
   */
  async save(input: ReportDraftInput, viewer: Viewer): Promise<IncidentReport> {
    const incident = await this.incidents.readOwn(input.incidentId, viewer);
    const isLostRace = (error: unknown): boolean => violatedConstraint(error) === 'incident_report_pkey';
    await this.transaction
      .run(async (tx) => {
        const standing = await lock(tx, input);
        if (standing === null && input.version !== 0) throw new Refusal('NOT_FOUND');
        if (standing?.state === 'RETURNED') return this.revise(tx, { input, incident, standing });
        if (standing !== null) requireDraft(standing, input.version);
        const content = contentOf(input, standing);
        await this.requireSound(tx, incident, content);
        const row = {
          ...content,
          version: input.version + 1,
          authoredById: viewer.userId,
          updatedAt: this.clock.now(),
        };
        const { id, incidentId } = input;
        if (standing === null) await tx.insert(IncidentReport, { id, incidentId, state: 'DRAFT', ...row });
        else await tx.update(IncidentReport, { id }, row);
      }, isLostRace)
      .catch((error: unknown) => {
        if (violatedConstraint(error) === 'incident_report_kind') refuseBadInput([{ path: 'kind', code: 'TAKEN' }]);
        throw error;
      });
    const [asWritten] = await this.revisions.withRevisions([await this.incidents.loadReport(input.id)]);
    return asWritten ?? this.incidents.loadReport(input.id);
  }

  /**
   * Files a report: permanent from now on. The first one gives the incident its receipt.
   * @throws Refusal EXERCISE_NOT_LIVE, STALE_VERSION, WRONG_STATE, INCOMPLETE with the same fields as `missing`,
   *   LIMIT_REACHED where the rules refuse further reports
   */
  async file(input: FileReportInput, viewer: Viewer): Promise<Incident> {
    const { incidentId } = await this.incidents.loadReport(input.reportId);
    const { exerciseId, rootId, code } = await this.incidents.readOwn(incidentId, viewer);
    const { commandId } = input;
    const command = { streamId: exerciseId, kind: 'INCIDENT_REPORT_FILED', commandId, content: input, actor: viewer };
    await this.journal.append(command, async (tx, slot) => {
      const exercise = await this.defender.liveExercise(exerciseId, tx);
      const report = await this.incidents.loadReport(input.reportId, tx);
      requireDraft(report, input.version);
      const missing = missingOfReport(report);
      if (missing.length > 0) throw new Refusal('INCOMPLETE', { count: String(missing.length) }, missing);
      const incident = await this.incidents.load(incidentId, tx);
      await this.requireRoom(tx, incident, await this.defender.rulesOf(exercise));
      await write(tx, { report, incident, slot });
      const sealed = await sealRows(tx, { incident: incidentId, incident_report: report.id });
      const details = { code, kind: report.kind, reportId: report.id, sealed };
      return { subjectId: incidentId, partyId: rootId, details };
    });
    return this.incidents.read(incidentId, viewer);
  }

  /** What is written on a returned report is kept beside what was filed, until it is filed again. */
  private async revise(
    tx: EntityManager,
    save: { input: ReportDraftInput; incident: Incident; standing: IncidentReport },
  ): Promise<void> {
    const { input, incident, standing } = save;
    const updatedAt = this.clock.now();
    const [asWritten = standing] = await this.revisions.withRevisions([standing], tx);
    requireDraft(asWritten, input.version, 'RETURNED');
    await this.revisions.requireInTime(tx, input.id, updatedAt);
    const content = contentOf(input, asWritten);
    await this.defender.requireReferences(tx, incident, content);
    await this.revisions.save(tx, input.id, { version: input.version + 1, content, updatedAt });
  }

  private async requireSound(tx: EntityManager, incident: Incident, content: ReportContent): Promise<void> {
    await this.defender.openExercise(incident.exerciseId, tx);
    await this.defender.requireReferences(tx, incident, content);
  }

  /** A new event needs a place within the limit; further reports on a filed one do not. */
  private async requireRoom(tx: EntityManager, incident: Incident, rules: DefenseRules): Promise<void> {
    if (incident.receiptSeq !== null) return;
    const filed = await tx.countBy(Incident, { rootId: incident.rootId, receiptSeq: Not(IsNull()) });
    if (isWithinReportLimit(rules, filed)) return;
    throw new Refusal('LIMIT_REACHED', { limit: String(rules.reportLimit) });
  }
}

/** The report, locked until the transaction ends. @throws Refusal NOT_FOUND for one that is not this incident's */
async function lock(tx: EntityManager, input: ReportDraftInput): Promise<IncidentReport | null> {
  const standing = await tx.findOne(IncidentReport, { where: { id: input.id }, lock: { mode: 'pessimistic_write' } });
  const isOther = standing !== null && (standing.incidentId !== input.incidentId || standing.kind !== input.kind);
  if (isOther) throw new Refusal('NOT_FOUND');
  return standing;
}

async function write(
  tx: EntityManager,
  filing: { report: IncidentReport; incident: Incident; slot: Slot },
): Promise<void> {
  const { report, incident, slot } = filing;
  const { affected } = await tx.update(
    IncidentReport,
    { id: report.id, version: report.version, state: 'DRAFT' },
    { state: 'FILED', version: report.version + 1, filedAt: slot.recordedAt, receiptSeq: slot.seq },
  );
  // A save slipped in since the row was read.
  if (affected !== 1) throw new Refusal('STALE_VERSION');
  const receiptSeq = incident.receiptSeq ?? slot.seq;
  await tx.update(Incident, { id: incident.id }, { version: incident.version + 1, receiptSeq });
}

function contentOf(input: ReportDraftInput, standing: IncidentReport | null): ReportContent {
  return {
    kind: input.kind,
    startedAt: input.startedAt ?? null,
    endedAt: input.endedAt ?? null,
    sections: input.sections.map(({ key, text, evidenceIds }) => ({
      key,
      text,
      evidenceIds: [...new Set(evidenceIds)],
    })),
    evidenceIds: [...new Set(input.evidenceIds)],
    ...optionalContent(input, standing),
  };
}

/** What is left out stays as it is. */
function optionalContent(input: ReportDraftInput, standing: IncidentReport | null) {
  const { foundAddresses = [], means = [], outcome = null } = standing ?? {};
  return {
    foundAddresses: input.foundAddresses?.map(found) ?? foundAddresses,
    means: input.means ? [...new Set(input.means)] : means,
    outcome: input.outcome === undefined ? outcome : input.outcome,
  };
}

/** One spelling per machine; what is no address stays as typed until it is mended. */
function found({
  address,
  url,
  unitName,
  foundAt,
}: Omit<FoundAddress, 'foundAt'> & { foundAt?: Date | null }): FoundAddress {
  return { address: canonicalAddress(address) ?? address.trim(), url: url.trim(), unitName, foundAt: foundAt ?? null };
}
