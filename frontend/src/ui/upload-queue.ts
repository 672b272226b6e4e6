import { computed, nextTick, onScopeDispose, reactive, type ComputedRef } from 'vue';
import type { FileToSend, SendFile, StoredFile, Upload, UploadState } from '../lib/evidence-file.js';
import { uuidv7 } from '../lib/ids.js';
import type { Refused } from '../lib/refusal.js';

/** A file on its way, or one that did not get there. QUEUED waits for the one before it. */
export interface Sending {
  readonly key: string;
  readonly file: Blob;
  readonly fileName: string;
  readonly sizeBytes: number;
  sentBytes: number;
  state: UploadState | 'QUEUED';
  refused: Refused | null;
}

export interface UploadQueue {
  readonly items: readonly Sending[];
  /** Files that are still on their way. */
  readonly busy: ComputedRef<number>;
  readonly add: (files: Iterable<File>) => void;
  readonly retry: (key: string) => void;
  readonly pause: (key: string) => void;
  readonly resume: (key: string) => void;
  /** Takes a file from the list; one that is being sent is broken off and forgotten by the server. */
  readonly drop: (key: string) => void;
}

/** Pasted pictures are all called image.png: they get a name that tells them apart. */
function sendingOf(file: File, pastedName: string): Sending {
  const fileName = file.name === 'image.png' ? pastedName : file.name;
  return { key: uuidv7(), file, fileName, sizeBytes: file.size, sentBytes: 0, state: 'QUEUED', refused: null };
}

function requestOf(item: Sending): FileToSend {
  const { file, fileName, key: commandId } = item;
  const onProgress = (sentBytes: number) => (item.sentBytes = sentBytes);
  const onState = (state: UploadState) => (item.state = state);
  return { file, fileName, commandId, onProgress, onState };
}

/**
 * Sends files one after the other; a refused one stays in the list with its reason. Leaving the page leaves what has
 * arrived on the server: the same file goes on from there.
 */
export function useUploads(
  send: () => SendFile | undefined,
  stored: (file: StoredFile) => void,
  pastedName: () => string,
): UploadQueue {
  const items = reactive<Sending[]>([]);
  let current: { readonly key: string; readonly upload: Upload } | null = null;
  const remove = (key: string) => void items.splice(0, items.length, ...items.filter((item) => item.key !== key));
  const isCurrent = (key: string) => current?.key === key;

  async function next(): Promise<void> {
    const item = items.find(({ refused }) => refused === null);
    const sendFile = send();
    if (!item || !sendFile || current) return;
    const upload = sendFile(requestOf(item));
    current = { key: item.key, upload };
    const result = await upload.done;
    current = null;
    if (result.refused) {
      item.refused = result.refused;
      return next();
    }
    remove(item.key);
    stored(result.stored);
    // The list of ids must have reached the owner before the next file adds to it.
    await nextTick();
    return next();
  }

  const add = (files: Iterable<File>): void => {
    for (const file of files) items.push(sendingOf(file, pastedName()));
    void next();
  };
  const retry = (key: string): void => {
    const found = items.find((item) => item.key === key);
    if (found) Object.assign(found, { refused: null, sentBytes: 0, state: 'QUEUED' });
    void next();
  };
  const drop = (key: string): void => {
    if (isCurrent(key)) current?.upload.cancel();
    remove(key);
  };
  const pause = (key: string) => void (isCurrent(key) && current?.upload.pause());
  const resume = (key: string) => void (isCurrent(key) && current?.upload.resume());
  const busy = computed(() => items.filter(({ refused }) => refused === null).length);
  onScopeDispose(() => current?.upload.leave());
  return { items, busy, add, retry, pause, resume, drop };
}
