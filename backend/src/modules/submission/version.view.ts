import { beforeOf, afterOf } from '../../core/kernel/pieces.js';
import type { PartDifference, VersionContent, VersionDifference } from '../../core/submission/version-difference.js';
import type { Evidence } from '../evidence/evidence.entity.js';
import type { Returned, ReturnView, VersionDifferenceView } from './filed-version.types.js';

/** A difference with the files that came and went still by id. */
export interface DifferenceFound {
  readonly from: number;
  readonly to: number;
  readonly difference: VersionDifference;
  /** What each part is called. */
  readonly titles: ReadonlyMap<string, string>;
}

/** @param nameField the field of a part that names it */
export function differenceFound(
  { from, to }: { readonly from: number; readonly to: number },
  compared: { readonly before: VersionContent; readonly after: VersionContent; readonly difference: VersionDifference },
  nameField: string,
): DifferenceFound {
  const { before, after, difference } = compared;
  // Later names win.
  const titles = new Map(
    [...before.parts, ...after.parts].map(({ id, fields }) => [id, String(fields[nameField] ?? '')]),
  );
  return { from, to, difference, titles };
}

const FILES = 'evidenceIds';

/** Ids of all files a difference speaks of. */
export function filesIn({ difference }: DifferenceFound): string[] {
  const fields = [...difference.fields, ...difference.parts.flatMap((part) => part.fields)];
  const texts = fields.filter(({ field }) => field === FILES).flatMap(({ pieces }) => pieces.map(({ text }) => text));
  return [...new Set(texts)];
}

/** A difference as clients see it: files as files. */
export function differenceView(found: DifferenceFound, files: readonly Evidence[]): VersionDifferenceView {
  const byId = new Map(files.map((file) => [file.id, file]));
  const { from, to, difference, titles } = found;
  const whole: PartDifference = { id: '', change: 'CHANGED', fields: difference.fields };
  const hasFiles = difference.fields.some(({ field }) => field === FILES);
  const parts = hasFiles ? [{ ...whole, fields: whole.fields.filter(({ field }) => field === FILES) }] : [];
  return {
    from,
    to,
    fields: difference.fields.filter(({ field }) => field !== FILES).map(copied),
    parts: [...parts, ...difference.parts].map(({ id, change, fields }) => {
      const attached = fields.find(({ field }) => field === FILES)?.pieces ?? [];
      const [before, after] = [new Set(beforeOf(attached)), new Set(afterOf(attached))];
      const named = (ids: ReadonlySet<string>, without: ReadonlySet<string>): Evidence[] =>
        [...ids].filter((file) => !without.has(file)).flatMap((file) => byId.get(file) ?? []);
      return {
        id,
        title: titles.get(id) ?? '',
        change,
        fields: fields.filter(({ field }) => field !== FILES).map(copied),
        evidenceAdded: named(after, before),
        evidenceRemoved: named(before, after),
      };
    }),
  };
}

/** A return as clients see it. */
export function returnView(row: Returned, refereeName: string): ReturnView {
  const { id, versionNo, reasons, comment, dueAt, recordedAt: returnedAt } = row;
  return { id, versionNo, reasons: [...reasons], comment, dueAt, returnedAt, refereeName };
}

function copied({ field, kind, pieces }: VersionDifference['fields'][number]) {
  return { field, kind, pieces: [...pieces] };
}
