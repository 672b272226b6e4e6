import type { DetailedError, HttpResponse, Upload as TusUpload } from 'tus-js-client';
import { send } from './client.js';
import { EvidenceQuotaDocument } from './evidence-documents.js';
import type { FileToSend, SendFile, StoredFile, Unfinished, Upload } from './evidence-file.js';
import { fileDigest } from './file-digest.js';
import { refusalOf, type Refused } from './refusal.js';

const ADDRESS = '/api/uploads';
/** No other site can set it with our cookie. */
const HEADERS = { 'x-yanwu': '1' };
const MIB = 1024 * 1024;
/** A proxy's limit on bodies must lie above it. When a line breaks nothing is lost: the server keeps what came of a piece. */
const PIECE_BYTES = 64 * MIB;
/** Up to this size a file goes in one request, and its digest is told first, so that the server itself compares. */
const AT_ONCE_BYTES = 2 * MIB;
const TELL_FIRST_BYTES = 64 * MIB;
const LONGEST_WAIT_MS = 15_000;
/** Answers after which the same request may succeed. */
const PASSING = new Set([408, 409, 423, 429, 460]);

type Result = Awaited<Upload['done']>;

function readJson(text: string | undefined): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isStored(value: unknown): value is StoredFile {
  return typeof value === 'object' && value !== null && 'id' in value && 'sha256' in value && 'receiptSeq' in value;
}

/** The refusal in the body of a failed request: {code, params, fields}, the same words as over GraphQL. */
function refusalIn(text: string | undefined): Refused {
  const body = readJson(text);
  return refusalOf(body ? { graphQLErrors: [{ extensions: body }] } : {});
}

const mismatch = (sha256: string): Refused => ({
  code: 'HASH_MISMATCH',
  params: { sha256 },
  fields: [],
  incidentId: null,
});

/** One file on its way: in pieces, going on by itself after every break of the line. */
class Sending {
  private readonly stop = new AbortController();
  private tus: TusUpload | null = null;
  private own: Promise<string | null> = Promise.resolve(null);
  private attempt = 0;
  private wake: () => void = () => undefined;
  private isPaused = false;
  private settle: (result: Result) => void = () => undefined;
  readonly done = new Promise<Result>((resolve) => (this.settle = resolve));

  constructor(
    private readonly exerciseId: string,
    private readonly request: FileToSend,
  ) {}

  /** Begins, or goes on with what this browser had begun of the same file. */
  async start(): Promise<void> {
    const { file, fileName, commandId, onState } = this.request;
    onState('READING');
    this.own = fileDigest(file, this.stop.signal);
    const told = file.size <= TELL_FIRST_BYTES ? await this.own : null;
    const { Upload: Tus } = await import('tus-js-client');
    if (this.stop.signal.aborted) return;
    this.tus = new Tus(file, {
      endpoint: ADDRESS,
      headers: HEADERS,
      chunkSize: PIECE_BYTES,
      uploadDataDuringCreation: file.size <= AT_ONCE_BYTES,
      metadata: { exerciseId: this.exerciseId, commandId, fileName, ...(told && { sha256: told }) },
      retryDelays: null,
      removeFingerprintOnSuccess: true,
      fingerprint: () => Promise.resolve(fingerprint(this.exerciseId, this.request)),
      onProgress: (sent) => this.request.onProgress(sent),
      onChunkComplete: () => (this.attempt = 0),
      onError: (error) => void this.failed(error),
      onSuccess: ({ lastResponse }) => void this.arrived(lastResponse),
    });
    const [before] = await this.tus.findPreviousUploads();
    if (before !== undefined) this.tus.resumeFromPreviousUpload(before);
    if (!this.isPaused) this.go();
  }

  pause(): void {
    this.isPaused = true;
    void this.tus?.abort();
    this.request.onState('PAUSED');
  }

  resume(): void {
    this.isPaused = false;
    this.go();
  }

