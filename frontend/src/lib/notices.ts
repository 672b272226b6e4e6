import { computed, type ComputedRef } from 'vue';
import { graphql } from '../gql/gql.js';
import type { NoticesQuery } from '../gql/graphql.js';
import { send } from './client.js';
import { useQuery, type LiveQuery } from './live.js';

const NoticesDocument = graphql(`
  query Notices($exerciseId: ID!) {
    notices(exerciseId: $exerciseId) {
      unread
      totalCount
      nodes {
        id
        seq
        code
        isRead
        subjectId
        partyId
        recordedAt
        params {
          name
          value
        }
      }
    }
  }
`);

const ReadNoticesDocument = graphql(`
  mutation ReadNotices($input: ReadNoticesInput!) {
    readNotices(input: $input) {
      unread
    }
  }
`);

export type NoticeItem = NoticesQuery['notices']['nodes'][number];

export interface Notices {
  readonly query: LiveQuery<NoticesQuery>;
  readonly items: ComputedRef<readonly NoticeItem[]>;
  readonly unread: ComputedRef<number>;
  /** Marks all that are shown as read. */
  readonly readAll: () => Promise<void>;
}

/** What I and my party were told in an exercise; null = nobody asks yet. */
export function useNotices(exerciseId: () => string | null): Notices {
  const query = useQuery(
    NoticesDocument,
    () => {
      const id = exerciseId();
      return id === null ? null : { exerciseId: id };
    },
    { touchedBy: ({ kind }) => /RESCORING|SCORE_CHANGED/.test(kind) },
  );
  const items = computed(() => query.data.value?.notices.nodes ?? []);
  async function readAll(): Promise<void> {
    const id = exerciseId();
    const latest = items.value[0];
    if (id === null || !latest) return;
    await send(ReadNoticesDocument, { input: { exerciseId: id, upToSeq: latest.seq } });
    await query.refetch();
  }
  return { query, items, unread: computed(() => query.data.value?.notices.unread ?? 0), readAll };
}
