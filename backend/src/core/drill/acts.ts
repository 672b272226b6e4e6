/**
 * What happens while a drill runs, as pure data: everything that is shown of a drill is folded from its frozen plan, the
 * units that take part and these acts. Instants are milliseconds since the epoch.
 */
import type { DrillFact } from '../plan/plan.js';

export const DRILL_ACTS = [
  'STARTED',
  'PAUSED',
  'RESUMED',
  'JUMPED',
  'SPEED_SET',
  'RELEASED',
  'TAKEN_BACK',
  'REMINDED',
  'ESCALATED',
  'CALLED',
  'ACKNOWLEDGED',
  'COMPLETED',
  'MARKED',
  'NOTED',
  'ENDED',
] as const;
export type DrillActKind = (typeof DRILL_ACTS)[number];

/** How fast drill time may run; other than 1 in rehearsals only (示例). */
export const DRILL_SPEEDS = [1, 2, 5, 10, 60] as const;
export type DrillSpeed = (typeof DRILL_SPEEDS)[number];

/** Acts on the clock. */
export type ClockAct =
  | { readonly kind: 'STARTED' | 'PAUSED' | 'RESUMED' | 'ENDED'; readonly atMs: number }
  | { readonly kind: 'JUMPED'; readonly atMs: number; readonly toSeconds: number }
  | { readonly kind: 'SPEED_SET'; readonly atMs: number; readonly factor: DrillSpeed };

/** Of which inject, for which root unit. */
interface Place {
  readonly atMs: number;
  readonly code: string;
  readonly unitId: string;
}

/** Acts that time brings about; `atMs` is the instant at which they were due, however late they are written. */
export type TimedAct =
  | (Place & { readonly kind: 'RELEASED'; readonly by: 'TIMER' | 'HAND' })
  | (Place & { readonly kind: 'REMINDED'; readonly of: 'ACKNOWLEDGE' | 'COMPLETE' })
  | (Place & { readonly kind: 'ESCALATED'; readonly level: number; readonly to: string });

/** Acts of people on one inject at one unit. */
export type PlacedAct =
  | TimedAct
  | (Place & { readonly kind: 'TAKEN_BACK'; readonly reason: string })
  | (Place & { readonly kind: 'CALLED'; readonly text: string })
  | (Place & { readonly kind: 'ACKNOWLEDGED' })
  | (Place & { readonly kind: 'COMPLETED'; readonly text: string; readonly evidenceIds: readonly string[] })
  | (Place & { readonly kind: 'MARKED'; readonly points: string; readonly comment: string });

/** An act as it is written, in the order of the journal. */
export type DrillAct = ClockAct | PlacedAct | { readonly kind: 'NOTED'; readonly atMs: number; readonly text: string };

/** What a unit filed in the exercise, as conditions ask for it. */
export interface UnitFact {
  readonly unitId: string;
  readonly fact: DrillFact;
  readonly atMs: number;
}

/** A root unit that takes part. Plans name units by their names. */
export interface DrillUnit {
  readonly id: string;
  readonly name: string;
}

/** Whether an act concerns one inject at one unit. */
export function isPlaced(act: DrillAct): act is PlacedAct {
  return 'unitId' in act;
}

/** Whether an act moves the clock. */
export function isClockAct(act: DrillAct): act is ClockAct {
  return !isPlaced(act) && act.kind !== 'NOTED';
}
