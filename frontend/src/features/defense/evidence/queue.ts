import { computed, nextTick, onScopeDispose, reactive, type ComputedRef } from 'vue';
import { uuidv7 } from '../../../lib/ids.js';
import type { Refused } from '../../../lib/refusal.js';
import { uploadEvidence, type StoredFile } from './upload.js';

/** A file on its way, or one that did not get there. */
export interface Sending {
  readonly key: string;
  readonly file: Blob;
  readonly fileName: string;
  readonly sizeBytes: number;
  sentBytes: number;
  refused: Refused | null;
}

export interface UploadQueue {
  readonly items: readonly Sending[];
  /** Files that are still on their way. */
  readonly busy: ComputedRef<number>;
  readonly add: (files: Iterable<File>) => void;
  readonly retry: (key: string) => void;
  /** Takes a file from the list; one that is being sent is broken off. */
  readonly drop: (key: string) => void;
}

/** Pasted pictures are all called image.png: they get the second they were taken at. */
function nameOf(file: File, now: Date, pasted: string): string {
  if (file.name !== 'image.png') return file.name;
  const clock = now.toTimeString().slice(0, 8).replaceAll(':', '');
  return `${pasted}-${clock}.png`;
}

/** Sends files one after the other; a refused one stays in the list with its reason. */
export function useUploads(exerciseId: () => string, stored: (file: StoredFile) => void, pasted: () => string): UploadQueue {
  const items = reactive<Sending[]>([]);
  let current: { readonly key: string; readonly cancel: () => void } | null = null;

  function remove(key: string): void {
    const at = items.findIndex((item) => item.key === key);
    if (at >= 0) items.splice(at, 1);
  }

  async function next(): Promise<void> {
    const item = items.find(({ refused }) => refused === null);
    if (!item || current) return;
    const upload = uploadEvidence({
      exerciseId: exerciseId(),
      file: item.file,
      fileName: item.fileName,
      commandId: item.key,
      onProgress: (sentBytes) => (item.sentBytes = sentBytes),
    });
    current = { key: item.key, cancel: upload.cancel };
    const result = await upload.done;
    current = null;
    if (result.refused) item.refused = result.refused;
    else {
      remove(item.key);
      stored(result.stored);
      // The list of ids must have reached the owner before the next file adds to it.
      await nextTick();
    }
    void next();
  }

  function add(files: Iterable<File>): void {
    for (const file of files) {
      const fileName = nameOf(file, new Date(), pasted());
      items.push({ key: uuidv7(), file, fileName, sizeBytes: file.size, sentBytes: 0, refused: null });
    }
    void next();
  }

  function retry(key: string): void {
    const item = items.find((candidate) => candidate.key === key);
    if (item) Object.assign(item, { refused: null, sentBytes: 0 });
    void next();
  }

  function drop(key: string): void {
    if (current?.key === key) current.cancel();
    remove(key);
  }

  onScopeDispose(() => current?.cancel());
  return { items, busy: computed(() => items.filter(({ refused }) => refused === null).length), add, retry, drop };
}
