import { approximate, comparePoints, formatPoints, formatShare, parsePoints } from '../../lib/points.js';
import type { Text } from '../../lib/text.js';
import { standingLines, type Explanation } from './explain-data.js';
import { grouped, lossCounts, lossRows } from './explain-losses.js';

type Words = Pick<Text, 't' | 'local'>;

/** The one sentence a mayor understands. It says no more than its reader may see. */
export function sentenceOf({ t }: Words, found: Explanation, bonusWorth: string | null): string {
  return found.side === 'ATTACK' ? attackSentence(t, found) : defenseSentence(t, found, bonusWorth);
}

function attackSentence(t: Text['t'], found: Explanation): string {
  const n = found.accounts.find(({ account }) => account === 'ATTACK')?.lines ?? 0;
  const params = { n, name: found.partyName, value: formatPoints(found.value) };
  if (n === 0) return t('board.explain.oneAttackNone', params);
  const zeros = standingLines(found.lines).filter(({ entry }) => approximate(entry.amount) === 0).length;
  return t('board.explain.oneAttack', params) + (zeros > 0 ? t('board.explain.oneAttackZero', { n: zeros }) : '');
}

function defenseSentence(t: Text['t'], found: Explanation, bonusWorth: string | null): string {
  const figures = Object.fromEntries(found.variables.map(({ name, value }) => [name, value]));
  const { deduction = '0', bonus = '0', penalty = '0', drill = '0' } = figures;
  const parts = isSome(deduction)
    ? lossWords(t, found, figures)
    : [t('board.explain.oneNoLoss', { name: found.partyName })];
  if (isSome(bonus)) {
    const params = { bonus: formatPoints(bonus), worth: formatPoints(bonusWorth) };
    parts.push(t(bonusWorth === null ? 'board.explain.oneBonus' : 'board.explain.oneBonusWorth', params));
  }
  if (isSome(drill)) parts.push(t('board.explain.oneDrill', { drill: formatPoints(drill) }));
  if (isSome(penalty)) parts.push(t('board.explain.onePenalty', { penalty: formatPoints(penalty) }));
  return parts.join(t('board.explain.sentenceGap'));
}

const isSome = (figure: string) => comparePoints(figure, '0') > 0;

/** What was lost, what came back, and what still waits for a report. Outsiders get the sums alone. */
function lossWords(t: Text['t'], found: Explanation, figures: Readonly<Record<string, string>>): string[] {
  const { deduction = '0', recovery = '0' } = figures;
  const isOpen = found.sight === 'OPEN';
  const { events, reports, open, openLost } = lossCounts(lossRows(standingLines(found.lines)));
  const lost = { n: events, name: found.partyName, lost: formatPoints(deduction) };
  const won = { n: reports, recovered: formatPoints(recovery), share: shareOfLoss(recovery, deduction) };
  const wonKey = isOpen ? 'oneRecoveredOpen' : 'oneRecovered';
  return [
    t(isOpen ? 'board.explain.oneLostOpen' : 'board.explain.oneLost', lost),
    t(`board.explain.${isSome(recovery) ? wonKey : 'oneNotRecovered'}`, won),
    ...(open > 0 ? [t('board.explain.oneOpen', { n: open, lost: formatPoints(openLost) })] : []),
  ];
}

/** '38.4%' of what was lost. */
function shareOfLoss(recovery: string, deduction: string): string {
  const [part, whole] = [parsePoints(recovery), parsePoints(deduction)];
  if (!part || !whole || whole.num === 0n) return '—';
  return formatShare(`${part.num * whole.den}/${part.den * whole.num}`);
}

interface ChartPoint {
  readonly at: string;
  readonly value: string;
  readonly change?: string;
  readonly label: string;
  readonly note?: string;
}

/** The steps of the value, one for each act: '失分 500，挽回 288'. Outsiders get the closes of days. */
export function chartPoints({ t, local }: Words, found: Explanation): ChartPoint[] {
  if (found.sight === 'OPEN') {
    const last = found.history.length - 1;
    return found.history.map(({ at, value }, index) => {
      const key = index === 0 ? 'atStart' : index === last ? 'atPresent' : 'atClose';
      return { at, value, label: t(`board.explain.${key}`) };
    });
  }
  const acts = [...grouped(found.history, ({ seq }) => seq).values()];
  return acts.flatMap((act) => {
    const point = act.at(-1);
    if (!point) return [];
    if (point.seq === 0) return [{ at: point.at, value: point.value, label: local(point.label) }];
    const words = act.map(({ account, amount }) => {
      return account && amount ? `${t(`board.explain.lines.${account}`)} ${formatPoints(amount.replace('-', ''))}` : '';
    });
    const note = [...new Set(act.map(({ label }) => local(label)))].join(t('board.explain.and'));
    const change = act.length === 1 ? (point.amount ?? undefined) : undefined;
    return [
      { at: point.at, value: point.value, label: words.join(t('common.comma')), note, ...(change ? { change } : {}) },
    ];
  });
}
