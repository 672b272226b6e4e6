import type { EntityManager } from 'typeorm';
import { type Seal, type SealedTable, SEALED_TABLES, sealOf, sealRule } from '../../core/journal/seal.js';

/** Which rows an act wrote: one id or several, by table. */
export type WrittenRows = Readonly<Partial<Record<SealedTable, string | readonly string[]>>>;

/**
 * SQL of a row `t` of this table as JSON, as seals and exports see it: whole, without the columns no seal covers; a
 * submission with its nodes.
 */
export function rowSql(table: SealedTable): string {
  const { without = [] } = sealRule(table);
  const row = without.reduce((sql, column) => `${sql} - '${column}'`, 'to_jsonb(t)');
  if (table !== 'attack_submission') return row;
  const nodes = `SELECT coalesce(jsonb_agg(to_jsonb(n) ORDER BY n.ordinal, n.id), '[]') FROM attack_node n WHERE n.submission_id = t.id`;
  return `${row} || jsonb_build_object('nodes', (${nodes}))`;
}

/**
 * The seals of the rows an act has written, read back inside its transaction: what is sealed is what is stored,
 * defaults and the database's own spelling included. Belongs into the record's details as `sealed`.
 * @throws Error when one of the rows is not there
 */
export async function sealRows(tx: EntityManager, written: WrittenRows): Promise<Seal[]> {
  const seals: Seal[] = [];
  for (const [name, ids] of Object.entries(written)) {
    const table = name as SealedTable;
    // As the database spells them: a client may write ids in capitals.
    const wanted = [...new Set([ids].flat().map((id) => id.toLowerCase()))];
    const { key } = SEALED_TABLES[table];
    const rows = await tx.query<{ row: object }[]>(
      `SELECT ${rowSql(table)} AS row FROM ${table} t WHERE t.${key}::text = ANY($1) ORDER BY t.${key}::text`,
      [wanted],
    );
    if (rows.length !== wanted.length) throw new Error(`rows to be sealed are missing in ${table}`);
    seals.push(...rows.map(({ row }) => sealOf(table, row)));
  }
  return seals;
}
