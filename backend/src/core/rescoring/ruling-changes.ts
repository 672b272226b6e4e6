/** What another ruling makes otherwise, item by item, in the words of the rules. */
import type { AttackRules, Category } from '../ruleset/attack-rules.js';
import { categoryOf } from '../ruleset/catalogue.js';
import type { Bilingual } from '../ruleset/words.js';
import type { NodeRuling } from '../scoring/facts.js';

export type Ruled = Omit<NodeRuling, 'verdictId'>;

/** One item of a ruling before and after; null = nothing there. `OUTCOME` is a code, all others are words. */
export interface RulingChange {
  readonly name: string;
  readonly before: Bilingual | null;
  readonly after: Bilingual | null;
}

type Reader = (ruling: Ruled, rules: AttackRules) => Bilingual | null;

const READERS: readonly (readonly [string, Reader])[] = [
  ['OUTCOME', ({ outcome }) => plain(outcome)],
  ['CATEGORY', ({ categoryKey }, rules) => titleOf(categoryOf(rules, categoryKey), categoryKey)],
  ['PRIVILEGE', privilegeTitle],
  ['QUANTITY', ({ quantity }) => plain(String(quantity))],
  ['JUDGED_POINTS', ({ judgedPoints }) => plain(judgedPoints)],
  ['DEDUCTION', ({ deductionPoints }) => plain(deductionPoints)],
  ['SYSTEM', ({ systemKey }) => plain(systemKey)],
  ['FACTORS', factorTitles],
  ['MEASURES', ({ measures = {} }) => plain(measureText(measures))],
  ['GROUP', ({ vulnerabilityKey = null }) => plain(vulnerabilityKey)],
];

/** The items that differ. */
export function rulingChanges(rules: AttackRules, before: Ruled, after: Ruled): RulingChange[] {
  return READERS.flatMap(([name, read]) => {
    const change = { name, before: read(before, rules), after: read(after, rules) };
    return change.before?.zh === change.after?.zh ? [] : [change];
  });
}

function plain(text: string | null): Bilingual | null {
  return text === null || text === '' ? null : { zh: text, en: text };
}

function titleOf(category: Category | null, key: string | null): Bilingual | null {
  if (category === null) return plain(key);
  const { row, title } = category;
  return row === '' ? title : { zh: `${row} ${title.zh}`, en: `${row} ${title.en}` };
}

function privilegeTitle({ categoryKey, privilegeKey }: Ruled, rules: AttackRules): Bilingual | null {
  const privileges = categoryOf(rules, categoryKey)?.privileges ?? [];
  return privileges.find(({ key }) => key === privilegeKey)?.title ?? plain(privilegeKey);
}

function factorTitles({ factors }: Ruled, rules: AttackRules): Bilingual | null {
  const titles = factors.map(
    (key) => rules.factors.find((factor) => factor.key === key)?.title ?? { zh: key, en: key },
  );
  if (titles.length === 0) return null;
  return { zh: titles.map(({ zh }) => zh).join('、'), en: titles.map(({ en }) => en).join(', ') };
}

function measureText(measures: Readonly<Record<string, string>>): string {
  return Object.entries(measures)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
