import { Worker } from 'node:worker_threads';
import type { FrameKey } from '../../core/evidence/sealed-frames.js';

/** Where a file arrives, what seals it and how large it will be. */
export interface StagePlan {
  readonly path: string;
  readonly frameKey: FrameKey;
  readonly sizeBytes: number;
}

/** A whole frame and the file it is written to. `plain` must stay as it is until the answer. */
export interface FrameJob {
  readonly index: number;
  readonly plain: Uint8Array;
  readonly fd: number;
}

interface Waiting {
  readonly accept: (value: unknown) => void;
  readonly refuse: (error: Error) => void;
}

/** As written in tests, as built otherwise. */
const ENDING = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const PROGRAM = new URL(`./evidence-sealer.worker.${ENDING}`, import.meta.url);
const FRAMES = new URL(`../../core/evidence/sealed-frames.${ENDING}`, import.meta.url).href;

/** The worker of this process, and the jobs it has not answered yet. */
class SealerThread {
  private readonly waiting = new Map<number, Waiting>();
  private readonly worker = new Worker(PROGRAM, { workerData: { frames: FRAMES } });
  private jobs = 0;
  isBroken = false;

  constructor() {
    this.worker.unref();
    this.worker.on('message', ({ id, value, error }: { id: number; value: unknown; error?: string }) => {
      const { accept, refuse } = this.waiting.get(id) ?? {};
      this.waiting.delete(id);
      if (this.waiting.size === 0) this.worker.unref();
      if (error === undefined) accept?.(value);
      else refuse?.(new Error(error));
    });
    this.worker.on('error', (error) => this.break(error));
    this.worker.on('exit', () => this.break(new Error('the sealing thread has ended')));
  }

  ask(job: object): Promise<unknown> {
    this.jobs += 1;
    const id = this.jobs;
    this.worker.ref();
    return new Promise((accept, refuse) => {
      this.waiting.set(id, { accept, refuse });
      this.worker.postMessage({ id, job });
    });
  }

  private break(error: unknown): void {
    this.isBroken = true;
    for (const { refuse } of this.waiting.values()) refuse(error instanceof Error ? error : new Error(String(error)));
    this.waiting.clear();
  }
}

let thread: SealerThread | null = null;
let files = 0;

/** The running digest and the sealed frames of one file that arrives; the work is done by the worker of this process. */
export class Sealer {
  private constructor(
    private readonly thread: SealerThread,
    private readonly file: number,
  ) {}

  /** For a file of which nothing has arrived. */
  static async fresh(plan: StagePlan): Promise<Sealer> {
    const sealer = Sealer.made();
    await sealer.ask({ op: 'fresh', plan });
    return sealer;
  }

  /** Reads what lies there, up to the first frame that is not whole. */
  static async resume(plan: StagePlan): Promise<{ sealer: Sealer; frames: number }> {
    const sealer = Sealer.made();
    const frames = (await sealer.ask({ op: 'resume', plan })) as number;
    return { sealer, frames };
  }

  private static made(): Sealer {
    if (thread === null || thread.isBroken) thread = new SealerThread();
    files += 1;
    return new Sealer(thread, files);
  }

  /** Whether the worker that knows the digest is gone. */
  get isLost(): boolean {
    return this.thread.isBroken;
  }

  /** Hashes, seals and writes a frame. @throws Error when it cannot be written */
  async frame(job: FrameJob): Promise<void> {
    await this.ask({ op: 'frame', ...job });
  }

  /** Lower-case hex of everything so far. */
  async digest(): Promise<string> {
    return (await this.ask({ op: 'digest' })) as string;
  }

  /** The digest is no longer wanted. */
  forget(): void {
    if (!this.isLost) void this.ask({ op: 'forget' }).catch(() => undefined);
  }

  private ask(job: object): Promise<unknown> {
    return this.thread.ask({ ...job, file: this.file });
  }
}
