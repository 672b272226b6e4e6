import { computed, shallowRef, watch } from 'vue';
import type { TypedDocumentString } from '../gql/graphql.js';
import { send } from './client.js';
import { useQuery, type LiveOptions } from './live.js';

interface Page<R> {
  readonly nodes: readonly R[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
}

interface PageVariables {
  readonly exerciseId: string;
  readonly first: number;
  readonly after?: string | null;
}

export interface PagesOptions<D, R> extends LiveOptions {
  readonly exerciseId: () => string;
  /** The list within the answer. */
  readonly pageOf: (data: D) => Page<R>;
}

const PAGE = 50;

/** A long list of an exercise: the first page is kept fresh, further pages come on demand. */
export function usePages<D, V extends PageVariables, R>(
  document: TypedDocumentString<D, V>,
  { exerciseId, pageOf, ...options }: PagesOptions<D, R>,
) {
  const variables = (after: string | null) => ({ exerciseId: exerciseId(), first: PAGE, after }) as V;
  const query = useQuery(document, () => variables(null), options);
  const later = shallowRef<readonly Page<R>[]>([]);
  const isMore = shallowRef(false);
  // A newer first page may have pushed rows onto the second: what was fetched behind it is asked for again.
  watch(query.data, () => (later.value = []));
  const pages = computed(() => [...(query.data.value ? [pageOf(query.data.value)] : []), ...later.value]);
  const last = computed(() => pages.value.at(-1));

  async function more(): Promise<void> {
    isMore.value = true;
    const { data } = await send(document, variables(last.value?.pageInfo.endCursor ?? null));
    if (data) later.value = [...later.value, pageOf(data)];
    isMore.value = false;
  }
  return {
    query,
    rows: computed(() => pages.value.flatMap(({ nodes }) => nodes)),
    total: computed(() => last.value?.totalCount ?? 0),
    hasMore: computed(() => last.value?.pageInfo.hasNextPage ?? false),
    isMore,
    more,
  };
}
