/**
 * Reads a chronogram somebody else made into a plan. Nothing is dropped in silence: whatever is not understood is listed
 * with its cell and with what became of it.
 */
import { z } from 'zod';
import { COLOR, PLAN_LIMITS } from './limits.js';
import {
  type Cell,
  EVERY_CELL,
  type Inject,
  type Move,
  type PlanColumn,
  type PlanContent,
  plannedSeconds,
} from './plan.js';
import { injectSchema } from './schema-plan.js';
import type { FilledSheet } from './sheet.js';
import type { SheetField, SheetMapping } from './sheet-headers.js';
import { codeIn } from './sheet-codes.js';
import { customColumns, NamedList } from './sheet-names.js';
import { type SheetProblem, sheetProblem } from './sheet-problem.js';
import { MANY, RowReader } from './sheet-row.js';
import { readTime, type SheetStart, startOf } from './sheet-time.js';
import { readChannel, readExpectation, readRequires, readTrigger } from './sheet-values.js';
import { plainFigures } from './plain-figures.js';
import { plainWord } from './words.js';
import { injectFile } from './write-plan.js';

/** What came of a sheet. */
export interface SheetReading {
  /** Null when there are too many rows, or no title. */
  readonly plan: PlanContent | null;
  /** Row of each inject by its code, to point back at the sheet. */
  readonly rowOf: ReadonlyMap<string, number>;
  readonly problems: readonly SheetProblem[];
}

/** What is known of a plan before its rows are read. */
export interface PlanFrame {
  readonly title: string;
  readonly summary: string;
  /** Null: as long as the last inject needs. */
  readonly durationMinutes: number | null;
  readonly cells: readonly Cell[];
  readonly moves: readonly Move[];
  /** Null: a column per custom one of the mapping. */
  readonly columns: readonly PlanColumn[] | null;
  /** Attachments by inject code; null: from their column. */
  readonly attachments: ReadonlyMap<string, Inject['attachments']> | null;
  /** Written by the product: one name a line, white is a colour like any other. */
  readonly isOwn: boolean;
}

const WHOLE_SHEET = { cell: '', row: 0 };
/** Reads the rows below the headings. */
export function readSheetPlan(filled: FilledSheet, mapping: SheetMapping, frame: PlanFrame): SheetReading {
  if (!mapping.uses.includes('title')) {
    const code = mapping.uses.some((use) => use !== 'CUSTOM' && use !== 'IGNORE') ? 'NO_TITLE_COLUMN' : 'NO_HEADINGS';
    return { plan: null, rowOf: new Map(), problems: [sheetProblem(code, WHOLE_SHEET)] };
  }
  return new SheetPlanReader(filled, mapping, frame).read();
}

class SheetPlanReader {
  private readonly problems: SheetProblem[] = [];
  private readonly fields = new Map<SheetField, number>();
  private readonly columns: readonly { readonly at: number; readonly column: PlanColumn }[];
  private readonly cells: NamedList<Cell>;
  private readonly moves: NamedList<Move>;
  private readonly rowOf = new Map<string, number>();
  private readonly injects: Inject[] = [];
  private readonly start: SheetStart;
  private phase: string | null = null;
  private current: RowReader | null = null;

  constructor(
    private readonly filled: FilledSheet,
    private readonly mapping: SheetMapping,
    private readonly frame: PlanFrame,
  ) {
    mapping.uses.forEach((use, index) => {
      if (use !== 'CUSTOM' && use !== 'IGNORE' && !this.fields.has(use)) this.fields.set(use, index + 1);
    });
    this.columns = customColumns(filled, mapping, frame.columns);
    this.cells = new NamedList('cell', frame.cells, (key, name) => ({ key, name }));
    this.moves = new NamedList('move', frame.moves, (key, name) => ({ key, name, situation: '' }));
    this.start = startOf(mapping.startsAt);
  }

