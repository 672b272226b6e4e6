import { Refusal } from '../kernel/refusal.js';

/** Part of a content: first and last byte, both included, as HTTP counts. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The range a reader asks for (RFC 9110, 14.2); null for the whole. Of several ranges and of units we do not know
 * nothing is understood: the whole is a lawful answer then.
 * @throws Refusal BAD_INPUT for a range beyond the content
 */
export function readRange(header: string | undefined, sizeBytes: number): ByteRange | null {
  const asked = /^bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))$/.exec(header ?? '');
  if (asked === null) return null;
  const [, first, last, suffix] = asked;
  const range =
    suffix === undefined
      ? { start: Number(first), end: last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1) }
      : { start: Math.max(0, sizeBytes - Number(suffix)), end: sizeBytes - 1 };
  if (range.start > range.end) throw new Refusal('BAD_INPUT', {}, [{ path: 'range', code: 'OUT_OF_RANGE' }]);
  return range;
}
