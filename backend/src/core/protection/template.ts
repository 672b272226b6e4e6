/** Templates of protection periods as read from scenarios/protection: task plans, the cycle of a year, published windows. */
import type { Bilingual } from '../ruleset/words.js';
import type { PeriodPhase } from './period.js';

/** One measure with the source that names it. */
export interface TemplateMeasure extends Bilingual {
  readonly source: string;
}

/** A task of a template. */
export interface TemplateTask {
  readonly key: string;
  readonly phase: PeriodPhase;
  readonly name: Bilingual;
  readonly measures: readonly TemplateMeasure[];
  /** What shows that it is done; no published source has this (示例/自拟). */
  readonly evidence: Bilingual;
  /** Days from the start of its phase; negative: before the phase's end; null: at its end. */
  readonly dueDays: number | null;
  /** Once on every duty day. */
  readonly daily: boolean;
  /** Local `HH:mm` by which a daily task is due; null = with the daily report. */
  readonly dueTime: string | null;
  /** Keys of tasks of the same template that must be signed off before. */
  readonly requires: readonly string[];
  /** Tag of the units it is for; null = all. */
  readonly onlyIf: string | null;
}

/** A task plan. */
export interface TaskTemplate {
  readonly key: string;
  readonly name: Bilingual;
  readonly source: string;
  readonly tasks: readonly TemplateTask[];
}

export const CYCLE_KINDS = ['CHECK', 'DRILL', 'AUDIT', 'REMEDIATION', 'PROTECTION', 'HOLIDAY', 'OTHER'] as const;
export type CycleKind = (typeof CYCLE_KINDS)[number];

/** Something that comes every year in a month, or on days of it. */
export interface CycleEntry {
  readonly key: string;
  readonly month: number;
  /** Days of the month, where they are known: `MM-dd`, the last one included. */
  readonly from: string | null;
  readonly until: string | null;
  readonly name: Bilingual;
  readonly kind: CycleKind;
  readonly source: string;
  readonly isInferred: boolean;
}

/** A span of a published notice; `--MM-ddTHH:mm` where the notice names no year, null where it names no end. */
export interface PublishedSpan {
  readonly startsLocal: string;
  readonly endsLocal: string | null;
  readonly isInferred: boolean;
}

/** A published protection window. */
export interface PublishedWindow {
  readonly key: string;
  readonly name: Bilingual;
  readonly source: string;
  readonly spans: readonly PublishedSpan[];
  readonly note: Bilingual | null;
  readonly zeroReportAt: string | null;
  readonly incidentHours: number | null;
}

/** What a file of the folder turned out to be. */
export type ProtectionFile =
  | { readonly kind: 'TASKS'; readonly template: TaskTemplate }
  | { readonly kind: 'CYCLE'; readonly cycle: readonly CycleEntry[] }
  | { readonly kind: 'WINDOWS'; readonly zone: string; readonly windows: readonly PublishedWindow[] };
