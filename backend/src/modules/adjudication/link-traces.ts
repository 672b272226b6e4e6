import type { IncidentTrace, ResultTrace } from '../../core/adjudication/link-proposal.js';
import type { Incident } from '../incident/incident.entity.js';
import type { AttackSubmission } from '../submission/submission.entity.js';

type RootOf = ReadonlyMap<string, string>;

/** What of a submission is compared with incidents. */
export function resultTrace(submission: AttackSubmission, rootOf: RootOf): ResultTrace {
  const destinations = submission.nodes.map(({ destinationAddress }) => destinationAddress);
  return {
    rootUnitId: rootOf.get(submission.unitId ?? '') ?? '',
    addresses: [...submission.controlledAddresses, ...destinations],
    startedAt: submission.startedAt,
    endedAt: submission.endedAt,
    means: submission.nodes.flatMap(({ means }) => means),
  };
}

/** What of an incident is compared with attack results. */
export function incidentTrace(incident: Incident): IncidentTrace {
  return {
    rootUnitId: incident.rootId,
    addresses: incident.foundAddresses.map(({ address }) => address),
    startedAt: incident.attackStartedAt,
    discoveredAt: incident.discoveredAt,
    means: incident.means,
  };
}
