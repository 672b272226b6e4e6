import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, LessThanOrEqual, type Repository, type SelectQueryBuilder } from 'typeorm';
import { plainRow } from '../../core/journal/seal.js';
import { exactText, points } from '../../core/kernel/points.js';
import { EMPTY_LEDGER_HASH, ledgerHash } from '../../core/ledger/ledger-hash.js';
import { diffLedger, type Posting, type ScoreEntryFact } from '../../core/ledger/ledger.js';
import type { Award } from '../../core/scoring/award.js';
import type { Slot } from '../../platform/journal/journal.service.js';
import { ScoreEntry } from './score-entry.entity.js';

/** What one act posted: goes into its journal record, so the ledger hangs on the journal's chain. */
export interface Posted {
  readonly lines: number;
  /** Whose score it touched: they hear of it, without learning of what. */
  readonly parties: readonly string[];
  /** The ledger's hash after these lines: SHA-256 over the hash before them and every column of each, in order. */
  readonly hash: string;
}

/** The ledger: written only here, and only as the difference to what already stands. */
@Injectable()
export class LedgerService {
  constructor(@InjectRepository(ScoreEntry) private readonly entries: Repository<ScoreEntry>) {}

  /** All lines of an exercise in order, up to a journal sequence. */
  async entriesOf(exerciseId: string, upToSeq?: number): Promise<ScoreEntry[]> {
    const cut = upToSeq === undefined ? {} : { seq: LessThanOrEqual(upToSeq) };
    return this.entries.find({ where: { exerciseId, ...cut }, order: { seq: 'ASC', ordinal: 'ASC' } });
  }

  /** Lines after a journal sequence, in order: what a reader who holds the rest must add. */
  async entriesAfter(exerciseId: string, seq: number): Promise<ScoreEntry[]> {
    return this.entries
      .createQueryBuilder('e')
      .where('e.exerciseId = :exerciseId AND e.seq > :seq', { exerciseId, seq })
      .orderBy('e.seq')
      .addOrderBy('e.ordinal')
      .getMany();
  }

  /** All lines in force of an exercise, in order. */
  async standingOf(exerciseId: string, tx: EntityManager = this.entries.manager): Promise<ScoreEntry[]> {
    return standingLines(tx.getRepository(ScoreEntry)).andWhere({ exerciseId }).getMany();
  }

  /** Lines in force of these parties, in order. */
  async inForceOf(exerciseId: string, partyIds: readonly string[]): Promise<ScoreEntry[]> {
    if (partyIds.length === 0) return [];
    return standingLines(this.entries)
      .andWhere({ exerciseId, partyId: In([...partyIds]) })
      .getMany();
  }

  /** All lines of one party, reversals included, in order. */
  async entriesOfParty(exerciseId: string, partyId: string): Promise<ScoreEntry[]> {
    return this.entries.find({ where: { exerciseId, partyId }, order: { seq: 'ASC', ordinal: 'ASC' } });
  }

  /** Lines in force of these sources (nodes, incidents, bonus claims). */
  async inForceBySource(sourceIds: readonly string[]): Promise<ScoreEntry[]> {
    return this.inForce('sourceId', sourceIds);
  }

  /** Lines in force of these attack submissions, on both sides. */
  async inForceByResult(resultIds: readonly string[]): Promise<ScoreEntry[]> {
    return this.inForce('resultId', resultIds);
  }

  /**
   * Brings the ledger to the awards: what changed is reversed and posted anew, what stands is left alone.
   * Awards of zero are posted too, with their reason.
   */
  async post(tx: EntityManager, exerciseId: string, slot: Slot, awards: readonly Award[]): Promise<Posted> {
    return this.write(tx, { exerciseId, slot }, await this.standingOf(exerciseId, tx), awards);
  }

  /**
   * As `post`, for these sources only: `awards` are all awards of them there are to be. Lines of other sources are
   * neither read nor touched.
   */
  async postFor(
    tx: EntityManager,
    exerciseId: string,
    slot: Slot,
    { sourceIds, awards }: { readonly sourceIds: readonly string[]; readonly awards: readonly Award[] },
  ): Promise<Posted> {
    const standing = await standingLines(tx.getRepository(ScoreEntry))
      .andWhere('e.exercise_id = :exerciseId AND e.source_id = ANY(:sourceIds)', { exerciseId, sourceIds })
      .getMany();
    return this.write(tx, { exerciseId, slot }, standing, awards);
  }

