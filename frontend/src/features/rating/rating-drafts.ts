import type { Levels } from './rating-form.js';

/** What was chosen but not recorded yet, by exercise: it survives going to another page and back. */
export interface RatingDraft {
  readonly levels: Levels;
  readonly comment: string;
  /** The sheet that was in force when it was begun. */
  readonly seenId: string | null;
}

const drafts = new Map<string, RatingDraft>();

export function draftOf(exerciseId: string): RatingDraft | null {
  return drafts.get(exerciseId) ?? null;
}

/** Null forgets it. */
export function keepDraft(exerciseId: string, draft: RatingDraft | null): void {
  if (draft === null) drafts.delete(exerciseId);
  else drafts.set(exerciseId, draft);
}
