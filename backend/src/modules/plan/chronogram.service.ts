import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { orderedInjects, type PlanContent, plannedSeconds } from '../../core/plan/plan.js';
import { type OwnSheets, ownSheets, planSheets } from '../../core/plan/plan-sheets.js';
import { writePlan } from '../../core/plan/write-plan.js';
import { FilledSheet } from '../../core/plan/sheet.js';
import { guessMapping, type SheetMapping } from '../../core/plan/sheet-headers.js';
import { type PlanFrame, readSheetPlan, type SheetReading } from '../../core/plan/sheet-plan.js';
import { type SheetProblem, sheetProblem } from '../../core/plan/sheet-problem.js';
import { SHEET_LIMITS } from '../../core/plan/sheet.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { PlanMakingService } from './plan-making.service.js';
import { PlanService } from './plan.service.js';
import { type ReadSheet, WorkbookService } from './workbook.service.js';

/** Workbooks read last: a page asks again with another mapping. */
const KEPT = 4;
/** Rows a page shows of a sheet. */
const SAMPLE_ROWS = 12;
/** Problems one answer lists; it says how many there are. */
const MOST_PROBLEMS = 500;
const LONGEST_SAMPLE = 80;

/** What a page sends with a workbook. */
export interface ChronogramRequest {
  readonly exerciseId: string;
  readonly fileName: string;
  /** Null: the server guesses; a name only: it guesses for that sheet. */
  readonly mapping: (Partial<SheetMapping> & { readonly sheet: string }) | null;
  readonly title: string;
}

/** What came of a workbook; JSON as the page gets it. */
export interface ChronogramAnswer {
  readonly sheets: readonly { readonly name: string; readonly rows: number; readonly columns: number }[];
  /** Written by the product: nothing to map. */
  readonly isOwn: boolean;
  readonly mapping: SheetMapping;
  readonly headings: readonly string[];
  /** First rows of the sheet, from row 1, merged cells filled. */
  readonly sample: readonly (readonly string[])[];
  readonly title: string;
  readonly durationMinutes: number;
  readonly injects: readonly PreviewedInject[];
  readonly problems: readonly SheetProblem[];
  readonly problemCount: number;
  readonly isReadable: boolean;
  readonly planId: string | null;
}

export interface PreviewedInject {
  readonly code: string;
  readonly row: number;
  readonly title: string;
  readonly seconds: number | null;
  readonly trigger: string;
  readonly cell: string;
  readonly color: string | null;
}

interface Read {
  readonly sheets: readonly ReadSheet[];
  readonly isOwn: boolean;
  readonly filled: FilledSheet;
  readonly mapping: SheetMapping;
  readonly reading: SheetReading;
}

/** Plans as files: chronograms in, workbooks and YAML out. */
@Injectable()
export class ChronogramService {
  private readonly kept = new Map<string, Promise<readonly ReadSheet[]>>();

  constructor(
    private readonly workbooks: WorkbookService,
    private readonly making: PlanMakingService,
    private readonly plans: PlanService,
  ) {}

  /** Reads a workbook and says what would come of it. @throws Refusal NOT_FOUND, FILE_TOO_LARGE, FILE_TYPE_REFUSED */
  async preview(request: ChronogramRequest, bytes: Buffer, viewer: Viewer | null): Promise<ChronogramAnswer> {
    requireGrants(viewer, request.exerciseId, 'drill.plan');
    return this.answer(await this.read(request, bytes), null);
  }

  /** Stores what came of it as a new plan. @throws Refusal as `preview`, INCOMPLETE for what gives no plan */
  async create(
    request: ChronogramRequest & { readonly commandId: string },
    bytes: Buffer,
    viewer: Viewer | null,
  ): Promise<ChronogramAnswer> {
    const { exerciseId, commandId, mapping, title } = request;
    requireGrants(viewer, exerciseId, 'drill.plan');
    const read = await this.read(request, bytes);
    const { plan, problems } = read.reading;
    if (plan === null) {
      const fields = problems.slice(0, MOST_PROBLEMS).map(({ cell, code }) => ({ path: cell, code }));
      throw new Refusal('INCOMPLETE', { count: String(problems.length) }, fields);
    }
    const command = { file: digest(bytes), mapping, title };
    const { id } = await this.making.add({ exerciseId, commandId, command, from: 'XLSX' }, plan, viewer);
    return this.answer(read, id);
  }

  /** A plan as a file, for whoever reads plans. @throws Refusal NOT_FOUND */
  async file(id: string, format: 'yaml' | 'xlsx', viewer: Viewer | null): Promise<{ name: string; bytes: Buffer }> {
    const { content } = await this.plans.byIdFor(id, viewer);
    const name = `${content.title}.${format}`;
    if (format === 'yaml') return { name, bytes: Buffer.from(writePlan(content)) };
    return { name, bytes: await this.workbooks.write(planSheets(content)) };
  }

