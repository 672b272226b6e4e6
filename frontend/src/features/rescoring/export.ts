import { rescoring } from '../../locales/zh-CN/rescoring.js';
import type { Text } from '../../lib/text.js';
import { csvText } from './comparison-csv.js';
import type { PreviewEntry, Rescoring } from './documents.js';

type Row = readonly (string | number | null)[];

/** The whole comparison as one file: lines first, then all parties, changed or not. */
export function comparisonRows({ t, local }: Pick<Text, 't' | 'local'>, set: Rescoring): Row[] {
  const { preview } = set;
  if (!preview) return [];
  const words = (key: keyof typeof rescoring.csv) => t(`rescoring.csv.${key}`);
  const rule = (line: PreviewEntry['before']) => (line ? `${line.ruleRow} ${local(line.ruleTitle)}`.trim() : '');
  const code = ({ code: of, ordinal }: PreviewEntry) =>
    ordinal == null ? of : t('rescoring.node', { code: of, n: ordinal });
  return [
    [set.code, t(`rescoring.kind.${set.kind}`), set.reason],
    [],
    [
      ...[words('side'), words('party'), t('rescoring.entries.subject'), words('account')],
      ...[`${t('rescoring.entries.rule')} ${t('rescoring.entries.before')}`, t('rescoring.entries.before')],
      ...[`${t('rescoring.entries.rule')} ${t('rescoring.entries.after')}`, t('rescoring.entries.after')],
      ...[t('rescoring.entries.difference'), t('rescoring.entries.reason')],
    ],
    ...preview.entries.map((entry): Row => {
      const { side, partyName, account, before, after, difference } = entry;
      const place = [t(`common.side.${side}`), partyName, code(entry), t(`common.account.${account}`)];
      const states = [rule(before), before?.amount ?? null, rule(after), after?.amount ?? null];
      return [...place, ...states, difference, after?.zeroReason?.code ?? null];
    }),
    [],
    [words('side'), words('party'), words('valueBefore'), words('valueAfter'), words('rankBefore'), words('rankAfter')],
    ...preview.parties.map(({ side, name, valueBefore, valueAfter, rankBefore, rankAfter }): Row => [
      ...[t(`common.side.${side}`), name, valueBefore, valueAfter],
      ...[rankBefore, rankAfter],
    ]),
  ];
}

/** Hands the comparison to the browser as a file. */
export function saveComparison(text: Pick<Text, 't' | 'local'>, set: Rescoring): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([csvText(comparisonRows(text, set))], { type: 'text/csv;charset=utf-8' }));
  link.download = `${set.code}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
