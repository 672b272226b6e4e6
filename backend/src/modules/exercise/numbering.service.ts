import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { codeOf, type CodeLetter, draftCodeOf } from '../../core/exercise/code.js';
import { Statement } from '../../platform/database/statement.js';
import type { Exercise } from './exercise.entity.js';

const TAKE: Readonly<Record<CodeLetter, Statement<Opening & { first: number }>>> = {
  A: take('next_submission'),
  E: take('next_incident'),
  B: take('next_bonus'),
};

/** What decides whether an exercise takes anything at some instant. */
export type Opening = Pick<Exercise, 'state' | 'timeZone' | 'dailyOpensAt' | 'dailyClosesAt'>;

/** Codes just taken, with the opening as it stands under the journal's lock. */
export interface TakenCodes {
  readonly codes: readonly string[];
  readonly opening: Opening;
}

/** Hands out codes. */
@Injectable()
export class NumberingService {
  /** The next code of the exercise. Call it inside the journal's lock, so that codes follow receipts without gaps. */
  async nextCode(tx: EntityManager, exerciseId: string, letter: CodeLetter): Promise<string> {
    const { codes } = await this.nextCodes(tx, exerciseId, { letter, count: 1 });
    return codes[0] ?? '';
  }

  /** The next codes, and whether the exercise is open to those who take them; like `nextCode`, inside the lock. */
  async nextCodes(
    tx: EntityManager,
    exerciseId: string,
    { letter, count }: { readonly letter: CodeLetter; readonly count: number },
  ): Promise<TakenCodes> {
    const [row] = await TAKE[letter].rows(tx, [exerciseId, count]);
    if (row === undefined) throw new Error(`exercise ${exerciseId} is gone`);
    const { first, ...opening } = row;
    return { codes: Array.from({ length: count }, (_, place) => codeOf(letter, first + place)), opening };
  }

  /** A handle for a new draft, and its number among all drafts; gaps are usual. */
  async nextDraft(tx: EntityManager, letter: CodeLetter): Promise<{ code: string; number: number }> {
    const [row] = await tx.query<{ number: number }[]>(`SELECT nextval('draft_no')::int AS number`);
    const number = row?.number ?? 0;
    return { code: draftCodeOf(letter, number), number };
  }
}

function take(counter: string): Statement<Opening & { first: number }> {
  return new Statement(
    `UPDATE exercise SET ${counter} = ${counter} + $2 WHERE id = $1
     RETURNING ${counter} - $2 AS first, state, time_zone AS "timeZone",
               daily_opens_at AS "dailyOpensAt", daily_closes_at AS "dailyClosesAt"`,
  );
}
