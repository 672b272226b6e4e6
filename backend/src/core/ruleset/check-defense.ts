import { exactText, points, sum } from '../kernel/points.js';
import { checkUnique } from './check-attack.js';
import { checkAbnormal } from './check-abnormal.js';
import { checkStandings } from './check-standings.js';
import type { Findings } from './findings.js';
import { DEFENSE_VARIABLES } from './standings-rule.js';
import type { DefenseFile } from './schema-defense.js';
import { effectiveWeights, printedTotal } from './weights.js';

/** What the shape alone cannot say about the defenders' rules: weights, repairs, references, formulas. */
export function checkDefense(defense: DefenseFile, findings: Findings): void {
  checkUnique(
    defense.dimensions.map((d) => d.key),
    ['defense', 'dimensions'],
    findings,
  );
  checkUnique(
    defense.means.map((m) => m.key),
    ['defense', 'means'],
    findings,
  );
  checkUnique(
    defense.bonuses.map((b) => b.key),
    ['defense', 'bonuses'],
    findings,
  );
  checkItemKeys(defense, findings);
  checkRepair(defense, findings);
  checkWeights(defense, findings);
  checkBasis(defense, findings);
  checkDrillLimits(defense, findings);
  if (defense.abnormal !== null) checkAbnormal(defense.abnormal, findings);
  checkStandings(defense.standings, ['defense', 'standings'], { known: DEFENSE_VARIABLES, findings });
}

/** One limit per kind of expectation. */
function checkDrillLimits({ drill }: DefenseFile, findings: Findings): void {
  const kinds = (drill?.limits ?? []).map(({ kind }) => kind);
  kinds.forEach((key, index) => {
    if (kinds.indexOf(key) < index)
      findings.add(['defense', 'drill', 'limits', index, 'kind'], 'REPEATED_KEY', { key });
  });
}

/** Item keys are unique in the whole rubric, because a mark names nothing else. */
function checkItemKeys(defense: DefenseFile, findings: Findings): void {
  const seen = new Set<string>();
  defense.dimensions.forEach((dimension, index) => {
    dimension.items.forEach((item, place) => {
      const path = ['defense', 'dimensions', index, 'items', place, 'key'];
      if (seen.has(item.key)) findings.add(path, 'REPEATED_KEY', { key: item.key });
      seen.add(item.key);
    });
  });
}

function checkRepair(defense: DefenseFile, findings: Findings): void {
  const repair = defense.weightRepair;
  if (repair === null) return;
  const isSetItem = repair.policy === 'set-item';
  if (isSetItem !== (repair.item !== null) || isSetItem !== (repair.weight !== null)) {
    findings.add(['defense', 'weightRepair'], 'REPAIR_INCOMPLETE');
  }
  const isKnown = defense.dimensions.some((d) => d.items.some((item) => item.key === repair.item));
  if (repair.item !== null && !isKnown) {
    findings.add(['defense', 'weightRepair', 'item'], 'UNKNOWN_ITEM', { key: repair.item });
  }
}

function checkWeights(defense: DefenseFile, findings: Findings): void {
  const weights = effectiveWeights(defense);
  defense.dimensions.forEach((dimension, index) => {
    const path = ['defense', 'dimensions', index, 'weight'];
    const wanted = points(dimension.weight);
    const printed = printedTotal(dimension);
    const params = { key: dimension.key, weight: dimension.weight };
    if (defense.weightRepair === null) {
      if (printed.equals(wanted)) return;
      findings.add(path, 'WEIGHTS_DO_NOT_ADD_UP', { ...params, total: exactText(printed) });
    } else if (defense.weightRepair.policy === 'set-item') {
      const total = sum(dimension.items.map((item) => weights.get(item.key) ?? points(0)));
      if (!total.equals(wanted)) findings.add(path, 'REPAIR_FAILS', { ...params, total: exactText(total) });
    }
  });
}

function checkBasis(defense: DefenseFile, findings: Findings): void {
  const isShare = defense.basis === 'share-of-deduction';
  if ([defense.recoveryShare, defense.recoveryCapShare].some((share) => (share !== null) !== isShare)) {
    findings.add(['defense', 'basis'], 'NEEDS_SHARES');
  }
  const total = sum(defense.dimensions.map((dimension) => points(dimension.weight)));
  if (isShare && !total.equals(100))
    findings.add(['defense', 'dimensions'], 'NOT_HUNDRED', { total: exactText(total) });
  const usesMeans = defense.dimensions.some((d) => d.items.some((item) => item.mark === 'means'));
  if (usesMeans && defense.means.length === 0) findings.add(['defense', 'means'], 'NEEDS_MEANS');
}
