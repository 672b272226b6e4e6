import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { claimedPoints, rulingAsClaimed } from '../../core/adjudication/claimed-points.js';
import { exactText, type Points, sum, ZERO } from '../../core/kernel/points.js';
import { capUsage, computeAwards } from '../../core/scoring/compute-awards.js';
import type { AttackRules } from '../../core/ruleset/attack-rules.js';
import type { Facts } from '../../core/scoring/facts.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { AttackNode } from '../submission/attack-node.entity.js';
import type { AttackSubmission } from '../submission/submission.entity.js';
import { SubmissionService } from '../submission/submission.service.js';
import type { NodeEstimate, SubmissionEstimate } from './adjudication.types.js';
import { explanationOf, sumOf } from './award-sums.js';
import { capUsageView } from './cap-usage.service.js';
import { resultFact } from './facts.service.js';
import { ownTeamIds } from './judging.js';
import { attackRules, ScoringService } from './scoring.service.js';

/** A receipt that comes after all others: where a draft would stand if it were filed now. */
const LAST_RECEIPT = Number.MAX_SAFE_INTEGER;

/** What a team may expect of its own submission. Other teams' work never enters, so nothing of it shows. */
@Injectable()
export class EstimateService {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly submissions: SubmissionService,
    private readonly scoring: ScoringService,
  ) {}

  /** @throws Refusal NOT_FOUND for a submission of another team */
  async estimate(submissionId: string, viewer: Viewer | null): Promise<SubmissionEstimate> {
    const submission = await this.submissions.load(submissionId);
    const { exerciseId, teamId } = submission;
    if (!ownTeamIds(viewer, exerciseId).includes(teamId)) throw new Refusal('NOT_FOUND');
    const rules = await this.scoring.rulesOf(await this.exercises.byId(exerciseId));
    const attack = attackRules(rules);
    const { nodes } = submission;
    const facts = asClaimed(attack, ownFacts(await this.scoring.factsOf(exerciseId), teamId), submission);
    const awards = computeAwards(rules, facts, 'PROVISIONAL').filter(({ account }) => account === 'ATTACK');
    const units = new Map((await this.exercises.unitsOf(exerciseId)).map((unit) => [unit.id, unit]));
    const rootId = units.get(submission.unitId ?? '')?.rootId;
    return {
      nodes: nodes.map((node): NodeEstimate => {
        const own = awards.filter(({ source }) => source.id === node.id);
        const estimated = exactText(sumOf(own, 'ATTACK', () => true));
        return { nodeId: node.id, claimed: exactText(claimOf(attack, node)), estimated, ...explanationOf(own[0]) };
      }),
      claimed: exactText(sum(nodes.map((node) => claimOf(attack, node)))),
      estimated: exactText(sumOf(awards, 'ATTACK', ({ source }) => source.resultId === submissionId)),
      caps: capUsage(rules.attack, facts)
        .filter(({ unitId }) => unitId === rootId)
        .map((use) => capUsageView(attack, use, units)),
    };
  }
}

function claimOf(rules: AttackRules, node: AttackNode): Points {
  return claimedPoints(rules, node) ?? ZERO;
}

/** The facts of one team only. */
function ownFacts(facts: Facts, teamId: string): Facts {
  const results = facts.results.filter((result) => result.teamId === teamId);
  return { ...facts, results, incidents: [], bonuses: [], teamIds: [teamId] };
}

/** The submission accepted as claimed wherever no verdict stands yet. */
function asClaimed(rules: AttackRules, facts: Facts, submission: AttackSubmission): Facts {
  const known = facts.results.find(({ id }) => id === submission.id);
  const result = known ?? { ...resultFact(submission, new Map()), receiptSeq: LAST_RECEIPT };
  const claims = new Map(submission.nodes.map((node) => [node.id, rulingAsClaimed(rules, node)]));
  const judged = result.nodes.map((node) => ({ ...node, ruling: node.ruling ?? claims.get(node.id) ?? null }));
  const others = facts.results.filter(({ id }) => id !== submission.id);
  return { ...facts, results: [...others, { ...result, nodes: judged }] };
}
