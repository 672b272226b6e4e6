import type { Loss } from './documents.js';
import { sumOf } from './figures.js';

/** Losses that came from one attack, as far as a defender may know: they are answered by one incident. */
export interface LossGroup {
  readonly key: string;
  readonly losses: readonly Loss[];
  readonly amount: string;
  readonly decidedAt: string;
  readonly incidentId: string | null;
  readonly incidentCode: string | null;
  readonly unitId: string;
}

/** Losses gathered by attack, in the order of the list (newest first). */
export function groupLosses(losses: readonly Loss[]): LossGroup[] {
  const keys = [...new Set(losses.map(({ lossGroup }) => lossGroup))];
  return keys.flatMap((key) => {
    const own = losses.filter(({ lossGroup }) => lossGroup === key);
    const [newest] = own;
    if (!newest) return [];
    return [
      {
        key,
        losses: own,
        amount: sumOf(own.map(({ amount }) => amount)),
        decidedAt: newest.decidedAt,
        incidentId: newest.incidentId ?? null,
        incidentCode: newest.incidentCode ?? null,
        unitId: newest.unit.id,
      },
    ];
  });
}
