/**
 * Standings: the rule-set's formula over ledger sums, ranked. FHZ rule 8 (防护值) and every other value are the
 * same computation; only the formula differs. Rounded once, at the end.
 */
import { ZERO, exactText, fixedText, points, round } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import { sumsOf } from '../ledger/ledger.js';
import type { AccountSums, LedgerSums } from '../ledger/ledger.js';
import { evaluate, explain } from '../ruleset/formula.js';
import type { EvaluatedExpression } from '../ruleset/formula.js';
import type { RuleSet } from '../ruleset/rule-set.js';
import type { DEFENSE_VARIABLES, StandingsRule } from '../ruleset/standings-rule.js';
import type { Party } from '../scoring/award.js';

/** One line of a board. */
export interface Standing {
  readonly party: Party;
  /** 1-based; equal ranks are a tie, and the next rank counts those tied (1, 1, 3). */
  readonly rank: number;
  readonly value: Points;
  /** As shown: rounded once, as the rule-set says. */
  readonly text: string;
  /** Variables of the formula, exact text by name. */
  readonly parts: Readonly<Record<string, string>>;
  /** The formula that was used, as written: the zero case has its own. */
  readonly formula: string;
  /** The formula with the figures put in. */
  readonly explanation: EvaluatedExpression;
  /** Codes of things that should not be, e.g. RECOVERY_ABOVE_CAP. */
  readonly alarms: readonly string[];
}

type Variables = Readonly<Record<string, Points>>;

interface Valued {
  readonly standing: Omit<Standing, 'rank'>;
  readonly variables: Variables;
}

/** Standings of the attack teams; empty when the rule-set does not speak for them. */
export function rankAttack(ruleSet: RuleSet, teamIds: readonly string[], sums: LedgerSums): Standing[] {
  const rule = ruleSet.attack?.standings ?? null;
  if (rule === null) return [];
  const valued = teamIds.map((id) => {
    const party: Party = { side: 'ATTACK', id };
    return valueOf(rule, { party, variables: { attack: sumsOf(sums, party).ATTACK }, alarms: [] });
  });
  return rank(rule, valued);
}

/** Standings of the root units; empty when the rule-set does not speak for the defenders. */
export function rankDefense(ruleSet: RuleSet, rootUnitIds: readonly string[], sums: LedgerSums): Standing[] {
  const rule = ruleSet.defense?.standings ?? null;
  if (rule === null) return [];
  const valued = rootUnitIds.map((id) => {
    const party: Party = { side: 'DEFENSE', id };
    const variables = defenseVariables(sumsOf(sums, party));
    return valueOf(rule, { party, variables, alarms: alarmsOf(ruleSet, variables) });
  });
  return rank(rule, valued);
}

/** Deductions and penalties are booked negative; formulas speak of them as positive figures. */
function defenseVariables(sums: AccountSums): Record<(typeof DEFENSE_VARIABLES)[number], Points> {
  return {
    deduction: sums.DEDUCTION.neg(),
    recovery: sums.RECOVERY,
    bonus: sums.BONUS,
    penalty: sums.PENALTY.neg(),
    drill: sums.DRILL,
  };
}

/** FHZ: recovery above 80 % of the deduction cannot come from live facts; the formula clamps it, people must look. */
function alarmsOf(ruleSet: RuleSet, variables: { deduction: Points; recovery: Points }): string[] {
  const share = ruleSet.defense?.recoveryCapShare ?? null;
  if (share === null) return [];
  return variables.recovery.gt(variables.deduction.mul(points(share))) ? ['RECOVERY_ABOVE_CAP'] : [];
}

function valueOf(
  rule: StandingsRule,
  about: { party: Party; variables: Variables; alarms: readonly string[] },
): Valued {
  const { party, variables, alarms } = about;
  const isZeroCase = rule.whenZero !== null && (variables[rule.whenZero.variable] ?? ZERO).n === 0n;
  const formula = isZeroCase && rule.whenZero !== null ? rule.whenZero.formula : rule.formula;
  const value = evaluate(formula.expression, variables);
  const parts = Object.fromEntries(Object.entries(variables).map(([name, figure]) => [name, exactText(figure)]));
  const explanation = explain(formula.expression, variables);
  const text = fixedText(round(value, rule.rounding, rule.places), rule.places);
  return { standing: { party, value, text, parts, formula: formula.text, explanation, alarms }, variables };
}

function rank(rule: StandingsRule, valued: readonly Valued[]): Standing[] {
  const ordered = [...valued].sort(
    (a, b) =>
      compare(rule, a, b) ||
      (a.standing.party.id < b.standing.party.id ? -1 : a.standing.party.id > b.standing.party.id ? 1 : 0),
  );
  const standings: Standing[] = [];
  ordered.forEach((entry, index) => {
    const before = ordered[index - 1];
    const last = standings[index - 1];
    const isTie = before !== undefined && last !== undefined && compare(rule, before, entry) === 0;
    standings.push({ ...entry.standing, rank: isTie ? last.rank : index + 1 });
  });
  return standings;
}

/** Better first; zero is a tie under the rule-set's own tie policy. */
function compare(rule: StandingsRule, a: Valued, b: Valued): number {
  const comparable = (entry: Valued): Points =>
    rule.compare === 'exact' ? entry.standing.value : round(entry.standing.value, rule.rounding, rule.places);
  const byValue = directed(rule.order, comparable(a), comparable(b));
  if (byValue !== 0 || rule.ties === 'shared') return byValue;
  for (const { variable, order } of rule.tieBreak) {
    const byVariable = directed(order, a.variables[variable] ?? ZERO, b.variables[variable] ?? ZERO);
    if (byVariable !== 0) return byVariable;
  }
  return 0;
}

function directed(order: 'descending' | 'ascending', a: Points, b: Points): number {
  return order === 'descending' ? b.compare(a) : a.compare(b);
}
