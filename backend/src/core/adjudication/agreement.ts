/**
 * Whether several referees who judged the same thing blind agree 合议, and what then becomes the verdict. Which share of
 * a figure still counts as agreement, and whose figure is taken, the policy of the exercise says: no published rule does,
 * so both are 示例/自拟 by default.
 */
import { exactText, greatest, least, points, sum, ZERO } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import { rubricItems } from '../ruleset/catalogue.js';
import type { DefenseRules } from '../ruleset/defense-rules.js';
import type { AdjudicationPolicy } from './policy.js';
import type { RulingDraft } from './ruling.js';

/** What of the policy decides about agreement. */
export type AgreementTerms = Pick<AdjudicationPolicy, 'agreementShare' | 'settlement'>;

/** One item of a mark sheet as a referee gave it. */
export interface SheetMark {
  readonly itemKey: string;
  /** Exact text in [0, 1]. */
  readonly share: string;
  readonly comment: string;
}

/** A mark sheet as a referee gave it. */
export interface SheetDraft {
  readonly marks: readonly SheetMark[];
  readonly comment: string;
}

/** How opinions compare. */
export interface Agreement<T> {
  /** Fields in which they are apart, by name; `total` and `marks.<item>` for mark sheets. */
  readonly differing: readonly string[];
  /** What they come to; null when they do not agree. */
  readonly settled: T | null;
}

/** Whether figures lie so close that the largest exceeds the smallest by at most this share of itself. */
export function isWithin(values: readonly Points[], share: Points): boolean {
  const [first] = values;
  if (first === undefined) return true;
  const most = values.reduce(greatest, first);
  return most.sub(values.reduce(least, first)).lte(most.abs().mul(share));
}

/**
 * Compares rulings on one node, in the order they came in: outcome, category, privilege, system, vulnerability group and
 * factors must be the same, figures within the policy's share. Of rejections only the outcome counts.
 */
export function agreeOnRulings(drafts: readonly RulingDraft[], terms: AgreementTerms): Agreement<RulingDraft> {
  const [first] = drafts;
  if (first === undefined) return { differing: [], settled: null };
  const isRejected = drafts.every(({ outcome }) => outcome === 'REJECTED');
  const words = isRejected ? ['outcome' as const] : WORDS;
  const share = points(terms.agreementShare);
  const differing = [
    ...words.filter((field) => new Set(drafts.map((draft) => wordOf(draft, field))).size > 1),
    ...(isRejected ? [] : figureNames(drafts).filter((name) => !doFiguresAgree(drafts, name, share))),
  ];
  return { differing, settled: differing.length > 0 ? null : settleRulings(drafts, terms) };
}

/**
 * Compares mark sheets on one incident, in the order they came in: they mark the same items, and what the marks come to
 * lies within the policy's share. Items further apart than that are named too, but only the total decides.
 */
export function agreeOnSheets(
  rules: DefenseRules,
  drafts: readonly SheetDraft[],
  terms: AgreementTerms,
): Agreement<SheetDraft> {
  if (drafts.length === 0) return { differing: [], settled: null };
  const share = points(terms.agreementShare);
  const keys = [...new Set(drafts.flatMap(({ marks }) => marks.map(({ itemKey }) => itemKey)))];
  const missing = keys.filter((key) => drafts.some((draft) => shareOf(draft, key) === null));
  const apart = keys.filter((key) => {
    const shares = drafts.map((draft) => shareOf(draft, key) ?? ZERO);
    return missing.includes(key) || !isWithin(shares, share);
  });
  const totals = drafts.map((draft) => sheetTotal(rules, draft));
  const isTotalApart = !isWithin(totals, share);
  const isSettled = !isTotalApart && missing.length === 0;
  const differing = [...(isTotalApart ? ['total'] : []), ...apart.map((key) => `marks.${key}`)];
  return { differing, settled: isSettled ? settleSheets(drafts, totals, terms) : null };
}

/** What the marks of a sheet come to by the weights of the rubric; computed items are the same for everybody. */
export function sheetTotal(rules: DefenseRules, { marks }: SheetDraft): Points {
  const weights = new Map(rubricItems(rules).map(({ key, weight }) => [key, points(weight)]));
  return sum(marks.map(({ itemKey, share }) => (weights.get(itemKey) ?? ZERO).mul(points(share))));
}

const WORDS = ['outcome', 'categoryKey', 'privilegeKey', 'systemKey', 'vulnerabilityKey', 'factors'] as const;
const FIGURES = ['quantity', 'judgedPoints', 'deductionPoints'] as const;

