import { computed, nextTick, onScopeDispose, reactive, type ComputedRef } from 'vue';
import type { SendFile, StoredFile } from '../lib/evidence-file.js';
import { uuidv7 } from '../lib/ids.js';
import type { Refused } from '../lib/refusal.js';

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

/** Pasted pictures are all called image.png: they get a name that tells them apart. */
function sendingOf(file: File, pastedName: string): Sending {
  const fileName = file.name === 'image.png' ? pastedName : file.name;
  return { key: uuidv7(), file, fileName, sizeBytes: file.size, sentBytes: 0, refused: null };
}

/** Sends files one after the other; a refused one stays in the list with its reason. */
export function useUploads(
  send: () => SendFile | undefined,
  stored: (file: StoredFile) => void,
  pastedName: () => string,
): UploadQueue {
  const items = reactive<Sending[]>([]);
  let current: { readonly key: string; readonly cancel: () => void } | null = null;
  const remove = (key: string) => void items.splice(0, items.length, ...items.filter((item) => item.key !== key));

  async function next(): Promise<void> {
    const item = items.find(({ refused }) => refused === null);
    const sendFile = send();
    if (!item || !sendFile || current) return;
    const { file, fileName, key: commandId } = item;
    const onProgress = (sentBytes: number) => (item.sentBytes = sentBytes);
    const upload = sendFile({ file, fileName, commandId, onProgress });
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
    for (const file of files) items.push(sendingOf(file, pastedName()));
    void next();
  }

  function retry(key: string): void {
    for (const item of items) if (item.key === key) Object.assign(item, { refused: null, sentBytes: 0 });
    void next();
  }

  function drop(key: string): void {
    if (current?.key === key) current.cancel();
    remove(key);
  }

  onScopeDispose(() => current?.cancel());
  return { items, busy: computed(() => items.filter(({ refused }) => refused === null).length), add, retry, drop };
}
