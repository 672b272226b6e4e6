import { computed, type ComputedRef } from 'vue';
import { graphql } from '../gql/gql.js';
import type { NoticesQuery } from '../gql/graphql.js';
import { send } from './client.js';
import { useNow } from './clock.js';
import { useExercise } from './exercise.js';
import { useQuery, type LiveQuery } from './live.js';
import { noticeWords } from './notice-words.js';
import { useText } from './text.js';
import { formatMoment } from './time.js';

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

/** An unread notice in words, for a home page. */
export interface UnreadNotice {
  readonly id: string;
  readonly head: string;
  readonly lines: readonly string[];
  readonly at: string;
}

/** What the viewer of this exercise has not read yet, in words, newest first. */
export function useUnreadNotices(): {
  readonly unread: ComputedRef<readonly UnreadNotice[]>;
  readonly readAll: () => Promise<void>;
} {
  const text = useText();
  const now = useNow();
  const exercise = useExercise();
  const { items, readAll } = useNotices(() => exercise().id);
  const unread = computed(() =>
    items.value
      .filter(({ isRead }) => !isRead)
      .map((item) => {
        const at = formatMoment(item.recordedAt, { zone: exercise().timeZone, now: now.value });
        return { id: item.id, at, ...noticeWords(text, item) };
      }),
  );
  return { unread, readAll };
}
