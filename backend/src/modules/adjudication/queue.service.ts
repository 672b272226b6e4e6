import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { claimedPoints } from '../../core/adjudication/claimed-points.js';
import { likeness, PROPOSAL_THRESHOLD } from '../../core/adjudication/link-proposal.js';
import { exactText, points, sum, ZERO } from '../../core/kernel/points.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import { stepView } from '../../platform/graphql/shared.types.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { BonusClaim } from '../incident/bonus-claim.entity.js';
import type { Incident } from '../incident/incident.entity.js';
import { IncidentService } from '../incident/incident.service.js';
import type { AttackSubmission } from '../submission/submission.entity.js';
import { SubmissionService } from '../submission/submission.service.js';
import type { LinkProposal, MarkingItem, QueueItem } from './adjudication.types.js';
import { ClaimService } from './claim.service.js';
import { FactsService } from './facts.service.js';
import { isRecused } from './judging.js';
import { incidentTrace, resultTrace } from './link-traces.js';
import { linkedDeduction } from './marks.service.js';
import { attackRules, ScoringService } from './scoring.service.js';

/** What waits for the referees. */
@Injectable()
export class QueueService {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly submissions: SubmissionService,
    private readonly incidents: IncidentService,
    private readonly claims: ClaimService,
    private readonly facts: FactsService,
    private readonly scoring: ScoringService,
  ) {}

  /** Vulnerability groups in use, by name. */
  async vulnerabilityKeys(exerciseId: string, viewer: Viewer | null): Promise<string[]> {
    requireGrants(viewer, exerciseId, 'adjudication.read');
    const verdicts = await this.facts.verdictsInForce(exerciseId);
    const groupings = await this.facts.groupingsInForce(exerciseId);
    const keys = [...[...verdicts.values()].map(({ vulnerabilityKey }) => vulnerabilityKey), ...groupings.values()];
    return [...new Set(keys.filter((key) => key !== null))].sort();
  }

  /** Submissions with an unjudged node, oldest receipt first, the viewer's own claims before all. */
  async submissionsToJudge(exerciseId: string, viewer: Viewer | null): Promise<QueueItem[]> {
    requireGrants(viewer, exerciseId, 'adjudication.read');
    const { userId } = requireViewer(viewer);
    const names = await this.names(exerciseId);
    const rules = attackRules(await this.scoring.rulesOf(await this.exercises.byId(exerciseId)));
    const filed = await this.submissions.filedOf(exerciseId);
    const judged = await this.facts.verdictsInForce(exerciseId);
    const claims = new Map(
      (await this.claims.inForce(filed.map(({ id }) => id))).map((claim) => [claim.submissionId, claim]),
    );
    const isOwn = ({ claim }: QueueItem): number => (claim?.refereeId === userId ? 0 : 1);
    return filed
      .map((submission): QueueItem => {
        const own = submission.nodes;
        return {
          ...filedFacts(submission),
          teamName: names.get(submission.teamId) ?? '',
          unitName: names.get(submission.unitId ?? '') ?? '',
          nodeCount: own.length,
          judgedCount: own.filter(({ id }) => judged.has(id)).length,
          claimedPoints: exactText(sum(own.map((node) => claimedPoints(rules, node) ?? ZERO))),
          claim: claims.get(submission.id) ?? null,
          isRecused: isRecused(requireViewer(viewer), exerciseId),
        };
      })
      .filter((item) => item.judgedCount < item.nodeCount || isOwn(item) === 0)
      .sort((a, b) => isOwn(a) - isOwn(b) || a.receiptSeq - b.receiptSeq);
  }

  /** Filed incidents, unmarked ones first, each by receipt. */
  async incidentsToMark(exerciseId: string, viewer: Viewer | null): Promise<MarkingItem[]> {
    requireGrants(viewer, exerciseId, 'adjudication.read');
    const names = await this.names(exerciseId);
    const filed = await this.incidents.filedOf(exerciseId);
    const reports = await this.incidents.filedReportsOf(filed.map(({ id }) => id));
    const kinds = Map.groupBy(reports, ({ incidentId }) => incidentId);
    const scorer = await this.scoring.scoresOf(exerciseId);
    const marked = new Set(scorer.facts.incidents.filter(({ isMarked }) => isMarked).map(({ id }) => id));
    return filed
      .map(({ id, code, title, unitId, receiptSeq }): MarkingItem => {
        const own = kinds.get(id) ?? [];
        return {
          incidentId: id,
          code,
          title,
          unitName: names.get(unitId) ?? '',
          filedKinds: own.map(({ kind }) => kind),
          linkedDeduction: linkedDeduction(scorer, { id, unitId }) ?? '0',
          isMarked: marked.has(id),
          receiptSeq,
          filedAt: own.map(({ filedAt }) => filedAt).find((at) => at !== null) ?? null,
        };
      })
      .sort((a, b) => Number(a.isMarked) - Number(b.isMarked) || (a.receiptSeq ?? 0) - (b.receiptSeq ?? 0));
  }

  /** Filed bonus claims without a verdict, by receipt. */
  async bonusesToJudge(exerciseId: string, viewer: Viewer | null): Promise<BonusClaim[]> {
    requireGrants(viewer, exerciseId, 'adjudication.read');
    const judged = await this.facts.bonusVerdictsInForce(exerciseId);
    return (await this.incidents.filedBonusClaimsOf(exerciseId)).filter(({ id }) => !judged.has(id));
  }

  /** Likely pairs of incident and attack result with their reasons, and all that are linked; likeliest first. */
  async linkProposals(exerciseId: string, viewer: Viewer | null): Promise<LinkProposal[]> {
    requireGrants(viewer, exerciseId, 'adjudication.read');
    const units = await this.exercises.unitsOf(exerciseId);
    const rootOf = new Map(units.map(({ id, rootId }) => [id, rootId]));
    const names = await this.names(exerciseId);
    const submissions = await this.submissions.filedOf(exerciseId);
    const incidents = await this.incidents.filedOf(exerciseId);
    const links = new Map(
      (await this.facts.linksInForce(exerciseId)).map((link) => [`${link.incidentId} ${link.submissionId}`, link.id]),
    );
    const propose = (incident: Incident, submission: AttackSubmission): LinkProposal[] => {
      const alike = likeness(resultTrace(submission, rootOf), incidentTrace(incident));
      const linkId = links.get(`${incident.id} ${submission.id}`) ?? null;
      if (alike === null || (linkId === null && points(alike.score).lt(PROPOSAL_THRESHOLD))) return [];
      return [
        {
          ...pairFacts(incident, submission),
          unitName: names.get(incident.unitId) ?? '',
          teamName: names.get(submission.teamId) ?? '',
          score: alike.score,
          reasons: alike.reasons.map(stepView),
          isLinked: linkId !== null,
          linkId,
        },
      ];
    };
    return incidents
      .flatMap((incident) => submissions.flatMap((submission) => propose(incident, submission)))
      .sort((a, b) => points(b.score).compare(points(a.score)));
  }

  /** Names of teams and units by id. */
  private async names(exerciseId: string): Promise<Map<string, string>> {
    const rows = [...(await this.exercises.teamsOf(exerciseId)), ...(await this.exercises.unitsOf(exerciseId))];
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}

function filedFacts({ id, code, filedAt, receiptSeq, updatedAt }: AttackSubmission) {
  return { submissionId: id, code, filedAt: filedAt ?? updatedAt, receiptSeq: receiptSeq ?? 0 };
}

function pairFacts(incident: Incident, submission: AttackSubmission) {
  return {
    incidentId: incident.id,
    incidentCode: incident.code,
    incidentTitle: incident.title,
    submissionId: submission.id,
    submissionCode: submission.code,
  };
}
