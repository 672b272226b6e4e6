/**
 * Which files may become evidence 佐证材料: an allow-list decided by content; the extension must agree with it.
 * Programs and scripts are refused, since referees open what they are given. Archives are stored, never unpacked.
 */

export interface FileKind {
  /** Content type it is stored and served with. */
  readonly mediaType: string;
  readonly isImage: boolean;
}

/** What is known of a file: its extension, the type found in its content (null = none known) and its first bytes. */
export interface FileFacts {
  readonly extension: string;
  readonly detected: string | null;
  readonly head: Uint8Array;
}

interface Binary {
  readonly mediaType: string;
  readonly extensions: readonly string[];
}

const OFFICE = 'application/vnd.openxmlformats-officedocument';

/** Content types as the detector names them, with the extensions they may carry. */
const BINARIES: Readonly<Record<string, Binary>> = {
  png: { mediaType: 'image/png', extensions: ['png'] },
  apng: { mediaType: 'image/png', extensions: ['png'] },
  jpg: { mediaType: 'image/jpeg', extensions: ['jpg', 'jpeg'] },
  gif: { mediaType: 'image/gif', extensions: ['gif'] },
  webp: { mediaType: 'image/webp', extensions: ['webp'] },
  pdf: { mediaType: 'application/pdf', extensions: ['pdf'] },
  pcap: { mediaType: 'application/vnd.tcpdump.pcap', extensions: ['pcap', 'cap'] },
  pcapng: { mediaType: 'application/x-pcapng', extensions: ['pcapng', 'pcap'] },
  zip: { mediaType: 'application/zip', extensions: ['zip'] },
  '7z': { mediaType: 'application/x-7z-compressed', extensions: ['7z'] },
  gz: { mediaType: 'application/gzip', extensions: ['gz', 'tgz'] },
  'tar.gz': { mediaType: 'application/gzip', extensions: ['gz', 'tgz'] },
  docx: { mediaType: `${OFFICE}.wordprocessingml.document`, extensions: ['docx'] },
  xlsx: { mediaType: `${OFFICE}.spreadsheetml.sheet`, extensions: ['xlsx'] },
  pptx: { mediaType: `${OFFICE}.presentationml.presentation`, extensions: ['pptx'] },
  mp4: { mediaType: 'video/mp4', extensions: ['mp4'] },
  m4v: { mediaType: 'video/mp4', extensions: ['mp4'] },
  webm: { mediaType: 'video/webm', extensions: ['webm'] },
};

/** Written by people or tools as text; all are served as plain text, so HTML does not run. */
const TEXTS: ReadonlySet<string> = new Set(['txt', 'log', 'md', 'csv', 'json', 'xml', 'html', 'htm', 'cast', 'eml']);
/** Types the detector finds in what is still text. */
const DETECTED_TEXTS: ReadonlySet<string> = new Set(['xml', 'ics', 'vcf', 'vtt']);

const PCAPNG_BLOCK = [0x0a, 0x0d, 0x0d, 0x0a];
const PCAP_NANOSECONDS = [
  [0x4d, 0x3c, 0xb2, 0xa1],
  [0xa1, 0xb2, 0x3c, 0x4d],
];
/** Openings of scripts: an interpreter line, PHP, JSP or ASP. */
const SCRIPT = /^\s*(#!|<\?php|<\?=|<%)/i;
// Tabs, line ends, form feed, backspace and escape occur in terminal recordings.
const BINARY_CONTROL = /[\u0000-\u0006\u000e-\u001a\u001c-\u001f]/;

/** The kind of an acceptable file, or null when it is refused. */
export function fileKind(facts: FileFacts): FileKind | null {
  const detected = facts.detected ?? captureIn(facts.head);
  if (detected === null || DETECTED_TEXTS.has(detected)) return textKind(facts);
  const binary = Object.hasOwn(BINARIES, detected) ? BINARIES[detected] : undefined;
  if (binary === undefined || !binary.extensions.includes(facts.extension)) return null;
  return { mediaType: binary.mediaType, isImage: binary.mediaType.startsWith('image/') };
}

/** Capture formats the detector does not know. */
function captureIn(head: Uint8Array): string | null {
  const begins = (magic: readonly number[]): boolean => magic.every((byte, index) => head[index] === byte);
  if (begins(PCAPNG_BLOCK)) return 'pcapng';
  return PCAP_NANOSECONDS.some(begins) ? 'pcap' : null;
}

function textKind({ extension, head }: FileFacts): FileKind | null {
  if (!TEXTS.has(extension)) return null;
  const charset = charsetOf(head);
  if (charset === null) return null;
  const text = new TextDecoder(charset).decode(head);
  if (BINARY_CONTROL.test(text) || SCRIPT.test(text)) return null;
  return { mediaType: `text/plain; charset=${charset}`, isImage: false };
}

/** The charset of what looks like text; logs from Chinese Windows machines come in GB 18030. */
function charsetOf(head: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head.includes(0)) return null;
  if (decodes('utf-8', head)) return 'utf-8';
  return decodes('gb18030', head) ? 'gb18030' : null;
}

/** A sample may end inside a character: up to three last bytes are not held against it. */
function decodes(charset: string, head: Uint8Array): boolean {
  return [0, 1, 2, 3].some((cut) => {
    try {
      new TextDecoder(charset, { fatal: true }).decode(head.subarray(0, head.length - cut));
      return true;
    } catch {
      return false;
    }
  });
}
