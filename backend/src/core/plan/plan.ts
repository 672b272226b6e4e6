/**
 * A drill plan (演练方案): what is put to whom, when, and what is expected in return. Pure data; times are offsets
 * from the start of the drill in drill time, never instants.
 */

/** How an inject reaches a unit. */
export const CHANNELS = [
  'NOTICE',
  'ALERT',
  'LOG',
  'PHONE',
  'MAIL',
  'LIST',
  'SAMPLE',
  'DOCUMENT',
  'ATTACHMENT',
  'IN_SITE',
] as const;
export type Channel = (typeof CHANNELS)[number];

/** What a unit is expected to do about an inject. */
export const EXPECTATION_KINDS = ['ACKNOWLEDGE', 'DETECT', 'ANALYSE', 'REPORT', 'DISPOSE', 'TRACE', 'DECIDE'] as const;
export type ExpectationKind = (typeof EXPECTATION_KINDS)[number];

export const TRIGGER_KINDS = ['TIMED', 'MANUAL', 'CONDITION'] as const;
export type TriggerKind = (typeof TRIGGER_KINDS)[number];

/** What a condition can ask of another inject, judged per unit. */
export const INJECT_STATES = ['RELEASED', 'ACKNOWLEDGED', 'COMPLETED', 'NOT_ACKNOWLEDGED', 'NOT_COMPLETED'] as const;
export type InjectState = (typeof INJECT_STATES)[number];

/** What a condition can ask of what the unit filed in the exercise since the drill began. */
export const DRILL_FACTS = ['INCIDENT_OPENED', 'DETECTION_FILED', 'RESPONSE_FILED', 'ATTRIBUTION_FILED'] as const;
export type DrillFact = (typeof DRILL_FACTS)[number];

export const COLUMN_KINDS = ['TEXT', 'NUMBER', 'CHECK', 'CHOICE'] as const;
export type ColumnKind = (typeof COLUMN_KINDS)[number];

/** The cell that stands for everybody; it is in no plan's list of cells. */
export const EVERY_CELL = 'ALL';

/** 小组: who inside a unit an inject is for (值守, 监测, 处置, 协调, 溯源). */
export interface Cell {
  readonly key: string;
  readonly name: string;
}

/** 阶段: a part of the drill with a situation of its own. */
export interface Move {
  readonly key: string;
  readonly name: string;
  readonly situation: string;
}

/** A column the planner added; its values stand in `Inject.values` by its key. */
export interface PlanColumn {
  readonly key: string;
  readonly name: string;
  readonly kind: ColumnKind;
  /** What a CHOICE may be; empty for the other kinds. */
  readonly choices: readonly string[];
}

/** Asks for the state of another inject: judged per unit, counted from that inject's release to the unit. */
export interface InjectCondition {
  readonly inject: string;
  readonly is: InjectState;
  readonly afterMinutes: number;
}

/** Asks for what the unit filed, counted in drill time since the drill began. */
export interface FactCondition {
  readonly fact: DrillFact;
  readonly is: 'THERE' | 'MISSING';
  readonly afterMinutes: number;
}

export type Condition =
  { readonly all: readonly Condition[] } | { readonly any: readonly Condition[] } | InjectCondition | FactCondition;

/** When an inject is released. Offsets are seconds of drill time from the start of the drill. */
export type Trigger =
  | { readonly kind: 'TIMED'; readonly offsetSeconds: number }
  | { readonly kind: 'MANUAL'; readonly offsetSeconds: number | null }
  | { readonly kind: 'CONDITION'; readonly when: Condition; readonly notBeforeSeconds: number };

/** What is expected of the unit, by when, for how many points, and who hears of it if nothing comes. */
export interface Expectation {
  readonly kind: ExpectationKind;
  readonly text: string;
  /** Minutes of drill time from the acknowledgement (for ACKNOWLEDGE: from the release). */
  readonly withinMinutes: number;
  /** Exact decimal or fraction; 示例 unless a rule gives it. */
  readonly points: string;
  /** Cell keys or words, told one after another while nothing comes. */
  readonly escalateTo: readonly string[];
  /** Minutes between reminders; 0 = none. */
  readonly remindMinutes: number;
}

/** Material handed out with an inject: words, or a file of the exercise's evidence store. */
export interface Attachment {
  readonly name: string;
  readonly text: string | null;
  readonly evidenceId: string | null;
}

/** 注入: one thing put to one cell of one or more units. */
export interface Inject {
  /** Unique in the plan, such as I-01; other injects name it. */
  readonly code: string;
  readonly title: string;
  /** What the units read. */
  readonly body: string;
  /** For the facilitators only. */
  readonly note: string;
  readonly moveKey: string | null;
  readonly trigger: Trigger;
  /** `ALL` or the key of a cell. */
  readonly cell: string;
  /** Names of root units; null = all who take part. */
  readonly units: readonly string[] | null;
  readonly channel: Channel;
  readonly attachments: readonly Attachment[];
  readonly expectation: Expectation | null;
  /** Codes; released only after these were, to the same unit. */
  readonly requires: readonly string[];
  /** What happens if the condition never holds. */
  readonly otherwise: string;
  /** `#rrggbb`, or null. */
  readonly color: string | null;
  /** By column key. */
  readonly values: Readonly<Record<string, string>>;
}

/** A whole plan. */
export interface PlanContent {
  readonly title: string;
  readonly summary: string;
  readonly durationMinutes: number;
  readonly cells: readonly Cell[];
  readonly moves: readonly Move[];
  readonly columns: readonly PlanColumn[];
  readonly injects: readonly Inject[];
}

/** A plan with nothing in it. */
export function emptyPlan(title: string, durationMinutes: number): PlanContent {
  return { title, summary: '', durationMinutes, cells: [], moves: [], columns: [], injects: [] };
}

/** The planned second of an inject (offset, or not-before for a condition); null = a manual one without a time. */
export function plannedSeconds(inject: Inject): number | null {
  return inject.trigger.kind === 'CONDITION' ? inject.trigger.notBeforeSeconds : inject.trigger.offsetSeconds;
}

/** Order of injects everywhere: planned time (manual ones without a time last), then code. */
export function compareInjects(a: Inject, b: Inject): number {
  const left = plannedSeconds(a) ?? Number.POSITIVE_INFINITY;
  const right = plannedSeconds(b) ?? Number.POSITIVE_INFINITY;
  if (left !== right) return left < right ? -1 : 1;
  if (a.code === b.code) return 0;
  return a.code < b.code ? -1 : 1;
}

/** The injects of a plan in their order; ties keep code order. */
export function orderedInjects(content: PlanContent): Inject[] {
  return [...content.injects].sort(compareInjects);
}

/** The conditions that stand alone in a condition, whatever joins them. */
export function leavesOf(condition: Condition): (InjectCondition | FactCondition)[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf);
  if ('any' in condition) return condition.any.flatMap(leavesOf);
  return [condition];
}

/** Codes of the injects that a trigger's condition asks about. */
export function askedCodes(trigger: Trigger): string[] {
  if (trigger.kind !== 'CONDITION') return [];
  return leavesOf(trigger.when).flatMap((leaf) => ('inject' in leaf ? [leaf.inject] : []));
}
