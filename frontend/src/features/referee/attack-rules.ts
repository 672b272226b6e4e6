import { computed, type ComputedRef } from 'vue';
import { useExercise } from '../../lib/exercise.js';
import { useQuery, type LiveQuery } from '../../lib/live.js';
import { formatPoints } from '../../lib/points.js';
import { useText, type Text } from '../../lib/text.js';
import type { RuleNames } from '../../lib/step-words.js';
import type { RefereeAttackRulesQuery } from '../../gql/graphql.js';
import { RefereeAttackRulesDocument, type AttackRules, type Category, type Price } from './attack-rules-document.js';

export interface AttackRulesView {
  readonly query: LiveQuery<RefereeAttackRulesQuery>;
  readonly rules: ComputedRef<AttackRules | null>;
  readonly category: (key: string | null | undefined) => Category | null;
  /** The same vulnerability counts less each time, so that its group matters. */
  readonly hasDecay: ComputedRef<boolean>;
  readonly nameOf: RuleNames;
  /** '⑧ 弱口令' for a key of the means list. */
  readonly means: (key: string) => string;
  /** '服务器主机·管理员'. */
  readonly claimWords: (categoryKey: string | null | undefined, privilegeKey: string | null | undefined) => string;
}

/** The attack rules the exercise pins, with the names its keys have. */
export function useAttackRules(): AttackRulesView {
  const exercise = useExercise();
  const { t, local } = useText();
  const query = useQuery(
    RefereeAttackRulesDocument,
    () => ({ attack: exercise().attackRuleSet.hash, defense: exercise().defenseRuleSet.hash }),
    { touchedBy: false },
  );
  const rules = computed(() => query.data.value?.attack ?? null);
  const category = (key: string | null | undefined) =>
    rules.value?.categories.find((entry) => entry.key === key) ?? null;
  const privilege = (key: string) =>
    rules.value?.categories.flatMap(({ privileges }) => privileges).find((entry) => entry.key === key) ?? null;
  const named: Readonly<Record<string, (key: string) => Parameters<Text['local']>[0]>> = {
    category: (key) => category(key)?.title,
    privilege: (key) => privilege(key)?.title,
    factor: (key) => rules.value?.factors.find((entry) => entry.key === key)?.title,
    cap: (key) => rules.value?.categories.find((entry) => entry.capKey === key)?.capTitle,
    measure: (key) =>
      rules.value?.categories.flatMap(({ measures }) => measures).find((entry) => entry.key === key)?.title,
  };
  const nameOf: RuleNames = (param, key) => local(named[param === 'from' ? 'category' : param]?.(key)) || null;
  const means = (key: string) => {
    const found = query.data.value?.defense?.means.find((entry) => entry.key === key);
    return found ? `${found.symbol} ${local(found.title)}` : key;
  };
  const claimWords = (categoryKey: string | null | undefined, privilegeKey: string | null | undefined) =>
    [
      categoryKey ? (nameOf('category', categoryKey) ?? categoryKey) : '',
      privilegeKey ? (nameOf('privilege', privilegeKey) ?? privilegeKey) : '',
    ]
      .filter(Boolean)
      .join(t('common.separator'));
  const hasDecay = computed(() => rules.value?.multipliers?.list.some(({ kind }) => kind === 'decay') ?? false);
  return { query, rules, category, hasDecay, nameOf, means, claimWords };
}

/** '500', '每个 50', '100–1 000': what a price is worth before anything is filled in. */
export function priceWords(text: Pick<Text, 't'>, price: Price | null | undefined, isCounted = true): string {
  if (!price) return '';
  if (price.isJudged) return rangeWords(text, price);
  const { points, each } = price;
  if (!each) return formatPoints(points);
  if (points) return text.t('referee.price.both', { points: formatPoints(points), each: formatPoints(each) });
  // Where nothing is counted there is one piece, and its price is the price.
  return isCounted ? text.t('referee.price.each', { each: formatPoints(each) }) : formatPoints(each);
}

function rangeWords({ t }: Pick<Text, 't'>, { judgedMin, judgedMax }: Price): string {
  const min = formatPoints(judgedMin ?? '0');
  return judgedMax ? t('referee.price.range', { min, max: formatPoints(judgedMax) }) : t('referee.price.from', { min });
}
