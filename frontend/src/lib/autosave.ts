import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { serverNow } from './clock.js';
import { dropDraft, keepDraft, keptDraft } from './kept-draft.js';
import { mergeForms, type Choices, type Conflict } from './merge.js';
import type { Refused } from './refusal.js';

/** Quiet time after the last key before a save. */
const QUIET_MS = 1_500;
/** Wait before a save that got no answer is tried again. */
const RETRY_MS = 5_000;

/** What came of one save: the new version, or why not. */
export type Saved =
  { readonly version: number; readonly refused: null } | { readonly version: null; readonly refused: Refused };

/** A form as the server has it. */
export interface Loaded<T> {
  readonly version: number;
  readonly form: T;
}

export interface AutosaveOptions<T extends object> {
  /** Names the form in this browser. */
  readonly key: string;
  /** What is typed into; a save is due when it differs from what was saved last. Merged words are put into it. */
  readonly form: T;
  /** Sends the form on top of a version. Must not throw. */
  readonly save: (version: number) => Promise<Saved>;
  /** The form as the server has it now; null when it cannot be had. */
  readonly load: () => Promise<Loaded<T> | null>;
  /** Version the form was loaded with. */
  readonly version: number;
  /** When it was saved last, ISO; null = never. */
  readonly savedAt: string | null;
}

/** What happened to the form without its author's doing. */
export type AutosaveNote =
  { readonly kind: 'merged'; readonly count: number } | { readonly kind: 'restored'; readonly at: string };

export interface Autosave {
  readonly version: Ref<number>;
  readonly savedAt: Ref<string | null>;
  readonly isSaving: Ref<boolean>;
  /** True while something typed is not on the server. */
  readonly isDirty: ComputedRef<boolean>;
  readonly refused: ShallowRef<Refused | null>;
  /** True while places wait for a choice between two people's words: nothing is saved until then. */
  readonly isStale: ComputedRef<boolean>;
  /** Those places. */
  readonly conflicts: ComputedRef<readonly Conflict[]>;
  readonly note: ShallowRef<AutosaveNote | null>;
  /** Saves at once; true when everything typed is on the server. */
  readonly flush: () => Promise<boolean>;
  /** Settles the conflicts and saves. */
  readonly resolve: (choices: Choices) => Promise<boolean>;
}

/** How to save each form that is open at the moment. */
const openForms = new Set<() => Promise<boolean>>();

/** Saves whatever is open, as far as it can be saved; before somebody signs out. */
export async function saveOpenForms(): Promise<void> {
  await Promise.all([...openForms].map((flush) => flush()));
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

/** The form on its two grounds: as the server last had it, and as somebody else left it there meanwhile. */
function useGrounds<T extends object>({ key, form, version: first }: AutosaveOptions<T>) {
  const snapshot = () => JSON.stringify(form);
  const parsed = (json: string) => JSON.parse(json) as T;
  const version = ref(first);
  const saved = ref(snapshot());
  const theirs = shallowRef<Loaded<T> | null>(null);
  const note = shallowRef<AutosaveNote | null>(null);
  const conflicts = computed(() =>
    theirs.value ? mergeForms(parsed(saved.value), parsed(snapshot()), theirs.value.form).conflicts : [],
  );
  const isDirty = computed(() => snapshot() !== saved.value);

  /** Puts the other form under this one; false while places wait for a choice. */
  function merge(other: Loaded<T>, choices?: Choices): boolean {
    const { merged, conflicts: all, taken } = mergeForms(parsed(saved.value), parsed(snapshot()), other.form, choices);
    const isSettled = all.every((conflict) => choices?.has(conflict.key));
    theirs.value = isSettled ? null : other;
    if (!isSettled) return false;
    Object.assign(form, merged);
    version.value = other.version;
    saved.value = JSON.stringify(other.form);
    if (taken > 0) note.value = { kind: 'merged', count: taken };
    return true;
  }
  /** What was typed here before and never arrived comes back. */
  function restore(): void {
    const kept = keptDraft(key);
    if (kept === null) return;
    const current = { version: version.value, form: parsed(snapshot()) };
    Object.assign(form, parsed(kept.form));
    saved.value = kept.base;
    merge(current);
    note.value = { kind: 'restored', at: kept.at };
  }
  /** Every keystroke is kept in this browser until the server has it. */
  function keep(): void {
    if (!isDirty.value) return dropDraft(key);
    keepDraft(key, {
      version: version.value,
      base: saved.value,
      form: snapshot(),
      at: serverNow().toISOString(),
    });
  }
  return { snapshot, version, saved, theirs, note, conflicts, isDirty, merge, restore, keep };
}

/**
 * Saves a form a moment after the last key, one save at a time, and keeps every key in this browser until it is saved. If
 * somebody else saved first, both are merged; places both changed wait for a choice. No answer is tried again; other
 * refusals wait for the next change.
 */
export function useAutosave<T extends object>(options: AutosaveOptions<T>): Autosave {
  const ground = useGrounds(options);
  const saving = useSaving(options, ground);
  const { isDirty } = ground;
  const { refused, isStale, flush, schedule } = saving;

  async function resolve(choices: Choices): Promise<boolean> {
    if (ground.theirs.value && !ground.merge(ground.theirs.value, choices)) return false;
    refused.value = null;
    return flush();
  }

  ground.restore();
  if (isDirty.value) schedule(QUIET_MS);
  watch(ground.snapshot, () => {
    ground.keep();
    if (isDirty.value && !isStale.value) schedule(QUIET_MS);
  });
  guardLeaving(() => isDirty.value);
  openForms.add(flush);
  onScopeDispose(() => {
    openForms.delete(flush);
    void flush();
  });
  const { version, conflicts, note } = ground;
  return {
    version,
    savedAt: saving.savedAt,
    isSaving: saving.isSaving,
    isDirty,
    refused,
    isStale,
    conflicts,
    note,
    flush,
    resolve,
  };
}

/** Sends the form, one save after the other. */
function useSaving<T extends object>(options: AutosaveOptions<T>, ground: ReturnType<typeof useGrounds<T>>) {
  const savedAt = ref(options.savedAt);
  const isSaving = ref(false);
  const refused = shallowRef<Refused | null>(null);
  const isStale = computed(() => ground.theirs.value !== null || refused.value?.code === 'STALE_VERSION');
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Somebody else saved first: fetches that form and puts it under this one. */
  async function meet(): Promise<void> {
    const other = await options.load();
    if (other && ground.merge(other)) refused.value = null;
  }
  const save = oneAtATime(async () => {
    const sent = ground.snapshot();
    isSaving.value = true;
    const result = await options.save(ground.version.value);
    isSaving.value = false;
    refused.value = result.refused;
    if (result.refused?.code === 'NETWORK') schedule(RETRY_MS);
    if (result.refused?.code === 'STALE_VERSION') await meet();
    if (result.refused) return;
    ground.version.value = result.version;
    savedAt.value = serverNow().toISOString();
    ground.saved.value = sent;
    ground.keep();
  });
  function schedule(wait: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), wait);
  }
  async function flush(): Promise<boolean> {
    clearTimeout(timer);
    while (ground.isDirty.value && !isStale.value) {
      await save();
      if (refused.value) return false;
    }
    return !ground.isDirty.value;
  }
  return { savedAt, isSaving, refused, isStale, schedule, flush };
}
