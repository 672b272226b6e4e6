import { onScopeDispose, ref, shallowRef } from 'vue';
import { graphql } from '../gql/gql.js';
import type { FeedRecord } from '../gql/schema.js';
import { listen } from './client.js';

const ExerciseFeedDocument = graphql(`
  subscription ExerciseFeed($exerciseId: ID!, $after: Int!) {
    exerciseFeed(exerciseId: $exerciseId, after: $after) {
      seq
      kind
      subjectId
      recordedAt
    }
  }
`);

/** Journal number of the newest record this page has seen: the "as of" in the bar. */
export const headSeq = ref(0);
/** The newest record itself, for pages that mark what just moved. */
export const lastRecord = shallowRef<FeedRecord | null>(null);

/** True for records a page depends on. */
export type Touches = (record: FeedRecord) => boolean;

const listeners = new Set<(record: FeedRecord) => void>();

/** Follows the feed of one exercise from a journal number on; records come in order, each once. Stops with the scope. */
export function followFeed(exerciseId: string, after: number): () => void {
  headSeq.value = after;
  const variables = { exerciseId, after };
  return listen(ExerciseFeedDocument, variables, ({ exerciseFeed: record }) => {
    if (record.seq <= headSeq.value) return;
    headSeq.value = record.seq;
    // Read again at the next attempt: a reconnect replays only what was missed.
    variables.after = record.seq;
    lastRecord.value = record;
    for (const listener of listeners) listener(record);
  });
}

const QUIET_MS = 120;

/** Calls back once a burst of matching records is over: one re-query for ten verdicts. Stops with the scope. */
export function onTouched(touches: Touches, act: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listener = (record: FeedRecord) => {
    if (!touches(record)) return;
    clearTimeout(timer);
    timer = setTimeout(act, QUIET_MS);
  };
  listeners.add(listener);
  onScopeDispose(() => {
    clearTimeout(timer);
    listeners.delete(listener);
  });
}
