/**
 * Coverage 覆盖率 (FHZ, 监测发现): addresses the defender found controlled ÷ addresses the teams control. Only
 * results with at least one accepted node count. Both sides are sets, so it never exceeds 1; nothing ÷ nothing is 0.
 */
import type { DefenseOptions } from '../ruleset/defense-rules.js';
import type { Facts, IncidentFact, ResultFact } from './facts.js';
import { UnitTree } from './units.js';

export interface CoverageFigures {
  readonly found: number;
  readonly controlled: number;
}

/** Whether any node of the result stands. */
export function isAccepted(result: ResultFact): boolean {
  return result.nodes.some((node) => node.ruling !== null && node.ruling.outcome !== 'REJECTED');
}

function normalized(addresses: readonly string[]): string[] {
  return addresses.map((address) => address.trim().toLowerCase()).filter((address) => address !== '');
}

/** Counts coverage for incidents of one exercise; prepared once, asked per incident. */
export class Coverage {
  private readonly units: UnitTree;
  private readonly accepted: readonly ResultFact[];
  private readonly everything: ReadonlySet<string>;

  constructor(
    private readonly options: DefenseOptions,
    private readonly facts: Facts,
  ) {
    this.units = new UnitTree(facts.units);
    this.accepted = facts.results.filter(isAccepted);
    this.everything = this.addressesOf(this.accepted);
  }

  of(incident: IncidentFact): CoverageFigures {
    const controlled = this.controlledFor(incident);
    const found = new Set(this.foundFor(incident).filter((address) => controlled.has(address)));
    return { found: found.size, controlled: controlled.size };
  }

  private addressesOf(results: readonly ResultFact[]): ReadonlySet<string> {
    return new Set(results.flatMap((result) => normalized(result.controlledAddresses)));
  }

  private controlledFor(incident: IncidentFact): ReadonlySet<string> {
    if (this.options.coverageOf === 'exercise') return this.everything;
    if (this.options.coverageOf === 'linked') {
      return this.addressesOf(this.accepted.filter((result) => incident.linkedResultIds.includes(result.id)));
    }
    const root = this.units.rootOf(incident.unitId);
    return this.addressesOf(this.accepted.filter((result) => this.units.rootOf(result.unitId) === root));
  }

  private foundFor(incident: IncidentFact): readonly string[] {
    if (this.options.coverageFound === 'report') return normalized(incident.foundAddresses);
    const root = this.units.rootOf(incident.unitId);
    const own = this.facts.incidents.filter((other) => this.units.rootOf(other.unitId) === root);
    return normalized(own.flatMap((other) => other.foundAddresses));
  }
}
