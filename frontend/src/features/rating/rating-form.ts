/** The sheet of levels as it is filled in. */
import type { LocalText } from '../../gql/schema.js';

type Words = Pick<LocalText, 'zh' | 'en'>;

/** Chosen levels by factor or part key; what is not there is not judged. */
export type Levels = Readonly<Record<string, string>>;

interface Keyed {
  readonly key: string;
  readonly level: string;
}

interface Factor {
  readonly key: string;
  readonly group: Words;
  readonly parts: readonly { readonly key: string }[];
}

/** Factors of one group, in order. */
export interface FactorGroup<F> {
  readonly title: Words;
  readonly factors: readonly F[];
}

/** Levels of a sheet, by key. */
export function levelsOf(entries: readonly Keyed[]): Levels {
  return Object.fromEntries(entries.map(({ key, level }) => [key, level]));
}

/** The other way round, in the order of the rules; levels the rules do not know are left out. */
export function entriesOf(factors: readonly Factor[], levels: Levels): Keyed[] {
  return factors
    .flatMap((factor) => [factor, ...factor.parts])
    .flatMap(({ key }) => {
      const level = levels[key];
      return level === undefined ? [] : [{ key, level }];
    });
}

/** Levels with one chosen, or taken back with null. */
export function withLevel(levels: Levels, key: string, level: string | null): Levels {
  const rest = Object.fromEntries(Object.entries(levels).filter(([name]) => name !== key));
  return level === null ? rest : { ...rest, [key]: level };
}

/** Levels without any of these keys. */
export function withoutKeys(levels: Levels, keys: readonly string[]): Levels {
  return keys.reduce<Levels>((left, key) => withLevel(left, key, null), levels);
}

export function isSame(a: Levels, b: Levels): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** Factors in groups, each group where its first factor stands. */
export function groupsOf<F extends Factor>(factors: readonly F[]): FactorGroup<F>[] {
  const titles = new Map(factors.map(({ group }) => [group.zh, group]));
  return [...titles.values()].map((title) => ({
    title,
    factors: factors.filter(({ group }) => group.zh === title.zh),
  }));
}

/** Whether a factor counts: it or one of its parts is judged. */
export function isJudged(factor: Factor, levels: Levels): boolean {
  return [factor, ...factor.parts].some(({ key }) => levels[key] !== undefined);
}

/** One level that changed between two sheets; null = not judged. */
export interface LevelChange {
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What a sheet changed, in the order of the rules. */
export function changesBetween(factors: readonly Factor[], before: Levels, after: Levels): LevelChange[] {
  return factors
    .flatMap((factor) => [factor, ...factor.parts])
    .map(({ key }) => ({ key, before: before[key] ?? null, after: after[key] ?? null }))
    .filter((change) => change.before !== change.after);
}
