import type { Refused } from './refusal.js';

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

/** A file on its way to the store. */
export interface FileToSend {
  readonly file: Blob;
  readonly fileName: string;
  /** The same id again after a lost connection: the server then stores once. */
  readonly commandId: string;
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

/** Sends a file to the store of one exercise. */
export type SendFile = (file: FileToSend) => Upload;

/** Addresses of a stored file. */
export const evidenceUrl = (id: string) => `/api/evidence/${encodeURIComponent(id)}`;
export const thumbnailUrl = (id: string) => `${evidenceUrl(id)}/thumbnail`;

const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/** '412 KB', '1.1 MB': binary steps, one decimal below ten. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let at = 0;
  while (value >= 1024 && at < UNITS.length - 1) {
    value /= 1024;
    at += 1;
  }
  const digits = at > 0 && value < 10 ? value.toFixed(1) : String(Math.round(value));
  return `${digits} ${UNITS[at] ?? ''}`;
}

/** '9c41e07b…a2d8': enough to compare by eye; the whole stands in the title. */
export function shortHash(sha256: string): string {
  return `${sha256.slice(0, 8)}…${sha256.slice(-4)}`;
}
