/**
 * One pass in receipt order over the lines that count: numbers are limited, points multiplied and held under caps.
 * Places and caps go together, because an item a cap brings to zero may leave its place free.
 */
import { ZERO } from '../kernel/points.js';
import type { AttackRules } from '../ruleset/attack-rules.js';
import type { AttackLine, AttackLines } from './attack-line.js';
import { CapBook, count } from './caps.js';
import { MultiplierBook } from './multipliers.js';
import type { UnitTree } from './units.js';

interface Books {
  readonly rules: AttackRules;
  readonly caps: CapBook;
  readonly multipliers: MultiplierBook;
}

/** Pays every line what multipliers and caps leave of it. */
export function payInOrder(rules: AttackRules, units: UnitTree, lines: readonly AttackLine[]): AttackLines {
  const caps = new CapBook(rules);
  const books = { rules, caps, multipliers: new MultiplierBook(rules.multipliers, units) };
  const paid = lines.map((line) => pay(books, line));
  return { lines: paid, caps: caps.usages() };
}

/** Rejected, knocked-out, doubled and unpriced nodes stay as they are and never take up a place. */
function pay(books: Books, line: AttackLine): AttackLine {
  if (line.zeroReason !== null && line.zeroReason.code !== 'MARKED_ZERO') return line;
  const refusal = books.multipliers.refusalOf(line);
  if (refusal !== null) return { ...line, amount: ZERO, cost: ZERO, zeroReason: line.zeroReason ?? refusal };
  const paid = line.zeroReason === null ? settle(books, line) : line;
  books.multipliers.takePlaces(paid);
  return paid;
}

/** Caps before or after the multipliers (XC-2022 does not say which). */
function settle({ rules, caps, multipliers }: Books, line: AttackLine): AttackLine {
  const isCappedFirst = rules.multipliers?.capStage === 'before-multipliers';
  const tallies = caps.talliesOf(line);
  const given = isCappedFirst ? caps.limit(line, tallies) : line;
  const multiplied = given.amount.isZero ? given : multipliers.multiply(given);
  const paid = isCappedFirst || multiplied.amount.isZero ? multiplied : caps.limit(multiplied, tallies);
  const counted = paid.amount.isZero ? ZERO : isCappedFirst ? given.amount : paid.amount;
  count(tallies, counted);
  const cost = costOf(rules, paid, { given, multiplied });
  return cost === paid.cost ? paid : { ...paid, cost };
}

/** What a cap cut off is lost to nobody; what scores nothing costs nothing. */
function costOf(
  rules: AttackRules,
  paid: AttackLine,
  { given, multiplied }: { given: AttackLine; multiplied: AttackLine },
): AttackLine['cost'] {
  const isBefore = rules.multipliers?.deductionStage === 'before-multipliers';
  return isBefore && !paid.amount.isZero ? paid.amount.mul(given.amount).div(multiplied.amount) : paid.amount;
}