  private async read(request: ChronogramRequest, bytes: Buffer): Promise<Read> {
    const sheets = await this.sheetsOf(bytes);
    const [first] = sheets;
    if (first === undefined) throw new Refusal('FILE_TYPE_REFUSED', { wanted: 'XLSX' });
    const own = request.mapping === null ? ownSheets(sheets) : null;
    const sheet = sheetNamed(sheets, own?.mapping.sheet ?? request.mapping?.sheet) ?? first;
    const filled = new FilledSheet(sheet);
    const mapping = own?.mapping ?? mappingOf(filled, request.mapping);
    const reading = readSheetPlan(filled, mapping, frameOf(own, request));
    const whole = { ...reading, problems: [...(sheet.isCut ? [cutProblem()] : []), ...reading.problems] };
    return { sheets, isOwn: own !== null, filled, mapping, reading: whole };
  }

  private sheetsOf(bytes: Buffer): Promise<readonly ReadSheet[]> {
    const name = digest(bytes);
    const known = this.kept.get(name);
    if (known !== undefined) return known;
    const read = this.workbooks.read(bytes);
    this.kept.set(name, read);
    read.catch(() => this.kept.delete(name));
    for (const old of [...this.kept.keys()].slice(0, -KEPT)) this.kept.delete(old);
    return read;
  }

  private answer({ sheets, isOwn, filled, mapping, reading }: Read, planId: string | null): ChronogramAnswer {
    const { plan, problems, rowOf } = reading;
    return {
      sheets: sheets.map((sheet) => ({
        name: sheet.name,
        rows: sheet.rows.length,
        columns: new FilledSheet(sheet).width,
      })),
      ...{ isOwn, mapping, planId },
      headings: row(filled, mapping.headerRow),
      sample: Array.from({ length: Math.min(SAMPLE_ROWS, filled.height) }, (_, index) => row(filled, index + 1)),
      title: plan?.title ?? '',
      durationMinutes: plan?.durationMinutes ?? 0,
      injects: plan === null ? [] : previewed(plan, rowOf),
      problems: problems.slice(0, MOST_PROBLEMS),
      problemCount: problems.length,
      isReadable: plan !== null,
    };
  }
}

function previewed(plan: PlanContent, rowOf: ReadonlyMap<string, number>): PreviewedInject[] {
  const names = new Map(plan.cells.map(({ key, name }) => [key, name]));
  return orderedInjects(plan).map((inject) => ({
    ...{ code: inject.code, title: inject.title, color: inject.color },
    row: rowOf.get(inject.code) ?? 0,
    seconds: plannedSeconds(inject),
    trigger: inject.trigger.kind,
    cell: names.get(inject.cell) ?? inject.cell,
  }));
}

function row(filled: FilledSheet, at: number): string[] {
  return Array.from({ length: filled.width }, (_, index) => filled.text(at, index + 1).slice(0, LONGEST_SAMPLE));
}

function mappingOf(filled: FilledSheet, wanted: ChronogramRequest['mapping']): SheetMapping {
  const guess = guessMapping(filled, wanted?.headerRow);
  if (wanted === null) return guess;
  const uses = wanted.uses === undefined ? guess.uses : guess.uses.map((_, index) => wanted.uses?.[index] ?? 'IGNORE');
  return { ...guess, ...wanted, sheet: filled.sheet.name, uses };
}

/** What is known of the plan beside its rows. */
function frameOf(own: OwnSheets | null, { title, fileName }: ChronogramRequest): PlanFrame {
  const given = title.trim();
  if (own !== null) return given === '' ? own.frame : { ...own.frame, title: given };
  const nothing = { cells: [], moves: [], columns: null, attachments: null };
  return { title: given || titleOf(fileName), summary: '', durationMinutes: null, ...nothing, isOwn: false };
}

function cutProblem(): SheetProblem {
  const { rows, columns } = SHEET_LIMITS;
  return sheetProblem('CUT', { cell: '', row: 0 }, { rows: String(rows), columns: String(columns) });
}

/** The sheet of that name; without a name the one with the most rows. */
function sheetNamed(sheets: readonly ReadSheet[], name: string | undefined): ReadSheet | undefined {
  return name === undefined ? fullest(sheets) : sheets.find((sheet) => sheet.name === name);
}

/** The sheet with the most rows. */
function fullest(sheets: readonly ReadSheet[]): ReadSheet {
  return sheets.reduce((most, sheet) => (sheet.rows.length > most.rows.length ? sheet : most));
}

function titleOf(fileName: string): string {
  return (
    fileName
      .replace(/\.[^.]*$/, '')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 200) || '演练方案'
  );
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