  read(): SheetReading {
    if (this.mapping.startsAt.trim() !== '' && this.start.timeOfDay === null)
      this.problems.push(sheetProblem('BAD_START', WHOLE_SHEET, { value: this.mapping.startsAt }));
    this.mergedNotes();
    for (let row = this.mapping.headerRow + 1; row <= this.filled.height; row += 1) this.readRow(row);
    if (this.injects.length > PLAN_LIMITS.injects) {
      const params = { count: String(this.injects.length), limit: String(PLAN_LIMITS.injects) };
      return { plan: null, rowOf: new Map(), problems: [sheetProblem('TOO_MANY_ROWS', WHOLE_SHEET, params)] };
    }
    return { plan: this.plan(), rowOf: this.rowOf, problems: this.problems };
  }

  private plan(): PlanContent {
    const { title, summary } = this.frame;
    const latest = this.injects.reduce((most, inject) => Math.max(most, endOf(inject)), 60);
    const durationMinutes = this.frame.durationMinutes ?? Math.min(PLAN_LIMITS.duration, Math.ceil(latest / 60));
    const columns = this.frame.columns ?? this.columns.map(({ column }) => column);
    return {
      title,
      summary,
      durationMinutes,
      cells: this.cells.list,
      moves: this.moves.list,
      columns,
      injects: this.injects,
    };
  }

  /** A merged range that spreads over rows is said once, at its first cell. */
  private mergedNotes(): void {
    for (const { top, left, bottom } of this.filled.sheet.merged) {
      const use = this.mapping.uses[left - 1] ?? 'IGNORE';
      const value = this.filled.text(top, left);
      if (top <= this.mapping.headerRow || bottom === top || use === 'IGNORE' || value === '') continue;
      this.reader(top).say('MERGED', use === 'CUSTOM' ? null : use, { value });
      this.takeProblems();
    }
  }

  private reader(row: number): RowReader {
    this.current = new RowReader(this.filled, this.fields, row);
    return this.current;
  }

  private takeProblems(): void {
    this.problems.push(...(this.current?.problems ?? []));
    this.current = null;
  }

  private readRow(row: number): void {
    const reader = this.reader(row);
    if (this.isEmpty(row)) return;
    if (this.isHeading(row)) {
      this.phase = this.filled.text(row, this.firstColumn(row));
      reader.say('HEADING', null, { value: this.phase });
      return this.takeProblems();
    }
    const inject = this.injectIn(reader);
    if (inject !== null) {
      this.injects.push(inject);
      this.rowOf.set(inject.code, row);
    }
    this.takeProblems();
  }

  /** Nothing stands in it, or only what comes down from a merged cell above. */
  private isEmpty(row: number): boolean {
    return this.mapping.uses.every((use, index) => {
      const range = this.filled.rangeOf(row, index + 1);
      return use === 'IGNORE' || this.filled.text(row, index + 1) === '' || (range !== null && range.top < row);
    });
  }

  private firstColumn(row: number): number {
    return this.mapping.uses.findIndex((_, index) => this.filled.text(row, index + 1) !== '') + 1;
  }

  /** One text over at least three columns and nothing beside it. */
  private isHeading(row: number): boolean {
    const range = this.filled.rangeOf(row, this.firstColumn(row));
    if (range === null || range.right - range.left < 2) return false;
    return this.mapping.uses.every(
      (_, index) => this.filled.text(row, index + 1) === '' || (index + 1 >= range.left && index + 1 <= range.right),
    );
  }

  private injectIn(reader: RowReader): Inject | null {
    const title = reader.text('title');
    if (title === '') {
      reader.say('NO_TITLE', 'title');
      return null;
    }
    const seconds = readTime(reader, this.start);
    const { trigger, note } = readTrigger(reader, seconds);
    const code = codeIn(reader, this.rowOf);
    const inject: Inject = {
      code,
      ...titleAndBody(title, reader.text('body')),
      note: [reader.text('note'), note].filter((part) => part !== '').join('\n'),
      moveKey: this.moveIn(reader),
      trigger,
      cell: this.cellIn(reader),
      units: this.unitsIn(reader),
      channel: readChannel(reader),
      attachments: this.attachmentsIn(reader, code),
      expectation: readExpectation(reader, this.separator),
      requires: readRequires(reader),
      otherwise: reader.text('otherwise'),
      color: this.colorIn(reader),
      values: this.valuesIn(reader.row),
    };
    return this.checked(inject, reader);
  }

