import { formatPoints, formatShare, parsePoints } from './points.js';
import type { Text } from './text.js';
import { common } from '../locales/zh-CN/common.js';
import { steps } from '../locales/zh-CN/steps.js';

/** A step or zero reason as the server sends it. */
export interface StepLike {
  readonly code: string;
  readonly params: readonly { readonly name: string; readonly value: string }[];
}

/** Turns a key of the rule-set (category, privilege, factor, item, bonus) into its title; null leaves the key. */
export type RuleNames = (param: string, key: string) => string | null;

type StepKey = keyof typeof steps;
const isKnown = (code: string): code is StepKey => code in steps;

/** Parameters that are keys or lists, never figures. */
const NOT_FIGURES = new Set([
  'category',
  'from',
  'privilege',
  'factor',
  'item',
  'bonus',
  'cap',
  'system',
  'result',
  'results',
  'node',
  'values',
  'others',
  'row',
  'measure',
  'share',
  'times',
  'incident',
  'group',
  'rounding',
  'adjustment',
  'inject',
  'expectation',
  'scope',
]);

/** Parameters people wrote: never looked up, they may look like a key by chance. */
const FREE_TEXT = new Set([
  'result',
  'results',
  'incident',
  'system',
  'values',
  'others',
  'group',
  'adjustment',
  'inject',
]);

/** Steps with a parameter that is kept from some readers. */
const HIDEABLE: Readonly<Record<string, string>> = {
  DUPLICATE_EVENT: 'incident',
  DUPLICATE_SYSTEM: 'result',
  BOUNDARY_ALREADY_SCORED: 'result',
  EVENT_DEDUCTION: 'results',
  COVERAGE: 'controlled',
  MEANS: 'found',
  DECAY: 'group',
  VULNERABILITY_EXHAUSTED: 'group',
  DRILL_MARK: 'inject',
};

const EMPTY_NAMES: RuleNames = () => null;

/** Parameters that name a kind of expectation. */
const EXPECTED = ['expectation', 'scope'] as const;
const isExpectation = (value: string | undefined): value is keyof typeof common.expectation =>
  value !== undefined && value in common.expectation;

/** One step in words. `names` gives titles to keys of the rule-set. */
export function stepWords({ t }: Pick<Text, 't'>, step: StepLike, names: RuleNames = EMPTY_NAMES): string {
  const raw = Object.fromEntries(step.params.map(({ name, value }) => [name, value]));
  const params = Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, wordOf(name, value, names)]));
  for (const name of EXPECTED) if (isExpectation(raw[name])) params[name] = t(`common.expectation.${raw[name]}`);
  params['name'] = [params['category'], params['privilege']].filter(Boolean).join('·') || step.code;
  const key = variantOf(step.code, raw);
  return isKnown(key) ? t(`steps.${key}`, params) : t('steps.OTHER', { code: step.code });
}

/** Steps whose sentence depends on their figures. */
const VARIANTS: Readonly<Record<string, (raw: Readonly<Record<string, string>>) => string>> = {
  PRICE: priceVariant,
  JUDGED: (raw) => (raw['max'] ? 'JUDGED_range' : 'JUDGED'),
  ROUNDED: roundedVariant,
  DRILL_CAP: (raw) => (raw['scope'] === 'total' ? 'DRILL_CAP_total' : 'DRILL_CAP'),
  DRILL_CAP_REACHED: (raw) => (raw['scope'] === 'total' ? 'DRILL_CAP_REACHED_total' : 'DRILL_CAP_REACHED'),
  ABNORMAL_TIER: (raw) => (raw['until'] ? 'ABNORMAL_TIER' : 'ABNORMAL_TIER_last'),
};

function variantOf(code: string, raw: Readonly<Record<string, string>>): string {
  const variant = VARIANTS[code];
  if (variant !== undefined) return variant(raw);
  if (code === 'COVERAGE' && !raw['found']) return 'COVERAGE_PENDING';
  // What the reader may not know comes empty; the sentence then does without it.
  const hidden = HIDEABLE[code];
  return hidden !== undefined && !raw[hidden] ? `${code}_hidden` : code;
}

function priceVariant(raw: Readonly<Record<string, string>>): string {
  if (raw['each'] === '0') return 'PRICE_fixed';
  return raw['points'] === '0' ? 'PRICE_each' : 'PRICE';
}

function roundedVariant(raw: Readonly<Record<string, string>>): string {
  return raw['rounding'] === 'up' || raw['rounding'] === 'down' ? `ROUNDED_${raw['rounding']}` : 'ROUNDED';
}

function wordOf(name: string, value: string, names: RuleNames): string {
  const title = FREE_TEXT.has(name) ? null : names(name, value);
  if (title !== null) return title;
  if (name === 'share') return formatShare(value);
  return NOT_FIGURES.has(name) || parsePoints(value) === null ? value : formatPoints(value);
}

interface Titled {
  readonly key: string;
  readonly title: { readonly zh: string; readonly en: string };
}

/** Titles from a rule-set's tables, for stepWords. */
export function ruleNames({ local }: Pick<Text, 'local'>, tables: readonly (readonly Titled[])[]): RuleNames {
  const titles = new Map(tables.flat().map(({ key, title }) => [key, title]));
  return (_param, key) => {
    const title = titles.get(key);
    return title ? local(title) : null;
  };
}
