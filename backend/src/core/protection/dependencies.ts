/** What must be done before what. */

/** Something that requires others by key. */
export interface Dependent {
  readonly key: string;
  readonly requires: readonly string[];
}

/** A circle of requirements as `a → b → a`, by the shortest way from its first member; null when there is none. */
export function cycleOf(items: readonly Dependent[]): readonly string[] | null {
  const requires = new Map(items.map((item) => [item.key, item.requires]));
  const done = new Set<string>();
  for (const { key } of items) {
    const cycle = walk(key, requires, done);
    if (cycle !== null) return cycle;
  }
  return null;
}

/** Depth first without recursion: a plan may be a chain of hundreds. */
function walk(start: string, requires: ReadonlyMap<string, readonly string[]>, done: Set<string>): string[] | null {
  const path: { readonly key: string; next: number }[] = [{ key: start, next: 0 }];
  const onPath = new Set([start]);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const next = done.has(top.key) ? undefined : requires.get(top.key)?.[top.next];
    top.next += 1;
    if (next === undefined) {
      done.add(top.key);
      onPath.delete(top.key);
      path.pop();
    } else if (onPath.has(next)) {
      const keys = path.map(({ key }) => key);
      return [...keys.slice(keys.indexOf(next)), next];
    } else if (requires.has(next)) {
      onPath.add(next);
      path.push({ key: next, next: 0 });
    }
  }
  return null;
}

/** Requirements that name nothing that is there, each with who asks for it. */
export function missingRequirements(items: readonly Dependent[]): { readonly by: string; readonly key: string }[] {
  const known = new Set(items.map(({ key }) => key));
  return items.flatMap(({ key: by, requires }) =>
    requires.filter((key) => !known.has(key)).map((key) => ({ by, key })),
  );
}
