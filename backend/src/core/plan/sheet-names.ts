/** Cells, moves and columns a chronogram only names. */
import { EVERY_CELL, type PlanColumn } from './plan.js';
import { PLAN_KEY, PLAN_LIMITS } from './limits.js';
import type { FilledSheet } from './sheet.js';
import type { SheetMapping } from './sheet-headers.js';

/** Things with keys and names that grow by the names met: the key is the name where it can be one. */
export class NamedList<T extends { readonly key: string; readonly name: string }> {
  readonly list: T[];

  constructor(
    private readonly prefix: string,
    known: readonly T[],
    private readonly made: (key: string, name: string) => T,
  ) {
    this.list = [...known];
  }

  has(name: string): boolean {
    return this.list.some((one) => one.key === name || one.name === name);
  }

  keyOf(text: string): string {
    const name = text.replace(/\s+/g, ' ').slice(0, PLAN_LIMITS.name);
    const known = this.list.find(({ key }) => key === name) ?? this.list.find((one) => one.name === name);
    if (known !== undefined) return known.key;
    const isKey = PLAN_KEY.test(name) && name !== EVERY_CELL;
    let key = isKey ? name : `${this.prefix}-${this.list.length + 1}`;
    while (this.list.some((one) => one.key === key)) key += 'x';
    this.list.push(this.made(key, name));
    return key;
  }
}

/** The custom columns of a mapping with where they stand. */
export function customColumns(
  filled: FilledSheet,
  { uses, headerRow }: SheetMapping,
  known: readonly PlanColumn[] | null,
) {
  const places = uses.flatMap((use, index) => (use === 'CUSTOM' ? [index + 1] : [])).slice(0, PLAN_LIMITS.columns);
  if (known !== null) {
    return places.flatMap((at, index) => {
      const column = known[index];
      return column === undefined ? [] : [{ at, column }];
    });
  }
  const list = new NamedList<PlanColumn>('c', [], (key, name) => ({ key, name, kind: 'TEXT', choices: [] }));
  return places.map((at) => {
    const key = list.keyOf(filled.text(headerRow, at) || `列 ${at}`);
    const values = Array.from({ length: filled.height - headerRow }, (_, index) =>
      filled.text(headerRow + 1 + index, at),
    );
    const name = list.list.find((one) => one.key === key)?.name ?? key;
    return { at, column: { key, name, kind: kindOf(values), choices: [] } satisfies PlanColumn };
  });
}

/** Figures throughout make a column of figures. */
function kindOf(values: readonly string[]): PlanColumn['kind'] {
  const given = values.filter((value) => value !== '');
  return given.length > 0 && given.every((value) => /^[+-]?\d+(\.\d+)?$/.test(value)) ? 'NUMBER' : 'TEXT';
}
