/** Writes pieces of text one after another, waiting whenever the reader is slower: never the whole at once. */
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { Stop } from './stop.js';

const CHUNK = 64 * 1024;

/** Where results go. */
export interface Output {
  readonly write: (text: string) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** The reader has gone away, e.g. `| head`: nothing is wrong, and nobody listens any more. */
export class ReaderGone extends Error {}

/** Output into a file, or to standard output with null. @throws Stop with code 2 when the file cannot be written */
export function openOutput(path: string | null): Output {
  const stream: Writable = path === null ? process.stdout : createWriteStream(path);
  let failure: Error | null = null;
  let buffered = '';
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure =
      error.code === 'EPIPE'
        ? new ReaderGone()
        : new Stop(2, `${path ?? 'stdout'}: 写不进去  cannot be written (${error.code ?? error.message})`);
  });
  const check = (): void => {
    if (failure !== null) throw failure;
  };
  const flush = async (): Promise<void> => {
    const text = buffered;
    buffered = '';
    check();
    if (text !== '' && !stream.write(text)) await settled(stream, ['drain', 'close', 'error']);
    check();
  };
  return {
    write: async (text) => {
      buffered += text;
      if (buffered.length >= CHUNK) await flush();
    },
    end: async () => {
      await flush();
      if (path === null) return;
      stream.end();
      await settled(stream, ['close', 'error']);
      check();
    },
  };
}

/** Waits for the first of these events and leaves no listener behind. */
function settled(stream: Writable, events: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of events) stream.off(event, done);
      resolve();
    };
    for (const event of events) stream.on(event, done);
  });
}
