import { remembered } from '../kernel/remembered.js';
import type { UnitFact } from './facts.js';

/** Trees by the list they were made from: one computation asks for the same list many times. */
const TREES = new WeakMap<readonly UnitFact[], UnitIndex>();

const NONE: ReadonlySet<number> = new Set();

/** What a list of units says, worked out once. */
interface UnitIndex {
  readonly units: ReadonlyMap<string, UnitFact>;
  /** Each unit with those above it; filled as they are asked for. */
  readonly lineages: Map<string, readonly string[]>;
}

/** The unit tree: caps, deductions and standings belong to the root (TPRQ general rule G3). */
export class UnitTree {
  private readonly index: UnitIndex;

  /** The list must not change afterwards. */
  constructor(units: readonly UnitFact[]) {
    this.index = TREES.get(units) ?? { units: new Map(units.map((unit) => [unit.id, unit])), lineages: new Map() };
    TREES.set(units, this.index);
  }

  /** Root of a unit; a unit that is not listed is its own root. */
  rootOf(unitId: string): string {
    return this.lineage(unitId).at(-1) ?? unitId;
  }

  /** Whether the unit and all above it take part; one that is not listed does. */
  isParticipant(unitId: string): boolean {
    return this.lineage(unitId).every((id) => this.index.units.get(id)?.isParticipant ?? true);
  }

  /** 重点单位; a unit that is not listed is none. */
  isKeyUnit(unitId: string): boolean {
    return this.index.units.get(unitId)?.isKeyUnit ?? false;
  }

  /**
   * Whether the unit or one above it was knocked out before this receipt. A knock-out by a result that no longer
   * stands is none: `revoked` holds the receipts of those on the same tree.
   */
  wasKnockedOutBefore(unitId: string, receiptSeq: number, revoked: ReadonlySet<number> = NONE): boolean {
    return this.lineage(unitId).some((id) => {
      const at = this.index.units.get(id)?.knockedOutAtSeq ?? null;
      return at !== null && receiptSeq > at && !revoked.has(at);
    });
  }

  /** The unit and those above it; stops should the data ever form a ring. */
  private lineage(unitId: string): readonly string[] {
    return remembered(this.index.lineages, unitId, () => this.climb(unitId));
  }

  private climb(unitId: string): string[] {
    const seen = new Set<string>();
    let next: string | null = unitId;
    while (next !== null && !seen.has(next)) {
      seen.add(next);
      next = this.index.units.get(next)?.parentId ?? null;
    }
    return [...seen];
  }
}
