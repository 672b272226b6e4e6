import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';

/** What clamd said of one stream. */
export type Finding =
  | { readonly state: 'CLEAN' }
  | { readonly state: 'INFECTED'; readonly name: string }
  | { readonly state: 'FAILED'; readonly why: string };

/** A scan that says nothing for this long is given up. */
const SILENCE_MS = 120_000;
/** clamd takes chunks up to its StreamMaxLength; ours are never larger than this. */
const CHUNK_BYTES = 1024 ** 2;

/** What kept the content from being read; the scanner is not to blame. */
class Unreadable extends Error {}

/**
 * Has clamd look at a stream (protocol: clamd(8), INSTREAM: each chunk behind its length in four bytes, big-endian;
 * length 0 ends). `address` is host:port or the path of a Unix socket.
 * @throws Error when clamd cannot be reached or breaks off; the content's own when it cannot be read to its end
 */
export async function scanStream(address: string, content: Readable): Promise<Finding> {
  const socket = connect(placeOf(address));
  socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error('clamd does not answer')));
  const answer = answerOf(socket);
  // Reported below; a scanner that breaks off while we send is heard of twice.
  answer.catch(() => undefined);
  try {
    await send(socket, Buffer.from('zINSTREAM\0'));
    for await (const chunk of partsOf(content)) {
      for (let at = 0; at < chunk.length && !socket.readableEnded; at += CHUNK_BYTES) {
        await sendChunk(socket, chunk.subarray(at, at + CHUNK_BYTES));
      }
    }
    await send(socket, Buffer.alloc(4));
  } catch (error) {
    if (error instanceof Unreadable) {
      socket.destroy();
      throw error.cause;
    }
    // It answers and hangs up in the middle when a stream is longer than it takes.
    const said = await answer.catch(() => '');
    if (said === '') throw error;
  } finally {
    content.destroy();
  }
  try {
    return findingIn(await answer);
  } finally {
    socket.destroy();
  }
}

async function* partsOf(content: Readable): AsyncGenerator<Buffer> {
  try {
    yield* content as AsyncIterable<Buffer>;
  } catch (error) {
    throw new Unreadable('the content cannot be read', { cause: error });
  }
}

function placeOf(address: string): { path: string } | { host: string; port: number } {
  if (address.startsWith('/')) return { path: address };
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) };
}

function answerOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (part: Buffer) => (text += part.toString('utf8')));
    socket.on('error', (error) => (text === '' ? reject(error) : resolve(text)));
    socket.on('close', () => (text === '' ? reject(new Error('clamd hung up without an answer')) : resolve(text)));
    socket.on('end', () => resolve(text));
  });
}

async function sendChunk(socket: Socket, chunk: Buffer): Promise<void> {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(chunk.length);
  socket.write(length);
  await send(socket, chunk);
}

function send(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

function findingIn(answer: string): Finding {
  const text = answer.replace(/\0.*$/s, '').trim();
  const found = /^stream: (.+) FOUND$/.exec(text);
  if (found?.[1] !== undefined) return { state: 'INFECTED', name: found[1] };
  return text === 'stream: OK' ? { state: 'CLEAN' } : { state: 'FAILED', why: text.slice(0, 200) };
}
