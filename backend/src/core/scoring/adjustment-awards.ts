/** Points given or taken by hand: any account, under the rule `adjustment`. */
import { points, exactText } from '../kernel/points.js';
import { byReceipt } from './attack-lines.js';
import { awardKey } from './award-key.js';
import type { Award, Party } from './award.js';
import type { Facts } from './facts.js';
import { step, zeroReason } from './step-codes.js';
import { UnitTree } from './units.js';

/** One award per adjustment; a unit's goes to its root. `hashes` names the rule-set of each side. */
export function adjustmentAwards(hashes: Readonly<Record<Party['side'], string>>, facts: Facts): Award[] {
  const units = new UnitTree(facts.units);
  return byReceipt(facts.adjustments).map(({ id, code, receiptSeq, party: given, account, amount: text }) => {
    const party: Party = given.side === 'DEFENSE' ? { side: 'DEFENSE', id: units.rootOf(given.id) } : given;
    const source = { kind: 'ADJUSTMENT', id, resultId: null, receiptSeq } as const;
    const rule = { source, ruleKey: 'adjustment' };
    const amount = points(text);
    return {
      key: awardKey(account, party, rule),
      party,
      account,
      amount,
      ...rule,
      ruleSetHash: hashes[party.side],
      steps: [step('ADJUSTMENT', { adjustment: code, points: exactText(amount) })],
      zeroReason: amount.isZero ? zeroReason('MARKED_ZERO', {}) : null,
      isProvisional: false,
    };
  });
}
