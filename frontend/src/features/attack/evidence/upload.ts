import { uuidv7 } from '../../../lib/ids.js';
import { refusalOf, type Refused } from '../../../lib/refusal.js';

/** A stored file with its receipt. */
export interface StoredFile {
  readonly id: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly mediaType: string;
  readonly isImage: boolean;
  readonly recordedAt: string;
  readonly receiptSeq: number;
}

export interface UploadRequest {
  readonly exerciseId: string;
  readonly file: Blob;
  readonly fileName: string;
  /** The same id again after a lost connection: the server then stores once. */
  readonly commandId?: string;
  /** Bytes sent so far. */
  readonly onProgress: (sentBytes: number) => void;
}

/** A running upload. `done` never rejects. */
export interface Upload {
  readonly done: Promise<
    { readonly stored: StoredFile; readonly refused: null } | { readonly stored: null; readonly refused: Refused }
  >;
  readonly cancel: () => void;
}

/** Addresses of a stored file. */
export const evidenceUrl = (id: string) => `/api/evidence/${id}`;
export const thumbnailUrl = (id: string) => `/api/evidence/${id}/thumbnail`;

function readJson(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isStored(value: unknown): value is StoredFile {
  return typeof value === 'object' && value !== null && 'id' in value && 'sha256' in value && 'receiptSeq' in value;
}

/** The refusal in the body of a failed upload: {code, params, fields}, the same words as over GraphQL. */
function refusalIn(body: Record<string, unknown> | null): Refused {
  return refusalOf(body ? { graphQLErrors: [{ extensions: body }] } : {});
}

/** Sends one file as it is; XHR because fetch does not tell how much has been sent. */
export function uploadEvidence(request: UploadRequest): Upload {
  const xhr = new XMLHttpRequest();
  const done: Upload['done'] = new Promise((resolve) => {
    const refuse = (body: Record<string, unknown> | null) => resolve({ stored: null, refused: refusalIn(body) });
    xhr.upload.onprogress = (event) => request.onProgress(event.loaded);
    xhr.onerror = () => refuse(null);
    xhr.onabort = () => refuse(null);
    xhr.onload = () => {
      const body = readJson(xhr.responseText);
      if (xhr.status < 300 && isStored(body)) resolve({ stored: body, refused: null });
      else refuse(body);
    };
  });
  xhr.open('POST', '/api/evidence');
  const headers = {
    'content-type': 'application/octet-stream',
    'x-exercise-id': request.exerciseId,
    'x-command-id': request.commandId ?? uuidv7(),
    'x-file-name': encodeURIComponent(request.fileName),
    'x-yanwu': '1',
  };
  for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
  xhr.send(request.file);
  return { done, cancel: () => xhr.abort() };
}