  /** @param isForGood the server forgets what has arrived */
  end(isForGood: boolean): void {
    this.stop.abort();
    this.wake();
    void this.tus?.abort(isForGood).catch(() => undefined);
    this.settle({ stored: null, refused: refusalOf({}) });
  }

  private go(): void {
    this.request.onState('SENDING');
    this.tus?.start();
  }

  private async failed(error: Error | DetailedError): Promise<void> {
    const response = 'originalResponse' in error ? error.originalResponse : null;
    const status = response?.getStatus() ?? 0;
    if (status >= 400 && status < 500 && !PASSING.has(status)) {
      this.settle({ stored: null, refused: refusalIn(response?.getBody()) });
      return;
    }
    this.request.onState('WAITING');
    await this.waited();
    if (!this.stop.signal.aborted && !this.isPaused) this.go();
  }

  /** Until the network is back, or a while that grows. */
  private waited(): Promise<void> {
    const wait = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** this.attempt);
    this.attempt += 1;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake(), wait);
      this.wake = () => {
        clearTimeout(timer);
        window.removeEventListener('online', this.wake);
        resolve();
      };
      window.addEventListener('online', this.wake);
    });
  }

  private async arrived(last: HttpResponse): Promise<void> {
    this.request.onState('CHECKING');
    const said = readJson(last.getBody());
    const stored = isStored(said) ? said : await this.receipt();
    if (!isStored(stored)) return this.settle({ stored: null, refused: stored });
    const own = await this.own;
    if (own !== null && own !== stored.sha256) this.settle({ stored: null, refused: mismatch(stored.sha256) });
    else this.settle({ stored, refused: null });
  }

  /** The receipt of what had arrived before its answer was lost. */
  private async receipt(): Promise<StoredFile | Refused> {
    const answer = await fetch(this.tus?.url ?? ADDRESS, { headers: HEADERS }).catch(() => null);
    const text = await answer?.text();
    const body = readJson(text);
    return isStored(body) ? body : refusalIn(text);
  }
}

/** By which this browser knows a file again; the exercise is part of it, since a receipt belongs to one. */
function fingerprint(exerciseId: string, { file, fileName }: FileToSend): string {
  const changed = file instanceof File ? file.lastModified : 0;
  return ['yanwu', exerciseId, fileName, file.size, changed].join('|');
}

async function unfinishedOf(exerciseId: string): Promise<Unfinished[]> {
  const { defaultOptions, Upload: Tus } = await import('tus-js-client');
  const storage = defaultOptions.urlStorage;
  const known = (await storage?.findAllUploads()) ?? [];
  return known
    .filter(({ metadata }) => metadata['exerciseId'] === exerciseId)
    .map(({ metadata, size, creationTime, urlStorageKey, uploadUrl }) => ({
      fileName: metadata['fileName'] ?? '',
      sizeBytes: size ?? 0,
      begunAt: creationTime,
      forget: async () => {
        await storage?.removeUpload(urlStorageKey);
        if (uploadUrl) await Tus.terminate(uploadUrl, { headers: HEADERS, retryDelays: null }).catch(() => undefined);
      },
    }));
}

/** The way of files into the store of an exercise; what is stored answers with its receipt. */
export function evidenceSender(exerciseId: () => string): SendFile {
  const sendFile = (request: FileToSend): Upload => {
    const sending = new Sending(exerciseId(), request);
    void sending.start();
    return {
      done: sending.done,
      pause: () => sending.pause(),
      resume: () => sending.resume(),
      cancel: () => sending.end(true),
      leave: () => sending.end(false),
    };
  };
  const room: SendFile['room'] = async () => {
    const { data } = await send(EvidenceQuotaDocument, { exerciseId: exerciseId() });
    return data?.evidenceQuota ?? null;
  };
  return Object.assign(sendFile, { unfinished: () => unfinishedOf(exerciseId()), room });
}
