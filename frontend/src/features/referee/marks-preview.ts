import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { MarksInput } from '../../gql/schema.js';
import { send } from '../../lib/client.js';
import { onTouched } from '../../lib/feed.js';
import type { Refused } from '../../lib/refusal.js';
import { PreviewMarksDocument, type MarksPreviewView } from './marking-documents.js';

const QUIET_MS = 250;

export interface LiveMarks {
  readonly preview: ShallowRef<MarksPreviewView | null>;
  readonly refused: ShallowRef<Refused | null>;
  readonly isStale: Ref<boolean>;
}

/** Asks what the marks would come to, once they rest, and again when links or verdicts move. */
export function useMarksPreview(input: () => Omit<MarksInput, 'commandId'> | null): LiveMarks {
  const preview = shallowRef<MarksPreviewView | null>(null);
  const refused = shallowRef<Refused | null>(null);
  const isStale = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  async function ask(): Promise<void> {
    const asking = input();
    if (!asking) return;
    asked += 1;
    const mine = asked;
    // A preview is no act: its id is never recorded.
    const answer = await send(PreviewMarksDocument, { input: { ...asking, commandId: asking.incidentId } });
    if (mine !== asked) return;
    isStale.value = false;
    preview.value = answer.data?.previewMarks ?? null;
    refused.value = answer.refused;
  }
  function askSoon(): void {
    clearTimeout(timer);
    asked += 1;
    isStale.value = input() !== null;
    timer = setTimeout(() => void ask(), QUIET_MS);
  }
  watch(() => JSON.stringify(input()), askSoon, { immediate: true });
  onTouched(({ kind }) => /VERDICT|LINK|REPORT/.test(kind), askSoon);
  onScopeDispose(() => clearTimeout(timer));
  return { preview, refused, isStale };
}
