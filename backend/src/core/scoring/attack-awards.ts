import type { RuleSet } from '../ruleset/rule-set.js';
import type { AttackLine } from './attack-line.js';
import { payees } from './award-key.js';
import type { Award } from './award.js';
import type { Deduction } from './deductions.js';

const attackers = payees('ATTACK', 'ATTACK', 'NODE');
const defenders = payees('DEDUCTION', 'DEFENSE', 'NODE');

/** The rule the referee ruled under; a repriced node keeps it and explains the other price in its steps. */
function ruleKeyOf(line: AttackLine): string {
  return line.ruling.categoryKey ?? 'rejected';
}

/** One award per ruled node to the attack team, zeros included. */
export function attackAwards(ruleSet: RuleSet, lines: readonly AttackLine[]): Award[] {
  return lines.map((line) => {
    const { party, keyStart } = attackers(line.result.teamId);
    const ruleKey = ruleKeyOf(line);
    return {
      key: `${keyStart}${line.source.id}:${ruleKey}`,
      party,
      account: 'ATTACK',
      amount: line.amount,
      source: line.source,
      ruleKey,
      ruleSetHash: ruleSet.hash,
      steps: line.steps,
      zeroReason: line.zeroReason,
      isProvisional: false,
    };
  });
}

/** Deductions of root units, as negative amounts. */
export function deductionAwards(ruleSet: RuleSet, deductions: readonly Deduction[]): Award[] {
  return deductions.map(({ line, amount, steps, zeroReason }) => {
    const { party, keyStart } = defenders(line.rootId);
    const ruleKey = ruleKeyOf(line);
    return {
      key: `${keyStart}${line.source.id}:${ruleKey}`,
      party,
      account: 'DEDUCTION',
      amount: amount.neg(),
      source: line.source,
      ruleKey,
      ruleSetHash: ruleSet.hash,
      steps,
      zeroReason,
      isProvisional: false,
    };
  });
}
