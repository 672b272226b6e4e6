import { Injectable } from '@nestjs/common';
import type { BoardLine } from '../../core/board/history.js';
import { points } from '../../core/kernel/points.js';
import { LedgerService } from '../ledger/ledger.service.js';
import type { ScoreEntry } from '../ledger/score-entry.entity.js';

/** Exercises whose lines are kept at hand. */
const MOST_EXERCISES = 20;

interface Held {
  readonly lines: BoardLine[];
  toSeq: number;
}

/**
 * Ledger lines at hand for boards. The ledger only grows, so what was read once stays right and only what
 * came after is fetched; every instance keeps its own.
 */
@Injectable()
export class BoardLinesService {
  private readonly held = new Map<string, Held>();
  private readonly running = new Map<string, Promise<void>>();

  constructor(private readonly ledger: LedgerService) {}

  /** All lines up to a journal sequence, in order. */
  async upTo(exerciseId: string, seq: number): Promise<BoardLine[]> {
    await this.catchUp(exerciseId, seq);
    const lines = this.held.get(exerciseId)?.lines ?? [];
    return (lines.at(-1)?.seq ?? 0) > seq ? lines.filter((line) => line.seq <= seq) : [...lines];
  }

  /** One reader per exercise at a time, so that no line is added twice. */
  private async catchUp(exerciseId: string, seq: number): Promise<void> {
    await this.running.get(exerciseId);
    if ((this.held.get(exerciseId)?.toSeq ?? -1) >= seq) return;
    const reading = this.running.get(exerciseId) ?? this.read(exerciseId, seq);
    this.running.set(exerciseId, reading);
    try {
      await reading;
    } finally {
      this.running.delete(exerciseId);
    }
    if ((this.held.get(exerciseId)?.toSeq ?? -1) < seq) await this.catchUp(exerciseId, seq);
  }

  private async read(exerciseId: string, seq: number): Promise<void> {
    const held = this.held.get(exerciseId) ?? { lines: [], toSeq: 0 };
    const entries = await this.ledger.entriesAfter(exerciseId, held.toSeq);
    for (const entry of entries) held.lines.push(boardLine(entry));
    held.toSeq = Math.max(seq, entries.at(-1)?.seq ?? 0);
    this.held.delete(exerciseId);
    this.held.set(exerciseId, held);
    const [oldest] = this.held.keys();
    if (this.held.size > MOST_EXERCISES && oldest !== undefined) this.held.delete(oldest);
  }
}

/** A stored line as boards read it. */
export function boardLine(entry: ScoreEntry): BoardLine {
  const { id, seq, account, ruleKey, sourceId, resultId, isProvisional, reversesId } = entry;
  return {
    id,
    seq,
    at: entry.recordedAt,
    party: { side: entry.side, id: entry.partyId },
    account,
    amount: points(entry.amount),
    ruleKey,
    sourceId,
    resultId,
    zeroCode: entry.zeroReason?.code ?? null,
    isProvisional,
    reversesId,
  };
}
