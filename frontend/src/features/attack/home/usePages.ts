import { computed, shallowRef, watch } from 'vue';
import type { TeamSubmissionsQuery } from '../../../gql/graphql.js';
import { send } from '../../../lib/client.js';
import { useQuery } from '../../../lib/live.js';
import { TeamSubmissionsDocument } from './documents.js';

type Page = TeamSubmissionsQuery['submissions'];
const PAGE = 50;

/** The team's results, newest first; further pages on demand. What moved comes with the first page, which is kept fresh. */
export function useSubmissionPages(exerciseId: () => string) {
  const query = useQuery(TeamSubmissionsDocument, () => ({ exerciseId: exerciseId(), first: PAGE, after: null }), {
    touchedBy: ({ kind }) => /SUBMISSION|VERDICT|CLAIM|SCORE|RESCOR|EXERCISE/.test(kind),
  });
  const later = shallowRef<readonly Page[]>([]);
  const isMore = shallowRef(false);
  // A newer first page may have pushed rows onto the second: what was fetched behind it is asked for again.
  watch(query.data, () => (later.value = []));
  const last = computed(() => later.value.at(-1) ?? query.data.value?.submissions ?? null);
  const rows = computed(() => [
    ...(query.data.value?.submissions.nodes ?? []),
    ...later.value.flatMap(({ nodes }) => nodes),
  ]);

  async function more(): Promise<void> {
    isMore.value = true;
    const after = last.value?.pageInfo.endCursor ?? null;
    const { data } = await send(TeamSubmissionsDocument, { exerciseId: exerciseId(), first: PAGE, after });
    if (data) later.value = [...later.value, data.submissions];
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
