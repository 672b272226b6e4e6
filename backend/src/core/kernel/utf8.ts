/** Text from bytes, strictly: a byte that is no UTF-8 is refused at its place instead of becoming a question mark. */

/** The text, or what the bytes are instead; line and column count from 1, columns in characters. */
export type DecodedText =
  | { readonly text: string }
  | { readonly code: 'UTF_16' }
  | { readonly code: 'NOT_UTF_8'; readonly line: number; readonly column: number; readonly byte: string };

/** Reads UTF-8; a byte-order mark at the beginning is dropped. */
export function decodeUtf8(bytes: Uint8Array): DecodedText {
  if (isUtf16(bytes)) return { code: 'UTF_16' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return placeOf(bytes);
  }
}

/** A UTF-16 byte-order mark, or a zero in every other of the first bytes, as in Latin text without one. */
function isUtf16([a, b, c, d]: Uint8Array): boolean {
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return true;
  return (a === 0 && c === 0 && b !== 0) || (b === 0 && d === 0 && a !== 0);
}

/** The longest beginning that is UTF-8 ends at the offending byte; found by halving. */
function placeOf(bytes: Uint8Array): DecodedText {
  let good = 0;
  for (let bad = bytes.length; bad - good > 1;) {
    const middle = (good + bad) >> 1;
    if (beginsWell(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  // The offending byte may end a character that began well: the fault is where the character begins.
  while (good > 0 && !beginsWell(bytes.subarray(0, good), false)) good -= 1;
  const before = new TextDecoder().decode(bytes.subarray(0, good));
  const lines = before.split('\n');
  const byte = (bytes[good] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return { code: 'NOT_UTF_8', line: lines.length, column: [...(lines.at(-1) ?? '')].length + 1, byte: `0x${byte}` };
}

/** Whether these bytes may be the beginning of UTF-8; with `isCut` a character cut off at the end is no fault. */
function beginsWell(bytes: Uint8Array, isCut = true): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
    return true;
  } catch {
    return false;
  }
}
