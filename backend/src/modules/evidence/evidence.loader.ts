import type { ApiContext } from '../../platform/access/viewer.js';
import { loaderOf } from '../exercise/exercise.loader.js';
import type { Evidence } from './evidence.entity.js';
import type { EvidenceService } from './evidence.service.js';

/** Evidence of a row the viewer may see, in the given order: many rows, one query. */
export function evidenceOf(context: ApiContext, service: EvidenceService, ids: readonly string[]): Promise<Evidence[]> {
  const loader = loaderOf(context, 'evidence', (wanted) => service.byIds(wanted));
  return Promise.all(ids.map((id) => loader.load(id)));
}