function wordOf(draft: RulingDraft, field: (typeof WORDS)[number]): string | null {
  const value = draft[field];
  if (value === null || typeof value === 'string') return value === null ? null : value.trim();
  return [...value].sort().join(' ');
}

function figureNames(drafts: readonly RulingDraft[]): string[] {
  return [...FIGURES, ...measureNames(drafts).map((name) => `measures.${name}`)];
}

function measureNames(drafts: readonly RulingDraft[]): string[] {
  return [...new Set(drafts.flatMap(({ measures }) => Object.keys(measures)))].sort();
}

function figureOf(draft: RulingDraft, name: string): Points | null {
  if (name === 'quantity') return points(draft.quantity);
  const text = name.startsWith('measures.')
    ? draft.measures[name.slice('measures.'.length)]
    : draft[name as 'judgedPoints' | 'deductionPoints'];
  return text === undefined || text === null ? null : points(text);
}

/** A figure that only some gave is no agreement. */
function doFiguresAgree(drafts: readonly RulingDraft[], name: string, share: Points): boolean {
  const values = drafts.map((draft) => figureOf(draft, name));
  const given = values.filter((value) => value !== null);
  return given.length === 0 || (given.length === values.length && isWithin(given, share));
}

/** MEAN takes the mean of each figure, the others one referee's ruling as it is. */
function settleRulings(drafts: readonly RulingDraft[], { settlement }: AgreementTerms): RulingDraft | null {
  const [first] = drafts;
  if (first === undefined) return null;
  const reason = joined(drafts.map((draft) => draft.reason));
  if (settlement === 'FIRST') return { ...first, reason };
  if (settlement !== 'MEAN') {
    const worth = drafts.map((draft) => [figureOf(draft, 'judgedPoints') ?? ZERO, points(draft.quantity)]);
    return { ...(drafts[chosen(worth, settlement)] ?? first), reason };
  }
  const meanOf = (name: string): string | null => {
    const values = drafts.map((draft) => figureOf(draft, name)).filter((value) => value !== null);
    return values.length === 0 ? null : exactText(mean(values));
  };
  return {
    ...first,
    // There are no half servers: the mean of counts goes down to a whole one.
    quantity: mean(drafts.map(({ quantity }) => points(quantity)))
      .floor()
      .toInteger(),
    judgedPoints: meanOf('judgedPoints'),
    deductionPoints: meanOf('deductionPoints'),
    measures: Object.fromEntries(measureNames(drafts).map((name) => [name, meanOf(`measures.${name}`) ?? '0'])),
    reason,
  };
}

/** MEAN takes the exact mean of each item, LOWER and HIGHER the whole sheet with the lower or higher total. */
function settleSheets(
  drafts: readonly SheetDraft[],
  totals: readonly Points[],
  { settlement }: AgreementTerms,
): SheetDraft | null {
  const [first] = drafts;
  if (first === undefined) return null;
  const comment = joined(drafts.map((draft) => draft.comment));
  if (settlement === 'FIRST') return { ...first, comment };
  if (settlement !== 'MEAN') {
    const worth = totals.map((total) => [total]);
    return { ...(drafts[chosen(worth, settlement)] ?? first), comment };
  }
  const marks = first.marks.map(({ itemKey }) => {
    const shares = drafts.map((draft) => shareOf(draft, itemKey) ?? ZERO);
    const said = drafts.map((draft) => draft.marks.find((mark) => mark.itemKey === itemKey)?.comment ?? '');
    return { itemKey, share: exactText(mean(shares)), comment: joined(said) };
  });
  return { marks, comment };
}

/** Place of the lowest or highest, by the first figure that tells them apart; of equals the first. */
function chosen(worth: readonly (readonly Points[])[], settlement: 'LOWER' | 'HIGHER'): number {
  const sign = settlement === 'LOWER' ? 1 : -1;
  const compare = (a: readonly Points[], b: readonly Points[]): number =>
    a.map((value, index) => sign * value.compare(b[index] ?? ZERO)).find((order) => order !== 0) ?? 0;
  return worth.reduce((best, entry, index) => (compare(entry, worth[best] ?? entry) < 0 ? index : best), 0);
}

function shareOf({ marks }: SheetDraft, key: string): Points | null {
  const share = marks.find(({ itemKey }) => itemKey === key)?.share;
  return share === undefined ? null : points(share);
}

function mean(values: readonly Points[]): Points {
  return sum(values).div(values.length);
}

/** What several said, each once, a line each. */
function joined(texts: readonly string[]): string {
  return [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ''))].join('\n');
}
