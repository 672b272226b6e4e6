import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Clock } from '../../platform/clock/clock.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { PolicyService } from '../policy/policy.service.js';
import { Destruction } from './destruction.entity.js';
import type { LegalHold, Retention } from './retention.types.js';

const DAY_MS = 86_400_000;

/** How long evidence is kept, and until when nobody may destroy it. */
export interface Keeping {
  readonly retentionDays: number;
  readonly keptSince: Date;
}

/**
 * What keeps evidence: every proposed rescoring, and every appeal that is not settled. A dismissed one is settled once
 * nobody may ask for arbitration any more.
 */
const HOLDS = `
  SELECT 'RESCORING' AS kind, code FROM rescoring_set WHERE exercise_id = $1 AND state = 'PROPOSED'
  UNION ALL
  SELECT 'APPEAL', a.code FROM appeal a
    LEFT JOIN LATERAL (SELECT kind, deadline_at FROM appeal_act x WHERE x.appeal_id = a.id ORDER BY x.seq DESC LIMIT 1) l
      ON true
   WHERE a.exercise_id = $1
     AND (l.kind IS NULL OR l.kind NOT IN ('WITHDRAWN', 'DISMISSED', 'ARBITRATION_DISMISSED', 'EXECUTED')
          OR (l.kind = 'DISMISSED' AND l.deadline_at > $2))
   ORDER BY 1, 2`;

/** Retention 留存: how long evidence stays after an exercise. */
@Injectable()
export class RetentionService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly exercises: ExerciseService,
    private readonly policies: PolicyService,
  ) {}

  /** @throws Refusal NOT_FOUND */
  async read(exerciseId: string, viewer: Viewer | null): Promise<Retention> {
    requireGrants(viewer, exerciseId, 'retention.read');
    const { manager } = this.dataSource;
    const { retentionDays } = await this.policies.inForce(exerciseId);
    const keptSince = await this.keptSince(exerciseId, manager);
    const dueAt = keptSince === null ? null : dueOf({ keptSince, retentionDays });
    const destructions = await manager.find(Destruction, { where: { exerciseId }, order: { proposedSeq: 'DESC' } });
    const isDue = dueAt !== null && dueAt <= this.clock.now();
    const holds = await this.holds(exerciseId, manager);
    return { retentionDays, keptSince, dueAt, isDue, holds, ...(await this.counts(exerciseId)), destructions };
  }

  /**
   * Whether evidence of the exercise may be destroyed now.
   * @throws Refusal WRONG_STATE before the final result, RETENTION_RUNNING with the day, LEGAL_HOLD with what holds
   */
  async requireDue(exerciseId: string, tx: EntityManager): Promise<Keeping> {
    const { state } = await this.exercises.byId(exerciseId, tx);
    const keptSince = await this.keptSince(exerciseId, tx);
    if (keptSince === null) throw new Refusal('WRONG_STATE', { state });
    const { retentionDays } = await this.policies.inForce(exerciseId, tx);
    const dueAt = dueOf({ keptSince, retentionDays });
    if (dueAt > this.clock.now()) throw new Refusal('RETENTION_RUNNING', { dueAt: dueAt.toISOString() });
    const holds = await this.holds(exerciseId, tx);
    if (holds.length > 0) throw new Refusal('LEGAL_HOLD', { codes: holds.map(({ code }) => code).join(', ') });
    return { retentionDays, keptSince };
  }

  /** Only the final result starts the clock: before it anything may still be appealed or scored again. */
  private async keptSince(exerciseId: string, tx: EntityManager): Promise<Date | null> {
    const { state, finalizedAt } = await this.exercises.byId(exerciseId, tx);
    return state === 'FINAL' ? finalizedAt : null;
  }

  private holds(exerciseId: string, tx: EntityManager): Promise<LegalHold[]> {
    return tx.query<LegalHold[]>(HOLDS, [exerciseId, this.clock.now()]);
  }

  private async counts(exerciseId: string) {
    const [row] = await this.dataSource.query<{ kept: number; bytes: string; destroyed: number }[]>(
      `SELECT count(*) FILTER (WHERE NOT gone)::int AS kept, count(*) FILTER (WHERE gone)::int AS destroyed,
              coalesce(sum(size_bytes) FILTER (WHERE NOT gone), 0)::text AS bytes
         FROM (SELECT e.size_bytes, EXISTS (SELECT 1 FROM destruction d WHERE d.exercise_id = e.exercise_id
                        AND d.state = 'CONFIRMED' AND d.evidence_ids @> ARRAY[e.id]) AS gone
                 FROM evidence e WHERE e.exercise_id = $1) f`,
      [exerciseId],
    );
    return { keptFiles: row?.kept ?? 0, keptBytes: Number(row?.bytes ?? 0), destroyedFiles: row?.destroyed ?? 0 };
  }
}

function dueOf({ keptSince, retentionDays }: Keeping): Date {
  return new Date(keptSince.getTime() + retentionDays * DAY_MS);
}
