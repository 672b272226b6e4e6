/**
 * The export file: JSON Lines. The first line is the header, each following line one row as
 * `{"table": …, "row": {…}}`, the last line says how many rows there were and the SHA-256 of all lines before it.
 * Rows are canonical JSON: keys sorted, no spaces, empty columns left out, instants as ISO text in UTC.
 */
import { createHash, type Hash } from 'node:crypto';
import type { PlainRow } from '../journal/seal.js';
import { canonicalJson } from '../kernel/canonical.js';
import { type Dossier, EXPORT_TABLES, type ExportHeader, type ExportTable, isExportTable } from './dossier.js';

export const EXPORT_FORMAT = 'yanwu-export';
export const EXPORT_VERSION = 1;

/** What an export consists of, before it is written down. */
export type ExportItem = { readonly header: ExportHeader } | { readonly table: ExportTable; readonly row: PlainRow };

/** How a file as such turned out. */
export interface FileState {
  readonly rows: number;
  readonly statedRows: number;
  readonly digestHolds: boolean;
  /** Rows of a table that came after a later table had begun. */
  readonly misplaced: readonly { readonly line: number; readonly table: string }[];
}

/** The file is no export, or breaks off. `line` counts from 1. */
export class ExportUnreadable extends Error {
  override readonly name = 'ExportUnreadable';

  constructor(
    readonly code: 'NOT_JSON' | 'NOT_AN_EXPORT' | 'UNKNOWN_VERSION' | 'UNKNOWN_TABLE' | 'CUT_OFF' | 'AFTER_THE_END',
    readonly line: number,
  ) {
    super(`${code} at line ${line}`);
  }
}

/** Writes an export line by line, each with its line feed. */
export class ExportWriter {
  private readonly hash = createHash('sha256');
  private rows = 0;

  line(item: ExportItem): string {
    const text = `${canonicalJson(item)}\n`;
    this.hash.update(text);
    if ('row' in item) this.rows += 1;
    return text;
  }

  end(): string {
    return `${canonicalJson({ end: { rows: this.rows, sha256: this.hash.digest('hex') } })}\n`;
  }
}

/** Gathers what comes into a dossier, from whatever source. */
export class DossierBuilder {
  private header: ExportHeader | null = null;
  private readonly rows = new Map<ExportTable, PlainRow[]>();

  take(item: ExportItem): void {
    if ('header' in item) {
      this.header = item.header;
      return;
    }
    const rows = this.rows.get(item.table);
    if (rows === undefined) this.rows.set(item.table, [item.row]);
    else rows.push(item.row);
  }

  /** @throws ExportUnreadable without a header */
  dossier(): Dossier {
    if (this.header === null) throw new ExportUnreadable('NOT_AN_EXPORT', 1);
    return { header: this.header, rows: this.rows };
  }
}

interface End {
  readonly rows: number;
  readonly sha256: string;
}

/** Reads an export line by line. */
export class ExportReader {
  private readonly hash: Hash = createHash('sha256');
  private readonly builder = new DossierBuilder();
  private readonly misplaced: { line: number; table: string }[] = [];
  private lines = 0;
  private rows = 0;
  private place = 0;
  private end: { stated: End; digest: string } | null = null;

  /** Takes the next line, without its line feed. @throws ExportUnreadable */
  take(text: string): void {
    this.lines += 1;
    if (this.end !== null) throw new ExportUnreadable('AFTER_THE_END', this.lines);
    const value = this.parsed(text);
    if (isObject(value.end)) {
      const { rows, sha256 } = value.end;
      const stated = { rows: typeof rows === 'number' ? rows : -1, sha256: typeof sha256 === 'string' ? sha256 : '' };
      this.end = { stated, digest: this.hash.digest('hex') };
      return;
    }
    this.hash.update(`${text}\n`);
    if (this.lines === 1) this.builder.take({ header: headerOf(value) });
    else this.takeRow(value);
  }

  /** What was read. @throws ExportUnreadable when the file broke off */
  finish(): { dossier: Dossier; file: FileState } {
    if (this.lines === 0) throw new ExportUnreadable('NOT_AN_EXPORT', 1);
    if (this.end === null) throw new ExportUnreadable('CUT_OFF', this.lines);
    const { stated, digest } = this.end;
    const state = { rows: this.rows, statedRows: stated.rows, digestHolds: stated.sha256 === digest };
    return { dossier: this.builder.dossier(), file: { ...state, misplaced: this.misplaced } };
  }

  private parsed(text: string): Readonly<Record<string, unknown>> {
    try {
      const value: unknown = JSON.parse(text);
      if (isObject(value)) return value;
    } catch {
      // Said below, with the line.
    }
    throw new ExportUnreadable(this.lines === 1 ? 'NOT_AN_EXPORT' : 'NOT_JSON', this.lines);
  }

  private takeRow({ table, row }: Readonly<Record<string, unknown>>): void {
    if (typeof table !== 'string' || !isExportTable(table)) throw new ExportUnreadable('UNKNOWN_TABLE', this.lines);
    if (!isObject(row)) throw new ExportUnreadable('NOT_JSON', this.lines);
    const place = Object.keys(EXPORT_TABLES).indexOf(table);
    if (place < this.place) this.misplaced.push({ line: this.lines, table });
    this.place = Math.max(this.place, place);
    this.rows += 1;
    this.builder.take({ table, row });
  }
}

function headerOf({ header }: Readonly<Record<string, unknown>>): ExportHeader {
  if (!isObject(header) || header.format !== EXPORT_FORMAT) throw new ExportUnreadable('NOT_AN_EXPORT', 1);
  if (header.version !== EXPORT_VERSION) throw new ExportUnreadable('UNKNOWN_VERSION', 1);
  const { head } = header;
  const isWhole = typeof header.exerciseId === 'string' && isObject(head) && typeof head.seq === 'number';
  if (!isWhole || typeof head.hash !== 'string') throw new ExportUnreadable('NOT_AN_EXPORT', 1);
  return header as unknown as ExportHeader;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
