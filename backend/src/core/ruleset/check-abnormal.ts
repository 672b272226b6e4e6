import type { Findings } from './findings.js';
import type { DefenseFile } from './schema-defense.js';

type AbnormalFile = NonNullable<DefenseFile['abnormal']>;

const BASE = ['defense', 'abnormal'] as const;

/** The clock of abnormal defence: a step takes time, tiers follow one another without a gap, only the last is open. */
export function checkAbnormal(rule: AbnormalFile, findings: Findings): void {
  if (rule.stepMinutes === 0) findings.add([...BASE, 'stepMinutes'], 'NO_STEP');
  let before = 0;
  rule.tiers.forEach(({ untilMinutes }, index) => {
    const path = [...BASE, 'tiers', index, 'untilMinutes'];
    const isLast = index === rule.tiers.length - 1;
    const value = String(untilMinutes);
    if (untilMinutes === null) {
      if (!isLast) findings.add(path, 'TIER_OPEN_TOO_EARLY');
      return;
    }
    if (isLast) findings.add(path, 'TIER_MUST_BE_OPEN', { value });
    if (untilMinutes <= before) findings.add(path, 'TIERS_NOT_ASCENDING', { value, before: String(before) });
    else if (rule.tiersFrom === 'notice' && untilMinutes <= rule.graceMinutes) {
      findings.add(path, 'TIER_WITHIN_GRACE', { value, grace: String(rule.graceMinutes) });
    }
    before = Math.max(before, untilMinutes);
  });
}
