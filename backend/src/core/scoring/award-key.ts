import type { Account, AwardSource, Party } from './award.js';

/** Identity of an award across recomputations: the same source under the same rule keeps it. */
export function awardKey(account: Account, party: Party, rule: { source: AwardSource; ruleKey: string }): string {
  return `${awardKeyStart(account, party, rule.source.kind)}${rule.source.id}:${rule.ruleKey}`;
}

/** How the keys of all awards of one kind to one party begin; source and rule follow. */
export function awardKeyStart(account: Account, party: Party, kind: AwardSource['kind']): string {
  return `${account}:${party.side}:${party.id}:${kind}:`;
}
