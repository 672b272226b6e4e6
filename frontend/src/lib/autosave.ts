import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { serverNow } from './clock.js';
import type { Refused } from './refusal.js';

/** Quiet time after the last key before a save. */
const QUIET_MS = 1_500;
/** Wait before a save that got no answer is tried again. */
const RETRY_MS = 5_000;

/** What came of one save: the new version, or why not. */
export type Saved =
  { readonly version: number; readonly refused: null } | { readonly version: null; readonly refused: Refused };

export interface AutosaveOptions {
  /** The form as text; a save is due when it differs from what was saved last. */
  readonly snapshot: () => string;
  /** Sends the form on top of a version. Must not throw. */
  readonly save: (version: number) => Promise<Saved>;
  /** Version the form was loaded with. */
  readonly version: number;
  /** When it was saved last, ISO; null = never. */
  readonly savedAt: string | null;
}

export interface Autosave {
  readonly version: Ref<number>;
  readonly savedAt: Ref<string | null>;
  readonly isSaving: Ref<boolean>;
  /** True while something typed is not on the server. */
  readonly isDirty: ComputedRef<boolean>;
  readonly refused: ShallowRef<Refused | null>;
  /** Saves at once; true when everything typed is on the server. */
  readonly flush: () => Promise<boolean>;
  /** Saves this form as the next version after somebody else's. */
  readonly keepMine: (theirVersion: number) => Promise<boolean>;
}

/** Asks before the page is closed while something typed is not on the server. */
function guardLeaving(isDirty: () => boolean): void {
  const warn = (event: BeforeUnloadEvent) => {
    if (isDirty()) event.preventDefault();
  };
  window.addEventListener('beforeunload', warn);
  onScopeDispose(() => window.removeEventListener('beforeunload', warn));
}

/** One save after the other: what is asked while one runs waits for it. */
function oneAtATime(act: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => (running ??= act().finally(() => (running = null)));
}

/**
 * Saves a form a moment after the last key, one save at a time. STALE_VERSION stops it until the user chose
 * (reload theirs, or keepMine); no answer is tried again; other refusals wait for the next change.
 */
export function useAutosave(options: AutosaveOptions): Autosave {
  const version = ref(options.version);
  const savedAt = ref(options.savedAt);
  const isSaving = ref(false);
  const refused = shallowRef<Refused | null>(null);
  const saved = ref(options.snapshot());
  const isDirty = computed(() => options.snapshot() !== saved.value);
  const isStale = () => refused.value?.code === 'STALE_VERSION';
  let timer: ReturnType<typeof setTimeout> | undefined;

  const save = oneAtATime(async () => {
    const sent = options.snapshot();
    isSaving.value = true;
    const result = await options.save(version.value);
    isSaving.value = false;
    refused.value = result.refused;
    if (result.refused?.code === 'NETWORK') schedule(RETRY_MS);
    if (result.refused) return;
    version.value = result.version;
    savedAt.value = serverNow().toISOString();
    saved.value = sent;
  });
  function schedule(wait: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), wait);
  }
  async function flush(): Promise<boolean> {
    clearTimeout(timer);
    while (isDirty.value && !isStale()) {
      await save();
      if (refused.value) return false;
    }
    return !isDirty.value;
  }
  async function keepMine(theirVersion: number): Promise<boolean> {
    version.value = theirVersion;
    refused.value = null;
    saved.value = '';
    return flush();
  }

  watch(options.snapshot, () => {
    if (isDirty.value && !isStale()) schedule(QUIET_MS);
  });
  guardLeaving(() => isDirty.value);
  onScopeDispose(() => void flush());
  return { version, savedAt, isSaving, isDirty, refused, flush, keepMine };
}
