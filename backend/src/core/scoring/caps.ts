/**
 * Caps per attack team and root unit, or per root unit over all teams (TPRQ G3, XC-2022 rule 2). An item is held under
 * its own family first, then under every wider one; what it finally gets is counted in all of them.
 */
import { ZERO, exactText, least, points, sum } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import type { AttackRules, CapFamily } from '../ruleset/attack-rules.js';
import { capChain } from '../ruleset/catalogue.js';
import type { AttackLine, CapUsage } from './attack-line.js';
import { remembered } from '../kernel/remembered.js';
import type { Step } from './award.js';
import { step, zeroReason } from './step-codes.js';

/** How far the caps are used up while lines are paid in receipt order. */
export class CapBook {
  /** By root, team and cap: everything of one unit lies together, and no key has to be built. */
  private readonly tallies = new Map<string, Map<string | null, Map<string, Tally>>>();
  private readonly chains = new Map<string, readonly CapFamily[]>();

  constructor(private readonly rules: AttackRules) {}

  /** The line with what its caps let pass, and why; nothing is counted yet. */
  limit(line: AttackLine): AttackLine {
    const isDropping = this.rules.options.capPolicy === 'drop';
    let pieces = !isDropping ? [] : this.rules.options.dropScope === 'item' ? [line.amount] : partsOf(line);
    let { amount } = line;
    const steps = [...line.steps];
    for (const cap of this.chainOf(line)) {
      const { used } = this.tallyOf(line, cap);
      const left = points(cap.limit).sub(used);
      const wanted = amount;
      if (isDropping) pieces = fitting(pieces, left);
      amount = isDropping ? sum(pieces) : least(wanted, left);
      const figures = {
        cap: cap.key,
        limit: cap.limit,
        used: exactText(used),
        left: exactText(left),
        wanted: exactText(wanted),
        amount: exactText(amount),
      };
      steps.push(step('CAP', figures));
      if (amount.isZero) return { ...line, amount, steps, zeroReason: reached(figures) };
    }
    return { ...line, amount, steps };
  }

  /** Counts what a line got against its caps. */
  count(line: AttackLine, amount: Points): void {
    for (const cap of this.chainOf(line)) {
      const tally = this.tallyOf(line, cap);
      tally.used = tally.used.add(amount);
      tally.isCounted = true;
    }
  }

  usages(): readonly CapUsage[] {
    const tallies = [...this.tallies.values()].flatMap((teams) =>
      [...teams.values()].flatMap((own) => [...own.values()]),
    );
    return tallies.flatMap(({ isCounted, ...usage }) => (isCounted ? [usage] : []));
  }

  private chainOf(line: AttackLine): readonly CapFamily[] {
    const cap = line.priced.terms?.cap ?? null;
    if (cap === null) return [];
    const known = this.chains.get(cap.key);
    if (known !== undefined) return known;
    const chain = capChain(this.rules, cap);
    this.chains.set(cap.key, chain);
    return chain;
  }

  private tallyOf(line: AttackLine, cap: CapFamily): Tally {
    const teamId = this.teamOf(line);
    const teams = remembered(this.tallies, line.rootId, newMap<string | null, Map<string, Tally>>);
    const own = remembered(teams, teamId, newMap<string, Tally>);
    const known = own.get(cap.key);
    if (known !== undefined) return known;
    const usage = { teamId, unitId: line.rootId, capKey: cap.key, used: ZERO, limit: points(cap.limit) };
    const tally = { ...usage, isCounted: false };
    own.set(cap.key, tally);
    return tally;
  }

  private teamOf(line: AttackLine): string | null {
    return this.rules.options.capScope === 'unit' ? null : line.result.teamId;
  }
}

function reached({ cap, limit, used, wanted }: Record<'cap' | 'limit' | 'used' | 'wanted', string>): Step {
  return zeroReason('CAP_REACHED', { cap, limit, used, wanted });
}

/** A usage while it grows. */
type Tally = { -readonly [Part in keyof CapUsage]: CapUsage[Part] } & { isCounted: boolean };

function newMap<Key, Value>(): Map<Key, Value> {
  return new Map();
}

/** What does not fit whole is dropped, each piece by itself. */
function fitting(pieces: readonly Points[], left: Points): Points[] {
  let room = left;
  return pieces.filter((piece) => {
    if (piece.gt(room)) return false;
    room = room.sub(piece);
    return true;
  });
}

/** The parts of an item, each with its share of what multipliers made of the whole. */
function partsOf(line: AttackLine): Points[] {
  const ratio = line.amount.div(line.priced.total);
  return line.priced.parts.map((part) => part.mul(ratio));
}
