import type { LocalText } from '../gql/schema.js';

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
