/**
 * What differs between two rule-set files, leaf by leaf. Entries of a list are matched by their `key` (or `name`),
 * so moving one is no difference; numbers are compared as figures, so 0.50 is 0.5.
 */
import { canonicalText } from './hash.js';
import type { Bilingual } from './words.js';

/** One leaf, or a whole entry that is only on one side. */
export interface RuleChange {
  readonly kind: 'ADDED' | 'REMOVED' | 'CHANGED';
  /** Dotted path; list entries by key: `attack.categories.row-7.cap`. */
  readonly path: string;
  /** Titles met on the way, for people. */
  readonly where: readonly Bilingual[];
  /** As written; entries as compact JSON. Null where there is none. */
  readonly before: string | null;
  readonly after: string | null;
}

interface Place {
  readonly path: readonly string[];
  readonly where: readonly Bilingual[];
}

/** Differences in the order of the file. @param before,after content as `RuleSource.plain` gives it, settings applied */
export function compareContents(before: unknown, after: unknown): RuleChange[] {
  return changesAt(before, after, { path: [], where: [] });
}

function changesAt(before: unknown, after: unknown, place: Place): RuleChange[] {
  if (canonicalText(before) === canonicalText(after)) return [];
  const left = entriesOf(before);
  const right = entriesOf(after);
  if (left === null || right === null) return [changeAt(before, after, place)];
  const names = [...new Set([...left.keys(), ...right.keys()])];
  return names.flatMap((name) =>
    changesAt(left.get(name), right.get(name), inside(place, name, right.get(name) ?? left.get(name))),
  );
}

function changeAt(before: unknown, after: unknown, { path, where }: Place): RuleChange {
  const kind = before === undefined ? 'ADDED' : after === undefined ? 'REMOVED' : 'CHANGED';
  return { kind, path: path.join('.'), where, before: textOf(before), after: textOf(after) };
}

function inside(place: Place, name: string, entry: unknown): Place {
  const title = titleOf(entry);
  return { path: [...place.path, name], where: title === null ? place.where : [...place.where, title] };
}

/** Entries by name; null for a leaf and for lists whose entries have no names. Bilingual texts are leaves. */
function entriesOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (Array.isArray(value)) return namedEntries(value);
  if (!isMapping(value) || isBilingual(value)) return null;
  return new Map(Object.entries(value));
}

function namedEntries(list: readonly unknown[]): ReadonlyMap<string, unknown> | null {
  const names = list.map(nameOf);
  if (names.some((name) => name === null) || new Set(names).size < names.length) return null;
  return new Map(list.map((entry, index) => [names[index] ?? '', entry]));
}

function nameOf(entry: unknown): string | null {
  if (!isMapping(entry)) return null;
  const name = entry.key ?? entry.name;
  return typeof name === 'string' ? name : null;
}

function titleOf(entry: unknown): Bilingual | null {
  const title = isMapping(entry) && 'key' in entry ? entry.title : null;
  return isBilingual(title) ? title : null;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isBilingual(value: unknown): value is Bilingual {
  return isMapping(value) && typeof value.zh === 'string' && typeof value.en === 'string';
}

function textOf(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
