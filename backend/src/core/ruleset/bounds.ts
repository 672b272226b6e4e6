/** How low and how high a formula can come out when its variables stay within known bounds (interval arithmetic). */
import { ZERO, greatest, least, points } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import { partsOf } from './formula.js';
import type { Expression } from './formula.js';

/** Both ends are reachable or wider than what is: never narrower. */
export interface Bounds {
  readonly low: Points;
  readonly high: Points;
}

/**
 * Bounds of an expression, or null when a divisor may be zero or a variable has no bounds. The same variable twice
 * counts as two, so the bounds may be wider than needed, never too narrow.
 */
export function boundsOf(expression: Expression, variables: ReadonlyMap<string, Bounds>): Bounds | null {
  if (expression.kind === 'number') return { low: points(expression.text), high: points(expression.text) };
  if (expression.kind === 'variable') return variables.get(expression.name) ?? null;
  const parts = partsOf(expression).map((part) => boundsOf(part, variables));
  const [first, ...rest] = parts.filter((part) => part !== null);
  if (first === undefined || parts.includes(null)) return null;
  if (expression.kind === 'negation') return { low: first.high.neg(), high: first.low.neg() };
  return rest.reduce<Bounds | null>((left, right) => (left === null ? null : join(expression, left, right)), first);
}

function join(expression: Expression, a: Bounds, b: Bounds): Bounds | null {
  if (expression.kind === 'call') {
    const pick = expression.name === 'min' ? least : greatest;
    return { low: pick(a.low, b.low), high: pick(a.high, b.high) };
  }
  if (expression.kind !== 'operation') return null;
  switch (expression.operator) {
    case '+':
      return { low: a.low.add(b.low), high: a.high.add(b.high) };
    case '-':
      return { low: a.low.sub(b.high), high: a.high.sub(b.low) };
    case '*':
      return extremes(a, b, (x, y) => x.mul(y));
    case '/':
      return mayBeZero(b) ? null : extremes(a, b, (x, y) => x.div(y));
  }
}

function mayBeZero({ low, high }: Bounds): boolean {
  return low.lte(ZERO) && high.gte(ZERO);
}

function extremes(a: Bounds, b: Bounds, operate: (x: Points, y: Points) => Points): Bounds {
  const corners = [a.low, a.high].flatMap((x) => [operate(x, b.low), operate(x, b.high)]);
  return { low: corners.reduce(least), high: corners.reduce(greatest) };
}
