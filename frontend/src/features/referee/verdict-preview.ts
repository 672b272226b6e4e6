import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { PreviewVerdictQuery } from '../../gql/graphql.js';
import type { VerdictInput } from '../../gql/schema.js';
import { send } from '../../lib/client.js';
import type { Refused } from '../../lib/refusal.js';
import { PreviewVerdictDocument } from './queue-documents.js';

export type Preview = PreviewVerdictQuery['previewVerdict'];

export interface LivePreview {
  readonly preview: ShallowRef<Preview | null>;
  readonly refused: ShallowRef<Refused | null>;
  /** True from the first changed key until the answer to it is in. */
  readonly isStale: Ref<boolean>;
}

const QUIET_MS = 250;

/** Asks what the verdict would do, once the typing rests. The server computes it with the code that records it. */
export function useVerdictPreview(input: () => VerdictInput | null): LivePreview {
  const preview = shallowRef<Preview | null>(null);
  const refused = shallowRef<Refused | null>(null);
  const isStale = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  let nodeId = '';

  async function ask(asking: VerdictInput): Promise<void> {
    asked += 1;
    const mine = asked;
    const answer = await send(PreviewVerdictDocument, { input: asking });
    if (mine !== asked) return;
    isStale.value = false;
    preview.value = answer.data?.previewVerdict ?? null;
    refused.value = answer.refused;
  }

  watch(
    () => JSON.stringify(input()),
    () => {
      clearTimeout(timer);
      asked += 1;
      const asking = input();
      if (asking?.nodeId !== nodeId) {
        // Figures of another node must not stand under this one's name.
        preview.value = null;
        refused.value = null;
        nodeId = asking?.nodeId ?? '';
      }
      isStale.value = asking !== null;
      if (asking) timer = setTimeout(() => void ask(asking), QUIET_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));
  return { preview, refused, isStale };
}
