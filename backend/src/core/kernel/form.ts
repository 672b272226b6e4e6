/** Checks that several forms share. Each answers the wrong fields by path; none answers the empty list. */
import { canonicalAddress } from './address.js';
import type { FieldProblem } from './refusal.js';

/** Start and end, both given and in order; `prefix` ends in a dot or is empty. */
export function missingInterval(
  prefix: string,
  interval: { readonly startedAt: Date | null; readonly endedAt: Date | null },
): FieldProblem[] {
  const { startedAt, endedAt } = interval;
  const isBackwards = startedAt !== null && endedAt !== null && endedAt < startedAt;
  return [
    ...required(`${prefix}startedAt`, startedAt),
    ...required(`${prefix}endedAt`, endedAt),
    ...(isBackwards ? [{ path: `${prefix}endedAt`, code: 'BEFORE_START' }] : []),
  ];
}

/** REQUIRED for an empty or blank value. */
export function required(path: string, value: unknown): FieldProblem[] {
  const isEmpty = value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
  return isEmpty ? [{ path, code: 'REQUIRED' }] : [];
}

/** NOT_AN_ADDRESS for every entry that is no single IP address. */
export function notAddresses(path: string, addresses: readonly string[]): FieldProblem[] {
  return addresses.flatMap((address, index) =>
    canonicalAddress(address) === null ? [{ path: `${path}.${index}`, code: 'NOT_AN_ADDRESS' }] : [],
  );
}

/** NOT_FOUND for every id that is not among the known ones. */
export function unknownIds(path: string, ids: readonly string[], known: ReadonlySet<string>): FieldProblem[] {
  return ids.flatMap((id, index) => unknownId(`${path}.${index}`, id, known));
}

/** NOT_A_CHOICE for every key that is not among the known ones. */
export function unknownKeys(path: string, keys: readonly string[], known: ReadonlySet<string>): FieldProblem[] {
  return keys.flatMap((key, index) => (known.has(key) ? [] : [{ path: `${path}.${index}`, code: 'NOT_A_CHOICE' }]));
}

/** NOT_FOUND for an id that is given but not known. */
export function unknownId(path: string, id: string | null, known: ReadonlySet<string>): FieldProblem[] {
  return id === null || known.has(id) ? [] : [{ path, code: 'NOT_FOUND' }];
}
