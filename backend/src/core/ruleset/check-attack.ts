import { points } from '../kernel/points.js';
import { checkCaps, checkMultipliers, checkTimes } from './check-multipliers.js';
import { checkStandings } from './check-standings.js';
import type { Findings } from './findings.js';
import { ATTACK_VARIABLES } from './standings-rule.js';
import type { AttackFile } from './schema-attack.js';
import type { Path } from './source.js';

type CategoryFile = AttackFile['categories'][number];
type PriceFile = NonNullable<CategoryFile['price']>;

/** Reports every key of a list that was used before. */
export function checkUnique(keys: readonly string[], base: Path, findings: Findings): void {
  keys.forEach((key, index) => {
    if (keys.indexOf(key) < index) findings.add([...base, index, 'key'], 'REPEATED_KEY', { key });
  });
}

/** What the shape alone cannot say about the attackers' rules: references, prices, ranges, formulas. */
export function checkAttack(attack: AttackFile, findings: Findings): void {
  checkUnique(
    attack.classes.map((c) => c.key),
    ['attack', 'classes'],
    findings,
  );
  checkUnique(
    attack.caps.map((c) => c.key),
    ['attack', 'caps'],
    findings,
  );
  checkUnique(
    attack.factors.map((f) => f.key),
    ['attack', 'factors'],
    findings,
  );
  checkUnique(
    attack.categories.map((c) => c.key),
    ['attack', 'categories'],
    findings,
  );
  checkCaps(attack.caps, ['attack', 'caps'], findings);
  if (attack.multipliers !== null) checkMultipliers(attack.multipliers, ['attack', 'multipliers'], findings);
  attack.factors.forEach((factor, index) => {
    checkTimes(factor.times, ['attack', 'factors', index, 'times'], findings);
    factor.categories?.forEach((key, place) => {
      if (attack.categories.some((category) => category.key === key)) return;
      findings.add(['attack', 'factors', index, 'categories', place], 'UNKNOWN_CATEGORY', { key });
    });
  });
  attack.categories.forEach((category, index) => {
    checkCategory(attack, category, { base: ['attack', 'categories', index], findings });
  });
  checkStandings(attack.standings, ['attack', 'standings'], { known: ATTACK_VARIABLES, findings });
}

interface Place {
  readonly base: Path;
  readonly findings: Findings;
}

function checkCategory(attack: AttackFile, category: CategoryFile, { base, findings }: Place): void {
  if (!attack.classes.some((entry) => entry.key === category.class)) {
    findings.add([...base, 'class'], 'UNKNOWN_CLASS', { key: category.class });
  }
  checkCap(attack, category.cap, { base: [...base, 'cap'], findings });
  if ((category.price === null) === (category.privileges.length === 0)) findings.add(base, 'PRICE_OR_PRIVILEGES');
  if (category.price !== null) checkPrice(category.price, { base: [...base, 'price'], findings });
  checkUnique(
    category.privileges.map((p) => p.key),
    [...base, 'privileges'],
    findings,
  );
  checkUnique(
    category.measures.map((m) => m.key),
    [...base, 'measures'],
    findings,
  );
  category.privileges.forEach((privilege, index) => {
    const place = [...base, 'privileges', index];
    checkPrice(privilege, { base: place, findings });
    checkCap(attack, privilege.cap ?? null, { base: [...place, 'cap'], findings });
  });
  checkMinimum(attack, category, { base: [...base, 'minimum'], findings });
}

function checkCap(attack: AttackFile, key: string | null, { base, findings }: Place): void {
  if (key !== null && !attack.caps.some((cap) => cap.key === key)) findings.add(base, 'UNKNOWN_CAP', { key });
}

function checkPrice(price: PriceFile, { base, findings }: Place): void {
  const isFixed = price.points !== null || price.each !== null;
  if (isFixed === (price.judged !== null)) findings.add(base, 'BAD_PRICE');
  const max = price.judged?.max ?? null;
  if (max !== null && points(price.judged?.min ?? '0').gt(points(max)))
    findings.add([...base, 'judged'], 'EMPTY_RANGE');
}

function checkMinimum(attack: AttackFile, category: CategoryFile, { base, findings }: Place): void {
  const minimum = category.minimum;
  if (minimum === null) return;
  const known = ['quantity', ...category.measures.map((measure) => measure.key)];
  minimum.conditions.forEach((condition, index) => {
    if (known.includes(condition.measure)) return;
    findings.add([...base, 'conditions', index, 'measure'], 'UNKNOWN_MEASURE', { key: condition.measure });
  });
  const fallback = attack.categories.find((other) => other.key === minimum.otherwise.category);
  if (fallback === undefined) {
    findings.add([...base, 'otherwise', 'category'], 'UNKNOWN_CATEGORY', { key: minimum.otherwise.category });
    return;
  }
  if (fallback.minimum !== null) findings.add([...base, 'otherwise', 'category'], 'MINIMUM_LOOP');
  checkFallback(category, fallback, { base: [...base, 'otherwise', 'privileges'], findings });
}

/** Every privilege must become a privilege of the fallback, unless that one has a single price. */
function checkFallback(category: CategoryFile, fallback: CategoryFile, { base, findings }: Place): void {
  const map = category.minimum?.otherwise.privileges ?? {};
  for (const [from, to] of Object.entries(map)) {
    if (!category.privileges.some((p) => p.key === from)) {
      findings.add([...base, from], 'UNKNOWN_PRIVILEGE', { category: category.key, key: from });
    }
    if (!fallback.privileges.some((p) => p.key === to)) {
      findings.add([...base, from], 'UNKNOWN_PRIVILEGE', { category: fallback.key, key: to });
    }
  }
  if (fallback.price !== null) return;
  for (const privilege of category.privileges) {
    if (map[privilege.key] === undefined) findings.add(base, 'MISSING', { key: privilege.key });
  }
}
