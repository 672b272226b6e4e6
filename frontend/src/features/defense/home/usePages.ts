import { computed, shallowRef, watch } from 'vue';
import type { UnitIncidentsQuery } from '../../../gql/graphql.js';
import { send } from '../../../lib/client.js';
import { useQuery } from '../../../lib/live.js';
import { UnitIncidentsDocument } from '../documents.js';

type Page = UnitIncidentsQuery['incidents'];
export type IncidentRow = Page['nodes'][number];
const PAGE = 50;

/** The unit's incidents, newest first; further pages on demand. The first page is kept fresh. */
export function useIncidentPages(exerciseId: () => string) {
  const query = useQuery(UnitIncidentsDocument, () => ({ exerciseId: exerciseId(), first: PAGE, after: null }), {
    touchedBy: ({ kind }) => /INCIDENT|MARKS|VERDICT|SCORE|EXERCISE/.test(kind),
  });
  const later = shallowRef<readonly Page[]>([]);
  const isMore = shallowRef(false);
  // A newer first page may have pushed rows onto the second: what was fetched behind it is asked for again.
  watch(query.data, () => (later.value = []));
  const last = computed(() => later.value.at(-1) ?? query.data.value?.incidents ?? null);
  const rows = computed(() => [
    ...(query.data.value?.incidents.nodes ?? []),
    ...later.value.flatMap(({ nodes }) => nodes),
  ]);

  async function more(): Promise<void> {
    isMore.value = true;
    const after = last.value?.pageInfo.endCursor ?? null;
    const { data } = await send(UnitIncidentsDocument, { exerciseId: exerciseId(), first: PAGE, after });
    if (data) later.value = [...later.value, data.incidents];
    isMore.value = false;
  }
  return {
    query,
    rows,
    total: computed(() => last.value?.totalCount ?? 0),
    hasMore: computed(() => last.value?.pageInfo.hasNextPage ?? false),
    isMore,
    more,
  };
}
