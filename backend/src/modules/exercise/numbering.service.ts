import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { codeOf, type CodeLetter, draftCodeOf } from '../../core/exercise/code.js';

const COUNTERS: Readonly<Record<CodeLetter, string>> = {
  A: 'next_submission',
  E: 'next_incident',
  B: 'next_bonus',
};

/** Hands out codes. */
@Injectable()
export class NumberingService {
  /** The next code of the exercise. Call it inside the journal's lock, so that codes follow receipts without gaps. */
  async nextCode(tx: EntityManager, exerciseId: string, letter: CodeLetter): Promise<string> {
    const column = COUNTERS[letter];
    const [rows] = await tx.query<[{ taken: number }[], number]>(
      `UPDATE exercise SET ${column} = ${column} + 1 WHERE id = $1 RETURNING ${column} - 1 AS taken`,
      [exerciseId],
    );
    const [row] = rows;
    if (row === undefined) throw new Error(`exercise ${exerciseId} is gone`);
    return codeOf(letter, row.taken);
  }

  /** A handle for a new draft, and its number among all drafts; gaps are usual. */
  async nextDraft(tx: EntityManager, letter: CodeLetter): Promise<{ code: string; number: number }> {
    const [row] = await tx.query<{ number: number }[]>(`SELECT nextval('draft_no')::int AS number`);
    const number = row?.number ?? 0;
    return { code: draftCodeOf(letter, number), number };
  }
}
