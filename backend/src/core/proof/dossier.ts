/**
 * A dossier: everything of one exercise that a check needs, whether it was read from a database or from an exported
 * file. Rows come as the database names their columns, empty ones left out, tables in the order of `EXPORT_TABLES`.
 */
import type { PlainRow } from '../journal/seal.js';

/** What the first line of an export says. */
export interface ExportHeader {
  readonly format: string;
  readonly version: number;
  readonly exerciseId: string;
  readonly code: string;
  readonly name: string;
  /** ISO text, UTC. */
  readonly takenAt: string;
  /** Where the journal stood: the last record's number and hash. */
  readonly head: { readonly seq: number; readonly hash: string };
}

/** Tables of an export in the order they come, each with the columns that order its rows; the last of them is unique. */
export const EXPORT_TABLES = {
  rule_set: ['hash'],
  exercise: ['id'],
  exercise_key: ['exercise_id'],
  attack_team: ['id'],
  source_address: ['id'],
  unit: ['id'],
  target: ['id'],
  membership: ['id'],
  adjudication_policy: ['id'],
  referee_relation: ['id'],
  evidence: ['id'],
  custody: ['id'],
  destruction: ['id'],
  destruction_certificate: ['destruction_id'],
  attack_submission: ['id'],
  submission_version: ['id'],
  submission_return: ['id'],
  incident: ['id'],
  incident_report: ['id'],
  report_version: ['id'],
  report_return: ['id'],
  bonus_claim: ['id'],
  opinion: ['id'],
  opinion_content: ['id'],
  verdict: ['id'],
  mark_sheet: ['id'],
  incident_link: ['id'],
  bonus_verdict: ['id'],
  drill: ['id'],
  drill_act: ['id'],
  drill_mark: ['id'],
  abnormal_episode: ['id'],
  abnormal_act: ['id'],
  rating_sheet: ['id'],
  rescoring_set: ['id'],
  rescoring_approval: ['id'],
  node_grouping: ['id'],
  incident_grouping: ['id'],
  disagreement_finding: ['id'],
  proposal_dismissal: ['id'],
  adjustment: ['id'],
  notice: ['id'],
  appeal: ['id'],
  appeal_act: ['id'],
  path_release: ['id'],
  duty_roster: ['id'],
  duty_person: ['id'],
  duty_act: ['id'],
  protection_period: ['id'],
  protection_period_act: ['id'],
  protection_task: ['id'],
  protection_task_act: ['id'],
  drill_plan: ['id'],
  plan_approval: ['id'],
  zero_report: ['id'],
  zero_report_act: ['id'],
  incident_notice: ['id'],
  incident_notice_act: ['id'],
  block_entry: ['id'],
  block_act: ['id'],
  block_answer: ['id'],
  remediation_item: ['id'],
  remediation_act: ['id'],
  remediation_lesson: ['id'],
  journal_record: ['seq'],
  score_entry: ['seq', 'ordinal'],
  checkpoint: ['number'],
  standing: ['side', 'party_id'],
} as const satisfies Record<string, readonly string[]>;

export type ExportTable = keyof typeof EXPORT_TABLES;

/** Whether a name is that of an exported table. */
export function isExportTable(name: string): name is ExportTable {
  return Object.hasOwn(EXPORT_TABLES, name);
}

export interface Dossier {
  readonly header: ExportHeader;
  readonly rows: ReadonlyMap<ExportTable, readonly PlainRow[]>;
}

/** The rows of a table; none when the table is not there. */
export function rowsOf(dossier: Dossier, table: ExportTable): readonly PlainRow[] {
  return dossier.rows.get(table) ?? [];
}

/** Text of a column; empty when it is none. A row may say anything: it comes from outside. */
export function textIn(row: PlainRow, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}

/** Text of a column, null when it is none. */
export function textOrNull(row: PlainRow, column: string): string | null {
  const value = row[column];
  return typeof value === 'string' ? value : null;
}

/** Whole number of a column; -1 when it is none. */
export function wholeIn(row: PlainRow, column: string): number {
  const value = row[column];
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : -1;
}

/** Members of a column that holds an object. */
export function objectIn(row: PlainRow, column: string): PlainRow {
  const value = row[column];
  return isObject(value) ? value : {};
}

/** Entries of a column that holds a list of objects. */
export function objectsIn(row: PlainRow, column: string): readonly PlainRow[] {
  const value: unknown = row[column];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Entries of a column that holds a list of texts. */
export function textsIn(row: PlainRow, column: string): readonly string[] {
  const value: unknown = row[column];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

function isObject(value: unknown): value is PlainRow {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
