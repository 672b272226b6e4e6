import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PUBLIC_KINDS, PUBLIC_RECORD } from '../exercise/public-seq.service.js';

/** Exercises whose count is kept at hand. */
const MOST_EXERCISES = 60;

/**
 * Numbers the boards of an exercise: how many public records there are up to a journal sequence. It orders boards as
 * the journal's own number does, without counting what the parties file in between.
 */
@Injectable()
export class EditionService {
  /** Records never change, so what was counted stays counted. */
  private readonly counted = new Map<string, { readonly seq: number; readonly edition: number }>();

  constructor(private readonly dataSource: DataSource) {}

  /** Edition of the board as of a journal sequence; 0 before there is one. */
  async at(exerciseId: string, seq: number): Promise<number> {
    const known = this.counted.get(exerciseId) ?? { seq: 0, edition: 0 };
    const base = known.seq <= seq ? known : { seq: 0, edition: 0 };
    if (base.seq === seq) return base.edition;
    const [row] = await this.dataSource.query<{ more: number }[]>(
      `SELECT count(*)::int AS more FROM journal_record
        WHERE stream_id = $1 AND seq > $3 AND seq <= $4 AND ${PUBLIC_RECORD}`,
      [exerciseId, PUBLIC_KINDS, base.seq, seq],
    );
    const edition = base.edition + (row?.more ?? 0);
    this.keep(exerciseId, { seq, edition });
    return edition;
  }

  private keep(exerciseId: string, count: { readonly seq: number; readonly edition: number }): void {
    if ((this.counted.get(exerciseId)?.seq ?? -1) > count.seq) return;
    this.counted.delete(exerciseId);
    this.counted.set(exerciseId, count);
    const [oldest] = this.counted.keys();
    if (this.counted.size > MOST_EXERCISES && oldest !== undefined) this.counted.delete(oldest);
  }
}
