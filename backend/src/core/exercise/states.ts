/** Life of an exercise: DRAFT → LIVE → ENDED → FINAL 定榜. Between the last two lies the public notice 公示. */
export const EXERCISE_STATES = ['DRAFT', 'LIVE', 'ENDED', 'FINAL'] as const;
export type ExerciseState = (typeof EXERCISE_STATES)[number];

/** Whether the exercise is over: what was open until its end is settled, and nothing is filed any more. */
export function hasEnded(state: string): boolean {
  return state === 'ENDED' || state === 'FINAL';
}

/** Whether decisions are still taken: from the start until the result is final. */
export function isJudged(state: string): boolean {
  return state === 'LIVE' || state === 'ENDED';
}
