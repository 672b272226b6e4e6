/**
 * Terminal recordings (asciicast v2 and v3), checked on the server before any player sees them: bounded, output and
 * resizes only, written anew as v2. What a person typed is left out: it repeats what the terminal shows, passwords
 * included that it does not.
 */

/** Most bytes of a recording that are played. */
export const MAX_CAST_BYTES = 8 * 1024 * 1024;
const MAX_EVENTS = 100_000;
const MAX_COLUMNS = 400;
const MAX_ROWS = 200;
/** A recording plays no longer than a day. */
const MAX_SECONDS = 86_400;

export interface CastPreview {
  readonly columns: number;
  readonly rows: number;
  readonly events: number;
  readonly seconds: number;
  /** Whether the recording goes on. */
  readonly isCut: boolean;
  /** Asciicast v2, one JSON value a line. */
  readonly content: string;
}

interface Header {
  readonly version: 2 | 3;
  readonly columns: number;
  readonly rows: number;
}

type Event = readonly [at: number, code: 'o' | 'r' | 'm', data: string];

/** The recording in these bytes; null when it is none. */
export function readCast(bytes: Uint8Array, sizeBytes: number = bytes.length): CastPreview | null {
  const shown = bytes.subarray(0, MAX_CAST_BYTES);
  const lines = new TextDecoder('utf-8').decode(shown).split('\n');
  const header = readHeader(lines[0] ?? '');
  if (header === null) return null;
  // The last line of a part is not whole.
  const isPart = shown.length < sizeBytes;
  const body = isPart ? lines.slice(1, -1) : lines.slice(1);
  const { events, isCut } = readEvents(body, header);
  const { columns, rows } = header;
  const head = JSON.stringify({ version: 2, width: columns, height: rows });
  const content = [head, ...events.map((event) => JSON.stringify(event))].join('\n');
  return { columns, rows, events: events.length, seconds: events.at(-1)?.[0] ?? 0, isCut: isPart || isCut, content };
}

function readHeader(line: string): Header | null {
  const header = parsed(line.replace(/^\ufeff/, ''));
  if (!isRecord(header)) return null;
  if (header.version === 2) return sized(2, header.width, header.height);
  const term = isRecord(header.term) ? header.term : {};
  return header.version === 3 ? sized(3, term.cols, term.rows) : null;
}

function sized(version: 2 | 3, columns: unknown, rows: unknown): Header {
  return { version, columns: within(columns, 80, MAX_COLUMNS), rows: within(rows, 24, MAX_ROWS) };
}

function within(value: unknown, usual: number, most: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) return usual;
  return Math.min(value, most);
}

/** Times of v2 count from the beginning, those of v3 from the event before. */
function readEvents(lines: readonly string[], { version }: Header): { events: Event[]; isCut: boolean } {
  const events: Event[] = [];
  let last = 0;
  for (const line of lines) {
    if (events.length >= MAX_EVENTS) return { events, isCut: true };
    const event = parsed(line);
    if (!Array.isArray(event)) continue;
    const [time, code, data] = event as unknown[];
    if (typeof time !== 'number' || !Number.isFinite(time) || time < 0) continue;
    last = version === 3 ? last + time : Math.max(last, time);
    if (last > MAX_SECONDS) return { events, isCut: true };
    const shown = shownEvent(Math.round(last * 1e6) / 1e6, code, data);
    if (shown !== null) events.push(shown);
  }
  return { events, isCut: false };
}

function shownEvent(at: number, code: unknown, data: unknown): Event | null {
  if (typeof data !== 'string') return null;
  if (code === 'o' || code === 'm') return [at, code, data];
  return code === 'r' && isSize(data) ? [at, code, data] : null;
}

function isSize(data: string): boolean {
  const size = /^(\d{1,4})x(\d{1,4})$/.exec(data);
  return size !== null && Number(size[1]) <= MAX_COLUMNS && Number(size[2]) <= MAX_ROWS;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
