/**
 * What a resubmission 补正 must leave as it was filed. It keeps the receipt of its first filing, so whatever decides
 * whose claim is first must not change: the unit, the claimed nodes, what system each is about and as what it is claimed.
 * Anything new is a new submission with a receipt of its own. (示例/自拟: no published rule says.)
 */
import type { FieldProblem } from '../kernel/refusal.js';

export const FIXED = 'FIXED_IN_RESUBMISSION';

/** What is compared of a node. */
export interface FixedNode {
  readonly id: string;
  readonly systemKey: string;
  readonly categoryKey: string | null;
}

/** What is compared of a submission. */
export interface FixedFacts {
  readonly unitId: string | null;
  readonly nodes: readonly FixedNode[];
}

/** Every fixed field that the revision changes, by its path in the revision. */
export function fixedProblems(filed: FixedFacts, revised: FixedFacts): FieldProblem[] {
  const standing = new Map(filed.nodes.map((node) => [node.id, node]));
  const kept = new Set(revised.nodes.map(({ id }) => id));
  const isDropped = filed.nodes.some(({ id, categoryKey }) => categoryKey !== null && !kept.has(id));
  return [
    ...(filed.unitId === revised.unitId ? [] : [{ path: 'unitId', code: FIXED }]),
    ...(isDropped ? [{ path: 'nodes', code: FIXED }] : []),
    ...revised.nodes.flatMap((node, index) => nodeProblems(`nodes.${index}`, standing.get(node.id), node)),
  ];
}

function nodeProblems(path: string, filed: FixedNode | undefined, node: FixedNode): FieldProblem[] {
  if (filed === undefined) return node.categoryKey === null ? [] : [{ path: `${path}.categoryKey`, code: FIXED }];
  return [
    ...(filed.systemKey === node.systemKey ? [] : [{ path: `${path}.systemKey`, code: FIXED }]),
    ...(filed.categoryKey === node.categoryKey ? [] : [{ path: `${path}.categoryKey`, code: FIXED }]),
  ];
}
