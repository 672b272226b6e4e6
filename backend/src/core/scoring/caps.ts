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

/** A cap of one unit, with what it has given out so far. */
interface Tally extends Omit<CapUsage, 'capKey'> {
  readonly cap: CapFamily;
  used: Points;
}

const NO_TALLIES: readonly Tally[] = [];

/** How far the caps are used up while lines are paid in receipt order. */
export class CapBook {
  /**
   * By root, team and cap: its tally and those of the wider families, narrowest first. Everything of one unit lies
   * together, and no key has to be built.
   */
  private readonly held = new Map<string, Map<string | null, Map<string, readonly Tally[]>>>();
  private readonly chains = new Map<CapFamily, readonly CapFamily[]>();

  constructor(private readonly rules: AttackRules) {}

  /** What a line is held under; opened when it is first asked for. */
  talliesOf(line: AttackLine): readonly Tally[] {
    const cap = line.priced.terms?.cap ?? null;
    if (cap === null) return NO_TALLIES;
    const teamId = this.rules.options.capScope === 'unit' ? null : line.result.teamId;
    const teams = remembered(this.held, line.rootId, newMap<string | null, Map<string, readonly Tally[]>>);
    const own = remembered(teams, teamId, newMap<string, readonly Tally[]>);
    return own.get(cap.key) ?? this.opened(own, cap, { teamId, unitId: line.rootId });
  }

  private opened(
    own: Map<string, readonly Tally[]>,
    narrowest: CapFamily,
    { teamId, unitId }: Pick<CapUsage, 'teamId' | 'unitId'>,
  ): readonly Tally[] {
    const families = remembered(this.chains, narrowest, () => capChain(this.rules, narrowest));
    const tallies = families.map(
      (cap): Tally => own.get(cap.key)?.[0] ?? { teamId, unitId, cap, used: ZERO, limit: points(cap.limit) },
    );
    families.forEach(({ key }, place) => {
      if (!own.has(key)) own.set(key, place === 0 ? tallies : tallies.slice(place));
    });
    return tallies;
  }

  /** The line with what its caps let pass, and why; nothing is counted yet. */
  limit(line: AttackLine, tallies: readonly Tally[]): AttackLine {
    if (tallies.length === 0) return line;
    const isDropping = this.rules.options.capPolicy === 'drop';
    let pieces = !isDropping ? [] : this.rules.options.dropScope === 'item' ? [line.amount] : partsOf(line);
    let { amount, steps } = line;
    for (const { cap, limit, used } of tallies) {
      const left = limit.sub(used);
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
      steps = [...steps, step('CAP', figures)];
      if (amount.isZero) return { ...line, amount, steps, zeroReason: reached(figures) };
    }
    return { ...line, amount, steps };
  }

  usages(): readonly CapUsage[] {
    const teams = [...this.held.values()].flatMap((held) => [...held.values()]);
    return teams.flatMap((own) =>
      [...own.values()].flatMap(([tally]) => (tally === undefined ? [] : [usageOf(tally)])),
    );
  }
}

function usageOf({ teamId, unitId, cap, used, limit }: Tally): CapUsage {
  return { teamId, unitId, capKey: cap.key, used, limit };
}

/** Counts what a line got against what it is held under. */
export function count(tallies: readonly Tally[], amount: Points): void {
  for (const tally of tallies) tally.used = tally.used.add(amount);
}

function reached({ cap, limit, used, wanted }: Record<'cap' | 'limit' | 'used' | 'wanted', string>): Step {
  return zeroReason('CAP_REACHED', { cap, limit, used, wanted });
}

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
