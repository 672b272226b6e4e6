import { Injectable } from '@nestjs/common';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import { spanOf } from '../../core/protection/period.js';
import { Clock } from '../../platform/clock/clock.js';
import { BlockService } from '../blocking/block.service.js';
import type { BlockEntry } from '../blocking/block.entity.js';
import type { Unit } from '../exercise/unit.entity.js';
import type { ProtectionPeriod } from '../protection/period.entity.js';
import { PeriodService } from '../protection/period.service.js';
import { TaskViewService } from '../protection/task-view.service.js';
import type { IncidentNoticeView } from '../reporting/incident-notice.types.js';
import { IncidentNoticeService } from '../reporting/incident-notice.service.js';
import { ZeroReportService } from '../reporting/zero-report.service.js';
import type { ZeroReportUnit } from '../reporting/zero-report.types.js';
import { LessonService } from './lesson.service.js';
import { RemediationService } from './remediation.service.js';
import { ShiftFiguresService } from './shift-figures.service.js';
import type {
  BlockFigures,
  IncidentNoticeFigures,
  PeriodSummary,
  RemediationFigures,
  TaskFigures,
  UnitSummary,
  ZeroReportFigures,
} from './summary.types.js';
import type { RemediationView } from './remediation.types.js';

/** Where the figures come from. */
@Injectable()
export class SummarySources {
  constructor(
    readonly tasks: TaskViewService,
    readonly zero: ZeroReportService,
    readonly notices: IncidentNoticeService,
    readonly blocks: BlockService,
    readonly shifts: ShiftFiguresService,
  ) {}
}

/** A block with whether it is in force. */
type Standing = Awaited<ReturnType<BlockService['standingsOf']>>[number];

/** What all figures of a summary are made of; of units the viewer may not know there is nothing in it. */
interface Material {
  readonly cells: Awaited<ReturnType<TaskViewService['matrix']>>['rows'][number]['cells'];
  readonly notices: readonly IncidentNoticeView[];
  readonly blocks: readonly Standing[];
  readonly items: readonly RemediationView[];
  readonly shifts: Awaited<ReturnType<ShiftFiguresService['of']>>;
}

/** The summary 总结 of a period: figures only, each from where it is kept. */
@Injectable()
export class SummaryService {
  constructor(
    private readonly clock: Clock,
    private readonly periods: PeriodService,
    private readonly sources: SummarySources,
    private readonly items: RemediationService,
    private readonly lessons: LessonService,
  ) {}

  /** As far as the viewer may know it: control all units, a unit itself. @throws Refusal NOT_FOUND */
  async of(periodId: string, viewer: Viewer | null): Promise<PeriodSummary> {
    const desk = await this.sources.zero.desk(periodId, viewer);
    const period = await this.periods.read(periodId, viewer);
    const material = await this.materialOf(period, viewer);
    const units = desk.units.map((row) => unitSummary(row, material));
    const own = grantsIn(viewer, period.exerciseId, 'remediation.work').map(({ unitId }) => unitId);
    return {
      ...{ periodId: period.id, name: period.name, basis: period.basis, zone: period.zone, ...spanOf(period) },
      asOf: this.clock.now(),
      units,
      lessons: await this.lessons.list(periodId, viewer),
      items: [...material.items],
      mayDirect: grantsIn(viewer, period.exerciseId, 'remediation.direct').length > 0,
      ownUnits: desk.units.map(({ unit }) => unit).filter(({ id }) => own.includes(id)),
    };
  }

  private async materialOf(period: ProtectionPeriod, viewer: Viewer | null): Promise<Material> {
    const { tasks, notices, blocks, shifts } = this.sources;
    const { rows } = await tasks.matrix(period.id, viewer);
    const { items } = await this.items.desk(period.exerciseId, viewer);
    return {
      cells: rows.flatMap(({ cells }) => cells),
      notices: (await notices.desk(period.id, viewer)).notices,
      blocks: (await blocks.standingsOf(period.exerciseId)).filter(({ row }) => isPlacedIn(row, period)),
      items: items.filter(({ sourceId }) => sourceId === period.id),
      shifts: await shifts.of(period, viewer),
    };
  }
}

function unitSummary(row: ZeroReportUnit, material: Material): UnitSummary {
  const { id } = row.unit;
  return {
    unit: row.unit,
    tasks: taskFigures(material, id),
    zeroReports: zeroFigures(row),
    incidents: noticeFigures(material.notices, row.unit),
    blocks: blockFigures(material.blocks, id),
    duty: material.shifts.get(id) ?? null,
    remediation: itemFigures(material.items, row.unit),
  };
}

function taskFigures({ cells }: Material, rootId: string): TaskFigures {
  const own = cells.filter(({ unitId, state }) => unitId === rootId && state !== 'NOT_APPLICABLE');
  return {
    total: own.length,
    signed: own.filter(({ state }) => state === 'SIGNED').length,
    late: own.filter(({ isLate }) => isLate).length,
    overdue: own.filter(({ isOverdue }) => isOverdue).length,
  };
}

function zeroFigures({ days }: ZeroReportUnit): ZeroReportFigures {
  const count = (state: string): number => days.filter((day) => day.state === state).length;
  const figures = { inTime: count('IN_TIME'), late: count('LATE'), missed: count('MISSED') };
  const situations = days.filter(({ report }) => report?.kind === 'SITUATION').length;
  return { ...figures, due: figures.inTime + figures.late + figures.missed, situations };
}

/** Clocks of the unit; passing a report on is not its own affair. */
function noticeFigures(notices: readonly IncidentNoticeView[], { id }: Unit): IncidentNoticeFigures {
  const own = notices
    .filter(({ unit }) => unit.id === id)
    .map((notice) => ({ ...notice, clocks: notice.clocks.filter(({ rule }) => rule !== 'PASS_ON') }));
  const reported = own.filter(({ reportedAt }) => reportedAt !== null);
  const late = reported.filter(({ clocks }) => clocks.some(({ state }) => state === 'LATE'));
  return {
    total: own.length,
    inTime: reported.length - late.length,
    late: late.length,
    open: own.length - reported.length,
    worstLateSeconds: Math.max(0, ...own.flatMap(({ clocks }) => clocks.map(({ lateSeconds }) => lateSeconds))),
  };
}

function blockFigures(blocks: readonly Standing[], rootId: string): BlockFigures {
  const own = blocks.filter(({ row }) => row.rootId === rootId);
  return { placed: own.length, active: own.filter(({ state }) => state === 'ACTIVE').length };
}

function itemFigures(items: readonly RemediationView[], { id }: Unit): RemediationFigures {
  const own = items.filter(({ unit }) => unit.id === id);
  return {
    total: own.length,
    closed: own.filter(({ state }) => state === 'CLOSED').length,
    overdue: own.filter(({ isOverdue }) => isOverdue).length,
  };
}

function isPlacedIn({ startsAt }: BlockEntry, period: ProtectionPeriod): boolean {
  const span = spanOf(period);
  return span.startsAt <= startsAt && startsAt < span.endsAt;
}
