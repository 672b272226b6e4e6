import type { Account, AwardSource, Party } from './award.js';

/** Identity of an award across recomputations: the same source under the same rule keeps it. */
export function awardKey(account: Account, party: Party, rule: { source: AwardSource; ruleKey: string }): string {
  return `${awardKeyStart(account, party, rule.source.kind)}${rule.source.id}:${rule.ruleKey}`;
}

/** How the keys of all awards of one kind to one party begin; source and rule follow. */
function awardKeyStart(account: Account, party: Party, kind: AwardSource['kind']): string {
  return `${account}:${party.side}:${party.id}:${kind}:`;
}

/** A party with how its keys begin. */
export interface Payee {
  readonly party: Party;
  readonly keyStart: string;
}

const PAYEES_KEPT = 10_000;

/** Finds the payees of awards of one kind: there are few of them and tens of thousands of awards, so each is made once. */
export function payees(account: Account, side: Party['side'], kind: AwardSource['kind']): (id: string) => Payee {
  const known = new Map<string, Payee>();
  return (id) => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const party = { side, id };
    const payee = { party, keyStart: awardKeyStart(account, party, kind) };
    if (known.size < PAYEES_KEPT) known.set(id, payee);
    return payee;
  };
}
