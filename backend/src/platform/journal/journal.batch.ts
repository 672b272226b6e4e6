import type { EntityManager } from 'typeorm';
import { type ChainContent, recordHash } from '../../core/journal/chain.js';
import { mayFollowFinal } from '../../core/journal/kinds.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { Statement } from '../database/statement.js';
import type { BulkWork, Command, Receipt, Written } from './command.js';

/** A command on its way into the journal. */
export interface Entry<T = unknown> {
  readonly command: Command;
  /** Tells a repeat from a reused id. */
  readonly wantedHash: string;
  readonly item: T;
  readonly work: BulkWork<T>;
}

/** How a command ended: its receipt, or why it was refused. It holds once the transaction has committed. */
export type Outcome = { readonly receipt: Receipt } | { readonly error: unknown };

interface StandingRecord {
  readonly seq: number;
  readonly commandHash: string;
  readonly subjectId: string;
}

interface Head {
  readonly seq: number;
  readonly hash: string;
  /** The result is final: only what decides nothing may follow. */
  readonly isFinal: boolean;
  /** By command id. */
  readonly standing: Readonly<Record<string, StandingRecord>>;
}

interface Chained extends ChainContent {
  readonly partyId: string | null;
  readonly prevHash: string;
  readonly hash: string;
}

const ENTER = new Statement<Head>('SELECT * FROM journal_enter($1, $2)');
const WRITE = new Statement('SELECT journal_write($1, $2)');
/** Most commands of one batch, so that the first need not wait long for the last. */
const MAX_BATCH = 32;

/** How many entries from the front of a queue can be done together: neighbours with the same work, each command once. */
export function batchSize(queue: readonly Entry[]): number {
  const [first] = queue;
  const seen = new Set<string>();
  const end = queue.findIndex(({ work, command: { commandId } }) => {
    const isOver = work !== first?.work || seen.has(commandId) || seen.size === MAX_BATCH;
    seen.add(commandId);
    return isOver;
  });
  return end < 0 ? queue.length : end;
}

/**
 * Writes a batch, the body of one transaction: takes the stream, answers repeated commands with their first receipts,
 * does the work of the others under the next numbers and chains their records. All or nothing.
 * @throws Refusal NOT_FOUND for an unknown stream, WRONG_STATE once its result is final; whatever the work throws
 */
export async function writeBatch(
  tx: EntityManager,
  place: { readonly streamId: string; readonly recordedAt: () => Date },
  entries: readonly Entry[],
): Promise<Outcome[]> {
  const { streamId } = place;
  const [head] = await ENTER.rows(tx, [streamId, entries.map(({ command }) => command.commandId)]);
  if (head === undefined) throw new Refusal('NOT_FOUND');
  const fresh = entries.filter(({ command }) => head.standing[command.commandId] === undefined);
  if (head.isFinal && fresh.some(({ command }) => !mayFollowFinal(command.kind)))
    throw new Refusal('WRONG_STATE', { state: 'FINAL' });
  // Read under the lock, so that no record is older than the one before it.
  const records =
    fresh.length === 0 ? [] : await workedOff(tx, { head, streamId, recordedAt: place.recordedAt() }, fresh);
  if (records.length > 0) await WRITE.rows(tx, [streamId, JSON.stringify(records)]);
  const written = new Map(records.map((record) => [record.commandId, record]));
  return entries.map(({ command, wantedHash }) => {
    const record = written.get(command.commandId);
    if (record !== undefined) return { receipt: { seq: record.seq, subjectId: record.subjectId, isRepeat: false } };
    return repeated(head.standing[command.commandId], wantedHash);
  });
}

async function workedOff(
  tx: EntityManager,
  place: { readonly head: Head; readonly streamId: string; readonly recordedAt: Date },
  entries: readonly Entry[],
): Promise<Chained[]> {
  const { head, streamId, recordedAt } = place;
  const slotted = entries.map(({ item }, index) => ({ item, slot: { seq: head.seq + 1 + index, recordedAt } }));
  const written = (await entries[0]?.work(tx, slotted)) ?? [];
  if (written.length !== entries.length) throw new Error('work must answer for each of its items');
  let prevHash = head.hash;
  return entries.map((entry, index) => {
    const content = contentOf(entry, written[index]);
    const place = { streamId, seq: head.seq + 1 + index, recordedAt };
    const hash = recordHash({ ...place, ...content }, prevHash);
    const record = { ...place, ...content, prevHash, hash };
    prevHash = hash;
    return record;
  });
}

function contentOf({ command, wantedHash }: Entry, written: Written = { subjectId: '' }) {
  return {
    kind: written.kind ?? command.kind,
    subjectId: written.subjectId.toLowerCase(),
    partyId: written.partyId?.toLowerCase() ?? null,
    actorId: command.actor?.userId ?? null,
    commandId: command.commandId,
    commandHash: wantedHash,
    details: written.details ?? {},
  };
}

function repeated(standing: StandingRecord | undefined, wantedHash: string): Outcome {
  if (standing?.commandHash !== wantedHash) return { error: new Refusal('COMMAND_REUSED') };
  return { receipt: { seq: standing.seq, subjectId: standing.subjectId, isRepeat: true } };
}
