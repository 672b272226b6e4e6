import type { Readable } from 'node:stream';

/** First and last byte, both included, as HTTP counts. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A finished file on the local disk that is to be kept. */
export interface StagedContent {
  readonly path: string;
  readonly sizeBytes: number;
}

/**
 * Keeps sealed contents under names that the server made. What comes in and goes out is ciphertext: a store never sees
 * what it keeps. Putting the same name again replaces it; removing what is not there is no error.
 */
export interface ContentStore {
  /** Keeps a copy that survives the staged file, on disk for good when it answers. */
  put(name: string, staged: StagedContent): Promise<void>;
  /** The whole of it, or a range that lies within. @throws Refusal NOT_FOUND */
  open(name: string, range?: ByteRange): Promise<Readable>;
  remove(name: string): Promise<void>;
  /** @throws ConfigError when it cannot be used as configured */
  check(): Promise<void>;
}
