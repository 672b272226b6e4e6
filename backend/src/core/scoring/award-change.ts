/** What differs between two computations of awards. */
import type { Award, Step } from './award.js';

/** What an award says; two awards of one key that say the same are the same. */
export type AwardContent = Pick<Award, 'amount' | 'ruleSetHash' | 'ruleKey' | 'isProvisional' | 'zeroReason' | 'steps'>;

/** One award that came, went or says something else now. At least one of the two is there. */
export interface AwardChange {
  readonly key: string;
  readonly before: Award | null;
  readonly after: Award | null;
}

/** Same amount, same rule and same explanation: otherwise a posted line would explain a sum it is not. */
export function isSameContent(a: AwardContent, b: AwardContent): boolean {
  return (
    a.amount.equals(b.amount) &&
    a.ruleSetHash === b.ruleSetHash &&
    a.ruleKey === b.ruleKey &&
    a.isProvisional === b.isProvisional &&
    isSameStep(a.zeroReason, b.zeroReason) &&
    a.steps.length === b.steps.length &&
    a.steps.every((step, index) => isSameStep(step, b.steps[index] ?? null))
  );
}

/** Whatever the order of the parameters: a database may hand JSON back in another one. */
function isSameStep(a: Step | null, b: Step | null): boolean {
  if (a === b) return true;
  if (a === null || b === null || a.code !== b.code) return false;
  const names = Object.keys(a.params);
  return names.length === Object.keys(b.params).length && names.every((name) => a.params[name] === b.params[name]);
}

/** Changes in the order of `after`, then those that are gone. */
export function awardChanges(before: readonly Award[], after: readonly Award[]): AwardChange[] {
  const old = new Map(before.map((award) => [award.key, award]));
  const changes: AwardChange[] = [];
  for (const award of after) {
    const was = old.get(award.key) ?? null;
    old.delete(award.key);
    if (was === null || !isSameContent(was, award)) changes.push({ key: award.key, before: was, after: award });
  }
  return [...changes, ...[...old.values()].map((was) => ({ key: was.key, before: was, after: null }))];
}
