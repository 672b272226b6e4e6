/** What an author wrote in a filed version, read from the row as it was sealed. */
import type { PlainRow } from '../journal/seal.js';
import type { Fields, FieldValue, PartContent, VersionContent } from './version-difference.js';

const FIELDS = [
  'unit_id',
  'target_id',
  'title',
  'started_at',
  'ended_at',
  'source_addresses',
  'controlled_addresses',
  'summary',
  'remediation',
] as const;

const NODE_FIELDS = [
  'ordinal',
  'parent_id',
  'asset_name',
  'system_key',
  'zone',
  'source_address',
  'destination_address',
  'url',
  'started_at',
  'ended_at',
  'means',
  'technique',
  'category_key',
  'privilege_key',
  'quantity',
  'narrative',
  'evidence_ids',
] as const;

const LISTS: ReadonlySet<string> = new Set(['source_addresses', 'controlled_addresses', 'means', 'evidence_ids']);

/** The content of a submission's row with its `nodes`; columns that are empty may be left out. */
export function submissionContent(row: PlainRow): VersionContent {
  const nodes = Array.isArray(row.nodes) ? (row.nodes as PlainRow[]) : [];
  return {
    fields: fieldsOf(row, FIELDS),
    parts: nodes.map((node): PartContent => ({ id: String(node.id), fields: fieldsOf(node, NODE_FIELDS) })),
  };
}

/** Fields of a row under their names in code; every one is there, so that an empty one differs from a filled one. */
export function fieldsOf(row: PlainRow, names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name) => [camel(name), valueOf(name, row[name])]));
}

function valueOf(name: string, value: unknown): FieldValue {
  if (LISTS.has(name)) return Array.isArray(value) ? value.map(String) : [];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
