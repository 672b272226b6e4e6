/**
 * All scores of an exercise held as a value. `with` answers what a change of facts does to them by computing again only
 * the roots it can touch, through the same `computeScores` as a full recompute; the two are always equal (scorer.spec).
 */
import { foldLedger, type LedgerSums, partyKey, sumsOf } from '../ledger/ledger.js';
import type { Points } from '../kernel/points.js';
import { awardChanges, type AwardChange } from './award-change.js';
import type { Award, Phase } from './award.js';
import type { CapUsage } from './attack-line.js';
import { computeScores, type PinnedRules, type Scores } from './compute-awards.js';
import { groupsOf } from './coupling.js';
import { type FactChange, merged, mergedUnits, NO_FACTS } from './fact-change.js';
import type { Facts } from './facts.js';
import {
  changedGround,
  type Ground,
  groundOf,
  hasSameAddresses,
  keysOf,
  movesUnits,
  partFacts,
  wholeFacts,
} from './ground.js';
import { UnitTree } from './units.js';

/** Roots computed together, with what came of it. */
export interface Part extends Scores {
  readonly roots: readonly string[];
  readonly facts: Facts;
}

/** A scorer after a change, with the awards that changed. */
export interface Rescored {
  readonly scorer: Scorer;
  readonly changed: readonly AwardChange[];
  /** Every award that was computed again, before and after: the changed ones are among them. */
  readonly recomputed: { readonly before: readonly Award[]; readonly after: readonly Award[] };
}

/** Scores of an exercise under pinned rules; never changed once made. */
export class Scorer {
  private constructor(
    private readonly ground: Ground,
    /** By root; a part stands under each of its roots. */
    private readonly parts: ReadonlyMap<string, Part>,
    /** Sums by party, as the ledger has them. */
    readonly sums: LedgerSums,
  ) {}

  /** A full computation. */
  static of(rules: PinnedRules, facts: Facts, phase: Phase): Scorer {
    const ground = groundOf(rules, facts, phase);
    const parts = computed(ground, groupsOf(keysOf(ground.plots)), ground.plots.keys());
    return new Scorer(ground, parts, foldLedger(awardsOf(new Set(parts.values()))));
  }

  get rules(): PinnedRules {
    return this.ground.rules;
  }

  get phase(): Phase {
    return this.ground.phase;
  }

  get teamIds(): readonly string[] {
    return this.ground.teamIds;
  }

  /** All facts; made anew at each call. */
  get facts(): Facts {
    return wholeFacts(this.ground);
  }

  /** All awards; made anew at each call. */
  get awards(): readonly Award[] {
    return awardsOf(new Set(this.parts.values()));
  }

  /** How far every cap is used up. */
  get caps(): readonly CapUsage[] {
    return [...new Set(this.parts.values())].flatMap(({ caps }) => caps);
  }

  /** What a result cost its unit, positive; null when it cost nothing or is not known. */
  costOf(resultId: string): Points | null {
    return this.partOfRoot(this.ground.places().results.get(resultId))?.costs.get(resultId) ?? null;
  }

  /**
   * What is scored together with a unit: whatever can touch the scores of its root is in it, with the exercise's
   * addresses where coverage asks for them. For computations of one's own too, e.g. under other rules.
   */
  around(unitId: string): Part {
    const root = new UnitTree(this.ground.units).rootOf(unitId);
    return this.partOfRoot(root) ?? partOf(this.ground, [root]);
  }

  /** What is scored together with an incident; null when it is not known. */
  aroundIncident(incidentId: string): Part | null {
    return this.partOfRoot(this.ground.places().incidents.get(incidentId)) ?? null;
  }

  /** The same facts under other rules or in another phase: a full computation. */
  under(rules: PinnedRules, phase: Phase = this.phase): Scorer {
    return Scorer.of(rules, this.facts, phase);
  }

  /** The scorer after a change, and what changed. This one stays as it is. */
  with(change: FactChange): Rescored {
    if (movesUnits(this.ground, change.units ?? [])) return this.rebuilt(change);
    const { ground, touched } = changedGround(this.ground, change);
    const groups = groupsOf(keysOf(ground.plots));
    const affected = this.affectedBy(ground, touched, groups);
    const fresh = computed(ground, groups, affected);
    const before = awardsOf(new Set([...affected].flatMap((root) => this.partOfRoot(root) ?? [])));
    return this.rescored(ground, fresh, before);
  }

  private rescored(ground: Ground, fresh: ReadonlyMap<string, Part>, before: readonly Award[]): Rescored {
    const after = awardsOf(new Set(fresh.values()));
    const changed = awardChanges(before, after);
    const parts = new Map([...this.parts, ...fresh]);
    const scorer = new Scorer(ground, parts, changedSums(this.sums, changed));
    return { scorer, changed, recomputed: { before, after } };
  }

  /** Roots whose part was touched, or is another one now, or all where the exercise's addresses changed. */
  private affectedBy(
    ground: Ground,
    touched: ReadonlySet<string>,
    groups: ReadonlyMap<string, readonly string[]>,
  ): ReadonlySet<string> {
    if (!hasSameAddresses(this.ground, ground)) return new Set(ground.plots.keys());
    const roots = [...touched].flatMap((root) => [
      root,
      ...(this.partOfRoot(root)?.roots ?? []),
      ...(groups.get(root) ?? []),
    ]);
    return new Set(roots);
  }

  /** Units that move to another root take everything with them: that is rare enough for a full computation. */
  private rebuilt(change: FactChange): Rescored {
    const { teamIds = this.ground.teamIds, units = [], gone = [], ...hanging } = change;
    const facts = merged(this.facts, { ...NO_FACTS, ...hanging }, new Set(gone));
    const all: Facts = { units: mergedUnits(this.ground.units, units), teamIds, ...facts };
    const scorer = Scorer.of(this.rules, all, this.phase);
    const recomputed = { before: this.awards, after: scorer.awards };
    return { scorer, changed: awardChanges(recomputed.before, recomputed.after), recomputed };
  }

  private partOfRoot(root: string | undefined): Part | undefined {
    return root === undefined ? undefined : this.parts.get(root);
  }
}

/** Parts of these roots, by each of their roots. */
function computed(
  ground: Ground,
  groups: ReadonlyMap<string, readonly string[]>,
  wanted: Iterable<string>,
): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>();
  for (const root of wanted) {
    if (parts.has(root)) continue;
    const roots = groups.get(root) ?? [root];
    const part = partOf(ground, roots);
    for (const own of roots) parts.set(own, part);
  }
  return parts;
}

function partOf(ground: Ground, roots: readonly string[]): Part {
  const facts = partFacts(ground, roots);
  return { roots, facts, ...computeScores(ground.rules, facts, ground.phase) };
}

function awardsOf(parts: Iterable<Part>): readonly Award[] {
  return [...parts].flatMap(({ awards }) => awards);
}

/** Exact, so adding and taking away gives what a fold over everything gives. */
function changedSums(sums: LedgerSums, changed: readonly AwardChange[]): LedgerSums {
  const next = new Map(sums);
  const book = ({ party, account, amount }: Award, amountOf: (points: Points) => Points): void => {
    const own = sumsOf(next, party);
    next.set(partyKey(party), { ...own, [account]: own[account].add(amountOf(amount)) });
  };
  for (const { before, after } of changed) {
    if (before !== null) book(before, (amount) => amount.neg());
    if (after !== null) book(after, (amount) => amount);
  }
  return next;
}
