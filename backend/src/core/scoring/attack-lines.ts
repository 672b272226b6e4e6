/**
 * Attack results in receipt order, in three passes: each ruled node is priced; the same system counts once; what is
 * left is multiplied and held under its caps. Nothing here depends on when or by whom a node was judged.
 */
import { ZERO } from '../kernel/points.js';
import type { AttackRules } from '../ruleset/attack-rules.js';
import type { AttackLine, AttackLines } from './attack-line.js';
import type { Step } from './award.js';
import { countOnce } from './count-once.js';
import type { Facts, NodeFact, NodeRuling, ResultFact } from './facts.js';
import { payInOrder } from './pay-in-order.js';
import { priceRuling } from './pricing.js';
import type { PricedRuling } from './pricing.js';
import { zeroReason } from './step-codes.js';
import { UnitTree } from './units.js';

interface Received {
  readonly receiptSeq: number;
  readonly id: string;
}

/** Receipt order, as facts mostly come; the id only makes the order total should a sequence ever repeat. */
export function byReceipt<T extends Received>(items: readonly T[]): readonly T[] {
  return isInOrder(items) ? items : items.toSorted(compareReceipts);
}

function isInOrder(items: readonly Received[]): boolean {
  let before: Received | null = null;
  for (const item of items) {
    if (before !== null && compareReceipts(before, item) > 0) return false;
    before = item;
  }
  return true;
}

function compareReceipts(a: Received, b: Received): number {
  return a.receiptSeq - b.receiptSeq || compareText(a.id, b.id);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Scores every ruled node of the exercise. */
export function attackLines(rules: AttackRules, facts: Facts): AttackLines {
  const units = new UnitTree(facts.units);
  const priced = priceInOrder(rules, facts, units);
  const winners = countOnce(rules, priced);
  return payInOrder(rules, units, winners);
}

function priceInOrder(rules: AttackRules, facts: Facts, units: UnitTree): AttackLine[] {
  const revoked = rules.options.knockOut && units.hasKnockOuts ? revokedReceipts(facts, units) : NONE_REVOKED;
  const lines: AttackLine[] = [];
  for (const result of byReceipt(facts.results)) {
    const rootId = units.rootOf(result.unitId);
    const gone = revoked.get(rootId);
    const isOut = rules.options.knockOut && units.wasKnockedOutBefore(result.unitId, result.receiptSeq, gone);
    const where = { result, rootId, isOut, isOutside: !units.isParticipant(result.unitId) };
    for (const node of inPathOrder(result.nodes)) {
      if (node.ruling !== null) lines.push(priceNode(rules, node, node.ruling, where));
    }
  }
  return lines;
}

const NONE_REVOKED: ReadonlyMap<string, ReadonlySet<number>> = new Map();

/** Receipts of results that were taken back, by root unit: a result knocks out nobody but a unit of its own tree. */
function revokedReceipts(facts: Facts, units: UnitTree): ReadonlyMap<string, ReadonlySet<number>> {
  const byRoot = Map.groupBy(facts.results.filter(isRevoked), (result) => units.rootOf(result.unitId));
  return new Map([...byRoot].map(([root, results]) => [root, new Set(results.map(({ receiptSeq }) => receiptSeq))]));
}

/** Nothing of the result stands any more, so what was decided on it (击穿) does not stand either. */
function isRevoked(result: ResultFact): boolean {
  return result.nodes.length > 0 && result.nodes.every((node) => node.ruling?.outcome === 'REJECTED');
}

interface Whereabouts {
  readonly result: ResultFact;
  readonly rootId: string;
  readonly isOut: boolean;
  readonly isOutside: boolean;
}

function priceNode(
  rules: AttackRules,
  node: NodeFact,
  ruling: NodeRuling,
  { result, rootId, isOut, isOutside }: Whereabouts,
): AttackLine {
  const priced = priceRuling(rules, ruling);
  const reason = refusalOf(ruling, isOut, priced);
  const amount = reason === null ? priced.total : ZERO;
  return {
    result,
    node,
    ruling,
    source: { kind: 'NODE', id: node.id, resultId: result.id, receiptSeq: result.receiptSeq },
    rootId,
    isOutside,
    priced,
    amount,
    cost: amount,
    steps: priced.steps,
    zeroReason: reason,
  };
}

/** Sorted only where they do not come so: there are tens of thousands of paths. */
function inPathOrder(nodes: readonly NodeFact[]): readonly NodeFact[] {
  let last = -Infinity;
  let isSorted = true;
  for (const { ordinal } of nodes) {
    isSorted &&= last < ordinal;
    last = ordinal;
  }
  return isSorted ? nodes : nodes.toSorted((a, b) => a.ordinal - b.ordinal || compareText(a.id, b.id));
}

function refusalOf(ruling: NodeRuling, isOut: boolean, priced: PricedRuling): Step | null {
  if (ruling.outcome === 'REJECTED') return zeroReason('REJECTED', {});
  if (isOut) return zeroReason('UNIT_KNOCKED_OUT', {});
  return priced.zeroReason ?? (priced.total.isZero ? zeroReason('MARKED_ZERO', {}) : null);
}
