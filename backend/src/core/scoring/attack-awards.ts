import type { RuleSet } from '../ruleset/rule-set.js';
import type { AttackLine } from './attack-lines.js';
import { awardKey } from './award-key.js';
import type { Award, AwardSource, Party } from './award.js';
import type { Deduction } from './deductions.js';
import { UnitTree } from './units.js';
import type { Facts } from './facts.js';

function sourceOf(line: AttackLine): AwardSource {
  return { kind: 'NODE', id: line.node.id, resultId: line.result.id, receiptSeq: line.result.receiptSeq };
}

/** The rule the referee ruled under; a repriced node keeps it and explains the other price in its steps. */
function ruleKeyOf(line: AttackLine): string {
  return line.ruling.categoryKey ?? 'rejected';
}

/** One award per ruled node to the attack team, zeros included. */
export function attackAwards(ruleSet: RuleSet, lines: readonly AttackLine[]): Award[] {
  return lines.map((line) => {
    const party: Party = { side: 'ATTACK', id: line.result.teamId };
    const rule = { source: sourceOf(line), ruleKey: ruleKeyOf(line) };
    return {
      key: awardKey('ATTACK', party, rule),
      party,
      account: 'ATTACK',
      amount: line.amount,
      ...rule,
      ruleSetHash: ruleSet.hash,
      steps: line.steps,
      zeroReason: line.zeroReason,
      isProvisional: false,
    };
  });
}

/** Deductions of participating root units, as negative amounts. */
export function deductionAwards(ruleSet: RuleSet, facts: Facts, deductions: readonly Deduction[]): Award[] {
  const units = new UnitTree(facts.units);
  return deductions
    .filter(({ line }) => units.isParticipant(line.rootId))
    .map(({ line, amount, steps, zeroReason }) => {
      const party: Party = { side: 'DEFENSE', id: line.rootId };
      const rule = { source: sourceOf(line), ruleKey: ruleKeyOf(line) };
      return {
        key: awardKey('DEDUCTION', party, rule),
        party,
        account: 'DEDUCTION',
        amount: amount.neg(),
        ...rule,
        ruleSetHash: ruleSet.hash,
        steps,
        zeroReason,
        isProvisional: false,
      };
    });
}
