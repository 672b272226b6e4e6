import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { duplicateLikeness, DUPLICATE_THRESHOLD, type NodePair } from '../../core/likeness/duplicates.js';
import { eventLikeness, EVENT_THRESHOLD } from '../../core/likeness/same-event.js';
import type { IncidentTrace, ResultTrace } from '../../core/likeness/traces.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { Step } from '../../core/scoring/award.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { stepView } from '../../platform/graphql/shared.types.js';
import { IncidentService } from '../incident/incident.service.js';
import { SubmissionService } from '../submission/submission.service.js';
import { DismissalService } from './dismissal.service.js';
import { groupsOfNodes, resultsInGroups } from './group-rows.js';
import { LikenessIndex } from './likeness-index.service.js';
import type { AlikeNodes, DuplicateProposal } from './likeness.types.js';
import { NamedWorks } from './named-works.service.js';
import { best } from './pairing.js';
import { alikeTraces, type StoredTrace, tracesOf } from './trace-store.js';

/** One that may be the same, before it is named. */
interface Alike {
  readonly id: string;
  readonly score: string;
  readonly reasons: readonly Step[];
  readonly nodes: readonly NodePair[];
}

/** Suspected duplicates 疑似重复 of one work. Only those who judge ever learn of them. */
@Injectable()
export class DuplicateService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly submissions: SubmissionService,
    private readonly incidents: IncidentService,
    private readonly index: LikenessIndex,
    private readonly dismissals: DismissalService,
    private readonly works: NamedWorks,
  ) {}

  /** Results that may be about the same thing, across teams and within one; likeliest first. @throws Refusal NOT_FOUND */
  async ofSubmission(submissionId: string, viewer: Viewer | null): Promise<DuplicateProposal[]> {
    const { exerciseId } = await this.submissions.load(submissionId);
    const own = await this.filed<ResultTrace>(submissionId, exerciseId, viewer);
    const alike = await this.alikeResults(own);
    const ordinals = new Map<string, number>();
    const others = await tracesOf<ResultTrace>(this.dataSource.manager, [own.id, ...alike.map(({ id }) => id)]);
    for (const { trace } of others.values()) for (const { id, ordinal } of trace.nodes) ordinals.set(id, ordinal);
    return this.named(own, alike, ordinals);
  }

  /** Incidents of the same unit tree that may be about the same event; likeliest first. @throws Refusal NOT_FOUND */
  async ofIncident(incidentId: string, viewer: Viewer | null): Promise<DuplicateProposal[]> {
    const { exerciseId } = await this.incidents.load(incidentId);
    const own = await this.filed<IncidentTrace>(incidentId, exerciseId, viewer);
    const others = await alikeTraces<IncidentTrace>(this.dataSource.manager, own, await this.linkedAlike(own.id));
    const results = await this.linkedResults([own.id, ...others.map(({ id }) => id)]);
    const compared = (row: StoredTrace<IncidentTrace>) => ({ ...row, results: results.get(row.id) ?? [] });
    const found = others.flatMap((other): Alike[] => {
      const alike = eventLikeness(compared(own), compared(other));
      return alike === null ? [] : [{ id: other.id, ...alike, nodes: [] }];
    });
    return this.named(own, best(found, EVENT_THRESHOLD), new Map());
  }

  /** Results with a key or a group in common, compared. */
  async alikeResults(own: StoredTrace<ResultTrace>): Promise<Alike[]> {
    const { manager } = this.dataSource;
    const nodeIds = own.trace.nodes.map(({ id }) => id);
    const ownGroups = await groupsOfNodes(manager, nodeIds);
    const grouped = await resultsInGroups(manager, own.exerciseId, [...ownGroups.values()]);
    const others = await alikeTraces<ResultTrace>(manager, own, grouped);
    const theirs = others.flatMap(({ trace }) => trace.nodes.map(({ id }) => id));
    const groups = ownGroups.size === 0 ? ownGroups : await groupsOfNodes(manager, theirs);
    const found = others.map((other): Alike => {
      const alike = duplicateLikeness({ ...own, groups: ownGroups }, { ...other, groups: of(groups, other) });
      return { id: other.id, ...alike };
    });
    return best(found, DUPLICATE_THRESHOLD);
  }

  /** The trace of filed work the viewer judges. @throws Refusal NOT_FOUND */
  private async filed<Trace extends ResultTrace | IncidentTrace>(
    id: string,
    exerciseId: string,
    viewer: Viewer | null,
  ): Promise<StoredTrace<Trace>> {
    requireGrants(viewer, exerciseId, 'adjudication.read');
    await this.index.current(exerciseId);
    const own = (await tracesOf<Trace>(this.dataSource.manager, [id])).get(id.toLowerCase());
    if (own === undefined) throw new Refusal('NOT_FOUND');
    return own;
  }

  private async named(
    own: StoredTrace,
    alike: readonly Alike[],
    ordinals: ReadonlyMap<string, number>,
  ): Promise<DuplicateProposal[]> {
    const works = await this.works.byId([own.id, ...alike.map(({ id }) => id)]);
    const dismissed = await this.dismissals.ofSubject(own.id);
    const ownParty = works.get(own.id)?.partyId;
    return alike.flatMap(({ id, score, reasons, nodes }): DuplicateProposal[] => {
      const work = works.get(id);
      if (work === undefined || dismissed.has(id)) return [];
      const order = { isEarlier: work.receiptSeq < own.receiptSeq, isSameParty: work.partyId === ownParty };
      const pairs = nodes.map((pair) => numbered(pair, ordinals));
      return [{ work, score, reasons: reasons.map(stepView), nodes: pairs, ...order }];
    });
  }

  /** Incidents linked to a result this one is linked to. */
  private async linkedAlike(incidentId: string): Promise<string[]> {
    const rows = await this.dataSource.manager.query<{ id: string }[]>(
      `SELECT DISTINCT o.incident_id AS id FROM incident_link l
         JOIN incident_link o ON o.submission_id = l.submission_id AND o.unlinked_at IS NULL
        WHERE l.incident_id = $1 AND l.unlinked_at IS NULL AND o.incident_id <> $1`,
      [incidentId],
    );
    return rows.map(({ id }) => id);
  }

  /** Codes of the results each incident is linked to. */
  private async linkedResults(incidentIds: readonly string[]): Promise<Map<string, string[]>> {
    const rows = await this.dataSource.manager.query<{ id: string; codes: string[] }[]>(
      `SELECT l.incident_id AS id, array_agg(s.code ORDER BY s.code) AS codes
         FROM incident_link l JOIN attack_submission s ON s.id = l.submission_id
        WHERE l.incident_id = ANY ($1) AND l.unlinked_at IS NULL GROUP BY l.incident_id`,
      [incidentIds],
    );
    return new Map(rows.map(({ id, codes }) => [id, codes]));
  }
}

function of(groups: ReadonlyMap<string, string>, { trace }: StoredTrace<ResultTrace>): ReadonlyMap<string, string> {
  return new Map(
    trace.nodes.flatMap(({ id }): [string, string][] => {
      const key = groups.get(id);
      return key === undefined ? [] : [[id, key]];
    }),
  );
}

/** Node pairs with their places in their paths. */
export function numbered({ nodeId, otherNodeId }: NodePair, ordinals: ReadonlyMap<string, number>): AlikeNodes {
  return { nodeId, ordinal: ordinals.get(nodeId) ?? 0, otherNodeId, otherOrdinal: ordinals.get(otherNodeId) ?? 0 };
}
