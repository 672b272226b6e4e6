import type { EvaluatedExpression, Expression } from '../../core/ruleset/formula.js';
import type { StandingsRule } from '../../core/ruleset/standings-rule.js';
import type { FormulaNode, RuleFormula } from './rule-set.types.js';

/** Flattens a formula's tree, children before parents, as GraphQL has no recursive answers. */
export function formulaNodes(expression: Expression): FormulaNode[] {
  const nodes: FormulaNode[] = [];
  flatten(expression, nodes);
  return nodes;
}

/** The same for a formula with the figures put in. */
export function evaluatedNodes(expression: EvaluatedExpression): FormulaNode[] {
  const nodes: FormulaNode[] = [];
  const visit = (part: EvaluatedExpression): number => {
    const args = part.parts.map(visit);
    const op = part.kind === 'operation' || part.kind === 'call' ? part.label : part.kind;
    return push(nodes, { op, args, name: part.kind === 'variable' ? part.label : null, value: part.value });
  };
  visit(expression);
  return nodes;
}

/** The formulas of one side's standings: the normal one, then the one for the zero case. */
export function formulaViews(side: string, rule: StandingsRule): RuleFormula[] {
  const view = (when: string, formula: StandingsRule['formula']): RuleFormula => ({
    key: `${side}:${when}`,
    when,
    title: rule.title,
    expression: formula.text,
    nodes: formulaNodes(formula.expression),
  });
  const normal = view('normal', rule.formula);
  return rule.whenZero === null ? [normal] : [normal, view(rule.whenZero.variable, rule.whenZero.formula)];
}

function flatten(expression: Expression, nodes: FormulaNode[]): number {
  switch (expression.kind) {
    case 'number':
      return push(nodes, { op: 'number', args: [], name: null, value: expression.text });
    case 'variable':
      return push(nodes, { op: 'variable', args: [], name: expression.name, value: null });
    case 'negation':
      return push(nodes, { op: 'negation', args: [flatten(expression.argument, nodes)], name: null, value: null });
    case 'operation': {
      const args = [flatten(expression.left, nodes), flatten(expression.right, nodes)];
      return push(nodes, { op: expression.operator, args, name: null, value: null });
    }
    case 'call': {
      const args = expression.arguments.map((argument) => flatten(argument, nodes));
      return push(nodes, { op: expression.name, args, name: null, value: null });
    }
  }
}

function push(nodes: FormulaNode[], node: Omit<FormulaNode, 'label'>): number {
  nodes.push({ ...node, label: null });
  return nodes.length - 1;
}
