import { inject, provide, type InjectionKey } from 'vue';
import { graphql } from '../gql/gql.js';
import type { ExerciseFrameQuery } from '../gql/graphql.js';
import { useQuery, type LiveQuery } from './live.js';

const ExerciseFrameDocument = graphql(`
  query ExerciseFrame($code: String!, $follows: Boolean!) {
    exercise(code: $code) {
      id
      code
      name
      host
      state
      timeZone
      startsAt
      endsAt
      startedAt
      endedAt
      noticeUntil
      finalizedAt
      dailyOpensAt
      dailyClosesAt
      headSeq @include(if: $follows)
      version
      attackRuleSet {
        hash
        key
        version
        title {
          zh
          en
        }
      }
      defenseRuleSet {
        hash
        key
        version
        title {
          zh
          en
        }
      }
    }
  }
`);

export type ExerciseFrame = NonNullable<ExerciseFrameQuery['exercise']>;

const key: InjectionKey<() => ExerciseFrame> = Symbol('exercise');

/** Asks for the public facts of an exercise; the frame does it once. The journal head is for participants only. */
export function useExerciseQuery(code: () => string, follows: () => boolean): LiveQuery<ExerciseFrameQuery> {
  return useQuery(ExerciseFrameDocument, () => ({ code: code(), follows: follows() }), {
    touchedBy: (record) => /EXERCISE|PUBLIC_NOTICE/i.test(record.kind),
  });
}

/** Makes the exercise known to the pages below. */
export function provideExercise(current: () => ExerciseFrame): void {
  provide(key, current);
}

/** The exercise of the page: `exercise()` reads it. Pages below /x/:code are mounted only when it is there. */
export function useExercise(): () => ExerciseFrame {
  const current = inject(key);
  if (!current) throw new Error('useExercise() outside /x/:code');
  return current;
}
