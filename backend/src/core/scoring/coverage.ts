/**
 * Coverage 覆盖率 (FHZ, 监测发现): addresses the defender found controlled ÷ addresses the teams control. Only
 * results with at least one accepted node count. Both sides are sets, so it never exceeds 1; nothing ÷ nothing is 0.
 */
import type { DefenseOptions } from '../ruleset/defense-rules.js';
import type { AddressSet, Facts, IncidentFact, ResultFact } from './facts.js';
import { remembered } from '../kernel/remembered.js';
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

/** Addresses the teams came to control by these results, each once. */
export function controlledBy(results: readonly ResultFact[]): ReadonlySet<string> {
  return new Set(results.filter(isAccepted).flatMap((result) => normalized(result.controlledAddresses)));
}

/** Counts coverage for incidents of one exercise; everything it looks up is prepared once, when first asked. */
export class Coverage {
  private readonly units: UnitTree;
  private exercise: AddressSet | null = null;
  private resultsByRoot: ReadonlyMap<string, readonly ResultFact[]> | null = null;
  private incidentsByRoot: ReadonlyMap<string, readonly IncidentFact[]> | null = null;
  private readonly controlledByRoot = new Map<string, AddressSet>();
  private readonly foundByRoot = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly options: DefenseOptions,
    private readonly facts: Facts,
  ) {
    this.units = new UnitTree(facts.units);
  }

  of(incident: IncidentFact): CoverageFigures {
    const controlled = this.controlledFor(incident);
    let found = 0;
    for (const address of this.foundFor(incident)) if (controlled.has(address)) found += 1;
    return { found, controlled: controlled.size };
  }

  private controlledFor(incident: IncidentFact): AddressSet {
    if (this.options.coverageOf === 'exercise') {
      this.exercise ??= this.facts.exerciseAddresses ?? controlledBy(this.facts.results);
      return this.exercise;
    }
    const root = this.units.rootOf(incident.unitId);
    if (this.options.coverageOf === 'linked') {
      const linked = new Set(incident.linkedResultIds);
      return controlledBy(this.resultsOf(root).filter((result) => linked.has(result.id)));
    }
    return remembered(this.controlledByRoot, root, () => controlledBy(this.resultsOf(root)));
  }

  private foundFor(incident: IncidentFact): ReadonlySet<string> {
    if (this.options.coverageFound === 'report') return new Set(normalized(incident.foundAddresses));
    const root = this.units.rootOf(incident.unitId);
    return remembered(
      this.foundByRoot,
      root,
      () => new Set(normalized(this.incidentsOf(root).flatMap((own) => own.foundAddresses))),
    );
  }

  private resultsOf(root: string): readonly ResultFact[] {
    this.resultsByRoot ??= Map.groupBy(this.facts.results, (result) => this.units.rootOf(result.unitId));
    return this.resultsByRoot.get(root) ?? [];
  }

  private incidentsOf(root: string): readonly IncidentFact[] {
    this.incidentsByRoot ??= Map.groupBy(this.facts.incidents, (incident) => this.units.rootOf(incident.unitId));
    return this.incidentsByRoot.get(root) ?? [];
  }
}
