import type { ClientBase } from 'pg';
import { isSealedTable, type PlainRow, plainRow } from '../../core/journal/seal.js';
import { EXPORT_TABLES, type ExportHeader, isExportTable } from '../../core/proof/dossier.js';
import { EXPORT_FORMAT, EXPORT_VERSION, type ExportItem } from '../../core/proof/export-format.js';
import { rowSql } from '../../platform/journal/sealed-rows.js';
import { BoardGatherer } from './board-gatherer.js';
import { scopeSql, type StoredTable } from './export-scope.js';

/** Rows fetched at once: enough to keep the line busy, few enough to be forgotten. */
const BATCH = 500;
/** An exercise as whoever wants to export or check it names it; null when there is none. */
export async function findExercise(
  client: ClientBase,
  name: string,
): Promise<{ readonly id: string; readonly code: string } | null> {
  const found = await client.query<{ id: string; code: string }>(
    'SELECT id, code FROM exercise WHERE id::text = lower($1) OR code = $1',
    [name],
  );
  return found.rows[0] ?? null;
}

/**
 * Everything of one exercise, in the order of the export format, as of one instant: a snapshot of its own, which writes
 * nothing and holds nobody up. Rows are fetched by and by, so that memory does not grow with the exercise. The client
 * must be free of any transaction.
 */
export async function* exportItems(client: ClientBase, exerciseId: string, takenAt: Date): AsyncGenerator<ExportItem> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    yield { header: await headerOf(client, exerciseId, takenAt) };
    const board = new BoardGatherer(exerciseId);
    for (const table of Object.keys(EXPORT_TABLES)) {
      if (!isExportTable(table)) continue;
      if (table === 'standing') continue;
      for await (const row of rowsOfTable(client, table, exerciseId)) {
        board.take(table, row);
        yield { table, row };
      }
    }
    for (const row of board.standings()) yield { table: 'standing', row };
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
  }
}

async function* rowsOfTable(client: ClientBase, table: StoredTable, exerciseId: string): AsyncGenerator<PlainRow> {
  const row = isSealedTable(table) ? rowSql(table) : 'to_jsonb(t)';
  // Byte order, whatever the database's own collation: the order is part of the format.
  const order = EXPORT_TABLES[table].map((column) =>
    isNumbered(column) ? `t.${column}` : `t.${column}::text COLLATE "C"`,
  );
  await client.query(
    `DECLARE export_rows NO SCROLL CURSOR FOR SELECT ${row} AS row FROM ${table} t
      WHERE ${scopeSql(table)} ORDER BY ${order.join(', ')}`,
    [exerciseId],
  );
  for (;;) {
    const { rows } = await client.query<{ row: object }>(`FETCH ${BATCH} FROM export_rows`);
    for (const { row: found } of rows) yield plainRow(found);
    if (rows.length < BATCH) break;
  }
  await client.query('CLOSE export_rows');
}

function isNumbered(column: string): boolean {
  return ['seq', 'ordinal', 'number'].includes(column);
}

async function headerOf(client: ClientBase, exerciseId: string, takenAt: Date): Promise<ExportHeader> {
  const { rows } = await client.query<{ code: string; name: string; seq: number; hash: string }>(
    `SELECT e.code, e.name, s.head_seq AS seq, s.head_hash AS hash
       FROM exercise e JOIN journal_stream s ON s.stream_id = e.id WHERE e.id = $1`,
    [exerciseId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`no exercise ${exerciseId}`);
  const { code, name, seq, hash } = row;
  const head = { seq, hash };
  return {
    format: EXPORT_FORMAT,
    version: EXPORT_VERSION,
    exerciseId,
    code,
    name,
    takenAt: takenAt.toISOString(),
    head,
  };
}
