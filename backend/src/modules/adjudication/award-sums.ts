import { type Sight, visibleStep } from '../../core/board/visible-steps.js';
import { exactText, type Points, sum } from '../../core/kernel/points.js';
import { foldLedger, type LedgerSums } from '../../core/ledger/ledger.js';
import type { Account, Award, Step } from '../../core/scoring/award.js';
import { type StepView, stepView } from '../../platform/graphql/shared.types.js';

/** Sum of the awards of one account that a filter picks. */
export function sumOf(awards: readonly Award[], account: Account, picks: (award: Award) => boolean): Points {
  return sum(awards.filter((award) => award.account === account && picks(award)).map(({ amount }) => amount));
}

/** Sums by party, as the ledger would have them. */
export function sumsOfAwards(awards: readonly Award[]): LedgerSums {
  return foldLedger(awards);
}

/** Exact text without a sign: deductions are booked negative and shown positive. */
export function magnitude(value: Points): string {
  return exactText(value.abs());
}

/** Steps and zero reason of an attackers' award as its reader may see them. */
export function explanationOf(
  award: { steps: readonly Step[]; zeroReason: Step | null } | undefined,
  sight: Sight,
): {
  steps: StepView[];
  zeroReason: StepView | null;
} {
  const view = (step: Step): StepView => stepView(visibleStep(step, sight, 'ATTACK'));
  const zeroReason = award?.zeroReason ?? null;
  return { steps: (award?.steps ?? []).map(view), zeroReason: zeroReason === null ? null : view(zeroReason) };
}
