import type { UnitFact } from './facts.js';

/** Trees by the list they were made from: one computation asks for the same list many times. */
const TREES = new WeakMap<readonly UnitFact[], UnitIndex>();

const NONE: ReadonlySet<number> = new Set();

/** What a list of units says, worked out once. */
interface UnitIndex {
  readonly units: ReadonlyMap<string, UnitFact>;
  /** Filled as units are asked for. */
  readonly standings: Map<string, Standing>;
  readonly hasKnockOuts: boolean;
}

/** Where a unit stands in the tree. */
interface Standing {
  /** The unit and those above it. */
  readonly lineage: readonly string[];
  readonly rootId: string;
  readonly isParticipant: boolean;
}

function indexOf(units: readonly UnitFact[]): UnitIndex {
  return {
    units: new Map(units.map((unit) => [unit.id, unit])),
    standings: new Map(),
    hasKnockOuts: units.some(({ knockedOutAtSeq }) => knockedOutAtSeq !== null),
  };
}

/** The unit tree: caps, deductions and standings belong to the root (TPRQ general rule G3). */
export class UnitTree {
  private readonly index: UnitIndex;

  /** The list must not change afterwards. */
  constructor(units: readonly UnitFact[]) {
    const known = TREES.get(units);
    this.index = known ?? indexOf(units);
    if (known === undefined) TREES.set(units, this.index);
  }

  /** Root of a unit; a unit that is not listed is its own root. */
  rootOf(unitId: string): string {
    return this.standingOf(unitId).rootId;
  }

  /** Whether the unit and all above it take part; one that is not listed does. */
  isParticipant(unitId: string): boolean {
    return this.standingOf(unitId).isParticipant;
  }

  /** Whether any unit was ever knocked out. */
  get hasKnockOuts(): boolean {
    return this.index.hasKnockOuts;
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
    if (!this.index.hasKnockOuts) return false;
    return this.standingOf(unitId).lineage.some((id) => {
      const at = this.index.units.get(id)?.knockedOutAtSeq ?? null;
      return at !== null && receiptSeq > at && !revoked.has(at);
    });
  }

  /** Asked for every fact, several times: no closure is made for what is known. */
  private standingOf(unitId: string): Standing {
    const known = this.index.standings.get(unitId);
    if (known !== undefined) return known;
    const lineage = this.climb(unitId);
    const isParticipant = lineage.every((id) => this.index.units.get(id)?.isParticipant ?? true);
    const standing = { lineage, rootId: lineage.at(-1) ?? unitId, isParticipant };
    this.index.standings.set(unitId, standing);
    return standing;
  }

  /** The unit and those above it; stops should the data ever form a ring. */
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
