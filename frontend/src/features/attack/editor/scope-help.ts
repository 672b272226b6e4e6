import type { Text } from '../../../lib/text.js';
import { formatMoment } from '../../../lib/time.js';
import { hostOf, isWithin } from '../address.js';
import type { AttackField } from '../documents.js';
import type { NodeForm } from './draft.js';

/** What the form can check while typing: registered egress, systems of the unit, the exercise's zone. */
export interface FieldFacts {
  readonly timeZone: string;
  readonly sources: readonly { readonly cidr: string; readonly validFrom: string; readonly validTo: string }[];
  /** Systems of the chosen unit and all below the same root. */
  readonly targets: readonly { readonly name: string; readonly address: string; readonly unitName: string }[];
}

/** A fact about what was typed. */
export interface Help {
  readonly holds: boolean;
  readonly words: string;
}

/** Gathers the facts for a draft about one unit. */
export function fieldFactsOf(
  field: AttackField,
  teamId: string | null,
  unitId: string | null,
  timeZone: string,
): FieldFacts {
  const rootOf = (id: string | null) => field.units.find((unit) => unit.id === id)?.rootId ?? null;
  const root = rootOf(unitId);
  const nameOf = (id: string) => field.units.find((unit) => unit.id === id)?.name ?? '';
  return {
    timeZone,
    sources: field.attackTeams.find((team) => team.id === teamId)?.sourceAddresses ?? [],
    targets: field.targets
      .filter((target) => root === null || rootOf(target.unitId) === root)
      .map(({ name, address, unitId: owner }) => ({ name, address, unitName: nameOf(owner) })),
  };
}

/** Whether the source is a registered egress, and until when. Null while nothing readable is typed. */
export function sourceHelp({ t }: Text, node: NodeForm, facts: FieldFacts): Help | null {
  if (hostOf(node.sourceAddress) === null) return null;
  const registered = facts.sources.filter(({ cidr }) => isWithin(node.sourceAddress, cidr));
  const at = node.startedAt ? Date.parse(node.startedAt) : null;
  const holding = registered.find(
    ({ validFrom, validTo }) => at === null || (at >= Date.parse(validFrom) && at <= Date.parse(validTo)),
  );
  if (holding) {
    return {
      holds: true,
      words: t('attack.scope.egress', { until: formatMoment(holding.validTo, { zone: facts.timeZone }) }),
    };
  }
  return { holds: false, words: t(registered.length > 0 ? 'attack.scope.egressExpired' : 'attack.scope.notEgress') };
}

/** Whether the destination belongs to the unit. Null while nothing readable is typed. */
export function targetHelp({ t }: Text, node: NodeForm, facts: FieldFacts): Help | null {
  if (hostOf(node.destinationAddress) === null) return null;
  const target = facts.targets.find(({ address }) => isWithin(node.destinationAddress, address));
  if (target) return { holds: true, words: t('attack.scope.target', { unit: target.unitName, name: target.name }) };
  return { holds: false, words: t('attack.scope.notTarget') };
}
