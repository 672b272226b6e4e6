import type { LocalText } from '../gql/schema.js';
import { parsePoints, type Ratio } from './points.js';

/** The flat tree of a rule-set's formula as the server sends it: `args` point into the same list, the root is last. */
export interface FlatNode {
  readonly op: string;
  readonly args: readonly number[];
  readonly name?: string | null;
  readonly value?: string | null;
  readonly label?: Pick<LocalText, 'zh' | 'en'> | null;
}

export type FormulaKind = 'number' | 'variable' | 'sum' | 'difference' | 'product' | 'fraction' | 'negative' | 'call';

/** The same as a tree, ready to be set. */
export interface FormulaTree {
  readonly kind: FormulaKind;
  /** Function name of a call, name of a variable. */
  readonly name: string;
  /** Figure of a number. */
  readonly value: string;
  readonly label: Pick<LocalText, 'zh' | 'en'> | null;
  readonly args: readonly FormulaTree[];
}

const KINDS: Readonly<Record<string, FormulaKind>> = {
  number: 'number',
  num: 'number',
  const: 'number',
  constant: 'number',
  literal: 'number',
  variable: 'variable',
  var: 'variable',
  name: 'variable',
  ref: 'variable',
  add: 'sum',
  '+': 'sum',
  sum: 'sum',
  sub: 'difference',
  subtract: 'difference',
  '-': 'difference',
  mul: 'product',
  multiply: 'product',
  '*': 'product',
  div: 'fraction',
  divide: 'fraction',
  '/': 'fraction',
  neg: 'negative',
  negation: 'negative',
  negate: 'negative',
};

/** Builds the tree; null when the list is empty or points nowhere (then the written expression is shown instead). */
export function treeOf(nodes: readonly FlatNode[]): FormulaTree | null {
  const build = (index: number, below: number): FormulaTree | null => {
    const node = nodes[index];
    // Children stand before their parent, so a list that does not end is impossible.
    if (!node || index >= below) return null;
    const args = node.args.map((arg) => build(arg, index));
    if (!args.every((arg) => arg !== null)) return null;
    const kind = node.op === '-' && args.length === 1 ? 'negative' : (KINDS[node.op.toLowerCase()] ?? 'call');
    return { kind, name: node.name ?? node.op, value: node.value ?? '', label: node.label ?? null, args };
  };
  return build(nodes.length - 1, nodes.length);
}

const RANK: Readonly<Record<FormulaKind, number>> = {
  sum: 1,
  difference: 1,
  negative: 2,
  product: 3,
  fraction: 4,
  number: 5,
  variable: 5,
  call: 5,
};

/** True when a child needs brackets inside its parent: a sum in a product, the right side of a minus. */
export function needsBrackets(parent: FormulaKind, child: FormulaKind, position: number): boolean {
  // A fraction's line groups by itself, and so do the brackets of a call.
  if (parent === 'fraction' || parent === 'call') return false;
  if (parent === 'difference' && position > 0) return RANK[child] <= RANK.difference;
  return RANK[child] < RANK[parent];
}

/** Names of the variables in the order in which they are read. */
export function variablesOf(tree: FormulaTree): string[] {
  const own = tree.kind === 'variable' ? [tree.name] : [];
  return [...new Set([...own, ...tree.args.flatMap(variablesOf)])];
}

/** One addend of a formula that ends in "× full", in the unit of the result. */
export interface FormulaPart {
  /** The variable that drives it. */
  readonly name: string;
  /** Exact text. */
  readonly value: string;
}

/** What a formula of the form (a + b + …) × full is made of; null for any other form. A part without variable has name ''. */
export function partsOfFull(
  tree: FormulaTree,
  figures: Readonly<Record<string, string>>,
): { readonly full: string; readonly parts: readonly FormulaPart[] } | null {
  const product = withoutZeroDeduction(tree, figures);
  const [inner, full] = product.args;
  if (product.kind !== 'product' || product.args.length !== 2 || full?.kind !== 'number' || !inner) return null;
  const parts = addendsOf(inner).map((addend) => {
    const value = evaluate({ ...product, args: [addend, full] }, figures);
    return value === null ? null : { name: variablesOf(addend)[0] ?? '', value };
  });
  return parts.every((part) => part !== null) ? { full: full.value, parts } : null;
}

/** A formula of the form (a + b + …) × full with each addend worked out; null for any other form. */
export function workedOut(
  tree: FormulaTree,
  figures: Readonly<Record<string, string>>,
): { readonly full: string; readonly addends: readonly string[] } | null {
  const product = withoutZeroDeduction(tree, figures);
  const [inner, full] = product.args;
  if (product.kind !== 'product' || product.args.length !== 2 || full?.kind !== 'number' || !inner) return null;
  const addends = addendsOf(inner).map((addend) => evaluate(addend, figures));
  return addends.every((addend) => addend !== null) ? { full: full.value, addends } : null;
}

/** "… − penalty" with no penalty is the same picture; with one, the parts would no longer add up to the value. */
function withoutZeroDeduction(tree: FormulaTree, figures: Readonly<Record<string, string>>): FormulaTree {
  const [inner, less] = tree.args;
  return tree.kind === 'difference' && inner && less && evaluate(less, figures) === '0' ? inner : tree;
}

function addendsOf(tree: FormulaTree): readonly FormulaTree[] {
  return tree.kind === 'sum' ? tree.args.flatMap(addendsOf) : [tree];
}

/** The exact value of a tree as text ('12', '2688/5'); null when a figure is missing or something divides by zero. */
export function evaluate(tree: FormulaTree, figures: Readonly<Record<string, string>>): string | null {
  const value = valueOf(tree, figures);
  if (!value || value.den === 0n) return null;
  return value.den === 1n ? `${value.num}` : `${value.num}/${value.den}`;
}

type Reduce = (a: Ratio, b: Ratio) => Ratio;

const least: Reduce = (a, b) => (a.num * b.den <= b.num * a.den ? a : b);
const greatest: Reduce = (a, b) => (a.num * b.den >= b.num * a.den ? a : b);
const REDUCERS: Readonly<Record<string, Reduce>> = {
  sum: (a, b) => ratio(a.num * b.den + b.num * a.den, a.den * b.den),
  difference: (a, b) => ratio(a.num * b.den - b.num * a.den, a.den * b.den),
  product: (a, b) => ratio(a.num * b.num, a.den * b.den),
  fraction: (a, b) => ratio(a.num * b.den, a.den * b.num),
  min: least,
  max: greatest,
};

function ratio(num: bigint, den: bigint): Ratio {
  return den < 0n ? { num: -num, den: -den } : { num, den };
}

function valueOf(tree: FormulaTree, figures: Readonly<Record<string, string>>): Ratio | null {
  if (tree.kind === 'number') return parsePoints(tree.value);
  if (tree.kind === 'variable') return parsePoints(figures[tree.name] ?? '');
  const args = tree.args.map((arg) => valueOf(arg, figures));
  return args.every((arg) => arg !== null && arg.den !== 0n)
    ? reduced(
        tree,
        args.filter((arg) => arg !== null),
      )
    : null;
}

function reduced(tree: FormulaTree, args: readonly Ratio[]): Ratio | null {
  const [first] = args;
  if (!first) return null;
  if (tree.kind === 'negative') return { num: -first.num, den: first.den };
  const reduce = REDUCERS[tree.kind === 'call' ? tree.name : tree.kind];
  return reduce ? args.reduce(reduce) : null;
}
