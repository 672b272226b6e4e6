import { session } from './session.js';

/** What was typed and is not on the server: kept in this browser until it is, and only so long. */
export interface KeptDraft {
  /** Version on the server it was typed on top of. */
  readonly version: number;
  /** The form of that version, and the form as typed; both as text. */
  readonly base: string;
  readonly form: string;
  /** ISO. */
  readonly at: string;
}

const PREFIX = 'yanwu.draft.';

const placeOf = (key: string) => `${PREFIX}${session.me?.user.id ?? ''}.${key}`;

/** Keeps a form; does nothing where the browser has no room or allows none, since the server has all but the last words. */
export function keepDraft(key: string, draft: KeptDraft): void {
  try {
    localStorage.setItem(placeOf(key), JSON.stringify(draft));
  } catch {
    dropDraft(key);
  }
}

/** What this person typed here and never saved; null for none. */
export function keptDraft(key: string): KeptDraft | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(placeOf(key)) ?? 'null');
    return isKept(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** Forgets it. */
export function dropDraft(key: string): void {
  try {
    localStorage.removeItem(placeOf(key));
  } catch {
    // A browser that allows no storage kept nothing.
  }
}

/** Forgets all that was kept in this browser: somebody who signs out leaves nothing of the exercise behind. */
export function dropAllDrafts(): void {
  try {
    for (const place of Object.keys(localStorage)) if (place.startsWith(PREFIX)) localStorage.removeItem(place);
  } catch {
    // As above.
  }
}

function isKept(kept: unknown): kept is KeptDraft {
  if (typeof kept !== 'object' || kept === null) return false;
  const { version, base, form, at } = kept as Record<string, unknown>;
  return typeof version === 'number' && [base, form, at].every((text) => typeof text === 'string');
}
