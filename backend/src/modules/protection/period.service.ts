import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { PeriodMode } from '../../core/protection/period.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { PeriodAct } from './period-act.entity.js';
import { ProtectionPeriod } from './period.entity.js';

/** Switches of the mode that a page shows; a period has a few a day. */
const MAX_SWITCHES = 200;

/** Reads of protection periods. Inside a transaction pass its manager. */
@Injectable()
export class PeriodService {
  constructor(private readonly dataSource: DataSource) {}

  /** A period, whoever asks. @throws Refusal NOT_FOUND */
  async byId(id: string, tx: EntityManager = this.dataSource.manager): Promise<ProtectionPeriod> {
    const period = isUUID(id) ? await tx.findOneBy(ProtectionPeriod, { id }) : null;
    if (period === null) throw new Refusal('NOT_FOUND');
    return period;
  }

  /** The periods of an exercise, newest first, whoever asks. */
  async ofExercise(exerciseId: string, tx: EntityManager = this.dataSource.manager): Promise<ProtectionPeriod[]> {
    return tx.find(ProtectionPeriod, { where: { exerciseId }, order: { createdAt: 'DESC', id: 'ASC' } });
  }

  /** The mode in force: the last one switched to, 平时 before any. */
  async modeOf(periodId: string, tx: EntityManager = this.dataSource.manager): Promise<PeriodMode> {
    const last = await tx.findOne(PeriodAct, { where: { periodId }, order: { seq: 'DESC' } });
    return last?.mode ?? 'NORMAL';
  }

  /** Switches of the mode, newest first. */
  async switchesOf(periodId: string): Promise<PeriodAct[]> {
    return this.dataSource.manager.find(PeriodAct, { where: { periodId }, order: { seq: 'DESC' }, take: MAX_SWITCHES });
  }

  /** The periods the viewer may know: control and referees all, a unit's people those their root unit takes part in. */
  async visibleTo(exerciseId: string, viewer: Viewer | null): Promise<ProtectionPeriod[]> {
    const roots = rootsSeen(viewer, exerciseId);
    const periods = await this.ofExercise(exerciseId);
    return periods.filter((period) => roots === null || period.unitIds.some((id) => roots.has(id)));
  }

  /** A period the viewer may know. @throws Refusal NOT_FOUND for unknown and foreign ones alike */
  async read(id: string, viewer: Viewer | null): Promise<ProtectionPeriod> {
    const period = await this.byId(id);
    const roots = rootsSeen(viewer, period.exerciseId);
    if (roots !== null && !period.unitIds.some((unitId) => roots.has(unitId))) throw new Refusal('NOT_FOUND');
    return period;
  }
}

/**
 * The root units whose share of a period the viewer sees: null = all of them, for control and referees; else the own.
 * @throws Refusal NOT_FOUND for whoever has nothing to do with protection in this exercise
 */
export function rootsSeen(viewer: Viewer | null, exerciseId: string): ReadonlySet<string> | null {
  const grants = requireGrants(viewer, exerciseId, 'protection.read');
  if (grants.some(({ unitId }) => unitId === null)) return null;
  return new Set(grants.flatMap(({ unitId }) => unitId ?? []));
}
