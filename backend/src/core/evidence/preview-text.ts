/**
 * Text for people to read: decoded, bounded, and with everything made visible that a terminal or a browser would act on
 * or hide: control characters, bidirectional marks, zero-width signs.
 */

/** Most bytes of a file that are shown. */
export const MAX_TEXT_BYTES = 256 * 1024;

export interface TextPreview {
  readonly text: string;
  readonly charset: string;
  /** Whether the file goes on. */
  readonly isCut: boolean;
  /** Hidden or controlling characters that were made visible. */
  readonly madeVisible: number;
}

const CHARSETS: ReadonlySet<string> = new Set(['utf-8', 'utf-16le', 'utf-16be', 'gb18030']);
// C0 but tab and line end, DEL, C1, soft hyphen, Arabic letter mark, Mongolian separator, zero-width and bidirectional
// signs, line and paragraph separators, word joiner to isolates, byte order mark, interlinear marks.
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** The text of a file's first bytes, in the charset its media type names (UTF-8 when it names none we know). */
export function previewText(bytes: Uint8Array, mediaType: string, sizeBytes: number = bytes.length): TextPreview {
  const named = /charset=([\w-]+)/.exec(mediaType)?.[1]?.toLowerCase() ?? '';
  const charset = CHARSETS.has(named) ? named : 'utf-8';
  const shown = bytes.subarray(0, MAX_TEXT_BYTES);
  const isCut = shown.length < sizeBytes;
  // In a stream a character cut at the end waits for the rest, which never comes.
  const decoded = new TextDecoder(charset).decode(shown, { stream: isCut }).replace(/\r\n?/g, '\n');
  let madeVisible = 0;
  const text = decoded.replace(HIDDEN, (sign) => {
    madeVisible += 1;
    return visible(sign);
  });
  return { text, charset, isCut, madeVisible };
}

/** A hidden character as something to be seen: control pictures where Unicode has them, else its number. */
function visible(sign: string): string {
  const code = sign.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** The first bytes of a file as hexadecimal lines: offset, sixteen bytes, printable ASCII. */
export function hexLines(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += 16) {
    const row = [...bytes.subarray(offset, offset + 16)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const ascii = row.map((byte) => (byte > 0x1f && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${offset.toString(16).padStart(8, '0')}  ${hex.padEnd(47)}  ${ascii}`);
  }
  return lines;
}
