import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { contradictions } from '../../core/likeness/disagreement.js';
import type { IncidentTrace, ResultTrace } from '../../core/likeness/traces.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { Step } from '../../core/scoring/award.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { stepView } from '../../platform/graphql/shared.types.js';
import { IdentityService } from '../identity/identity.service.js';
import { DisagreementFinding } from './disagreement-finding.entity.js';
import { LikenessIndex } from './likeness-index.service.js';
import type { AttackClaim, DefenseClaim, Disagreement, Settlement } from './likeness.types.js';
import { NamedWorks } from './named-works.service.js';

/** A linked pair that contradicts itself, with the finding in force. */
export interface Contradicting {
  readonly linkId: string;
  readonly submissionId: string;
  readonly incidentId: string;
  readonly result: ResultTrace;
  readonly incident: IncidentTrace;
  readonly acceptedNodeIds: readonly string[];
  readonly steps: readonly Step[];
  /** Null while nobody settled what contradicts by now. */
  readonly finding: DisagreementFinding | null;
}

/** Where linked work of both sides contradicts each other 分歧. */
@Injectable()
export class DisagreementService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly index: LikenessIndex,
    private readonly identity: IdentityService,
    private readonly works: NamedWorks,
  ) {}

  /** Linked pairs that contradict each other, oldest link first, those to be settled before the others. */
  async list(exerciseId: string, viewer: Viewer | null): Promise<Disagreement[]> {
    requireGrants(viewer, exerciseId, 'adjudication.read');
    await this.index.current(exerciseId);
    return this.views(await this.contradicting(exerciseId, null));
  }

  /** One pair. @throws Refusal NOT_FOUND when its link is gone or nothing contradicts any more */
  async one(exerciseId: string, linkId: string): Promise<Disagreement> {
    const [view] = await this.views(await this.contradicting(exerciseId, linkId));
    if (view === undefined) throw new Refusal('NOT_FOUND');
    return view;
  }

  /** Pairs that contradict each other by now; of one link, or of all. */
  async contradicting(exerciseId: string, linkId: string | null): Promise<Contradicting[]> {
    type Row = Pick<
      Contradicting,
      'linkId' | 'submissionId' | 'incidentId' | 'result' | 'incident' | 'acceptedNodeIds'
    >;
    const rows = await this.dataSource.manager.query<Row[]>(PAIRS, [exerciseId, linkId]);
    const found = rows.flatMap((row) => {
      const steps = contradictions({ trace: row.result, acceptedNodeIds: row.acceptedNodeIds }, row.incident);
      return steps.length === 0 ? [] : [{ ...row, steps }];
    });
    const findings = await this.findings(found.map((row) => row.linkId));
    const settled = found.map((row): Contradicting => {
      const finding = findings.get(row.linkId) ?? null;
      return { ...row, finding: finding !== null && isSettledBy(finding, row.steps) ? finding : null };
    });
    return [...settled.filter(({ finding }) => finding === null), ...settled.filter(({ finding }) => finding !== null)];
  }

  private async views(pairs: readonly Contradicting[]): Promise<Disagreement[]> {
    const works = await this.works.byId(pairs.flatMap(({ submissionId, incidentId }) => [submissionId, incidentId]));
    const referees = await this.identity.byIds(pairs.flatMap(({ finding }) => finding?.refereeId ?? []));
    const names = new Map(referees.map(({ id, displayName }) => [id, displayName]));
    return pairs.flatMap((pair): Disagreement[] => {
      const [result, incident] = [works.get(pair.submissionId), works.get(pair.incidentId)];
      if (result === undefined || incident === undefined) return [];
      const claims = { attack: attackClaim(pair), defense: defenseClaim(pair.incident) };
      const settlement = settlementOf(pair.finding, names);
      return [
        { linkId: pair.linkId, result, incident, contradictions: pair.steps.map(stepView), ...claims, settlement },
      ];
    });
  }

  /** The latest finding on each link. */
  private async findings(linkIds: readonly string[]): Promise<Map<string, DisagreementFinding>> {
    if (linkIds.length === 0) return new Map();
    const where = { linkId: In([...linkIds]) };
    const rows = await this.dataSource.manager.find(DisagreementFinding, { where, order: { seq: 'ASC' } });
    return new Map(rows.map((row) => [row.linkId, row]));
  }
}

/** A finding settles the contradictions it was made on; a new kind of contradiction is open again. */
export function isSettledBy(finding: DisagreementFinding, steps: readonly Step[]): boolean {
  const known = new Set(finding.contradictions.map(({ code }) => code));
  return steps.every(({ code }) => known.has(code));
}

function attackClaim({ result, acceptedNodeIds }: Contradicting): AttackClaim {
  const accepted = result.nodes
    .filter(({ id }) => acceptedNodeIds.includes(id))
    .map(({ id, ordinal, asset }) => ({ nodeId: id, ordinal, asset }));
  const addresses = [...new Set([...result.controlled, ...result.nodes.map(({ address }) => address)])].filter(Boolean);
  return { startedAt: instant(result.startedAt), endedAt: instant(result.endedAt), addresses, accepted };
}

function defenseClaim({ startedAt, discoveredAt, respondedAt, outcome, found }: IncidentTrace): DefenseClaim {
  const times = {
    startedAt: instant(startedAt),
    discoveredAt: new Date(discoveredAt),
    respondedAt: instant(respondedAt),
  };
  return { ...times, outcome, addresses: [...new Set(found)] };
}

function settlementOf(finding: DisagreementFinding | null, names: ReadonlyMap<string, string>): Settlement | null {
  if (finding === null) return null;
  const { finding: found, reason, recordedAt, refereeId } = finding;
  return { finding: found, reason, recordedAt, refereeName: names.get(refereeId) ?? '' };
}

function instant(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}

const PAIRS = `
  SELECT l.id AS "linkId", l.submission_id AS "submissionId", l.incident_id AS "incidentId", r.trace AS result,
         i.trace - 'words' AS incident,
         ARRAY (SELECT n.id FROM attack_node n
                  JOIN LATERAL (SELECT v.outcome FROM verdict v WHERE v.node_id = n.id ORDER BY v.seq DESC LIMIT 1) v
                       ON v.outcome <> 'REJECTED'
                 WHERE n.submission_id = l.submission_id ORDER BY n.ordinal) AS "acceptedNodeIds"
    FROM incident_link l
    JOIN likeness_trace r ON r.subject_id = l.submission_id
    JOIN likeness_trace i ON i.subject_id = l.incident_id
   WHERE l.exercise_id = $1 AND l.unlinked_at IS NULL AND ($2::uuid IS NULL OR l.id = $2)
   ORDER BY l.linked_at, l.id`;
