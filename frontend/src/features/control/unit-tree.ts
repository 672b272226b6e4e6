interface UnitLike {
  readonly id: string;
  readonly parentId?: string | null;
  readonly name: string;
}

/** One line of the tree, in reading order, with how deep it stands. */
export interface TreeRow<U> {
  readonly unit: U;
  readonly depth: number;
}

/** Units as a tree in reading order: each followed by what stands below it. A unit whose parent is missing is a root. */
export function unitTree<U extends UnitLike>(units: readonly U[]): TreeRow<U>[] {
  const known = new Set(units.map(({ id }) => id));
  const below = (parentId: string | null, depth: number): TreeRow<U>[] =>
    units
      .filter((unit) => (unit.parentId && known.has(unit.parentId) ? unit.parentId : null) === parentId)
      .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'))
      // A unit cannot stand below itself, but a page must not hang on data that says so.
      .flatMap((unit) => [{ unit, depth }, ...(depth < units.length ? below(unit.id, depth + 1) : [])]);
  return below(null, 0);
}
