/**
 * Seals 封条: a journal record carries, in `details.sealed`, the hash of every row its act wrote. The journal's chain so
 * binds the rows themselves, and a row changed behind the journal's back no longer fits the record that wrote it.
 *
 * A row is hashed as the database names its columns, whole: a column added later and left empty (null, or the default
 * named here) changes no old seal, and one that is filled is sealed without anybody having to think of it.
 */
import { canonicalJson } from '../kernel/canonical.js';
import { sha256 } from './chain.js';

/** How the rows of a table are sealed. */
export interface SealedTableRule {
  /** Column that names a row. */
  readonly key: string;
  /** Columns that no seal covers, with the reason beside each. */
  readonly without?: readonly string[];
  /** Values that count as "not filled", for columns that came later and may not be null. */
  readonly defaults?: Readonly<Record<string, unknown>>;
}

/** Every table whose rows are bound by seals. A new table of facts needs its line here and nothing else. */
export const SEALED_TABLES = {
  rule_set: { key: 'hash' },
  // The counters say how many codes were handed out, which the codes themselves show.
  exercise: { key: 'id', without: ['next_submission', 'next_incident', 'next_bonus'] },
  // The private half may be sealed anew under another secret.
  exercise_key: { key: 'exercise_id', without: ['private_key_box'] },
  attack_team: { key: 'id' },
  source_address: { key: 'id' },
  unit: { key: 'id' },
  target: { key: 'id' },
  membership: { key: 'id' },
  adjudication_policy: { key: 'id' },
  referee_relation: { key: 'id' },
  evidence: { key: 'id' },
  custody: { key: 'id' },
  destruction: { key: 'id' },
  // With its nodes, in path order, as `nodes`.
  attack_submission: { key: 'id', defaults: { version_no: 1 } },
  submission_version: { key: 'id' },
  submission_return: { key: 'id' },
  incident: { key: 'id' },
  incident_report: { key: 'id', defaults: { version_no: 1 } },
  report_version: { key: 'id' },
  report_return: { key: 'id' },
  bonus_claim: { key: 'id' },
  opinion: { key: 'id' },
  opinion_content: { key: 'id' },
  // How a decision came about was added later.
  verdict: { key: 'id', defaults: { basis: 'SINGLE', opinion_ids: [] } },
  mark_sheet: { key: 'id', defaults: { basis: 'SINGLE', opinion_ids: [] } },
  incident_link: { key: 'id' },
  bonus_verdict: { key: 'id' },
  drill: { key: 'id' },
  drill_act: { key: 'id' },
  drill_mark: { key: 'id' },
  abnormal_episode: { key: 'id' },
  abnormal_act: { key: 'id' },
  rating_sheet: { key: 'id' },
  rescoring_set: { key: 'id' },
  rescoring_approval: { key: 'id' },
  node_grouping: { key: 'id' },
  incident_grouping: { key: 'id' },
  disagreement_finding: { key: 'id' },
  proposal_dismissal: { key: 'id' },
  adjustment: { key: 'id' },
  notice: { key: 'id' },
  appeal: { key: 'id' },
  appeal_act: { key: 'id' },
  path_release: { key: 'id' },
  duty_roster: { key: 'id' },
  // A private number does not travel with exports.
  duty_person: { key: 'id', without: ['phone'] },
  duty_act: { key: 'id' },
  protection_period: { key: 'id' },
  protection_period_act: { key: 'id' },
  protection_task: { key: 'id' },
  protection_task_act: { key: 'id' },
  drill_plan: { key: 'id' },
  plan_approval: { key: 'id' },
  zero_report: { key: 'id' },
  zero_report_act: { key: 'id' },
  incident_notice: { key: 'id' },
  incident_notice_act: { key: 'id' },
  block_entry: { key: 'id' },
  block_act: { key: 'id' },
  block_answer: { key: 'id' },
  remediation_item: { key: 'id' },
  remediation_act: { key: 'id' },
  remediation_lesson: { key: 'id' },
} as const satisfies Record<string, SealedTableRule>;

export type SealedTable = keyof typeof SEALED_TABLES;

/** One row bound by a record: `hash` is SHA-256, lower-case hex, of its canonical JSON. */
export interface Seal {
  readonly table: SealedTable;
  readonly id: string;
  readonly hash: string;
}

/** A row by its column names, values as JSON; what is empty is left out. */
export type PlainRow = Readonly<Record<string, unknown>>;

/** Columns that hold an instant are named so throughout the schema. */
const INSTANT_COLUMN = /(_at|^valid_from|^valid_to)$/;
/** How PostgreSQL writes an instant in JSON. */
const INSTANT = /^\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?[+-]\d\d:\d\d$/;

/** Whether a name is that of a sealed table. */
export function isSealedTable(name: string): name is SealedTable {
  return Object.hasOwn(SEALED_TABLES, name);
}

/** The rule of a table. */
export function sealRule(table: SealedTable): SealedTableRule {
  return SEALED_TABLES[table];
}

/**
 * A row in its one spelling: columns in snake_case whether they come from an entity or from PostgreSQL's to_jsonb,
 * instants as ISO text in UTC, empty columns left out. An instant finer than a millisecond stays as it is: nothing of
 * ours writes one, so it must not look like one of ours.
 */
export function plainRow(row: object, rule: Partial<SealedTableRule> = {}): PlainRow {
  const columns = Object.entries(row).map(([name, value]): [string, unknown] => [snake(name), value]);
  const kept = columns.filter(
    ([name, value]) =>
      value !== null &&
      value !== undefined &&
      rule.without?.includes(name) !== true &&
      !isDefault(rule.defaults?.[name], value),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, plainValue(name, value)]));
}

/** Of lists, an empty one is a default too. */
function isDefault(wanted: unknown, value: unknown): boolean {
  if (wanted === undefined) return false;
  return Array.isArray(wanted) ? canonicalJson(wanted) === canonicalJson(value) : wanted === value;
}

/** The seal of a row of this table, from an entity or from the database. */
export function sealOf(table: SealedTable, row: object): Seal {
  const rule = sealRule(table);
  const plain = plainRow(row, rule);
  return { table, id: textOf(plain[rule.key]), hash: sha256(canonicalJson(plain)) };
}

/** The seals a journal record carries; none when it wrote no rows, or when they are no list of seals. */
export function sealsIn(details: unknown): Seal[] {
  const sealed = isRecord(details) ? details.sealed : null;
  return Array.isArray(sealed) ? sealed.filter(isSeal) : [];
}

function isSeal(value: unknown): value is Seal {
  return isRecord(value) && [value.table, value.id, value.hash].every((part) => typeof part === 'string');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function plainValue(name: string, value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (name === 'nodes' && Array.isArray(value)) return nodesInOrder(value);
  if (typeof value !== 'string' || !INSTANT_COLUMN.test(name) || !INSTANT.test(value)) return value;
  return new Date(value).toISOString();
}

/** The nodes of a submission are rows of their own table, sealed with it. */
function nodesInOrder(nodes: readonly unknown[]): PlainRow[] {
  const place = (node: PlainRow): number => (typeof node.ordinal === 'number' ? node.ordinal : 0);
  return nodes
    .map((node) => plainRow(isRecord(node) || node instanceof Object ? node : { node }))
    .sort((a, b) => place(a) - place(b) || (textOf(a.id) < textOf(b.id) ? -1 : 1));
}

function snake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}
