import { type Refused, refusalOf } from '../../lib/refusal.js';
import { noteServerTime } from '../../lib/clock.js';

/** How a sheet is read; see the server's sheet mapping. */
export interface SheetMapping {
  sheet: string;
  headerRow?: number;
  uses?: string[];
  startsAt?: string;
  keepColors?: boolean;
}

/** What the server made of a workbook. */
export interface Chronogram {
  readonly sheets: readonly { readonly name: string; readonly rows: number; readonly columns: number }[];
  readonly isOwn: boolean;
  readonly mapping: Required<SheetMapping>;
  readonly headings: readonly string[];
  readonly sample: readonly (readonly string[])[];
  readonly title: string;
  readonly durationMinutes: number;
  readonly injects: readonly {
    readonly code: string;
    readonly row: number;
    readonly title: string;
    readonly seconds: number | null;
    readonly trigger: 'TIMED' | 'MANUAL' | 'CONDITION';
    readonly cell: string;
    readonly color: string | null;
  }[];
  readonly problems: readonly {
    readonly code: string;
    readonly cell: string;
    readonly row: number;
    readonly message: { readonly zh: string; readonly en: string };
  }[];
  readonly problemCount: number;
  readonly isReadable: boolean;
  readonly planId: string | null;
}

export interface ChronogramRequest {
  readonly exerciseId: string;
  readonly file: File;
  readonly title: string;
  readonly mapping: SheetMapping | null;
  /** With it the plan is stored. */
  readonly commandId: string | null;
}

/** Sends a workbook to be read; never throws. */
export async function sendChronogram(
  request: ChronogramRequest,
): Promise<{ data: Chronogram; refused: null } | { data: null; refused: Refused }> {
  const { exerciseId, file, title, mapping, commandId } = request;
  const reading = new TextEncoder().encode(JSON.stringify({ fileName: file.name, title, mapping }));
  const headers: Record<string, string> = {
    'content-type': 'application/octet-stream',
    'x-yanwu': '1',
    'x-exercise-id': exerciseId,
    'x-reading': base64url(reading),
    ...(commandId ? { 'x-command-id': commandId } : {}),
  };
  const response = await fetch('/api/plans/chronogram', { method: 'POST', headers, body: file }).catch(() => null);
  noteServerTime(response?.headers.get('date') ?? null);
  const text = (await response?.text().catch(() => '')) ?? '';
  if (response?.ok) return { data: JSON.parse(text) as Chronogram, refused: null };
  return { data: null, refused: refusalOf({ graphQLErrors: [{ extensions: readJson(text) }] }) };
}

/** What is no JSON says nothing: the answer of something between us and the server. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function base64url(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
