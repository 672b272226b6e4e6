/** Plays somebody who wants to know which team hit which unit, and has only what the API told him. */

export interface SeenParty {
  readonly side: 'ATTACK' | 'DEFENSE';
  readonly id: string;
}

/** An instant or journal number at which a party stands in some answer. */
interface Sighting {
  readonly party: SeenParty;
  readonly key: string;
}

const SECOND = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/**
 * All instants, to the second, and journal numbers in an answer, with the party they stand with: the nearest one named
 * around them, or the reader's own where none is named.
 */
export function sightingsIn(answer: unknown, own: SeenParty | null): Sighting[] {
  const found: Sighting[] = [];
  const walk = (value: unknown, party: SeenParty | null, name: string): void => {
    if (Array.isArray(value)) return value.forEach((item) => walk(item, party, name));
    if (typeof value === 'object' && value !== null) {
      const fields = value as Record<string, unknown>;
      const inner = partyOf(fields, name) ?? party;
      return Object.entries(fields).forEach(([field, item]) => walk(item, inner, field));
    }
    if (party === null) return;
    if (typeof value === 'string' && SECOND.test(value)) found.push({ party, key: `at ${value.slice(0, 19)}` });
    if (typeof value === 'number' && /seq$/i.test(name)) found.push({ party, key: `# ${value}` });
  };
  walk(answer, own, '');
  return found;
}

/** The party an object speaks of: it says so, or it stands in the list of one side. */
function partyOf(fields: Record<string, unknown>, name: string): SeenParty | null {
  const { partyId, side } = fields;
  if (typeof partyId !== 'string') return null;
  if (side === 'ATTACK' || side === 'DEFENSE') return { side, id: partyId };
  return { side: name === 'attack' ? 'ATTACK' : 'DEFENSE', id: partyId };
}

/** Pairs of team and unit that stand with the same key, `team unit`. A key every party stands with tells nothing. */
export function joined(sightings: readonly Sighting[], parties: readonly SeenParty[]): Set<string> {
  const pairs = new Set<string>();
  for (const together of Map.groupBy(sightings, ({ key }) => key).values()) {
    const ids = new Set(together.map(({ party }) => party.id));
    if (parties.every(({ id }) => ids.has(id))) continue;
    const teams = new Set(together.filter(({ party }) => party.side === 'ATTACK').map(({ party }) => party.id));
    const units = new Set(together.filter(({ party }) => party.side === 'DEFENSE').map(({ party }) => party.id));
    for (const team of teams) for (const unit of units) pairs.add(`${team} ${unit}`);
  }
  return pairs;
}

/** A party's figure as of an instant. */
export interface SeenValue {
  readonly at: string;
  readonly value: string;
}

/** Who moved, and by how much, between the two of a party's samples around an instant. */
export function movedAround(samples: readonly SeenValue[], instant: string): number {
  const after = samples.findIndex(({ at }, index) => index > 0 && Date.parse(at) >= Date.parse(instant));
  const end = after === -1 ? samples.length - 1 : after;
  return Number(samples[end]?.value ?? 0) - Number(samples[end - 1]?.value ?? 0);
}
