import { rescoring } from '../locales/zh-CN/rescoring.js';
import { notices } from '../locales/zh-CN/notices.js';
import { formatPoints } from './points.js';
import type { MessageKey, Text } from './text.js';

/** A notice as the server sends it: a code with parameters. */
export interface NoticeLike {
  readonly code: string;
  readonly params: readonly { readonly name: string; readonly value: string }[];
}

/** A notice in the reader's language: what happened, and what it means for him. */
export interface NoticeWords {
  readonly head: string;
  readonly lines: readonly string[];
}

type Params = Readonly<Record<string, string | undefined>>;
type Words = Pick<Text, 't' | 'locale'>;

const SIGNED = { signed: true } as const;
const ACCOUNTS = ['ATTACK', 'DEDUCTION', 'RECOVERY', 'BONUS', 'PENALTY', 'DRILL'] as const;

/** A code or kind the page does not know yet stands for itself. */
export function noticeWords(text: Words, notice: NoticeLike): NoticeWords {
  const { t } = text;
  const params: Params = Object.fromEntries(notice.params.map(({ name, value }) => [name, value]));
  if (!(notice.code in notices.head)) return { head: t('notices.other', { code: notice.code }), lines: [] };
  const head = t(`notices.head.${notice.code}` as MessageKey, {
    ...params,
    kind: kindWord(text, params),
    appeal: params['appeal'],
  });
  const lines = [
    announced(text, params),
    reason(text, params),
    until(text, params),
    own(text, params),
    standing(text, params),
  ];
  return { head, lines: lines.filter((line) => line !== '') };
}

function kindWord({ t }: Words, { kind = '' }: Params): string {
  return kind in rescoring.kind ? t(`rescoring.kind.${kind}` as MessageKey) : kind;
}

function announced({ t, locale }: Words, { kind = '', about, aboutEn }: Params): string {
  if (!about || !(kind in notices.about)) return '';
  return t(`notices.about.${kind}` as MessageKey, { about: locale.value === 'en' ? aboutEn : about });
}

function reason({ t }: Words, { reason: given }: Params): string {
  return given ? t('notices.reason', { reason: given }) : '';
}

/** A deadline, in the clock of whoever reads. */
function until({ t, locale }: Words, { until: at }: Params): string {
  if (!at) return '';
  return t('notices.until', {
    at: new Date(at).toLocaleString(locale.value, { dateStyle: 'short', timeStyle: 'medium' }),
  });
}

/** The party's own work by code, and what each account gained or lost. */
function own({ t }: Words, params: Params): string {
  const work = (params['work'] ?? '')
    .split(', ')
    .filter(Boolean)
    .map((code) => workWord(t, code));
  const sums = ACCOUNTS.flatMap((account) => {
    const difference = params[account];
    if (difference === undefined || difference === '0') return [];
    const words = {
      account: t(`common.account.${account}`),
      difference: formatPoints(felt(account, difference), SIGNED),
    };
    return [t('notices.account', words)];
  });
  const named = work.length > 0 ? [t('notices.work', { work: work.join(t('common.comma')) })] : [];
  return [...named, ...sums].join(t('common.semicolon'));
}

/** Losses are booked negative and spoken of as amounts: what is booked with a minus is a loss that grew. */
function felt(account: (typeof ACCOUNTS)[number], difference: string): string {
  if (account !== 'DEDUCTION' && account !== 'PENALTY') return difference;
  return difference.startsWith('-') ? difference.slice(1) : `-${difference}`;
}

/** A-0071/3 is the third node of a result. */
function workWord(t: Text['t'], code: string): string {
  const [result, n] = code.split('/');
  return n === undefined ? code : t('rescoring.node', { code: result, n });
}

function standing({ t }: Words, params: Params): string {
  const { valueBefore, value, rankBefore, rank, of } = params;
  if (value === undefined || rank === undefined) return '';
  const [isValueSame, isRankSame] = [valueBefore === value, rankBefore === rank];
  const key = isValueSame ? (isRankSame ? 'standing' : 'rankFrom') : isRankSame ? 'standingFrom' : 'bothFrom';
  const figures = { valueBefore: formatPoints(valueBefore), value: formatPoints(value), rankBefore, rank, of };
  const words = t(`notices.${key}`, figures);
  return params['provisional'] ? words + t('common.separator') + t('notices.provisional') : words;
}
