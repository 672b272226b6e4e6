import { graphql } from '../gql/gql.js';
import { send } from './client.js';
import { evidenceUrl } from './evidence-file.js';
import { uuidv7 } from './ids.js';
import type { Refused } from './refusal.js';

/** What a page may show of a stored file; nothing of it runs. */
export interface EvidencePreview {
  readonly evidenceId: string;
  readonly form: 'PICTURE' | 'TEXT' | 'CAPTURE' | 'CAST' | 'DOCUMENT' | 'BYTES' | 'WITHHELD';
  readonly withheld: 'INFECTED' | null;
  /** The record of this look: its code, and how many times this person has been handed the file. */
  readonly custody: { readonly code: string; readonly recordedAt: string; readonly count: number } | null;
  readonly mark: { readonly line: string; readonly tile: string } | null;
  readonly text?: {
    readonly text: string;
    readonly charset: string;
    readonly isCut: boolean;
    readonly madeVisible: number;
  };
  readonly capture?: CaptureSummary;
  readonly cast?: CastRecording;
  readonly hex?: readonly string[];
}

export interface Counted {
  readonly name: string;
  readonly packets: number;
}

export interface CaptureSummary {
  readonly format: string;
  readonly linkTypes: readonly string[];
  readonly packets: number;
  readonly bytes: number;
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  readonly conversations: readonly {
    readonly a: string;
    readonly b: string;
    readonly packets: number;
    readonly bytes: number;
  }[];
  readonly protocols: readonly Counted[];
  readonly dnsNames: readonly Counted[];
  readonly isCut: boolean;
  readonly isBroken: boolean;
}

export interface CastRecording {
  readonly columns: number;
  readonly rows: number;
  readonly events: number;
  readonly seconds: number;
  readonly isCut: boolean;
  readonly content: string;
}

/** Addresses of what is shown. */
export const pictureUrl = (id: string) => `${evidenceUrl(id)}/picture`;
export const documentUrl = (id: string) => `${evidenceUrl(id)}/document`;

const NOTHING = { params: {}, fields: [], incidentId: null } as const;

/** Reads a refusal that came over plain HTTP. */
export async function refusedBy(response: Response): Promise<Refused> {
  try {
    return { ...NOTHING, ...((await response.json()) as Partial<Refused>) } as Refused;
  } catch {
    return { ...NOTHING, code: 'NETWORK' };
  }
}

/** Asks for a preview: the look is on record before it comes. Never throws, but for the abort of its signal. */
export async function askPreview(
  id: string,
  signal: AbortSignal,
): Promise<{ readonly preview: EvidencePreview | null; readonly refused: Refused | null }> {
  try {
    const response = await fetch(`${evidenceUrl(id)}/preview`, { credentials: 'same-origin', signal });
    if (!response.ok) return { preview: null, refused: await refusedBy(response) };
    return { preview: (await response.json()) as EvidencePreview, refused: null };
  } catch (error) {
    if (signal.aborted) throw error;
    return { preview: null, refused: { ...NOTHING, code: 'NETWORK' } };
  }
}

const OpenOriginalDocument = graphql(`
  mutation OpenOriginal($input: OpenOriginalInput!) {
    openOriginal(input: $input) {
      id
      url
    }
  }
`);

/** Asks for an original with a reason, then has the browser fetch it. @returns why not, or null */
export async function fetchOriginal(evidenceId: string, reason: string): Promise<Refused | null> {
  const { data, refused } = await send(OpenOriginalDocument, { input: { commandId: uuidv7(), evidenceId, reason } });
  if (data === null) return refused;
  const link = document.createElement('a');
  link.href = data.openOriginal.url;
  link.download = '';
  link.click();
  return null;
}
