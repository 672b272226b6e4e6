import type { UnitFact } from './facts.js';

/** The unit tree: caps, deductions and standings belong to the root (TPRQ general rule G3). */
export class UnitTree {
  private readonly units: ReadonlyMap<string, UnitFact>;

  constructor(units: readonly UnitFact[]) {
    this.units = new Map(units.map((unit) => [unit.id, unit]));
  }

  /** Root of a unit; a unit that is not listed is its own root. */
  rootOf(unitId: string): string {
    return this.lineage(unitId).at(-1) ?? unitId;
  }

  isParticipant(unitId: string): boolean {
    return this.units.get(unitId)?.isParticipant ?? true;
  }

  /** Whether the unit or one above it was knocked out before this receipt. */
  wasKnockedOutBefore(unitId: string, receiptSeq: number): boolean {
    return this.lineage(unitId).some((id) => {
      const at = this.units.get(id)?.knockedOutAtSeq ?? null;
      return at !== null && receiptSeq > at;
    });
  }

  /** The unit and those above it; stops should the data ever form a ring. */
  private lineage(unitId: string): string[] {
    const seen = new Set<string>();
    let next: string | null = unitId;
    while (next !== null && !seen.has(next)) {
      seen.add(next);
      next = this.units.get(next)?.parentId ?? null;
    }
    return [...seen];
  }
}
