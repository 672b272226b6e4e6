import { computed, shallowRef, watch, type ComputedRef } from 'vue';
import type { RescoringResultsQuery } from '../../gql/graphql.js';
import { send } from '../../lib/client.js';
import { useQuery } from '../../lib/live.js';
import { RescoringResultsDocument } from './form-documents.js';

type Page = RescoringResultsQuery['submissions'];

/** Filed results, newest first, a hundred at a time. */
export function useResults(exerciseId: () => string): {
  readonly all: ComputedRef<Page['nodes']>;
  readonly hasMore: ComputedRef<boolean>;
  readonly more: () => Promise<void>;
} {
  const first = useQuery(RescoringResultsDocument, () => ({ exerciseId: exerciseId() }), { touchedBy: false });
  const pages = shallowRef<readonly Page[]>([]);
  watch(
    () => first.data.value?.submissions,
    (page) => (pages.value = page ? [page] : []),
    { immediate: true },
  );
  const last = computed(() => pages.value.at(-1)?.pageInfo);
  async function more(): Promise<void> {
    const after = last.value?.endCursor;
    if (!after) return;
    const { data } = await send(RescoringResultsDocument, { exerciseId: exerciseId(), after });
    if (data) pages.value = [...pages.value, data.submissions];
  }
  return {
    all: computed(() => pages.value.flatMap(({ nodes }) => nodes)),
    hasMore: computed(() => last.value?.hasNextPage ?? false),
    more,
  };
}
