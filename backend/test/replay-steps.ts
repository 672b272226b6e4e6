/** Redoes the arithmetic of an explanation, for tests: what a reader with paper and pencil would do. */
import { ZERO, exactText, least, points, round } from '../src/core/kernel/points.js';
import type { Points, Rounding } from '../src/core/kernel/points.js';
import type { Step } from '../src/core/scoring/award.js';

type CapPolicy = 'truncate' | 'drop';
type Figure = (name: string) => Points;

/** Whether the `amount` of a step follows from the figure before it. */
type Rule = (before: Points, figure: Figure, step: { params: Step['params']; capPolicy: CapPolicy }) => boolean;

const ROUNDINGS: readonly Rounding[] = ['half-up', 'up', 'down'];

const timesBy =
  (name: string): Rule =>
  (before, figure) =>
    figure('amount').equals(before.mul(figure(name)));

const RULES: Readonly<Record<string, Rule>> = {
  PRICE: (_, figure) => figure('amount').equals(figure('points').add(figure('each').mul(figure('quantity')))),
  JUDGED: () => true,
  // On privilege points only a part is multiplied, and the step does not say which.
  FACTOR: (before, figure, step) => step.params.on === 'privilege' || timesBy('times')(before, figure, step),
  DECAY: timesBy('share'),
  KEY_UNIT: timesBy('times'),
  NON_PARTICIPANT: timesBy('times'),
  ROUNDED: (before, figure, { params }) => {
    const rounding = ROUNDINGS.find((name) => name === params.rounding) ?? 'none';
    const rounded = round(before, rounding, Number(params.places));
    return figure('given').equals(before) && figure('amount').equals(rounded);
  },
  CAP: (before, figure, { capPolicy }) => {
    const most = least(before, figure('left'));
    const isRead = figure('wanted').equals(before) && figure('left').equals(figure('limit').sub(figure('used')));
    return isRead && (capPolicy === 'truncate' ? figure('amount').equals(most) : figure('amount').lte(most));
  },
};

/** The last figure of the steps of an ATTACK award; throws where a step does not follow from the one before. */
export function replayed(steps: readonly Step[], capPolicy: CapPolicy): string {
  const last = steps.reduce((before, { code, params }) => {
    const rule = RULES[code];
    if (rule === undefined) return before;
    const figure: Figure = (name) => points(params[name] ?? 'missing');
    if (rule(before, figure, { params, capPolicy })) return figure('amount');
    throw new Error(`${code} ${JSON.stringify(params)} does not follow from ${exactText(before)}`);
  }, ZERO);
  return exactText(last);
}
