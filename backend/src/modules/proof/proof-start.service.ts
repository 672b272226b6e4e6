import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { PROOF_STARTED } from '../../core/journal/kinds.js';
import { plainRow, type Seal, sealOf, SEALED_TABLES, type SealedTable } from '../../core/journal/seal.js';
import { EMPTY_LEDGER_HASH, ledgerHash } from '../../core/ledger/ledger-hash.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { rowSql } from '../../platform/journal/sealed-rows.js';
import { SigningKeys } from '../../platform/signing/signing-keys.service.js';
import { scopeSql } from './export-scope.js';

/** Seals exercises that are older than seals: one record binds all that is there, and from it on every act its own. */
@Injectable()
export class ProofStartService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly keys: SigningKeys,
  ) {}

  /** Starts the proof of every exercise that has none; safe to repeat and to run on several instances at once. */
  async startAll(): Promise<void> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      'SELECT e.id FROM exercise e WHERE NOT EXISTS (SELECT 1 FROM exercise_key k WHERE k.exercise_id = e.id)',
    );
    for (const { id } of rows) {
      const command = { streamId: id, kind: PROOF_STARTED, commandId: randomUUID(), content: {}, actor: null };
      await this.journal
        .append(command, (tx, slot) => this.start(tx, id, slot))
        .catch((error: unknown) => {
          if (!(error instanceof AlreadyStarted)) throw error;
        });
    }
  }

  private async start(tx: EntityManager, exerciseId: string, slot: Slot): Promise<Written> {
    const [known] = await tx.query<unknown[]>('SELECT 1 FROM exercise_key WHERE exercise_id = $1', [exerciseId]);
    if (known !== undefined) throw new AlreadyStarted();
    await this.keys.make(tx, exerciseId, slot.recordedAt);
    const sealed: Seal[] = [];
    for (const name of Object.keys(SEALED_TABLES)) {
      const table = name as SealedTable;
      const rows = await tx.query<{ row: object }[]>(
        `SELECT ${rowSql(table)} AS row FROM ${table} t WHERE ${scopeSql(table)} ORDER BY t.${SEALED_TABLES[table].key}`,
        [exerciseId],
      );
      sealed.push(...rows.map(({ row }) => sealOf(table, row)));
    }
    const posted = { lines: 0, parties: [], hash: await this.ledgerSoFar(tx, exerciseId) };
    return { subjectId: exerciseId, details: { sealed, posted } };
  }

  private async ledgerSoFar(tx: EntityManager, exerciseId: string): Promise<string> {
    const rows = await tx.query<{ seq: number; row: object }[]>(
      `SELECT t.seq, to_jsonb(t) AS row FROM score_entry t WHERE t.exercise_id = $1 ORDER BY t.seq, t.ordinal`,
      [exerciseId],
    );
    const acts = Map.groupBy(rows, ({ seq }) => seq);
    return [...acts.values()].reduce(
      (hash, act) =>
        ledgerHash(
          hash,
          act.map(({ row }) => plainRow(row)),
        ),
      EMPTY_LEDGER_HASH,
    );
  }
}

/** Another instance was first. */
class AlreadyStarted extends Error {}
