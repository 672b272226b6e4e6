/**
 * What attack results cost the unit. Two ledgers per result: the deduction is not the attacker's score
 * (TPRQ row 3: the first server costs nothing; a referee may type another figure, which then replaces it).
 */
import { exactText, points } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import { remembered } from '../kernel/remembered.js';
import type { AttackRules, Category } from '../ruleset/attack-rules.js';
import type { AttackLine } from './attack-line.js';
import type { Step } from './award.js';
import { step, zeroReason } from './step-codes.js';

/** Deduction for one line; `amount` is positive. */
export interface Deduction {
  readonly line: AttackLine;
  readonly amount: Points;
  readonly steps: readonly Step[];
  readonly zeroReason: Step | null;
}

/** Deductions of participating units in receipt order: only lines that cost something, or were spared by a rule. */
export function deductionsOf(rules: AttackRules, lines: readonly AttackLine[]): Deduction[] {
  const inside = lines.filter((line) => !line.isOutside);
  const free = freeSystems(rules, inside);
  const deductions: Deduction[] = [];
  for (const line of inside) {
    const deduction = deductionOf(rules, line, free);
    if (deduction !== null) deductions.push(deduction);
  }
  return deductions;
}

/** What a line costs; null where it costs nothing and no rule spared it. */
function deductionOf(rules: AttackRules, line: AttackLine, free: ReadonlyMap<string, number>): Deduction | null {
  const { category } = line.priced;
  const typed = line.ruling.deductionPoints;
  if (typed !== null && isInForce(line)) {
    const amount = points(typed);
    if (amount.isZero) return null;
    const figures = { category: category?.key ?? line.ruling.categoryKey ?? '', points: exactText(amount) };
    const steps = [step('DEDUCTION_TYPED', figures)];
    return { line, amount, steps, zeroReason: null };
  }
  if (rules.options.deduction === 'typed-only' || line.cost.isZero || category === null) return null;
  return costOf(line, category, free);
}

/** The attacker's points, or those before multipliers, without the pieces that are free. */
function costOf(line: AttackLine, category: Category, free: ReadonlyMap<string, number>): Deduction {
  const steps = line.cost.equals(line.amount)
    ? equalSteps(category, exactText(line.cost))
    : [step('DEDUCTION_UNMULTIPLIED', { category: category.key, points: exactText(line.cost) })];
  const isFree = category.deductionFree > 0;
  const spared = isFree ? Math.min(free.get(systemOf(line)) ?? 0, line.priced.quantity) : 0;
  return spared === 0 ? { line, amount: line.cost, steps, zeroReason: null } : spare(line, steps, spared);
}

/** Explanations of deductions equal to the points: there are few different ones, and tens of thousands of lines. */
const EQUAL = new WeakMap<Category, Map<string, readonly Step[]>>();
const EQUAL_KEPT = 1000;

function equalSteps(category: Category, text: string): readonly Step[] {
  const ofCategory = remembered(EQUAL, category, () => new Map<string, readonly Step[]>());
  const known = ofCategory.get(text);
  if (known !== undefined) return known;
  const steps = [step('DEDUCTION_EQUALS', { category: category.key, points: text })];
  if (ofCategory.size < EQUAL_KEPT) ofCategory.set(text, steps);
  return steps;
}

/** Takes the free pieces out of a line's deduction. */
function spare(line: AttackLine, steps: readonly Step[], spared: number): Deduction {
  const { quantity } = line.priced;
  const amount = line.cost.mul(quantity - spared).div(quantity);
  const figures = { free: String(spared), quantity: String(quantity), amount: exactText(amount) };
  const reason = amount.isZero ? zeroReason('DEDUCTION_FREE', { free: String(spared) }) : null;
  return { line, amount, steps: [...steps, step('DEDUCTION_FREE_SHARE', figures)], zeroReason: reason };
}

/** Reasons that are about points only: what was done to the unit stands all the same. */
const DAMAGE_STANDS: ReadonlySet<string> = new Set([
  'CAP_REACHED',
  'NOT_PRICED',
  'MARKED_ZERO',
  'ROUNDED_TO_ZERO',
  'VULNERABILITY_EXHAUSTED',
]);

/** The node counts at all: a typed figure stands, and a spent cap does not undo the damage. */
function isInForce(line: AttackLine): boolean {
  return line.zeroReason === null || DAMAGE_STANDS.has(line.zeroReason.code);
}

function systemOf(line: AttackLine): string {
  return JSON.stringify([line.rootId, line.priced.category?.key, line.ruling.systemKey]);
}

/** A system of a category that grants free pieces. */
interface FreeSystem {
  readonly group: string;
  readonly count: number;
  readonly allowance: number;
}

/** How many pieces of each system are free: the first ones per unit and category, whoever took them. */
function freeSystems(rules: AttackRules, lines: readonly AttackLine[]): ReadonlyMap<string, number> {
  const systems = countSystems(lines);
  const totals = new Map<string, number>();
  for (const { group, count } of systems.values()) totals.set(group, (totals.get(group) ?? 0) + count);
  const left = new Map<string, number>();
  const free = new Map<string, number>();
  for (const [system, { group, count, allowance }] of systems) {
    const isSpoilt = rules.options.deductionFree === 'only-if-single' && (totals.get(group) ?? 0) > allowance;
    const room = isSpoilt ? 0 : (left.get(group) ?? allowance);
    free.set(system, Math.min(room, count));
    left.set(group, room - Math.min(room, count));
  }
  return free;
}

/** In receipt order of the first capture; a system taken twice has the larger of both quantities. */
function countSystems(lines: readonly AttackLine[]): ReadonlyMap<string, FreeSystem> {
  const systems = new Map<string, FreeSystem>();
  for (const line of lines) {
    const allowance = line.priced.category?.deductionFree ?? 0;
    if (allowance === 0 || !isInForce(line)) continue;
    const key = systemOf(line);
    const count = Math.max(systems.get(key)?.count ?? 0, line.priced.quantity);
    systems.set(key, { group: JSON.stringify([line.rootId, line.priced.category?.key]), count, allowance });
  }
  return systems;
}
