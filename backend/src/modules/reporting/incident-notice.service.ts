import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type EntityManager, In } from 'typeorm';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import {
  nearestDeadline,
  type NoticeFact,
  type NoticeStanding,
  noticeStanding,
} from '../../core/reporting/incident-clock.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Clock } from '../../platform/clock/clock.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { Unit } from '../exercise/unit.entity.js';
import { IdentityService } from '../identity/identity.service.js';
import { Incident } from '../incident/incident.entity.js';
import { IncidentNotice, IncidentNoticeAct } from './incident-notice.entity.js';
import type { IncidentNoticeDesk, IncidentNoticeView } from './incident-notice.types.js';
import { ZeroReportService } from './zero-report.service.js';

/** Reads of incident notices. A unit's people see their own unit's alone. */
@Injectable()
export class IncidentNoticeService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly exercises: ExerciseService,
    private readonly identity: IdentityService,
    private readonly zero: ZeroReportService,
  ) {}

  /** The notices of a period as far as the viewer may know them. @throws Refusal NOT_FOUND */
  async desk(periodId: string, viewer: Viewer | null): Promise<IncidentNoticeDesk> {
    const { period, roots } = await this.zero.sight(periodId, viewer);
    const where = { periodId: period.id, rootId: In([...roots]) };
    const rows = await this.dataSource.manager.find(IncidentNotice, { where, order: { seq: 'DESC' } });
    const views = await this.views(rows, viewer);
    const files = grantsIn(viewer, period.exerciseId, 'reporting.file').map(({ unitId }) => unitId);
    const own = roots.filter((id) => files.includes(id));
    return {
      periodId: period.id,
      incidentHours: period.incidentHours,
      asOf: this.clock.now(),
      notices: views.sort((a, b) => urgency(a) - urgency(b)),
      ownUnits: own.length === 0 ? [] : await this.exercises.rowsById(Unit, own),
    };
  }

  /** One notice. @throws Refusal NOT_FOUND for unknown and foreign ones alike */
  async read(id: string, viewer: Viewer | null): Promise<IncidentNoticeView> {
    const row = await this.load(id);
    this.requireSight(row, viewer);
    const [view] = await this.views([row], viewer);
    if (view === undefined) throw new Refusal('NOT_FOUND');
    return view;
  }

  /** A notice, whoever asks. @throws Refusal NOT_FOUND */
  async load(id: string, tx: EntityManager = this.dataSource.manager): Promise<IncidentNotice> {
    const row = isUUID(id) ? await tx.findOneBy(IncidentNotice, { id }) : null;
    if (row === null) throw new Refusal('NOT_FOUND');
    return row;
  }

  /** Acts on notices, oldest first, by notice. */
  async actsOf(
    ids: readonly string[],
    tx: EntityManager = this.dataSource.manager,
  ): Promise<Map<string, IncidentNoticeAct[]>> {
    const where = { noticeId: In([...ids]) };
    const rows = ids.length === 0 ? [] : await tx.find(IncidentNoticeAct, { where, order: { seq: 'ASC' } });
    return Map.groupBy(rows, ({ noticeId }) => noticeId);
  }

  /** Whether the viewer may know of a notice. @throws Refusal NOT_FOUND */
  requireSight({ exerciseId, rootId }: IncidentNotice, viewer: Viewer | null): void {
    const grants = requireGrants(viewer, exerciseId, 'reporting.read');
    if (!grants.some(({ role, unitId }) => role === 'ORGANIZER' || unitId === rootId)) throw new Refusal('NOT_FOUND');
  }

  private async views(rows: readonly IncidentNotice[], viewer: Viewer | null): Promise<IncidentNoticeView[]> {
    const acts = await this.actsOf(rows.map(({ id }) => id));
    const units = new Map((await this.unitsOf(rows)).map((unit) => [unit.id, unit]));
    const incidents = await this.incidentCodes(rows);
    const people = [...acts.values()].flat().flatMap(({ byId }) => byId ?? []);
    const names = new Map((await this.identity.byIds(people)).map((user) => [user.id, user.displayName]));
    const now = this.clock.now();
    return rows.flatMap((row) => {
      const unit = units.get(row.rootId);
      const own = acts.get(row.id) ?? [];
      if (unit === undefined) return [];
      const standing = noticeStanding(row, own.map(noticeFact), now);
      return [
        {
          ...plainOf(row, standing),
          ...rightsOn(row, standing, viewer),
          unit,
          incidentCode: incidents.get(row.incidentId ?? '') ?? null,
          acts: own.map((act) => ({ ...act, at: act.dueAt, byName: names.get(act.byId ?? '') ?? null })),
        },
      ];
    });
  }

  private unitsOf(rows: readonly IncidentNotice[]): Promise<Unit[]> {
    return this.exercises.rowsById(
      Unit,
      rows.map(({ rootId }) => rootId),
    );
  }

  private async incidentCodes(rows: readonly IncidentNotice[]): Promise<Map<string, string>> {
    const ids = rows.flatMap(({ incidentId }) => incidentId ?? []);
    const found = ids.length === 0 ? [] : await this.dataSource.manager.findBy(Incident, { id: In(ids) });
    return new Map(found.map(({ id, code }) => [id, code]));
  }
}

/** An act as the fold reads it. */
export function noticeFact({ kind, stage, level, reporterKind, dueAt }: IncidentNoticeAct): NoticeFact {
  return { kind, stage, level, reporterKind, at: dueAt };
}

function plainOf(row: IncidentNotice, standing: NoticeStanding) {
  const { id, periodId, code, title, discoveredAt, incidentId } = row;
  return {
    ...{ id, periodId, code, title, discoveredAt, incidentId },
    ...standing,
    openedAt: row.recordedAt,
    clocks: [...standing.clocks],
    nearestDueAt: nearestDeadline(standing),
  };
}

function rightsOn({ exerciseId, rootId }: IncidentNotice, standing: NoticeStanding, viewer: Viewer | null) {
  const files = grantsIn(viewer, exerciseId, 'reporting.file');
  const directs = grantsIn(viewer, exerciseId, 'reporting.direct').length > 0;
  return {
    mayFile: standing.stage !== 'FINAL' && files.some(({ unitId }) => unitId === rootId),
    mayPassOn: directs && standing.clocks.some(({ rule, stoppedAt }) => rule === 'PASS_ON' && stoppedAt === null),
  };
}

/** The nearest deadline first; what owes nothing keeps its order, the latest first. */
function urgency({ nearestDueAt }: IncidentNoticeView): number {
  return nearestDueAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
}
