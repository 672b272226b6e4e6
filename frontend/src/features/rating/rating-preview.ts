import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { RatingLevelsInput } from '../../gql/schema.js';
import { send } from '../../lib/client.js';
import type { Refused } from '../../lib/refusal.js';
import { PreviewRatingDocument, type RatingResult } from './rating-documents.js';

const QUIET_MS = 200;

export interface LiveRating {
  readonly result: ShallowRef<RatingResult | null>;
  readonly refused: ShallowRef<Refused | null>;
  /** True while the levels have moved on from what is shown. */
  readonly isStale: Ref<boolean>;
}

/** Asks what the levels come to once they rest: the server computes exactly, the page only shows. Null = do not ask. */
export function useRatingPreview(input: () => RatingLevelsInput | null): LiveRating {
  const result = shallowRef<RatingResult | null>(null);
  const refused = shallowRef<Refused | null>(null);
  const isStale = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  async function ask(): Promise<void> {
    const asking = input();
    if (!asking) return;
    asked += 1;
    const mine = asked;
    const answer = await send(PreviewRatingDocument, { input: asking });
    // An answer that was overtaken by a newer question says nothing any more.
    if (mine !== asked) return;
    isStale.value = false;
    refused.value = answer.refused;
    if (answer.data) result.value = answer.data.previewRating;
  }
  watch(
    () => JSON.stringify(input()),
    () => {
      clearTimeout(timer);
      asked += 1;
      isStale.value = input() !== null;
      timer = setTimeout(() => void ask(), QUIET_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));
  return { result, refused, isStale };
}
