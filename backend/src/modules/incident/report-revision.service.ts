import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { requireInTime } from '../../core/submission/return.js';
import type { ReturnedWork } from '../submission/filed-version.types.js';
import type { IncidentReport } from './incident-report.entity.js';
import { type ReportContent, ReportReturn, ReportRevision } from './report-version.entity.js';

/** What units are writing on returned reports, beside what they filed. */
@Injectable()
export class ReportRevisionService {
  constructor(private readonly dataSource: DataSource) {}

  /** The reports as their own unit sees them: a returned one with what has been written since. */
  async withRevisions(
    rows: readonly IncidentReport[],
    tx: EntityManager = this.dataSource.manager,
  ): Promise<IncidentReport[]> {
    const ids = rows.filter(({ state }) => state === 'RETURNED').map(({ id }) => id);
    const found = ids.length === 0 ? [] : await tx.findBy(ReportRevision, { reportId: In(ids) });
    const revisions = new Map(found.map((revision) => [revision.reportId, revision]));
    return rows.map((row) => {
      const revision = revisions.get(row.id);
      if (revision === undefined) return row;
      const { content, version, updatedAt } = revision;
      return { ...row, ...revived(content), version, updatedAt };
    });
  }

  /** Returned reports of these root units with their deadlines; the subject is the incident. */
  async returnedTo(exerciseId: string, rootIds: readonly string[]): Promise<ReturnedWork[]> {
    if (rootIds.length === 0) return [];
    return this.dataSource.manager.query<ReturnedWork[]>(
      `SELECT i.id AS "subjectId", i.code, i.title, t.due_at AS "dueAt", t.recorded_at AS since,
              jsonb_array_length(t.reasons) AS count
         FROM incident_report r
         JOIN incident i ON i.id = r.incident_id
         JOIN report_return t ON t.report_id = r.id AND t.version_no = r.version_no
        WHERE i.exercise_id = $1 AND i.root_id = ANY ($2) AND r.state = 'RETURNED'
        ORDER BY t.due_at, r.id`,
      [exerciseId, rootIds],
    );
  }

  /** Keeps what was written, as the next version after the one its author saw. */
  async save(tx: EntityManager, id: string, revision: Omit<ReportRevision, 'reportId'>): Promise<void> {
    await tx.upsert(ReportRevision, { reportId: id, ...revision }, ['reportId']);
  }

  /** Forgets it: it is filed, or will never be. */
  async drop(tx: EntityManager, id: string): Promise<void> {
    await tx.delete(ReportRevision, { reportId: id });
  }

  /** The last return. @throws Error when it was never returned */
  async lastReturn(tx: EntityManager, reportId: string): Promise<ReportReturn> {
    return tx.findOneOrFail(ReportReturn, { where: { reportId }, order: { seq: 'DESC' } });
  }

  /** Whether one of these is returned and may still be filed again: past its deadline it holds nothing up. */
  async isAwaited(tx: EntityManager, reports: readonly IncidentReport[], now: Date): Promise<boolean> {
    const ids = reports.filter(({ state }) => state === 'RETURNED').map(({ id }) => id);
    const returns = await Promise.all(ids.map((id) => this.lastReturn(tx, id)));
    return returns.some(({ dueAt }) => dueAt.getTime() >= now.getTime());
  }

  /** @throws Refusal RETURN_TOO_LATE once the deadline of the last return has passed */
  async requireInTime(tx: EntityManager, reportId: string, now: Date): Promise<void> {
    requireInTime((await this.lastReturn(tx, reportId)).dueAt, now);
  }
}

/** Instants are text inside jsonb. */
function revived(content: ReportContent): ReportContent {
  const date = (at: Date | string | null): Date | null => (at === null ? null : new Date(at));
  return {
    ...content,
    startedAt: date(content.startedAt),
    endedAt: date(content.endedAt),
    foundAddresses: content.foundAddresses.map((found) => ({ ...found, foundAt: date(found.foundAt) })),
  };
}
