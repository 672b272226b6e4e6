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

/** What an upload is doing: reading the file here, sending, waiting for the network, held by the user, being checked. */
export type UploadState = 'READING' | 'SENDING' | 'WAITING' | 'PAUSED' | 'CHECKING';

/** A file on its way to the store. */
export interface FileToSend {
  readonly file: Blob;
  readonly fileName: string;
  /** The same id again after a lost connection: the server then stores once. */
  readonly commandId: string;
  /** Bytes the server has so far. */
  readonly onProgress: (sentBytes: number) => void;
  readonly onState: (state: UploadState) => void;
}

/** A running upload. `done` never rejects; what is stored has the digest that the file has here. */
export interface Upload {
  readonly done: Promise<
    { readonly stored: StoredFile; readonly refused: null } | { readonly stored: null; readonly refused: Refused }
  >;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Breaks it off and has the server forget what arrived. */
  readonly cancel: () => void;
  /** Stops, so that the same file can be gone on with later. */
  readonly leave: () => void;
}

/** An upload that was begun in this browser and has not ended; the same file goes on where it stopped. */
export interface Unfinished {
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly begunAt: string;
  /** Has this browser and the server forget it. */
  readonly forget: () => Promise<void>;
}

/** Room of the own team or unit, in bytes. */
export interface EvidenceRoom {
  readonly usedBytes: number;
  readonly underwayBytes: number;
  readonly maxBytes: number;
  readonly maxFileBytes: number;
}

/** The way of files into the store of one exercise. */
export interface SendFile {
  (file: FileToSend): Upload;
  readonly unfinished: () => Promise<readonly Unfinished[]>;
  /** Null when it cannot be known now. */
  readonly room: () => Promise<EvidenceRoom | null>;
}

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

/** A receipt as text that can be kept: name, size, digest, number and time of the receipt. */
export function receiptText(file: StoredFile): string {
  const { fileName, sizeBytes, sha256, receiptSeq, recordedAt, id } = file;
  return [fileName, `${sizeBytes} bytes`, `SHA-256 ${sha256}`, `#${receiptSeq} ${recordedAt}`, id].join('\n');
}
