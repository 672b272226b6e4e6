import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type EntityManager, In, IsNull, Not } from 'typeorm';
import { grantsIn, seesBothSides, type Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { cursorOf, type PageArgs, seqOf } from '../../platform/graphql/shared.types.js';
import type { ReturnedWork } from '../submission/filed-version.types.js';
import { BonusClaim } from './bonus-claim.entity.js';
import { IncidentReport } from './incident-report.entity.js';
import { ReportRevisionService } from './report-revision.service.js';
import { Incident, type IncidentConnection } from './incident.entity.js';

/** Reads of incidents, reports and bonus claims. Inside a transaction pass its manager. */
@Injectable()
export class IncidentService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly revisions: ReportRevisionService,
  ) {}

  /** An incident with its filed reports, whoever asks. @throws Refusal NOT_FOUND */
  async load(id: string, tx: EntityManager = this.dataSource.manager): Promise<Incident> {
    const row = isUUID(id) ? await tx.findOneBy(Incident, { id }) : null;
    if (row === null) throw new Refusal('NOT_FOUND');
    await this.attachReports([row], null, tx);
    return row;
  }

  /** Incidents with at least one filed report, with their filed reports, in receipt order. */
  async filedOf(exerciseId: string, tx: EntityManager = this.dataSource.manager): Promise<Incident[]> {
    const where = { exerciseId, receiptSeq: Not(IsNull()) };
    const rows = await tx.find(Incident, { where, order: { receiptSeq: 'ASC' } });
    await this.attachReports(rows, null, tx);
    // What was returned or withdrawn counts nowhere.
    return rows.filter(({ reports }) => reports.some(({ state }) => state === 'FILED'));
  }

  /** Filed reports of the incidents, in receipt order. */
  async filedReportsOf(
    incidentIds: readonly string[],
    tx: EntityManager = this.dataSource.manager,
  ): Promise<IncidentReport[]> {
    if (incidentIds.length === 0) return [];
    const where = { incidentId: In([...incidentIds]), state: 'FILED' as const };
    return tx.find(IncidentReport, { where, order: { receiptSeq: 'ASC' } });
  }

  /** Filed bonus claims of an exercise in receipt order. */
  async filedBonusClaimsOf(exerciseId: string, tx: EntityManager = this.dataSource.manager): Promise<BonusClaim[]> {
    return tx.find(BonusClaim, { where: { exerciseId, state: 'FILED' }, order: { receiptSeq: 'ASC' } });
  }

  /** A bonus claim, whoever asks. @throws Refusal NOT_FOUND */
  async loadBonusClaim(id: string, tx: EntityManager = this.dataSource.manager): Promise<BonusClaim> {
    const row = isUUID(id) ? await tx.findOneBy(BonusClaim, { id }) : null;
    if (row === null) throw new Refusal('NOT_FOUND');
    return row;
  }

  /** A report, whoever asks. @throws Refusal NOT_FOUND */
  async loadReport(id: string, tx: EntityManager = this.dataSource.manager): Promise<IncidentReport> {
    const row = isUUID(id) ? await tx.findOneBy(IncidentReport, { id }) : null;
    if (row === null) throw new Refusal('NOT_FOUND');
    return row;
  }

  /**
   * An incident the viewer may read: the own unit's with its drafts, or for those who judge any one with a
   * filed report. @throws Refusal NOT_FOUND
   */
  async read(id: string, viewer: Viewer | null): Promise<Incident> {
    const incident = await this.load(id);
    const maySee =
      isOwn(viewer, incident) || (incident.receiptSeq !== null && seesBothSides(viewer, incident.exerciseId));
    if (!maySee) throw new Refusal('NOT_FOUND');
    await this.attachReports([incident], viewer, this.dataSource.manager);
    return incident;
  }

  /** An incident of the viewer's own unit, to be written on. @throws Refusal NOT_FOUND */
  async readOwn(id: string, viewer: Viewer | null): Promise<Incident> {
    const incident = await this.load(id);
    if (!isOwn(viewer, incident)) throw new Refusal('NOT_FOUND');
    return incident;
  }

  /** What the viewer may read of an exercise, newest first. */
  async list(exerciseId: string, page: PageArgs, viewer: Viewer | null): Promise<IncidentConnection> {
    const rootIds = rootsOf(requireGrants(viewer, exerciseId, 'incident.read'));
    const query = this.dataSource.manager
      .createQueryBuilder(Incident, 'i')
      .where('i.exerciseId = :exerciseId', { exerciseId })
      .andWhere('(i.rootId = ANY(:rootIds) OR (:seesAll AND i.receiptSeq IS NOT NULL))', {
        rootIds,
        seesAll: seesBothSides(viewer, exerciseId),
      });
    const totalCount = await query.getCount();
    const before = seqOf(page.after);
    if (before !== null) query.andWhere('i.openedSeq < :before', { before });
    const rows = await query
      .orderBy('i.openedSeq', 'DESC')
      .limit(page.first + 1)
      .getMany();
    const shown = rows.slice(0, page.first);
    await this.attachReports(shown, viewer, this.dataSource.manager);
    const last = shown.at(-1);
    const pageInfo = { endCursor: last ? cursorOf(last.openedSeq) : null, hasNextPage: rows.length > page.first };
    return { nodes: shown, pageInfo, totalCount };
  }

  /** Bonus claims the viewer may read, last changed first: the own unit's, or all filed ones for those who judge. */
  async bonusClaims(exerciseId: string, viewer: Viewer | null): Promise<BonusClaim[]> {
    const rootIds = rootsOf(requireGrants(viewer, exerciseId, 'incident.read'));
    return this.dataSource.manager
      .createQueryBuilder(BonusClaim, 'b')
      .where('b.exerciseId = :exerciseId', { exerciseId })
      .andWhere(`(b.rootId = ANY(:rootIds) OR (:seesAll AND b.state = 'FILED'))`, {
        rootIds,
        seesAll: seesBothSides(viewer, exerciseId),
      })
      .orderBy('b.updatedAt', 'DESC')
      .addOrderBy('b.id')
      .getMany();
  }

  /** What was returned to the viewer's own units and is not filed again. */
  async returnedTo(exerciseId: string, viewer: Viewer | null): Promise<ReturnedWork[]> {
    return this.revisions.returnedTo(exerciseId, rootsOf(grantsIn(viewer, exerciseId, 'incident.file')));
  }

  /**
   * Judges mark what stands as filed.
   * @throws Refusal WRONG_STATE while one of the incident's reports may still be filed again, or when none is filed
   */
  async requireMarkable(tx: EntityManager, incidentId: string, now: Date): Promise<void> {
    const reports = await tx.findBy(IncidentReport, { incidentId });
    if (await this.revisions.isAwaited(tx, reports, now)) throw new Refusal('WRONG_STATE', { state: 'RETURNED' });
    if (!reports.some(({ state }) => state === 'FILED')) throw new Refusal('WRONG_STATE', { state: 'WITHDRAWN' });
  }

  /** Puts reports on the rows; drafts only where the viewer belongs to the unit. */
  private async attachReports(rows: readonly Incident[], viewer: Viewer | null, tx: EntityManager): Promise<void> {
    const ids = rows.map(({ id }) => id);
    const found = ids.length === 0 ? [] : await tx.find(IncidentReport, { where: { incidentId: In(ids) } });
    const byIncident = Map.groupBy(found, ({ incidentId }) => incidentId);
    for (const row of rows) {
      const reports = byIncident.get(row.id) ?? [];
      const mayWrite = isOwn(viewer, row);
      const visible = mayWrite
        ? await this.revisions.withRevisions(reports, tx)
        : reports.filter(({ state }) => state !== 'DRAFT');
      row.reports = visible.sort((a, b) => placeOf(a) - placeOf(b) || a.updatedAt.getTime() - b.updatedAt.getTime());
      const detection = visible.find(({ kind, state }) => kind === 'DETECTION' && (mayWrite || state === 'FILED'));
      row.foundAddresses = detection?.foundAddresses ?? [];
      row.means = detection?.means ?? [];
    }
  }
}

/** Filed reports in receipt order, drafts after them. */
function placeOf({ receiptSeq }: IncidentReport): number {
  return receiptSeq ?? Number.MAX_SAFE_INTEGER;
}

/** Whether the viewer defends the unit whose row it is. */
export function isOwn(
  viewer: Viewer | null,
  { exerciseId, rootId }: { readonly exerciseId: string; readonly rootId: string },
): boolean {
  return rootsOf(grantsIn(viewer, exerciseId, 'incident.file')).includes(rootId);
}

function rootsOf(grants: readonly { readonly unitId: string | null }[]): string[] {
  return grants.flatMap(({ unitId }) => (unitId === null ? [] : [unitId]));
}