  /** As the shape of plans wants it: trimmed, within its limits. */
  private checked(inject: Inject, reader: RowReader): Inject | null {
    const { expectation } = inject;
    const { trigger } = injectFile(inject);
    const read = injectSchema.safeParse({
      ...inject,
      expectation: plainFigures(expectation),
      trigger: plainFigures(trigger),
    });
    if (read.success) return read.data;
    reader.say('NOT_TAKEN', 'title', { reason: z.prettifyError(read.error).slice(0, 200) });
    return null;
  }

  private moveIn(reader: RowReader): string | null {
    const name = reader.text('move') || this.phase;
    return name === null || name === '' ? null : this.moves.keyOf(name);
  }

  /** Own sheets have one name a line, so that names may hold commas. */
  private get separator(): RegExp {
    return this.frame.isOwn ? /\n/ : MANY;
  }

  private isEverybody(name: string): boolean {
    return !this.cells.has(name) && EVERYBODY.has(plainWord(name));
  }

  private cellIn(reader: RowReader): string {
    const names = this.frame.isOwn ? [reader.text('cell')].filter((name) => name !== '') : reader.list('cell');
    if (names.length === 0 || names.some((name) => this.isEverybody(name))) return EVERY_CELL;
    const [first = ''] = names;
    if (names.length === 1) return this.cells.keyOf(first);
    reader.say('MANY_CELLS', 'cell', { value: reader.text('cell') });
    return EVERY_CELL;
  }

  private unitsIn(reader: RowReader): string[] | null {
    const names = reader.list('units', this.separator);
    return names.length === 0 || (!this.frame.isOwn && names.some((name) => this.isEverybody(name))) ? null : names;
  }

  private attachmentsIn(reader: RowReader, code: string): Inject['attachments'] {
    if (this.frame.attachments !== null) return this.frame.attachments.get(code) ?? [];
    return reader.list('attachments').map((name) => ({ name, text: null, evidenceId: null }));
  }

  /** The fill of the code, the title or the first cell that has one. */
  private colorIn({ row }: RowReader): string | null {
    if (!this.mapping.keepColors) return null;
    const columns = [
      this.fields.get('code'),
      this.fields.get('title'),
      ...this.mapping.uses.map((_, index) => index + 1),
    ];
    for (const column of columns) {
      const color = column === undefined ? null : (this.filled.cell(row, column)?.color ?? null);
      if (color !== null && COLOR.test(color) && (this.frame.isOwn || color !== '#ffffff')) return color;
    }
    return null;
  }

  private valuesIn(row: number): Record<string, string> {
    const entries = this.columns.flatMap(({ at, column }) => {
      const cell = this.filled.cell(row, at);
      const text = cell === null || cell.kind === 'ERROR' ? '' : cell.text.trim().slice(0, PLAN_LIMITS.value);
      return text === '' ? [] : [[column.key, text] as const];
    });
    return Object.fromEntries(entries);
  }
}

const EVERYBODY = new Set([
  '全体',
  '全部',
  '所有',
  '所有人',
  '全员',
  '各单位',
  '各组',
  'all',
  'everyone',
  'everybody',
  'allplayers',
]);

/** What is longer than a title becomes the body. */
function titleAndBody(title: string, body: string): { readonly title: string; readonly body: string } {
  const line = title.split('\n')[0] ?? title;
  if (line === title && title.length <= PLAN_LIMITS.name) return { title, body };
  const cut = line.length <= PLAN_LIMITS.name ? line : `${line.slice(0, PLAN_LIMITS.name - 1)}…`;
  return { title: cut, body: [title, body].filter((part) => part !== '').join('\n\n') };
}

function endOf(inject: Inject): number {
  return (plannedSeconds(inject) ?? 0) + (inject.expectation?.withinMinutes ?? 0) * 60;
}
