import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { claimedPoints, rulingAsClaimed } from '../../core/adjudication/claimed-points.js';
import { exactText, type Points, sum, ZERO } from '../../core/kernel/points.js';
import { computeScores } from '../../core/scoring/compute-awards.js';
import type { AttackRules } from '../../core/ruleset/attack-rules.js';
import { resultFact } from '../../core/scoring/facts-of.js';
import type { Facts, ResultFact } from '../../core/scoring/facts.js';
import type { Scorer } from '../../core/scoring/scorer.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { AttackNode } from '../submission/attack-node.entity.js';
import type { AttackSubmission } from '../submission/submission.entity.js';
import { SubmissionService } from '../submission/submission.service.js';
import type { NodeEstimate, SubmissionEstimate } from './adjudication.types.js';
import { explanationOf, sumOf } from './award-sums.js';
import { capUsageView } from './cap-usage.service.js';
import { ownTeamIds } from './judging.rights.js';
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
    // With what the team has written on it since a return.
    const submission = await this.submissions.read(submissionId, viewer);
    const { exerciseId, teamId } = submission;
    if (!ownTeamIds(viewer, exerciseId).includes(teamId)) throw new Refusal('NOT_FOUND');
    const held = await this.scoring.scoresOf(exerciseId);
    const { rules } = held;
    const attack = attackRules(rules);
    const { nodes } = submission;
    const facts = estimated(held, submission);
    const { awards: all, caps } = computeScores(rules, facts, 'PROVISIONAL');
    const awards = all.filter(({ account }) => account === 'ATTACK');
    const units = new Map((await this.exercises.unitsOf(exerciseId)).map((unit) => [unit.id, unit]));
    const rootId = units.get(submission.unitId ?? '')?.rootId;
    return {
      nodes: nodes.map((node): NodeEstimate => {
        const own = awards.filter(({ source }) => source.id === node.id);
        const estimated = exactText(sumOf(own, 'ATTACK', () => true));
        return {
          nodeId: node.id,
          claimed: exactText(claimOf(attack, node)),
          estimated,
          ...explanationOf(own[0], 'OWN'),
        };
      }),
      claimed: exactText(sum(nodes.map((node) => claimOf(attack, node)))),
      estimated: exactText(sumOf(awards, 'ATTACK', ({ source }) => source.resultId === submissionId)),
      caps: caps.filter(({ unitId }) => unitId === rootId).map((use) => capUsageView(attack, use, units)),
    };
  }
}

function claimOf(rules: AttackRules, node: AttackNode): Points {
  return claimedPoints(rules, node) ?? ZERO;
}

/**
 * What of the team's own is scored together with the submission, itself accepted as claimed wherever no verdict stands
 * yet. It is put among the facts first, so that whatever it would count with is there.
 */
function estimated(held: Scorer, submission: AttackSubmission): Facts {
  const rules = attackRules(held.rules);
  const { id, teamId, unitId } = submission;
  const known = held.around(unitId ?? id).facts.results.find((result) => result.id === id);
  const claimed = asClaimed(
    rules,
    known ?? { ...resultFact(submission, new Map()), receiptSeq: submission.receiptSeq ?? LAST_RECEIPT },
    submission,
  );
  const around = held.with({ results: [claimed] }).scorer.around(claimed.unitId).facts;
  const results = around.results.filter((result) => result.teamId === teamId);
  return { ...around, results, incidents: [], bonuses: [], teamIds: [teamId] };
}

function asClaimed(rules: AttackRules, result: ResultFact, { nodes }: AttackSubmission): ResultFact {
  const claims = new Map(nodes.map((node) => [node.id, rulingAsClaimed(rules, node)]));
  const judged = result.nodes.map((node) => ({ ...node, ruling: node.ruling ?? claims.get(node.id) ?? null }));
  return { ...result, nodes: judged };
}
