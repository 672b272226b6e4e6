import type { RouteLocationRaw } from 'vue-router';
import type { PreviewEntry, Rescoring } from './documents.js';

/** Where the work behind a line can be read by those who judge. */
export function doorOf({ sourceKind, sourceId, resultId, ordinal }: PreviewEntry): RouteLocationRaw | null {
  if (sourceKind === 'NODE' && resultId) {
    return { name: 'queue', params: { id: resultId }, hash: ordinal == null ? '' : `#node-${ordinal}` };
  }
  return sourceKind === 'INCIDENT' ? { name: 'marking', params: { id: sourceId } } : null;
}

/** Where the work a proposal is about can be read. */
export function subjectDoor({ kind, id }: Rescoring['subjects'][number]): RouteLocationRaw {
  return kind === 'INCIDENT' ? { name: 'marking', params: { id } } : { name: 'queue', params: { id } };
}
