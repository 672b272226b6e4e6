import type { DrillAct } from '../../core/drill/acts.js';
import type { Slot } from '../../platform/journal/journal.service.js';
import type { Drill, DrillActRow } from './drill.entity.js';

/** Who wrote an act, under which id. */
export interface ActOrigin {
  readonly id: string;
  readonly actorId: string | null;
}

/** An act as a row. What stands in columns is not repeated in its content. */
export function rowOf(drill: Drill, act: DrillAct, slot: Slot, origin: ActOrigin): DrillActRow {
  const { kind, atMs, ...rest } = act;
  const { code = null, unitId = null, ...content } = rest as { code?: string; unitId?: string };
  const place = { exerciseId: drill.exerciseId, drillId: drill.id, seq: slot.seq, recordedAt: slot.recordedAt };
  return { ...origin, ...place, kind, code, unitId, content, happenedAt: new Date(atMs) };
}

/** A row as an act. The database holds what `rowOf` wrote, for good. */
export function actOf({ kind, code, unitId, content, happenedAt }: DrillActRow): DrillAct {
  const place = code === null ? {} : { code, unitId };
  return { ...content, ...place, kind, atMs: happenedAt.getTime() } as unknown as DrillAct;
}

/** The kind of the journal record that an act is written under. */
export function recordKind(act: Pick<DrillAct, 'kind'>, { isRehearsal }: Pick<Drill, 'isRehearsal'>): string {
  return act.kind === 'MARKED' && isRehearsal ? 'DRILL_REHEARSAL_MARKED' : `DRILL_${act.kind}`;
}
