import type { EntityManager } from 'typeorm';
import type { IncidentTrace, ResultTrace } from '../../core/likeness/traces.js';

/** Filed work as it is kept for comparing. */
export interface StoredTrace<Trace = ResultTrace | IncidentTrace> {
  readonly id: string;
  readonly exerciseId: string;
  readonly kind: 'SUBMISSION' | 'INCIDENT';
  readonly rootId: string;
  readonly receiptSeq: number;
  readonly receivedAt: Date;
  readonly beginsAt: Date | null;
  readonly endsAt: Date | null;
  /** Signed 64-bit numbers as text. */
  readonly keys: readonly string[];
  readonly grams: Int32Array;
  readonly trace: Trace;
}

const COLUMNS = `t.subject_id AS id, t.exercise_id AS "exerciseId", t.kind, t.root_id AS "rootId",
  t.receipt_seq AS "receiptSeq", t.received_at AS "receivedAt", t.begins_at AS "beginsAt", t.ends_at AS "endsAt",
  t.grams, t.trace`;

type Row = Omit<StoredTrace, 'grams' | 'keys'> & { readonly grams: Buffer; readonly keys?: readonly string[] };

/** Candidates are at most so many: those with most in common, then those received next to it. */
export const MOST_CANDIDATES = 60;

/** Puts traces in place of what was kept of the same work. */
export async function keepTraces(tx: EntityManager, traces: readonly StoredTrace[]): Promise<void> {
  for (const trace of traces) {
    await tx.query(
      `INSERT INTO likeness_trace (subject_id, exercise_id, kind, root_id, receipt_seq, received_at, begins_at,
                                   ends_at, keys, grams, trace)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       ON CONFLICT (subject_id) DO UPDATE SET begins_at = $7, ends_at = $8, keys = $9, grams = $10, trace = $11`,
      [
        ...[trace.id, trace.exerciseId, trace.kind, trace.rootId, trace.receiptSeq, trace.receivedAt],
        ...[trace.beginsAt, trace.endsAt, trace.keys, bytesOf(trace.grams), JSON.stringify(trace.trace)],
      ],
    );
  }
}

/** Forgets work that counts no more, with all proposals about it. */
export async function forgetTraces(tx: EntityManager, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query('DELETE FROM likeness_trace WHERE subject_id = ANY ($1)', [ids]);
  await tx.query('DELETE FROM likeness_pair WHERE first_id = ANY ($1) OR second_id = ANY ($1)', [ids]);
}

/** Traces by id, with their keys; what is not filed has none. */
export async function tracesOf<Trace extends ResultTrace | IncidentTrace>(
  tx: EntityManager,
  ids: readonly string[],
): Promise<Map<string, StoredTrace<Trace>>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<Row[]>(`SELECT ${COLUMNS}, t.keys FROM likeness_trace t WHERE t.subject_id = ANY ($1)`, [
    ids,
  ]);
  return new Map(rows.map((row) => [row.id, read<Trace>(row)]));
}

/*
 * One probe of the index per key: with all keys in one condition the planner expects so many rows that it reads the whole
 * table, which takes twenty times as long.
 */

/** Other work of the same kind that has a key in common. @param more ids that are to be looked at besides */
export async function alikeTraces<Trace extends ResultTrace | IncidentTrace>(
  tx: EntityManager,
  own: StoredTrace,
  more: readonly string[] = [],
): Promise<StoredTrace<Trace>[]> {
  const rows = await tx.query<Row[]>(
    `WITH hit AS MATERIALIZED (
       SELECT t.subject_id, t.receipt_seq, 1 AS hits
         FROM unnest($1::bigint[]) AS k JOIN likeness_trace t ON t.keys @> ARRAY[k] WHERE t.kind = $3
       UNION ALL
       SELECT t.subject_id, t.receipt_seq, 0 FROM likeness_trace t
        WHERE t.subject_id = ANY ($6) AND t.kind = $3 AND t.exercise_id = $4),
     best AS (
       SELECT subject_id FROM hit WHERE subject_id <> $2 GROUP BY subject_id, receipt_seq
        ORDER BY sum(hits) DESC, abs(receipt_seq - $5::integer) LIMIT ${MOST_CANDIDATES})
     SELECT ${COLUMNS} FROM best JOIN likeness_trace t USING (subject_id)`,
    [own.keys, own.id, own.kind, own.exerciseId, own.receiptSeq, more],
  );
  return rows.map((row) => read<Trace>(row));
}

/** Work of the other side on the same root unit that has a key in common, or happened about the same time. */
export async function counterpartTraces<Trace extends ResultTrace | IncidentTrace>(
  tx: EntityManager,
  own: StoredTrace,
  nearMinutes: number,
): Promise<StoredTrace<Trace>[]> {
  const rows = await tx.query<Row[]>(
    `WITH hit AS MATERIALIZED (
       SELECT t.subject_id, t.begins_at, 1 AS hits
         FROM unnest($4::bigint[]) AS k JOIN likeness_trace t ON t.keys @> ARRAY[k]
        WHERE t.root_id = $1 AND t.kind = $2 AND t.exercise_id = $3
       UNION ALL
       SELECT t.subject_id, t.begins_at, 0 FROM likeness_trace t
        WHERE t.root_id = $1 AND t.kind = $2 AND t.exercise_id = $3
          AND t.begins_at <= $6::timestamptz + make_interval(mins => $7)
          AND t.ends_at >= $5::timestamptz - make_interval(mins => $7)),
     best AS (
       SELECT subject_id FROM hit GROUP BY subject_id, begins_at
        ORDER BY sum(hits) DESC, abs(extract(epoch FROM begins_at - $5::timestamptz)) LIMIT ${MOST_CANDIDATES})
     SELECT ${COLUMNS} FROM best JOIN likeness_trace t USING (subject_id)`,
    [
      ...[own.rootId, own.kind === 'SUBMISSION' ? 'INCIDENT' : 'SUBMISSION', own.exerciseId, own.keys],
      ...[own.beginsAt, own.endsAt, nearMinutes],
    ],
  );
  return rows.map((row) => read<Trace>(row));
}

function read<Trace extends ResultTrace | IncidentTrace>(row: Row): StoredTrace<Trace> {
  const { buffer, byteOffset, byteLength } = row.grams;
  // A view needs a multiple of four to begin at, which a piece of the driver's buffer need not have.
  const grams = new Int32Array(buffer.slice(byteOffset, byteOffset + byteLength));
  return { ...row, keys: row.keys ?? [], grams, trace: row.trace as Trace };
}

function bytesOf(grams: Int32Array): Buffer {
  return Buffer.from(grams.buffer, grams.byteOffset, grams.byteLength);
}
