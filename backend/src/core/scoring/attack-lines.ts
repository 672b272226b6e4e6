/**
 * Attack results in receipt order: each ruled node is priced, the same system counts once with its highest
 * privilege (TPRQ G1; the winner is fixed before any cap, ties to the earlier receipt), then caps are used up in
 * receipt order. Nothing here depends on when or by whom a node was judged.
 */
import { ZERO, exactText, least, points, sum } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import type { AttackRules, CapFamily } from '../ruleset/attack-rules.js';
import type { Step } from './award.js';
import type { Facts, NodeFact, NodeRuling, ResultFact } from './facts.js';
import { priceRuling } from './pricing.js';
import type { PricedRuling } from './pricing.js';
import { step, zeroReason } from './step-codes.js';
import { UnitTree } from './units.js';

/** One ruled node with all that was computed for it. */
export interface AttackLine {
  readonly result: ResultFact;
  readonly node: NodeFact;
  readonly ruling: NodeRuling;
  readonly rootId: string;
  readonly priced: PricedRuling;
  readonly amount: Points;
  readonly steps: readonly Step[];
  readonly zeroReason: Step | null;
}

/** What a cap has given out. `teamId` is null where the cap is shared by all teams. */
export interface CapUsage {
  readonly teamId: string | null;
  /** Root unit. */
  readonly unitId: string;
  readonly capKey: string;
  readonly used: Points;
  readonly limit: Points;
}

export interface AttackLines {
  readonly lines: readonly AttackLine[];
  readonly caps: readonly CapUsage[];
}

/** Receipt order; the id only makes the order total should a sequence ever repeat. */
export function byReceipt<T extends { readonly receiptSeq: number; readonly id: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => a.receiptSeq - b.receiptSeq || compareText(a.id, b.id));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Scores every ruled node of the exercise. */
export function attackLines(rules: AttackRules, facts: Facts): AttackLines {
  const units = new UnitTree(facts.units);
  const priced = byReceipt(facts.results).flatMap((result) => priceResult(rules, result, units));
  return applyCaps(rules, applyDedupe(rules, priced));
}

function priceResult(rules: AttackRules, result: ResultFact, units: UnitTree): AttackLine[] {
  const rootId = units.rootOf(result.unitId);
  const isOut = rules.options.knockOut && units.wasKnockedOutBefore(result.unitId, result.receiptSeq);
  const nodes = [...result.nodes].sort((a, b) => a.ordinal - b.ordinal || compareText(a.id, b.id));
  return nodes.flatMap((node) => {
    if (node.ruling === null) return [];
    const priced = priceRuling(rules, node.ruling);
    const line = { result, node, ruling: node.ruling, rootId, priced, steps: priced.steps };
    const reason = refusalOf(node.ruling, isOut, priced);
    return [{ ...line, amount: reason === null ? priced.total : ZERO, zeroReason: reason }];
  });
}

function refusalOf(ruling: NodeRuling, isOut: boolean, priced: PricedRuling): Step | null {
  if (ruling.outcome === 'REJECTED') return zeroReason('REJECTED', {});
  if (isOut) return zeroReason('UNIT_KNOCKED_OUT', {});
  return priced.zeroReason ?? (priced.total.n === 0n ? zeroReason('MARKED_ZERO', {}) : null);
}

/** Nodes with the same key count once; null always counts. */
function dedupeKey(rules: AttackRules, line: AttackLine): string | null {
  const { category, terms } = line.priced;
  if (category === null || terms === null || line.zeroReason !== null) return null;
  const team = rules.options.dedupAcrossTeams ? '' : line.result.teamId;
  const system = line.ruling.systemKey;
  switch (terms.dedupe) {
    case 'system':
      return JSON.stringify(['system', line.rootId, team, system]);
    case 'privilege':
      return JSON.stringify(['privilege', line.rootId, team, system, category.key, line.ruling.privilegeKey]);
    case 'team-unit':
      return JSON.stringify(['unit', line.rootId, team, category.key]);
    case 'unit':
      return JSON.stringify(['unit', line.rootId, '', category.key]);
    case 'none':
      return null;
  }
}

function applyDedupe(rules: AttackRules, lines: readonly AttackLine[]): AttackLine[] {
  const winners = new Map<string, AttackLine>();
  for (const line of lines) {
    const key = dedupeKey(rules, line);
    const best = key === null ? undefined : winners.get(key);
    if (key !== null && (best === undefined || line.amount.gt(best.amount))) winners.set(key, line);
  }
  return lines.map((line) => {
    const key = dedupeKey(rules, line);
    const winner = key === null ? undefined : winners.get(key);
    if (winner === undefined || winner === line) return line;
    return { ...line, amount: ZERO, zeroReason: duplicateReason(line, winner) };
  });
}

function duplicateReason(line: AttackLine, winner: AttackLine): Step {
  const params = {
    result: winner.result.code,
    node: String(winner.node.ordinal),
    points: exactText(winner.amount),
  };
  const scope = line.priced.terms?.dedupe;
  if (scope === 'unit' || scope === 'team-unit') return zeroReason('BOUNDARY_ALREADY_SCORED', params);
  return zeroReason('DUPLICATE_SYSTEM', { ...params, system: line.ruling.systemKey });
}

function applyCaps(rules: AttackRules, lines: readonly AttackLine[]): AttackLines {
  const caps = new Map<string, CapUsage>();
  const capped = lines.map((line) => {
    const cap = line.priced.terms?.cap ?? null;
    if (cap === null || line.zeroReason !== null) return line;
    const teamId = rules.options.capScope === 'unit' ? null : line.result.teamId;
    const key = JSON.stringify([line.rootId, teamId, cap.key]);
    const used = caps.get(key)?.used ?? ZERO;
    const paid = payUnderCap(rules, line, { cap, used });
    const total = used.add(paid.amount);
    caps.set(key, { teamId, unitId: line.rootId, capKey: cap.key, used: total, limit: points(cap.limit) });
    return paid;
  });
  return { lines: capped, caps: [...caps.values()] };
}

function payUnderCap(
  rules: AttackRules,
  line: AttackLine,
  { cap, used }: { cap: CapFamily; used: Points },
): AttackLine {
  const left = points(cap.limit).sub(used);
  const wanted = line.amount;
  const amount = rules.options.capPolicy === 'truncate' ? least(wanted, left) : dropped(rules, line, left);
  const figures = { cap: cap.key, limit: cap.limit, used: exactText(used), wanted: exactText(wanted) };
  const steps = [...line.steps, step('CAP', { ...figures, left: exactText(left), amount: exactText(amount) })];
  const isSpent = amount.n === 0n && wanted.n !== 0n;
  return { ...line, amount, steps, zeroReason: isSpent ? zeroReason('CAP_REACHED', figures) : null };
}

/** What does not fit whole is dropped: the item, or each part of it by itself. */
function dropped(rules: AttackRules, line: AttackLine, left: Points): Points {
  const pieces = rules.options.dropScope === 'item' ? [line.amount] : line.priced.parts;
  let room = left;
  const kept = pieces.filter((piece) => {
    if (piece.gt(room)) return false;
    room = room.sub(piece);
    return true;
  });
  return sum(kept);
}
