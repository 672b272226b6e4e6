/**
 * Hashes, seals and writes the frames of uploads beside the main thread: every frame leaves garbage outside the heap, and
 * what clearing it away costs grows with the heap, which is tiny here. It runs as built and, in tests, as it is written:
 * so it imports nothing of ours but by the address it is given, and uses only syntax that can be stripped.
 */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

interface FrameKey {
  readonly key: Uint8Array;
  readonly name: string;
}

interface Plan {
  readonly path: string;
  readonly frameKey: FrameKey;
  readonly sizeBytes: number;
}

type Job =
  | { readonly op: 'digest' | 'forget'; readonly file: number }
  | { readonly op: 'fresh' | 'resume'; readonly file: number; readonly plan: Plan }
  | FrameJob;

interface FrameJob {
  readonly op: 'frame';
  readonly file: number;
  readonly index: number;
  readonly plain: Uint8Array;
  readonly fd: number;
}

type Frames = typeof import('../../core/evidence/sealed-frames.js');
const { frames: address } = workerData as { readonly frames: string };
const frames = (await import(address)) as Frames;
const known = new Map<number, { readonly plan: Plan; readonly hash: Hash }>();

function begin(file: number, plan: Plan): Hash {
  const hash = createHash('sha256');
  known.set(file, { plan, hash });
  return hash;
}

function uploadOf(file: number): { readonly plan: Plan; readonly hash: Hash } {
  const upload = known.get(file);
  if (upload === undefined) throw new Error('an upload this thread does not know');
  return upload;
}

/** Reads what lies there, hashing; answers the number of whole frames. */
function resume(file: number, plan: Plan): number {
  const { path, frameKey, sizeBytes } = plan;
  const hash = begin(file, plan);
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    return 0;
  }
  const buffer = Buffer.allocUnsafe(frames.SEALED_FRAME_BYTES);
  let index = 0;
  try {
    for (; index * frames.FRAME_BYTES < sizeBytes; index += 1) {
      const length = readSync(fd, buffer, 0, buffer.length, index * buffer.length);
      hash.update(frames.openFrame(frameKey, frames.placeOf(index, sizeBytes), buffer.subarray(0, length)));
    }
  } catch (error) {
    if (!(error instanceof frames.BrokenSeal)) throw error;
  } finally {
    closeSync(fd);
  }
  return index;
}

/** Hashes a frame, seals it and writes it to its place. */
function frame({ file, index, plain, fd }: FrameJob): void {
  const { plan, hash } = uploadOf(file);
  hash.update(plain);
  const sealed = frames.sealFrame(plan.frameKey, frames.placeOf(index, plan.sizeBytes), plain);
  for (let at = 0; at < sealed.length;) {
    at += writeSync(fd, sealed, at, sealed.length - at, index * frames.SEALED_FRAME_BYTES + at);
  }
}

function perform(job: Job): unknown {
  switch (job.op) {
    case 'fresh':
      begin(job.file, job.plan);
      return null;
    case 'resume':
      return resume(job.file, job.plan);
    case 'digest':
      return uploadOf(job.file).hash.copy().digest('hex');
    case 'forget':
      return known.delete(job.file);
    case 'frame':
      return frame(job);
  }
}

parentPort?.on('message', ({ id, job }: { id: number; job: Job }) => {
  try {
    parentPort?.postMessage({ id, value: perform(job) });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
