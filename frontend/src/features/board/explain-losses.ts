import type { StepLike } from '../../lib/step-words.js';
import { comparePoints, parsePoints } from '../../lib/points.js';

/** What of a line says to which attack and which report it belongs. */
export interface LossLine {
  readonly sourceId: string | null;
  readonly sourceCode: string | null;
  readonly lossGroup: string | null;
  readonly link: { readonly incidentId: string; readonly incidentCode: string } | null;
  readonly entry: { readonly id: string; readonly seq: number; readonly account: string; readonly amount: string };
  readonly steps: readonly StepLike[];
}

/** One row of 失分与挽回: what was lost in one event, and what its report won back. */
export interface LossRow<L extends LossLine> {
  readonly key: string;
  readonly losses: readonly L[];
  readonly incident: { readonly id: string; readonly code: string } | null;
  readonly recoveries: readonly L[];
  /** Positive. */
  readonly lost: string;
  readonly recovered: string;
  /** Of a whole report (FHZ rule 3): its rubric result in percent, and the share of it that counts. */
  readonly percent: string | null;
  readonly share: string | null;
}

/** Exact sum of points strings, as a fraction string. */
export function sumPoints(texts: readonly string[]): string {
  const sum = texts.reduce(
    (total, text) => {
      const value = parsePoints(text) ?? { num: 0n, den: 1n };
      return { num: total.num * value.den + value.num * total.den, den: total.den * value.den };
    },
    { num: 0n, den: 1n },
  );
  return `${sum.num}/${sum.den}`;
}

/** The same figure without its sign. */
export function unsigned(text: string): string {
  return text.replace(/^[-+]/, '');
}

/** Items by key, in the order in which the keys came up. */
export function grouped<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** Puts each loss beside the report that answers for it, in the order in which things were lost. */
export function lossRows<L extends LossLine>(standing: readonly L[]): LossRow<L>[] {
  const of = (account: string) => standing.filter(({ entry }) => entry.account === account);
  const losses = grouped(of('DEDUCTION'), (line) => line.link?.incidentId ?? line.lossGroup ?? line.entry.id);
  const recoveries = grouped(of('RECOVERY'), (line) => line.sourceId ?? line.entry.id);
  const keys = [...new Set([...losses.keys(), ...recoveries.keys()])];
  return keys.map((key) => rowOf(key, losses.get(key) ?? [], recoveries.get(key) ?? []));
}

function rowOf<L extends LossLine>(key: string, losses: readonly L[], recoveries: readonly L[]): LossRow<L> {
  const amounts = (lines: readonly L[]) => sumPoints(lines.map(({ entry }) => entry.amount));
  const code = losses[0]?.link?.incidentCode ?? recoveries[0]?.sourceCode ?? null;
  const final = recoveries.flatMap(({ steps }) => steps).find((step) => step.code === 'RECOVERY');
  const figure = (name: string) => final?.params.find((param) => param.name === name)?.value ?? null;
  return {
    key,
    losses,
    incident: code === null ? null : { id: key, code },
    recoveries,
    lost: unsigned(amounts(losses)),
    recovered: amounts(recoveries),
    percent: figure('percent'),
    share: figure('share'),
  };
}

/** What the sentence at the top of the page counts. */
export function lossCounts<L extends LossLine>(rows: readonly LossRow<L>[]) {
  const lost = rows.filter((row) => comparePoints(row.lost, '0') > 0);
  const open = lost.filter((row) => row.incident === null);
  return {
    events: lost.length,
    reports: rows.filter((row) => comparePoints(row.recovered, '0') > 0).length,
    open: open.length,
    openLost: sumPoints(open.map((row) => row.lost)),
  };
}
