/** What a unit wrote in a filed version of a report, read from the row as it was sealed. */
import type { PlainRow } from '../journal/seal.js';
import { fieldsOf } from '../submission/version-content.js';
import type { PartContent, VersionContent } from '../submission/version-difference.js';

const FIELDS = ['started_at', 'ended_at', 'outcome', 'means', 'evidence_ids'] as const;

/** The content of a report's row; sections are its parts, found addresses one entry each. */
export function reportContent(row: PlainRow): VersionContent {
  const found = objects(row.found_addresses).map(({ address, url, unitName, foundAt }) =>
    [address, url, unitName, foundAt].filter((part) => typeof part === 'string' && part !== '').join(' · '),
  );
  const parts = objects(row.sections).map(({ key, text, evidenceIds }, index): PartContent => {
    const files = Array.isArray(evidenceIds) ? evidenceIds.map(String) : [];
    return { id: String(key), fields: { ordinal: String(index + 1), text: String(text), evidenceIds: files } };
  });
  return { fields: { ...fieldsOf(row, FIELDS), foundAddresses: found }, parts };
}

function objects(value: unknown): PlainRow[] {
  return Array.isArray(value) ? (value as PlainRow[]) : [];
}
