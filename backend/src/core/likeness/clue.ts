/** What speaks for two things being the same or belonging together, and how much. */
import { exactText, ONE, type Points, points, round, ZERO } from '../kernel/points.js';
import type { Step } from '../scoring/award.js';

/** One thing they have in common. */
export interface Clue {
  /** In [0, 1]. */
  readonly weight: Points;
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;
}

/** How alike two things are. */
export interface Likeness {
  /** Exact text in [0, 1]. */
  readonly score: string;
  /** Each with what it weighs, as `weight`. */
  readonly reasons: readonly Step[];
}

/** Clues that share one whole: the score is their sum. */
export function summed(clues: readonly Clue[]): Likeness {
  return likenessOf(
    clues.reduce((total, { weight }) => total.add(weight), ZERO),
    clues,
  );
}

/** Clues that each could be enough: the score is one less the product of what each leaves open. */
export function combined(clues: readonly Clue[]): Likeness {
  return likenessOf(ONE.sub(clues.reduce((open, { weight }) => open.mul(ONE.sub(weight)), ONE)), clues);
}

/** Lists are told in full up to here. */
const MOST_TOLD = 5;

/** Values in common as parameters of a reason. */
export function sharedParams(values: readonly string[]): Record<string, string> {
  return { count: String(values.length), values: values.slice(0, MOST_TOLD).join(' ') };
}

/** What is in both, each once. */
export function shared(a: Iterable<string>, b: Iterable<string>): string[] {
  const theirs = new Set(a);
  return [...new Set(b)].filter((value) => value !== '' && theirs.has(value));
}

/** Scores have two places: no more is meant by them. */
function likenessOf(score: Points, clues: readonly Clue[]): Likeness {
  const reasons = clues.map(({ code, params, weight }) => ({ code, params: { ...params, weight: twoPlaces(weight) } }));
  return { score: twoPlaces(score), reasons };
}

function twoPlaces(value: Points): string {
  return exactText(round(value, 'half-up', 2));
}

/** A share of whole numbers; nothing of nothing. */
export function shareOf(part: number, whole: number): Points {
  return whole === 0 ? ZERO : points(part).div(whole);
}
