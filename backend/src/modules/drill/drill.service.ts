import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type EntityManager } from 'typeorm';
import { grantsIn, type Permission, type Viewer } from '../../core/access/permissions.js';
import type { DrillAct, DrillUnit, UnitFact } from '../../core/drill/acts.js';
import type { CellCase } from '../../core/drill/release.js';
import type { DrillFold } from '../../core/drill/cells.js';
import { asksForFacts, type DrillScene } from '../../core/drill/due.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Statement } from '../../platform/database/statement.js';
import { Drill, type DrillActRow } from './drill.entity.js';
import { actOf } from './drill-rows.js';

/** A drill with all that its state follows from. */
export interface LoadedDrill {
  readonly drill: Drill;
  readonly rows: readonly DrillActRow[];
  readonly scene: DrillScene;
}

/** Drills whose frozen plans and acts are kept at hand; they never change. */
const MAX_KEPT = 50;

/** Acts of a drill up to some number. */
interface KnownActs {
  readonly rows: readonly DrillActRow[];
  readonly acts: readonly DrillAct[];
}

const NEW_ACTS = new Statement<DrillActRow>(`
  SELECT id, exercise_id AS "exerciseId", drill_id AS "drillId", seq, kind, code, unit_id AS "unitId", content,
         happened_at AS "happenedAt", actor_id AS "actorId", recorded_at AS "recordedAt"
    FROM drill_act WHERE drill_id = $1 AND seq > $2 ORDER BY seq`);

/** Reads of drills. Inside a transaction pass its manager. */
@Injectable()
export class DrillService {
  private readonly kept = new Map<string, Drill>();
  private readonly known = new Map<string, KnownActs>();

  constructor(private readonly dataSource: DataSource) {}

  /** A drill as it was made. @throws Refusal NOT_FOUND */
  async byId(id: string, tx: EntityManager = this.dataSource.manager): Promise<Drill> {
    const known = this.kept.get(id);
    if (known !== undefined) return known;
    const drill = isUUID(id) ? await tx.findOneBy(Drill, { id }) : null;
    if (drill === null) throw new Refusal('NOT_FOUND');
    // One that this transaction made may yet be rolled back.
    if (tx === this.dataSource.manager) remember(this.kept, id, drill);
    return drill;
  }

  /** A drill for somebody with `permission` in its exercise. @throws Refusal NOT_FOUND */
  async byIdFor(id: string, viewer: Viewer | null, permission: Permission): Promise<Drill> {
    const drill = await this.byId(id);
    requireGrants(viewer, drill.exerciseId, permission);
    return drill;
  }

  /** Drills of an exercise, latest first. */
  ofExercise(exerciseId: string): Promise<Drill[]> {
    return this.dataSource.manager.find(Drill, { where: { exerciseId }, order: { seq: 'DESC' } });
  }

  /** A drill with its acts, and what its units filed as far as conditions ask. */
  async load(drill: Drill, tx: EntityManager = this.dataSource.manager): Promise<LoadedDrill> {
    const { rows, acts } = await this.actsOf(drill.id, tx);
    const { content, units } = drill;
    const startSeq = rows.find(({ kind }) => kind === 'STARTED')?.seq;
    const isAsked = startSeq !== undefined && content.injects.some(asksForFacts);
    const facts = isAsked ? await this.factsOf(tx, drill, startSeq) : [];
    return { drill, rows, scene: { content, units, acts, facts } };
  }

  /** Acts never change and come in the order of their numbers: only new ones are read. */
  private async actsOf(drillId: string, tx: EntityManager): Promise<KnownActs> {
    const known = this.known.get(drillId) ?? { rows: [], acts: [] };
    const news = await NEW_ACTS.rows(tx, [drillId, known.rows.at(-1)?.seq ?? 0]);
    if (news.length === 0) return known;
    const all = { rows: [...known.rows, ...news], acts: [...known.acts, ...news.map(actOf)] };
    // What is read inside a transaction may be its own, and be rolled back.
    if (tx === this.dataSource.manager) remember(this.known, drillId, all);
    return all;
  }

  /** The drill's units whose people the viewer belongs to. */
  ownUnits({ exerciseId, units }: Drill, viewer: Viewer | null): DrillUnit[] {
    const own = grantsIn(viewer, exerciseId, 'drill.take').map(({ unitId }) => unitId);
    return units.filter(({ id }) => own.includes(id));
  }

  /** What the units filed since the drill began, from the journal: records never change, whatever becomes of a report. */
  private async factsOf(tx: EntityManager, { exerciseId, units }: Drill, afterSeq: number): Promise<UnitFact[]> {
    const rows = await tx.query<{ unitId: string; fact: UnitFact['fact']; at: Date }[]>(
      `SELECT party_id AS "unitId", recorded_at AS at,
              CASE kind WHEN 'INCIDENT_OPENED' THEN kind ELSE (details ->> 'kind') || '_FILED' END AS fact
         FROM journal_record
        WHERE stream_id = $1 AND seq > $2 AND kind IN ('INCIDENT_OPENED', 'INCIDENT_REPORT_FILED') AND party_id = ANY ($3)
        ORDER BY seq`,
      [exerciseId, afterSeq, units.map(({ id }) => id)],
    );
    return rows.map(({ unitId, fact, at }) => ({ unitId, fact, atMs: at.getTime() }));
  }
}

/** Keeps the last few. */
function remember<T>(kept: Map<string, T>, id: string, value: T): void {
  kept.delete(id);
  const [oldest] = kept.keys();
  if (oldest !== undefined && kept.size >= MAX_KEPT) kept.delete(oldest);
  kept.set(id, value);
}

/** The inject at the unit that an act names. @throws Refusal NOT_FOUND for an unknown code, unit or combination */
export function caseOf(scene: DrillScene, fold: DrillFold, code: string, unitId: string): CellCase {
  const inject = scene.content.injects.find((one) => one.code === code);
  const cell = fold.cells.get(unitId)?.get(code);
  if (inject === undefined || cell === undefined) throw new Refusal('NOT_FOUND');
  return { inject, unitId, cell };
}
