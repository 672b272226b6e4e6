/**
 * The same system counts once with its highest privilege, the same boundary once (TPRQ G1, rows 22 to 24). The winner
 * is fixed before any multiplier or cap, ties go to the earlier receipt, and the loser's points vanish.
 */
import { ZERO, exactText } from '../kernel/points.js';
import type { AttackRules, DedupeScope } from '../ruleset/attack-rules.js';
import type { AttackLine } from './attack-line.js';
import type { Step } from './award.js';
import { zeroReason } from './step-codes.js';

/** The lines in the same order; losers have an amount of zero and name their winner. */
export function countOnce(rules: AttackRules, lines: readonly AttackLine[]): AttackLine[] {
  const keys = lines.map((line) => dedupeKey(rules, line));
  const winners = new Map<string, AttackLine>();
  lines.forEach((line, index) => {
    const key = keys[index] ?? null;
    const best = key === null ? undefined : winners.get(key);
    if (key !== null && (best === undefined || line.amount.gt(best.amount))) winners.set(key, line);
  });
  return lines.map((line, index) => {
    const winner = winners.get(keys[index] ?? '');
    if (winner === undefined || winner === line) return line;
    return { ...line, amount: ZERO, cost: ZERO, zeroReason: duplicateReason(line, winner) };
  });
}

/**
 * Nodes with the same key count once; null always counts. No id or key holds a line break, and the system, which people
 * type, comes last.
 */
function dedupeKey(rules: AttackRules, line: AttackLine): string | null {
  const { category, terms } = line.priced;
  if (category === null || terms === null || line.zeroReason !== null) return null;
  return scopedKey(terms.dedupe, line, rules.options.dedupAcrossTeams ? '' : line.result.teamId);
}

function scopedKey(
  scope: DedupeScope,
  { rootId, ruling, priced: { category } }: AttackLine,
  team: string,
): string | null {
  const categoryKey = category?.key ?? '';
  switch (scope) {
    case 'system':
      return `system\n${rootId}\n${team}\n${ruling.systemKey}`;
    case 'privilege':
      return `privilege\n${rootId}\n${team}\n${categoryKey}\n${ruling.privilegeKey ?? ''}\n${ruling.systemKey}`;
    case 'team-unit':
      return `unit\n${rootId}\n${team}\n${categoryKey}`;
    case 'unit':
      return `unit\n${rootId}\n\n${categoryKey}`;
    case 'none':
      return null;
  }
}

function duplicateReason(line: AttackLine, winner: AttackLine): Step {
  const params = {
    result: winner.result.code,
    node: String(winner.node.ordinal),
    points: exactText(winner.amount),
  };
  const scope = line.priced.terms?.dedupe;
  if (scope === 'unit' || scope === 'team-unit') return zeroReason('BOUNDARY_ALREADY_SCORED', params);
  return zeroReason('DUPLICATE_SYSTEM', { ...params, system: line.ruling.systemKey });
}
