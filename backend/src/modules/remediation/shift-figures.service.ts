import { Injectable } from '@nestjs/common';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import { spanOf } from '../../core/protection/period.js';
import { dateOf, dayAfter } from '../../core/protection/wall-time.js';
import { DutyBoardService } from '../duty/duty-board.service.js';
import type { ProtectionPeriod } from '../protection/period.entity.js';
import type { DutyFigures } from './summary.types.js';

/** Days one look at a roster may span. */
const MOST_DAYS = 62;

/** How many shifts of a period nobody stood. */
@Injectable()
export class ShiftFiguresService {
  constructor(private readonly boards: DutyBoardService) {}

  /** By root unit; a unit without a roster has none. Only the first two months of a period are looked at. */
  async of(period: ProtectionPeriod, viewer: Viewer | null): Promise<ReadonlyMap<string, DutyFigures>> {
    if (grantsIn(viewer, period.exerciseId, 'duty.read').length === 0) return new Map();
    const figures = new Map<string, DutyFigures>();
    for (const { id, rootId, zone } of await this.boards.rosters(period.exerciseId, viewer)) {
      if (rootId === null) continue;
      const { slots, asOf } = await this.boards.board(id, rangeOf(period, zone), viewer);
      const over = slots.filter((slot) => touches(slot, period) && slot.endsAt <= asOf);
      const empty = over.filter(({ assignedIds, present }) => assignedIds.length === 0 || present.length === 0);
      figures.set(rootId, { shifts: over.length, empty: empty.length });
    }
    return figures;
  }
}

function rangeOf(period: ProtectionPeriod, zone: string): { from: string; to: string } {
  const { startsAt, endsAt } = spanOf(period);
  // A shift that began the evening before still belongs to the first morning.
  const from = dayAfter(dateOf(startsAt, zone), -1);
  const last = dateOf(endsAt, zone);
  const furthest = dayAfter(from, MOST_DAYS - 1);
  return { from, to: last < furthest ? last : furthest };
}

function touches(slot: { readonly startsAt: Date; readonly endsAt: Date }, { windows }: ProtectionPeriod): boolean {
  return windows.some(({ startsAt, endsAt }) => slot.startsAt < endsAt && slot.endsAt > startsAt);
}