  private async write(
    tx: EntityManager,
    { exerciseId, slot }: { exerciseId: string; slot: Slot },
    standing: readonly ScoreEntry[],
    awards: readonly Award[],
  ): Promise<Posted> {
    const byId = new Map(standing.map((entry) => [entry.id, entry]));
    const postings = diffLedger(standing.map(entryFact), awards);
    const place = { exerciseId, seq: slot.seq, recordedAt: slot.recordedAt };
    const rows = postings.map((posting, ordinal) => ({ ...rowOf(posting, byId), ...place, ordinal, id: randomUUID() }));
    for (let from = 0; from < rows.length; from += INSERT_BATCH) {
      await tx.query(INSERT, [JSON.stringify(rows.slice(from, from + INSERT_BATCH).map((row) => plainRow(row)))]);
    }
    const parties = [...new Set(rows.map(({ partyId }) => partyId))].sort();
    return { lines: rows.length, parties, hash: ledgerHash(await this.hashNow(tx, exerciseId), rows) };
  }

  /** The ledger's hash after the last act that scored. */
  async hashNow(tx: EntityManager, exerciseId: string): Promise<string> {
    const [row] = await tx.query<{ hash: string }[]>(
      `SELECT details -> 'posted' ->> 'hash' AS hash FROM journal_record
        WHERE stream_id = $1 AND details ? 'posted' ORDER BY seq DESC LIMIT 1`,
      [exerciseId],
    );
    return row?.hash ?? EMPTY_LEDGER_HASH;
  }

  private async inForce(column: 'sourceId' | 'resultId', ids: readonly string[]): Promise<ScoreEntry[]> {
    if (ids.length === 0) return [];
    return standingLines(this.entries)
      .andWhere({ [column]: In([...ids]) })
      .getMany();
  }
}

/** One parameter for many lines: when rules change or an exercise ends there are tens of thousands. */
const INSERT = 'INSERT INTO score_entry SELECT * FROM jsonb_populate_recordset(NULL::score_entry, $1::jsonb)';
const INSERT_BATCH = 1000;

/** Lines that are neither reversals nor reversed, found by the unique index over `reverses_id`. */
function standingLines(repository: Repository<ScoreEntry>): SelectQueryBuilder<ScoreEntry> {
  return repository
    .createQueryBuilder('e')
    .where('e.reverses_id IS NULL')
    .andWhere('NOT EXISTS (SELECT 1 FROM score_entry r WHERE r.reverses_id = e.id)')
    .orderBy('e.seq')
    .addOrderBy('e.ordinal');
}

/** Lines that are neither reversals nor reversed. */
export function linesInForce(entries: readonly ScoreEntry[]): ScoreEntry[] {
  const reversed = new Set(entries.map(({ reversesId }) => reversesId));
  return entries.filter((entry) => entry.reversesId === null && !reversed.has(entry.id));
}

/** A stored line as the scoring core knows it. */
export function entryFact(entry: ScoreEntry): ScoreEntryFact {
  const { id, awardKey, account, ruleSetHash, ruleKey, steps, zeroReason, isProvisional, reversesId } = entry;
  const party = { side: entry.side, id: entry.partyId };
  const amount = points(entry.amount);
  return { id, awardKey, party, account, amount, ruleSetHash, ruleKey, steps, zeroReason, isProvisional, reversesId };
}

type PostedRow = Omit<ScoreEntry, 'id' | 'exerciseId' | 'seq' | 'ordinal' | 'recordedAt'>;

function rowOf(posting: Posting, standing: ReadonlyMap<string, ScoreEntry>): PostedRow {
  if (posting.kind === 'AWARD') return awardRow(posting.award);
  const reversed = standing.get(posting.reverses.id);
  if (reversed === undefined) throw new Error(`reversal of a line that does not stand: ${posting.reverses.id}`);
  return { ...reversed, amount: exactText(posting.amount), reversesId: reversed.id };
}

function awardRow(award: Award): PostedRow {
  const { account, ruleKey, ruleSetHash, zeroReason, isProvisional, source } = award;
  return {
    side: award.party.side,
    partyId: award.party.id,
    amount: exactText(award.amount),
    awardKey: award.key,
    sourceKind: source.kind,
    sourceId: source.id,
    sourceReceiptSeq: source.receiptSeq,
    resultId: source.resultId,
    steps: [...award.steps],
    reversesId: null,
    account,
    ruleKey,
    ruleSetHash,
    zeroReason,
    isProvisional,
  };
}
