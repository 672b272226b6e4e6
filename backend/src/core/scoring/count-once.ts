/**
 * The same system counts once with its highest privilege, the same boundary once (TPRQ G1, rows 22 to 24). The winner
 * is fixed before any multiplier or cap, ties go to the earlier receipt, and the loser's points vanish.
 */
import { ZERO, exactText } from '../kernel/points.js';
import { remembered } from '../kernel/remembered.js';
import type { AttackRules, DedupeScope } from '../ruleset/attack-rules.js';
import type { AttackLine } from './attack-line.js';
import type { Step } from './award.js';
import type { NodeRuling } from './facts.js';
import { zeroReason } from './step-codes.js';

/** What counts once for one team or, with null, for all of them, and the line that wins it so far. */
interface Contest {
  readonly teamId: string | null;
  winner: AttackLine;
}

/** The lines in the same order; losers have an amount of zero and name their winner. */
export function countOnce(rules: AttackRules, lines: readonly AttackLine[]): AttackLine[] {
  const contests = new Contests(rules);
  const entered = lines.map((line) => contests.enter(line));
  return lines.map((line, index) => {
    const winner = entered[index]?.winner ?? line;
    if (winner === line) return line;
    return { ...line, amount: ZERO, cost: ZERO, zeroReason: duplicateReason(line, winner) };
  });
}

/** Contests by root, scope and system, few in each place: cheaper than making a key of all that for every line. */
class Contests {
  private readonly held = new Map<string, Map<string, Map<string, Contest[]>>>();

  constructor(private readonly rules: AttackRules) {}

  /** The contest a line takes part in, its winner brought up to date; null where the line counts always. */
  enter(line: AttackLine): Contest | null {
    const { category, terms } = line.priced;
    if (category === null || terms === null || line.zeroReason !== null || terms.dedupe === 'none') return null;
    const isOfAllTeams = this.rules.options.dedupAcrossTeams || terms.dedupe === 'unit';
    const teamId = isOfAllTeams ? null : line.result.teamId;
    const there = this.placeOf(line, scopeName(terms.dedupe, category.key, line.ruling), terms.dedupe);
    const contest = there.find((open) => open.teamId === teamId);
    if (contest === undefined) {
      const opened = { teamId, winner: line };
      there.push(opened);
      return opened;
    }
    if (line.amount.gt(contest.winner.amount)) contest.winner = line;
    return contest;
  }

  private placeOf({ rootId, ruling }: AttackLine, scope: string, dedupe: DedupeScope): Contest[] {
    const scopes = remembered(this.held, rootId, newMap<string, Map<string, Contest[]>>);
    const systems = remembered(scopes, scope, newMap<string, Contest[]>);
    return remembered(systems, isOfBoundary(dedupe) ? '' : ruling.systemKey, () => []);
  }
}

function newMap<Key, Value>(): Map<Key, Value> {
  return new Map();
}

function isOfBoundary(dedupe: DedupeScope): boolean {
  return dedupe === 'unit' || dedupe === 'team-unit';
}

function scopeName(dedupe: DedupeScope, category: string, { privilegeKey }: NodeRuling): string {
  if (dedupe === 'system') return dedupe;
  return isOfBoundary(dedupe) ? `unit\n${category}` : `privilege\n${category}\n${privilegeKey ?? ''}`;
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
