import type { Account, AwardSource, Party } from './award.js';

/** Identity of an award across recomputations: the same source under the same rule keeps it. */
export function awardKey(account: Account, party: Party, rule: { source: AwardSource; ruleKey: string }): string {
  return [account, party.side, party.id, rule.source.kind, rule.source.id, rule.ruleKey].join(':');
}
