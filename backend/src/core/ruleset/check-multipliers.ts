import { ONE, points } from '../kernel/points.js';
import type { Findings } from './findings.js';
import type { AttackFile } from './schema-attack.js';
import type { Path } from './source.js';

type MultipliersFile = NonNullable<AttackFile['multipliers']>;
type CapFile = AttackFile['caps'][number];

/** More decimals than anybody shows; also keeps a slip of the pen from asking for a million digits. */
const MOST_PLACES = 6;

/** A multiplier of nothing takes every result away; a rule-set that means this says so with a limit or a price. */
export function checkTimes(times: string, path: Path, findings: Findings): void {
  if (points(times).n === 0n) findings.add(path, 'ZERO_TIMES');
}

/** Every multiplier that is given stands in `order` once, and the other way round; shares fall and are not zero. */
export function checkMultipliers(multipliers: MultipliersFile, base: Path, findings: Findings): void {
  const { keyUnit, nonParticipant, decay } = multipliers;
  checkOrder(multipliers, base, findings);
  if (multipliers.places > MOST_PLACES) {
    findings.add([...base, 'places'], 'TOO_MANY_PLACES', { most: String(MOST_PLACES) });
  }
  if (keyUnit !== null) checkTimes(keyUnit.times, [...base, 'keyUnit', 'times'], findings);
  if (nonParticipant !== null) checkTimes(nonParticipant.times, [...base, 'nonParticipant', 'times'], findings);
  if (decay !== null) checkShares(decay.shares, [...base, 'decay', 'shares'], findings);
}

function checkOrder(multipliers: MultipliersFile, base: Path, findings: Findings): void {
  const given = [
    { kind: 'decay', key: 'decay', rule: multipliers.decay },
    { kind: 'key-unit', key: 'keyUnit', rule: multipliers.keyUnit },
    { kind: 'non-participant', key: 'nonParticipant', rule: multipliers.nonParticipant },
  ] as const;
  for (const { kind, key, rule } of given) {
    if (rule !== null && !multipliers.order.includes(kind)) {
      findings.add([...base, key], 'NOT_IN_ORDER', { key, kind });
    }
  }
  multipliers.order.forEach((kind, index) => {
    const place = [...base, 'order', index];
    if (multipliers.order.indexOf(kind) < index) findings.add(place, 'REPEATED_KEY', { key: kind });
    const entry = given.find((other) => other.kind === kind);
    if (entry?.rule === null) findings.add(place, 'MULTIPLIER_NOT_GIVEN', { key: entry.key, kind });
  });
}

function checkShares(shares: readonly string[], base: Path, findings: Findings): void {
  shares.forEach((share, index) => {
    const before = shares[index - 1];
    const value = points(share);
    if (value.n === 0n) findings.add([...base, index], 'SHARE_OF_ZERO');
    if (value.gt(ONE)) findings.add([...base, index], 'SHARE_ABOVE_ONE', { value: share });
    if (before !== undefined && value.gt(points(before))) {
      findings.add([...base, index], 'SHARES_RISE', { value: share, before });
    }
  });
}

/** Limits are positive; a wider family exists, is not lower than what it holds, and leads to no circle. */
export function checkCaps(caps: readonly CapFile[], base: Path, findings: Findings): void {
  caps.forEach((cap, index) => {
    if (points(cap.limit).n === 0n) findings.add([...base, index, 'limit'], 'ZERO_LIMIT');
    if (cap.within === null) return;
    const place = [...base, index, 'within'];
    const wider = caps.find((other) => other.key === cap.within);
    if (wider === undefined) findings.add(place, 'UNKNOWN_CAP', { key: cap.within });
    else if (leadsTo(caps, wider, cap.key)) findings.add(place, 'CAP_LOOP', { key: cap.key, wider: wider.key });
    else if (points(wider.limit).lt(points(cap.limit))) {
      const figures = { key: cap.key, limit: cap.limit, wider: wider.key, widerLimit: wider.limit };
      findings.add(place, 'CAP_OUT_OF_REACH', figures);
    }
  });
}

/** Whether going outwards from a family comes to this key. */
function leadsTo(caps: readonly CapFile[], start: CapFile, key: string): boolean {
  const seen = new Set<CapFile>();
  let next: CapFile | undefined = start;
  while (next !== undefined && !seen.has(next)) {
    if (next.key === key) return true;
    const wider: string | null = next.within;
    seen.add(next);
    next = caps.find((cap) => cap.key === wider);
  }
  return false;
}
