import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { FilingState } from '../../core/submission/filing-state.js';
import { QueueItems } from '../adjudication/queue-items.service.js';
import { IncidentReport } from '../incident/incident-report.entity.js';
import type { Incident } from '../incident/incident.entity.js';
import { IncidentService } from '../incident/incident.service.js';
import { ReportRevisionService } from '../incident/report-revision.service.js';
import { ReportVersionService } from '../incident/report-version.service.js';
import type { Filing } from '../submission/version.service.js';

/** A report with the incident it hangs on. */
export interface ReportOfIncident {
  readonly report: IncidentReport;
  readonly incident: Incident;
}

/** What all acts on filed reports have in common. */
@Injectable()
export class ReportActs {
  constructor(
    private readonly incidents: IncidentService,
    private readonly versions: ReportVersionService,
    private readonly queue: QueueItems,
    private readonly revisions: ReportRevisionService,
  ) {}

  /** A report and its incident, whoever asks. @throws Refusal NOT_FOUND */
  async find(reportId: string): Promise<ReportOfIncident> {
    const report = await this.incidents.loadReport(reportId);
    return { report, incident: await this.incidents.load(report.incidentId) };
  }

  /** One of the viewer's own unit. @throws Refusal NOT_FOUND */
  async findOwn(reportId: string, viewer: Viewer): Promise<ReportOfIncident> {
    const { report } = await this.find(reportId);
    return { report, incident: await this.incidents.readOwn(report.incidentId, viewer) };
  }

  /** The incident as the viewer may read it. @throws Refusal NOT_FOUND */
  async read(incidentId: string, viewer: Viewer | null): Promise<Incident> {
    return this.incidents.read(incidentId, viewer);
  }

  /** The report, locked, in one of these states. @throws Refusal NOT_FOUND for a draft, WRONG_STATE */
  async require(tx: EntityManager, id: string, states: readonly FilingState[]): Promise<ReportOfIncident> {
    const report = await tx.findOne(IncidentReport, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (report === null || report.state === 'DRAFT') throw new Refusal('NOT_FOUND');
    if (!states.includes(report.state)) throw new Refusal('WRONG_STATE', { state: report.state });
    return { report, incident: await this.incidents.load(report.incidentId, tx) };
  }

  /** Archives the version that stands, unless it is. @returns ids of what was written */
  keep(tx: EntityManager, report: IncidentReport, exerciseId: string): Promise<string[]> {
    return this.versions.keep(tx, report, exerciseId);
  }

  /** Archives the row as it stands now under this filing. @returns ids of what was written */
  archive(tx: EntityManager, reportId: string, filing: Filing): Promise<string[]> {
    return this.versions.archive(tx, reportId, filing);
  }

  /** The incident waits for marks again once none of its reports is still awaited from its author and one is filed. */
  async settleQueue(tx: EntityManager, incidentId: string, now: Date): Promise<void> {
    const reports = await tx.findBy(IncidentReport, { incidentId });
    const isAwaited = await this.revisions.isAwaited(tx, reports, now);
    const isFiled = reports.some(({ state }) => state === 'FILED');
    const subject = { kind: 'INCIDENT', id: incidentId } as const;
    if (isFiled && !isAwaited) await this.queue.reopen(tx, subject);
    else await this.queue.close(tx, subject);
  }
}
