import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { type CellView, isMissed } from '../../core/drill/view.js';
import { exactText, points, sum } from '../../core/kernel/points.js';
import type { Inject } from '../../core/plan/plan.js';
import { answersOf, cellView, clockView, marksOfUnits, type ShownDrill } from './drill-board.view.js';
import { actViews } from './drill-board.view.js';
import type { DrillReview, DrillReviewRow, DrillReviewUnit } from './drill-review.types.js';
import { DrillService } from './drill.service.js';
import { DrillViewService } from './drill-view.service.js';

/** What the review meeting 复盘 needs: who did what how fast, what was late or missed, marks and notes. */
@Injectable()
export class DrillReviewService {
  constructor(
    private readonly drills: DrillService,
    private readonly views: DrillViewService,
  ) {}

  /** @throws Refusal NOT_FOUND */
  async read(id: string, viewer: Viewer | null): Promise<DrillReview> {
    const drill = await this.drills.byIdFor(id, viewer, 'drill.read');
    const shown = await this.views.shown(drill);
    const { startedAt, endedAt, elapsedSeconds } = clockView(shown);
    const rows = rowsOf(shown);
    const notes = actViews(shown).filter(({ kind }) => kind === 'NOTED');
    return {
      ...{ drillId: drill.id, name: drill.content.title, isRehearsal: drill.isRehearsal },
      ...{ startedAt, endedAt, elapsedSeconds, rows },
      units: unitsOf(shown, rows),
      notes: notes.reverse().map(({ drillSeconds, at, text, actorName }) => {
        return { drillSeconds, at, text: text ?? '', actorName: actorName ?? '' };
      }),
    };
  }
}

function rowsOf(shown: ShownDrill): DrillReviewRow[] {
  const injects = new Map(shown.view.injects.map((inject) => [inject.code, inject]));
  const units = new Map(shown.drill.units.map(({ id, name }) => [id, name]));
  const answers = answersOf(shown);
  return shown.view.cells.flatMap((view) => {
    const inject = injects.get(view.code);
    if (inject === undefined) return [];
    const cell = cellView(shown, inject, view, answers);
    const { releasedAtSeconds, usedSeconds, limitSeconds, state, reminders, level, calls, unitId } = cell;
    return [
      {
        ...{ code: inject.code, title: inject.title, unitId, unitName: units.get(unitId) ?? '', state },
        ...{ releasedAtSeconds, usedSeconds, limitSeconds, reminders, level, calls },
        acknowledgeSeconds: acknowledgedAfter(view),
        isLate: state === 'COMPLETED_LATE' || state === 'OVERDUE',
        isMissed: isMissed(view, inject, shown.view.clock),
        reply: cell.reply?.text ?? null,
        ...{ points: cell.marks?.points ?? null, comment: cell.marks?.comment ?? null },
        of: mostOf(inject, view),
      },
    ];
  });
}

function mostOf(inject: Inject, { cell }: CellView): string | null {
  return cell.released === null || inject.expectation === null ? null : exactText(points(inject.expectation.points));
}

function acknowledgedAfter({ cell: { released, acknowledged } }: CellView): number | null {
  if (released === null || acknowledged === null) return null;
  return Math.ceil((acknowledged.elapsedMs - released.elapsedMs) / 1000);
}

function unitsOf(shown: ShownDrill, rows: readonly DrillReviewRow[]): DrillReviewUnit[] {
  const marks = new Map(marksOfUnits(shown).map((one) => [one.unitId, one]));
  return shown.drill.units.map(({ id: unitId, name: unitName }) => {
    const own = rows.filter((row) => row.unitId === unitId && row.releasedAtSeconds !== null);
    const given = own.flatMap((row) => (row.points === null ? [] : [points(row.points)]));
    return {
      ...{ unitId, unitName, released: own.length, expected: marks.get(unitId)?.expected ?? 0 },
      completed: own.filter(({ state }) => state.startsWith('COMPLETED')).length,
      late: own.filter(({ isLate }) => isLate).length,
      missed: own.filter((row) => row.isMissed).length,
      medianAcknowledgeSeconds: medianOf(own.flatMap(({ acknowledgeSeconds }) => acknowledgeSeconds ?? [])),
      points: exactText(sum(given)),
      of: marks.get(unitId)?.of ?? '0',
    };
  });
}

/** The middle one; of two the earlier. */
function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
