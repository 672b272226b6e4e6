import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { reportContent } from '../../core/incident/version-content.js';
import type { PlainRow } from '../../core/journal/seal.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { differenceOf } from '../../core/submission/version-difference.js';
import { archived, type Filing } from '../submission/version.service.js';
import { type DifferenceFound, differenceFound } from '../submission/version.view.js';
import type { IncidentReport } from './incident-report.entity.js';
import { IncidentService } from './incident.service.js';
import { ReportReturn, ReportVersion } from './report-version.entity.js';

/** Filed versions 版本 of reports, and what changed between them. */
@Injectable()
export class ReportVersionService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly incidents: IncidentService,
  ) {}

  /** All filed versions, first to last; the first needs no archive as long as nothing replaces it. */
  async versionsOf({ id: reportId, state }: Pick<IncidentReport, 'id' | 'state'>): Promise<ReportVersion[]> {
    const { manager } = this.dataSource;
    const versions = await manager.find(ReportVersion, { where: { reportId }, order: { versionNo: 'ASC' } });
    if (state !== 'FILED' || versions.length > 0) return versions;
    const report = await this.incidents.loadReport(reportId);
    const { exerciseId } = await this.incidents.load(report.incidentId);
    const first = await archived(manager, 'incident_report', reportId, filingOf(report, exerciseId));
    return [{ ...first, reportId }];
  }

  /** All returns of these reports, oldest first. */
  async returnsOf(reportIds: readonly string[]): Promise<ReportReturn[]> {
    return this.dataSource.manager.find(ReportReturn, {
      where: { reportId: In([...reportIds]) },
      order: { seq: 'ASC' },
    });
  }

  /** What changed from one filed version to another. @throws Refusal NOT_FOUND for a version that is not there */
  async difference(
    between: { readonly id: string; readonly from: number; readonly to: number },
    viewer: Viewer | null,
  ): Promise<DifferenceFound> {
    const { incidentId } = await this.incidents.loadReport(between.id);
    const { reports } = await this.incidents.read(incidentId, viewer);
    const report = reports.find(({ id, state }) => id === between.id && state !== 'DRAFT');
    if (report === undefined) throw new Refusal('NOT_FOUND');
    const versions = await this.versionsOf(report);
    const contentOf = (wanted: number) => {
      const version = versions.find(({ versionNo }) => versionNo === wanted);
      if (version === undefined) throw new Refusal('NOT_FOUND');
      return reportContent(version.content as PlainRow);
    };
    const [before, after] = [contentOf(between.from), contentOf(between.to)];
    return differenceFound(between, { before, after, difference: differenceOf(before, after) }, 'key');
  }

  /**
   * Archives the version that stands, unless it is.
   * @returns the ids of what was written, to be sealed
   */
  async keep(tx: EntityManager, report: IncidentReport, exerciseId: string): Promise<string[]> {
    const { id: reportId, versionNo } = report;
    if (await tx.existsBy(ReportVersion, { reportId, versionNo })) return [];
    return this.archive(tx, reportId, filingOf(report, exerciseId));
  }

  /** Archives the row as it stands in this transaction under this filing. */
  async archive(tx: EntityManager, reportId: string, filing: Filing): Promise<string[]> {
    const version = await archived(tx, 'incident_report', reportId, filing);
    await tx.insert(ReportVersion, { ...version, reportId });
    return [version.id];
  }
}

/** Of the first filing: whoever saved a report last filed it. */
function filingOf(report: IncidentReport, exerciseId: string): Filing {
  const { id, versionNo, receiptSeq, filedAt, authoredById: filedById } = report;
  if (receiptSeq === null || filedAt === null) throw new Error(`${id} is not filed`);
  return { exerciseId, versionNo, receiptSeq, filedAt, filedById };
}
