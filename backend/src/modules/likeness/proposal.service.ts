import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { likeness } from '../../core/adjudication/link-proposal.js';
import type { IncidentTrace, ResultTrace } from '../../core/likeness/traces.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { points } from '../../core/kernel/points.js';
import type { Step } from '../../core/scoring/award.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { stepView } from '../../platform/graphql/shared.types.js';
import { DisagreementService } from './disagreement.service.js';
import { LikenessIndex } from './likeness-index.service.js';
import type { DuplicatePair, LikenessCounts, LinkProposal } from './likeness.types.js';
import { NamedWorks } from './named-works.service.js';
import { numbered } from './duplicate.service.js';
import type { Pair } from './pair-store.js';
import { linkPairs } from './pairing.js';
import { DUPLICATES_OPEN, LINKS_MADE, LINKS_OF, LINKS_OPEN, type LinkRow, WAITING_LINKS } from './proposal-rows.js';
import { tracesOf } from './trace-store.js';

/** An incident for which a link waits to be decided. */
export interface WaitingLink {
  readonly incidentId: string;
  readonly code: string;
  readonly title: string;
  readonly count: number;
  readonly since: Date;
}

/** What is proposed in a whole exercise, and the links that stand. */
@Injectable()
export class ProposalService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly index: LikenessIndex,
    private readonly disagreements: DisagreementService,
    private readonly works: NamedWorks,
  ) {}

  /** Likely pairs of incident and attack result with their reasons, likeliest first, and the latest links that stand. */
  async links(exerciseId: string, viewer: Viewer | null): Promise<LinkProposal[]> {
    requireGrants(viewer, exerciseId, 'adjudication.read');
    await this.index.current(exerciseId);
    const { manager } = this.dataSource;
    const open = await manager.query<LinkRow[]>(LINKS_OPEN, [exerciseId]);
    const made = await this.scored(await manager.query<LinkRow[]>(LINKS_MADE, [exerciseId]));
    const views = await this.linkViews([...open, ...made]);
    return views.sort((a, b) => points(b.score).compare(points(a.score)));
  }

  /** Likely counterparts of a result or an incident on the other side, linked ones among them. @throws Refusal NOT_FOUND */
  async counterparts(subjectId: string, viewer: Viewer | null): Promise<LinkProposal[]> {
    const { manager } = this.dataSource;
    const [subject] = await manager.query<{ exerciseId: string }[]>(EXERCISE_OF, [subjectId]);
    if (subject === undefined) throw new Refusal('NOT_FOUND');
    requireGrants(viewer, subject.exerciseId, 'adjudication.read');
    await this.index.current(subject.exerciseId);
    const own = (await tracesOf(manager, [subjectId])).get(subjectId.toLowerCase());
    if (own === undefined) throw new Refusal('NOT_FOUND');
    const pairs = await linkPairs(manager, own);
    const rows = await manager.query<LinkRow[]>(LINKS_OF, [own.id, JSON.stringify(pairs)]);
    return (await this.linkViews(await this.scored(rows))).sort((a, b) => points(b.score).compare(points(a.score)));
  }

  /** Suspected duplicates of the whole exercise that nobody has decided on, likeliest first. @throws Refusal NOT_FOUND */
  async duplicates(exerciseId: string, viewer: Viewer | null): Promise<DuplicatePair[]> {
    requireGrants(viewer, exerciseId, 'adjudication.read');
    await this.index.current(exerciseId);
    const rows = await this.dataSource.manager.query<(Pair & { ordinals: Record<string, number> })[]>(DUPLICATES_OPEN, [
      exerciseId,
    ]);
    const works = await this.works.byId(rows.flatMap(({ firstId, secondId }) => [firstId, secondId]));
    return rows.flatMap(({ kind, firstId, secondId, score, reasons, nodes, ordinals }): DuplicatePair[] => {
      const [first, second] = [works.get(firstId), works.get(secondId)];
      if (first === undefined || second === undefined || kind === 'LINK') return [];
      const places = new Map(Object.entries(ordinals));
      return [
        {
          kind,
          first,
          second,
          score,
          reasons: reasons.map(stepView),
          nodes: nodes.map((pair) => numbered(pair, places)),
        },
      ];
    });
  }

  /** How much there is to decide. @throws Refusal NOT_FOUND */
  async counts(exerciseId: string, viewer: Viewer | null): Promise<LikenessCounts> {
    requireGrants(viewer, exerciseId, 'adjudication.read');
    await this.index.current(exerciseId);
    const { manager } = this.dataSource;
    const waiting = await manager.query<unknown[]>(WAITING_LINKS, [exerciseId]);
    const open = await manager.query<{ kind: string }[]>(DUPLICATES_OPEN, [exerciseId]);
    const [made] = await manager.query<{ count: number }[]>(
      'SELECT count(*)::integer AS count FROM incident_link WHERE exercise_id = $1 AND unlinked_at IS NULL',
      [exerciseId],
    );
    const pairs = await this.disagreements.contradicting(exerciseId, null);
    return {
      linksOpen: waiting.length,
      linksMade: made?.count ?? 0,
      duplicates: open.filter(({ kind }) => kind === 'DUPLICATE').length,
      events: open.filter(({ kind }) => kind === 'EVENT').length,
      disagreements: pairs.filter(({ finding }) => finding === null).length,
    };
  }

  /** Incidents without a link, or with a match that came later than their links, longest waiting first. */
  async waitingLinks(exerciseId: string, viewer: Viewer | null): Promise<WaitingLink[]> {
    requireGrants(viewer, exerciseId, 'adjudication.read');
    await this.index.current(exerciseId);
    return this.dataSource.manager.query<WaitingLink[]>(WAITING_LINKS, [exerciseId]);
  }

  /** Links that stand get the score they would have by now. */
  private async scored(rows: readonly LinkRow[]): Promise<LinkRow[]> {
    const missing = rows.filter(({ score }) => score === null);
    const ids = missing.flatMap(({ incidentId, submissionId }) => [incidentId, submissionId]);
    const traces = await tracesOf<ResultTrace | IncidentTrace>(this.dataSource.manager, ids);
    return rows.map((row) => {
      const [result, incident] = [traces.get(row.submissionId), traces.get(row.incidentId)];
      if (row.score !== null || result === undefined || incident === undefined) return row;
      const alike = likeness(result.trace as ResultTrace, incident.trace as IncidentTrace);
      return { ...row, score: alike?.score ?? '0', reasons: alike?.reasons ?? [] };
    });
  }

  private async linkViews(rows: readonly LinkRow[]): Promise<LinkProposal[]> {
    const works = await this.works.byId(rows.flatMap(({ incidentId, submissionId }) => [incidentId, submissionId]));
    return rows.flatMap(({ incidentId, submissionId, score, reasons, linkId, isLate, since }): LinkProposal[] => {
      const [incident, result] = [works.get(incidentId), works.get(submissionId)];
      if (incident === undefined || result === undefined) return [];
      const pair = { incidentId, incidentCode: incident.code, incidentTitle: incident.title, submissionId };
      const names = { submissionCode: result.code, unitName: incident.unitName, teamName: result.partyName };
      const steps = (reasons ?? []).map((step: Step) => stepView(step));
      return [
        { ...pair, ...names, score: score ?? '0', reasons: steps, isLinked: linkId !== null, linkId, isLate, since },
      ];
    });
  }
}

const EXERCISE_OF = `
  SELECT exercise_id AS "exerciseId" FROM attack_submission WHERE id::text = lower($1)
  UNION ALL SELECT exercise_id FROM incident WHERE id::text = lower($1)`;
