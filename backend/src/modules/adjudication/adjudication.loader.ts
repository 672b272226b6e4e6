import DataLoader from 'dataloader';
import type { ApiContext } from '../../platform/access/viewer.js';
import { loaderOf } from '../exercise/exercise.loader.js';
import type { LedgerService } from '../ledger/ledger.service.js';
import type { ScoreEntry } from '../ledger/score-entry.entity.js';
import type { AttackSubmission } from '../submission/submission.entity.js';
import type { BonusVerdict } from './bonus-verdict.entity.js';
import type { BonusVerdictService } from './bonus-verdict.service.js';
import type { Claim } from './claim.entity.js';
import type { ClaimService } from './claim.service.js';
import type { FactsService } from './facts.service.js';
import type { IncidentLink } from './incident-link.entity.js';
import type { LinkService } from './link.service.js';
import type { MarkSheet } from './mark-sheet.entity.js';
import type { MarksService } from './marks.service.js';
import type { Verdict } from './verdict.entity.js';
import type { VerdictService } from './verdict.service.js';

/** Where the rows of a loader come from. */
interface GroupSource<T> {
  readonly name: string;
  readonly fetch: (ids: readonly string[]) => Promise<T[]>;
  readonly idOf: (row: T) => string | null;
}

/** The request's loader of that name: the rows of many parents with one query. */
function groupLoader<T>(context: ApiContext, { name, fetch, idOf }: GroupSource<T>): DataLoader<string, T[]> {
  const known = context.loaders.get(name) as DataLoader<string, T[]> | undefined;
  if (known) return known;
  const loader = new DataLoader<string, T[]>(async (ids) => {
    const groups = Map.groupBy(await fetch(ids), idOf);
    return ids.map((id) => groups.get(id) ?? []);
  });
  context.loaders.set(name, loader);
  return loader;
}

/** Submissions by id. */
export function submissionLoader(context: ApiContext, facts: FactsService): DataLoader<string, AttackSubmission> {
  return loaderOf(context, 'submissionById', (ids) => facts.submissionsById(ids));
}

/** Verdicts by node, oldest first. */
export function verdictLoader(context: ApiContext, verdicts: VerdictService): DataLoader<string, Verdict[]> {
  return groupLoader(context, { name: 'verdicts', fetch: (ids) => verdicts.ofNodes(ids), idOf: (row) => row.nodeId });
}

/** Claims in force on a submission or incident, oldest first. */
export function claimLoader(context: ApiContext, claims: ClaimService): DataLoader<string, Claim[]> {
  return groupLoader(context, { name: 'claims', fetch: (ids) => claims.inForce(ids), idOf: (row) => row.subjectId });
}

/** Seats by submission or incident, as a list of at most one. */
export function seatsLoader(context: ApiContext, claims: ClaimService): DataLoader<string, { seats: number | null }[]> {
  return groupLoader(context, { name: 'seats', fetch: (ids) => claims.seatsOf(ids), idOf: (row) => row.subjectId });
}

/** Lines in force by attack submission, both sides. */
export function resultEntryLoader(context: ApiContext, ledger: LedgerService): DataLoader<string, ScoreEntry[]> {
  const fetch = (ids: readonly string[]) => ledger.inForceByResult(ids);
  return groupLoader(context, { name: 'resultEntries', fetch, idOf: (row) => row.resultId });
}

/** Lines in force by node, incident or bonus claim. */
export function sourceEntryLoader(context: ApiContext, ledger: LedgerService): DataLoader<string, ScoreEntry[]> {
  const fetch = (ids: readonly string[]) => ledger.inForceBySource(ids);
  return groupLoader(context, { name: 'sourceEntries', fetch, idOf: (row) => row.sourceId });
}

/** Mark sheets by incident, oldest first. */
export function markSheetLoader(context: ApiContext, marks: MarksService): DataLoader<string, MarkSheet[]> {
  const fetch = (ids: readonly string[]) => marks.ofIncidents(ids);
  return groupLoader(context, { name: 'markSheets', fetch, idOf: (row) => row.incidentId });
}

/** Links in force by incident, oldest first. */
export function linkLoader(context: ApiContext, links: LinkService): DataLoader<string, IncidentLink[]> {
  return groupLoader(context, { name: 'links', fetch: (ids) => links.ofIncidents(ids), idOf: (row) => row.incidentId });
}

/** Verdicts by bonus claim, oldest first. */
export function bonusVerdictLoader(
  context: ApiContext,
  bonuses: BonusVerdictService,
): DataLoader<string, BonusVerdict[]> {
  const fetch = (ids: readonly string[]) => bonuses.ofClaims(ids);
  return groupLoader(context, { name: 'bonusVerdicts', fetch, idOf: (row) => row.bonusClaimId });
}
