import type { ReasonGiven, ReturnReason } from '../../core/submission/return.js';
import type { NewNotice } from '../notice/notice.service.js';

/** The reasons of an input, trimmed. */
export function reasonsOf(input: {
  readonly reasons: readonly { readonly code: ReturnReason; readonly partId?: string | null; readonly note: string }[];
}): ReasonGiven[] {
  return input.reasons.map(({ code, partId, note }) => ({ code, partId: partId ?? null, note: note.trim() }));
}

/** What the party is told: that it was returned, how many reasons there are, and until when it may be filed again. */
export function returnNews(
  code: string,
  about: {
    readonly partyId: string;
    readonly subjectId: string;
    readonly code: string;
    readonly reasons: readonly ReasonGiven[];
    readonly dueAt: Date;
  },
): NewNotice {
  const { partyId, subjectId, reasons, dueAt } = about;
  const params = { code: about.code, reasons: String(reasons.length), dueAt: dueAt.toISOString() };
  return { to: { partyId }, subjectId, code, params };
}
