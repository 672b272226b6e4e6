/**
 * What changed between two filed versions 版本 of a submission or a report, so that a referee who asked for more sees at
 * once what came. Pure: equal versions have an empty difference, and applying a difference to the first version gives
 * the second.
 */
import { afterOf, listPieces, type Piece, textPieces, valuePieces } from '../kernel/pieces.js';

/** A field as text; an empty one is the empty text or list. */
export type FieldValue = string | readonly string[];
export type Fields = Readonly<Record<string, FieldValue>>;

/** One node of a path or one section of a report. */
export interface PartContent {
  /** Stable through all versions. */
  readonly id: string;
  readonly fields: Fields;
}

/** What an author wrote, parts in their order. */
export interface VersionContent {
  readonly fields: Fields;
  readonly parts: readonly PartContent[];
}

/** TEXT is compared by words, LIST by entries, VALUE as a whole. */
export const FIELD_KINDS = ['VALUE', 'TEXT', 'LIST'] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

export interface FieldDifference {
  readonly field: string;
  readonly kind: FieldKind;
  readonly pieces: readonly Piece[];
}

export const PART_CHANGES = ['ADDED', 'REMOVED', 'CHANGED'] as const;
export type PartChange = (typeof PART_CHANGES)[number];

export interface PartDifference {
  readonly id: string;
  readonly change: PartChange;
  /** Against an empty part when it was added or removed. */
  readonly fields: readonly FieldDifference[];
}

export interface VersionDifference {
  readonly fields: readonly FieldDifference[];
  /** In the order of the later version, removed ones last. */
  readonly parts: readonly PartDifference[];
}

/** Free texts; every other text is a value that is exchanged as a whole. */
const TEXTS: ReadonlySet<string> = new Set(['title', 'summary', 'remediation', 'narrative', 'text']);
/** The field that says where a part stands. */
const PLACE = 'ordinal';

/** Everything that differs; nothing when the two are the same. */
export function differenceOf(before: VersionContent, after: VersionContent): VersionDifference {
  const standing = new Map(before.parts.map((part) => [part.id, part]));
  const kept = new Set(after.parts.map(({ id }) => id));
  const later = after.parts.map((part) => partDifference(standing.get(part.id), part));
  const removed = before.parts.filter(({ id }) => !kept.has(id)).map((part) => partDifference(part, undefined));
  return {
    fields: fieldDifferences(before.fields, after.fields),
    parts: [...later, ...removed].filter(({ change, fields }) => change !== 'CHANGED' || fields.length > 0),
  };
}

/** Whether two versions say the same. */
export function isSame({ fields, parts }: VersionDifference): boolean {
  return fields.length === 0 && parts.length === 0;
}

/** The version a difference leads to from the version it was made from. */
export function applyDifference(before: VersionContent, difference: VersionDifference): VersionContent {
  const changed = new Map(difference.parts.map((part) => [part.id, part]));
  const standing = before.parts.flatMap((part) => {
    const change = changed.get(part.id);
    if (change === undefined) return [part];
    return change.change === 'REMOVED' ? [] : [{ id: part.id, fields: applyFields(part.fields, change.fields) }];
  });
  const added = difference.parts.filter(({ change }) => change === 'ADDED');
  const parts = [...standing, ...added.map(({ id, fields }) => ({ id, fields: applyFields({}, fields) }))];
  return {
    fields: applyFields(before.fields, difference.fields),
    parts: parts.sort((a, b) => placeOf(a) - placeOf(b)),
  };
}

/** Of a part that stands in one of the versions at least. */
function partDifference(before: PartContent | undefined, after: PartContent | undefined): PartDifference {
  if (before === undefined) return changeOf(after, 'ADDED', {}, after?.fields);
  if (after === undefined) return changeOf(before, 'REMOVED', before.fields, {});
  return changeOf(after, 'CHANGED', before.fields, after.fields);
}

function changeOf(
  part: PartContent | undefined,
  change: PartChange,
  before: Fields,
  after: Fields = {},
): PartDifference {
  return { id: part?.id ?? '', change, fields: fieldDifferences(before, after) };
}

function fieldDifferences(before: Fields, after: Fields): FieldDifference[] {
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return names
    .map((field) => fieldDifference(field, before[field], after[field]))
    .filter(({ pieces }) => pieces.some(({ kind }) => kind !== 'SAME'));
}

function fieldDifference(field: string, before?: FieldValue, after?: FieldValue): FieldDifference {
  if (Array.isArray(before) || Array.isArray(after)) {
    return { field, kind: 'LIST', pieces: listPieces(entriesOf(before), entriesOf(after)) };
  }
  const [a, b] = [textOf(before), textOf(after)];
  return TEXTS.has(field)
    ? { field, kind: 'TEXT', pieces: textPieces(a, b) }
    : { field, kind: 'VALUE', pieces: valuePieces(a, b) };
}

function applyFields(before: Fields, differences: readonly FieldDifference[]): Fields {
  const changed = differences.map(({ field, kind, pieces }): [string, FieldValue] => {
    const entries = afterOf(pieces);
    return [field, kind === 'LIST' ? entries : entries.join('')];
  });
  return { ...before, ...Object.fromEntries(changed) };
}

function placeOf({ fields }: PartContent): number {
  return Number(fields[PLACE] ?? 0);
}

function entriesOf(value: FieldValue | undefined): readonly string[] {
  return typeof value === 'object' ? value : [];
}

function textOf(value: FieldValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
