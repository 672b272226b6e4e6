import type { RuleSet } from '../ruleset/rule-set.js';
import type { AttackLine } from './attack-line.js';
import { awardKeyStart } from './award-key.js';
import type { Account, Award, Party } from './award.js';
import type { Deduction } from './deductions.js';

/** A party with how its keys begin: there are few parties and tens of thousands of awards. */
interface Payee {
  readonly party: Party;
  readonly keyStart: string;
}

/** Finds the payees of one side, each made once. */
function payees(account: Account, side: Party['side']): (id: string) => Payee {
  const known = new Map<string, Payee>();
  const make = (id: string): Payee => {
    const party = { side, id };
    const payee = { party, keyStart: awardKeyStart(account, party, 'NODE') };
    known.set(id, payee);
    return payee;
  };
  return (id) => known.get(id) ?? make(id);
}

/** The rule the referee ruled under; a repriced node keeps it and explains the other price in its steps. */
function ruleKeyOf(line: AttackLine): string {
  return line.ruling.categoryKey ?? 'rejected';
}

/** One award per ruled node to the attack team, zeros included. */
export function attackAwards(ruleSet: RuleSet, lines: readonly AttackLine[]): Award[] {
  const payeeOf = payees('ATTACK', 'ATTACK');
  return lines.map((line) => {
    const { party, keyStart } = payeeOf(line.result.teamId);
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
  const payeeOf = payees('DEDUCTION', 'DEFENSE');
  return deductions.map(({ line, amount, steps, zeroReason }) => {
    const { party, keyStart } = payeeOf(line.rootId);
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
