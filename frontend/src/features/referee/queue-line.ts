import { computed, reactive, ref, watch } from 'vue';
import type { Priority, QueueFilter, QueueSeat } from '../../gql/schema.js';
import { useQuery } from '../../lib/live.js';
import { RefereeDeskDocument, RefereePolicyDocument, RefereeQueueDocument } from './line-documents.js';

/** Items on one page of the column. */
export const QUEUE_PAGE = 50;

const QUEUE_KINDS = /SUBMISSION|CLAIM|VERDICT|OPINION|EXERCISE|POLICY|RELATION/;

interface Choice {
  priority: Priority | '';
  seat: QueueSeat | '';
  overdue: boolean;
  forMe: boolean;
  chief: boolean;
}

/** What is shown, as the server is asked for it. */
function filterOf({ priority, seat, overdue, forMe, chief }: Choice): QueueFilter {
  return {
    subjectKind: 'SUBMISSION',
    ...(priority ? { priority } : {}),
    ...(seat ? { seat } : {}),
    ...(overdue ? { isOverdue: true } : {}),
    ...(forMe ? { isForMe: true } : {}),
    ...(chief ? { state: 'CHIEF' } : {}),
  };
}

const touchedBy = ({ kind }: { readonly kind: string }) => QUEUE_KINDS.test(kind);

/** The line of what waits, page by page, with what I hold and how much lies where. */
export function useQueueLine(exerciseId: () => string) {
  const filter = reactive<Choice>({ priority: '', seat: '', overdue: false, forMe: false, chief: false });
  /** Cursors of the pages before this one; the last is where this one begins. */
  const before = ref<string[]>([]);
  watch(filter, () => (before.value = []));
  const line = useQuery(
    RefereeQueueDocument,
    () => ({
      exerciseId: exerciseId(),
      filter: filterOf(filter),
      first: QUEUE_PAGE,
      after: before.value.at(-1) ?? null,
    }),
    { touchedBy },
  );
  const desk = useQuery(RefereeDeskDocument, () => ({ exerciseId: exerciseId() }), { touchedBy });
  const policy = useQuery(RefereePolicyDocument, () => ({ exerciseId: exerciseId() }), {
    touchedBy: ({ kind }) => kind === 'POLICY_SET',
  });
  const mine = computed(() => desk.data.value?.mine.nodes ?? []);
  const page = computed(() => line.data.value?.refereeQueue ?? null);
  const items = computed(() => {
    const own = new Set(mine.value.map(({ subjectId }) => subjectId));
    return (page.value?.nodes ?? []).filter(({ subjectId }) => !own.has(subjectId));
  });
  const next = (): void => {
    const cursor = page.value?.pageInfo.endCursor;
    if (cursor) before.value.push(cursor);
  };
  return {
    filter,
    line,
    policy,
    desk,
    mine,
    items,
    counts: computed(() => desk.data.value?.queueCounts ?? null),
    isFiltered: computed(() => Object.values(filter).some(Boolean)),
    from: computed(() => before.value.length * QUEUE_PAGE + 1),
    hasPrevious: computed(() => before.value.length > 0),
    hasNext: computed(() => page.value?.pageInfo.hasNextPage ?? false),
    previous: (): void => void before.value.pop(),
    next,
    refetch: async (): Promise<void> => void (await Promise.all([line.refetch(), desk.refetch()])),
  };
}

export type QueueLine = ReturnType<typeof useQueueLine>;
