import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import {
  type FirstFiled,
  inTimeRun,
  lateSeconds,
  type ZeroDay,
  zeroDays,
  zeroState,
} from '../../core/reporting/zero-report.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Clock } from '../../platform/clock/clock.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { Unit } from '../exercise/unit.entity.js';
import { IdentityService } from '../identity/identity.service.js';
import type { ProtectionPeriod } from '../protection/period.entity.js';
import { PeriodService } from '../protection/period.service.js';
import { ZeroReport, ZeroReportAct } from './zero-report.entity.js';
import type { ZeroReportCell, ZeroReportDesk, ZeroReportUnit, ZeroReportView } from './zero-report.types.js';

/** What a period's days are shown with. */
interface Background {
  readonly days: readonly ZeroDay[];
  /** By root and day, oldest version first. */
  readonly reports: ReadonlyMap<string, readonly ZeroReport[]>;
  /** Oldest first. */
  readonly acts: readonly ZeroReportAct[];
  readonly names: ReadonlyMap<string, string>;
  readonly viewer: Viewer | null;
  readonly now: Date;
}

/** Reads of zero reports. A unit's people see their own unit's alone, and of other periods nothing. */
@Injectable()
export class ZeroReportService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly periods: PeriodService,
    private readonly exercises: ExerciseService,
    private readonly identity: IdentityService,
  ) {}

  /** The zero reports of a period as far as the viewer may know them. @throws Refusal NOT_FOUND */
  async desk(periodId: string, viewer: Viewer | null): Promise<ZeroReportDesk> {
    const { period, roots } = await this.sight(periodId, viewer);
    const background = await this.backgroundOf(period, viewer);
    const { days, now } = background;
    const taking = (await this.exercises.unitsOf(period.exerciseId)).filter(({ id }) => roots.includes(id));
    return {
      periodId: period.id,
      periodName: period.name,
      zone: period.zone,
      zeroReportAt: period.zeroReportAt,
      asOf: now,
      today: days.find(({ opensAt, closesAt }) => opensAt <= now && now < closesAt)?.day ?? null,
      days: [...days],
      units: taking.map((unit) => unitRow(unit, period, background)),
      mayUrge: grantsIn(viewer, period.exerciseId, 'reporting.direct').length > 0,
    };
  }

  /** All versions of a unit's report of a day, newest first. @throws Refusal NOT_FOUND */
  async versions(
    key: { readonly periodId: string; readonly unitId: string; readonly day: string },
    viewer: Viewer | null,
  ): Promise<ZeroReportView[]> {
    const { period, roots } = await this.sight(key.periodId, viewer);
    if (!roots.includes(key.unitId)) throw new Refusal('NOT_FOUND');
    const { reports, names } = await this.backgroundOf(period, viewer);
    return (reports.get(keyOf(key.unitId, key.day)) ?? []).map((row) => reportView(row, names)).reverse();
  }

  /** One version that the viewer's own act made. */
  async byId(id: string): Promise<ZeroReportView> {
    const row = await this.dataSource.manager.findOneByOrFail(ZeroReport, { id });
    const users = await this.identity.byIds([row.filedById]);
    return reportView(row, new Map(users.map((user) => [user.id, user.displayName])));
  }

  /** The period, and the root units whose reports the viewer may read. @throws Refusal NOT_FOUND */
  async sight(
    periodId: string,
    viewer: Viewer | null,
  ): Promise<{ period: ProtectionPeriod; roots: readonly string[] }> {
    const period = await this.periods.read(periodId, viewer);
    const grants = requireGrants(viewer, period.exerciseId, 'reporting.read');
    const own = grants.flatMap(({ unitId }) => (unitId === null ? [] : [unitId]));
    const seesAll = grants.some(({ role }) => role === 'ORGANIZER');
    const roots = period.unitIds.filter((id) => seesAll || own.includes(id));
    if (roots.length === 0) throw new Refusal('NOT_FOUND');
    return { period, roots };
  }

  /** When each unit first filed for each day. */
  async firstFiled(periodId: string, tx: EntityManager = this.dataSource.manager): Promise<FirstFiled> {
    const rows = await tx.find(ZeroReport, { where: { periodId, versionNo: 1 } });
    const first = new Map(rows.map((row) => [keyOf(row.rootId, row.day), row.recordedAt]));
    return (rootId, day) => first.get(keyOf(rootId, day)) ?? null;
  }

  private async backgroundOf(period: ProtectionPeriod, viewer: Viewer | null): Promise<Background> {
    const { manager } = this.dataSource;
    const rows = await manager.find(ZeroReport, { where: { periodId: period.id }, order: { seq: 'ASC' } });
    const acts = await manager.find(ZeroReportAct, { where: { periodId: period.id }, order: { seq: 'ASC' } });
    const users = await this.identity.byIds(rows.map(({ filedById }) => filedById));
    return {
      days: zeroDays(period),
      reports: Map.groupBy(rows, ({ rootId, day }) => keyOf(rootId, day)),
      acts,
      names: new Map(users.map((user) => [user.id, user.displayName])),
      viewer,
      now: this.clock.now(),
    };
  }
}

function unitRow(unit: Unit, { exerciseId }: ProtectionPeriod, background: Background): ZeroReportUnit {
  const days = background.days.map((day) => cellOf(unit.id, day, background));
  const files = grantsIn(background.viewer, exerciseId, 'reporting.file');
  return {
    ...{ unit, days },
    inTimeRun: inTimeRun(days.map(({ state }) => state)),
    mayFile: files.some(({ unitId }) => unitId === unit.id),
  };
}

function cellOf(rootId: string, day: ZeroDay, { reports, acts, names, now }: Background): ZeroReportCell {
  const versions = reports.get(keyOf(rootId, day.day)) ?? [];
  const latest = versions.at(-1);
  const firstFiledAt = versions[0]?.recordedAt ?? null;
  const state = zeroState(day, firstFiledAt, now);
  const own = acts.filter((act) => act.day === day.day && act.rootIds.includes(rootId));
  const lastOf = (kind: string): Date | null => own.findLast((act) => act.kind === kind)?.dueAt ?? null;
  return {
    ...{ day: day.day, state, firstFiledAt },
    lateSeconds: state === 'LATE' && firstFiledAt !== null ? lateSeconds(day.dueAt, firstFiledAt) : 0,
    report: latest === undefined ? null : reportView(latest, names),
    remindedAt: lastOf('REMINDED'),
    escalatedAt: lastOf('ESCALATED'),
    urgedAt: lastOf('URGED'),
  };
}

function reportView(row: ZeroReport, names: ReadonlyMap<string, string>): ZeroReportView {
  const { id, day, versionNo, kind, situations, text, incidentIds, recordedAt, filedById } = row;
  const what = { id, day, versionNo, kind, situations, text, incidentIds };
  return { ...what, filedAt: recordedAt, filedByName: names.get(filedById) ?? '' };
}

function keyOf(rootId: string, day: string): string {
  return `${rootId}/${day}`;
}
