import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { rulingFact } from '../../core/adjudication/ruling.js';
import { rankAttack } from '../../core/board/standings.js';
import { exactText } from '../../core/kernel/points.js';
import { categoryOf, termsOf } from '../../core/ruleset/catalogue.js';
import type { Award } from '../../core/scoring/award.js';
import { capUsage, computeAwards, type PinnedRules } from '../../core/scoring/compute-awards.js';
import type { Facts, NodeRuling } from '../../core/scoring/facts.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { VerdictInput } from './adjudication.inputs.js';
import type { VerdictPreview } from './adjudication.types.js';
import { explanationOf, magnitude, sumOf, sumsOfAwards } from './award-sums.js';
import { capUsageView } from './cap-usage.service.js';
import { requireReferee } from './judging.js';
import { attackRules, phaseOf, ScoringService } from './scoring.service.js';
import { type JudgedNode, VerdictService } from './verdict.service.js';

/** What a verdict would do: the facts with one more ruling, through the same computation. */
@Injectable()
export class VerdictPreviewService {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly scoring: ScoringService,
    private readonly verdicts: VerdictService,
  ) {}

  /** @throws Refusal BAD_INPUT as recording would; no claim is needed to look */
  async preview(input: VerdictInput, viewer: Viewer | null): Promise<VerdictPreview> {
    const judged = await this.verdicts.judgedNode(input.nodeId);
    const { exerciseId } = judged.submission;
    requireReferee(viewer, exerciseId);
    const draft = await this.verdicts.checkedDraft(input, exerciseId);
    const exercise = await this.exercises.byId(exerciseId);
    const rules = await this.scoring.rulesOf(exercise);
    const before = await this.scoring.factsOf(exerciseId);
    const ruling = rulingFact(input.commandId, draft);
    const after = withRuling(before, judged, ruling);
    const awardsBefore = computeAwards(rules, before, phaseOf(exercise));
    const awardsAfter = computeAwards(rules, after, phaseOf(exercise));
    return {
      ...nodeFigures(judged, awardsAfter),
      ...(await this.capFigures(judged, { rules, ruling, before, after })),
      ...totals(judged, { rules, facts: after, awardsBefore, awardsAfter }),
    };
  }

  private async capFigures(
    { submission }: JudgedNode,
    change: { rules: PinnedRules; ruling: NodeRuling; before: Facts; after: Facts },
  ): Promise<Pick<VerdictPreview, 'cap' | 'capUsedAfter'>> {
    const rules = attackRules(change.rules);
    const category = categoryOf(rules, change.ruling.categoryKey);
    const cap = category === null ? null : (termsOf(rules, category, change.ruling.privilegeKey)?.cap ?? null);
    const units = new Map((await this.exercises.unitsOf(submission.exerciseId)).map((unit) => [unit.id, unit]));
    const rootId = units.get(submission.unitId ?? '')?.rootId;
    const useIn = (facts: Facts) =>
      capUsage(change.rules.attack, facts).find(
        ({ unitId, capKey, teamId }) =>
          unitId === rootId && capKey === cap?.key && (teamId === null || teamId === submission.teamId),
      );
    const after = useIn(change.after);
    if (cap === null || after === undefined) return { cap: null, capUsedAfter: null };
    const used = useIn(change.before)?.used ?? after.used.sub(after.used);
    return { cap: capUsageView(rules, { ...after, used }, units), capUsedAfter: exactText(after.used) };
  }
}

/** The facts with another ruling on one node. */
function withRuling(facts: Facts, { node, submission }: JudgedNode, ruling: NodeRuling): Facts {
  const results = facts.results.map((result) => {
    if (result.id !== submission.id) return result;
    return { ...result, nodes: result.nodes.map((other) => (other.id === node.id ? { ...other, ruling } : other)) };
  });
  return { ...facts, results };
}

function nodeFigures({ node }: JudgedNode, awards: readonly Award[]) {
  const isOfNode = (award: Award): boolean => award.source.id === node.id;
  return {
    points: exactText(sumOf(awards, 'ATTACK', isOfNode)),
    deduction: magnitude(sumOf(awards, 'DEDUCTION', isOfNode)),
    ...explanationOf(awards.find((award) => award.account === 'ATTACK' && isOfNode(award))),
  };
}

function totals(
  { submission }: JudgedNode,
  change: { rules: PinnedRules; facts: Facts; awardsBefore: Award[]; awardsAfter: Award[] },
) {
  const { awardsBefore, awardsAfter, facts, rules } = change;
  const isOfResult = (award: Award): boolean => award.source.resultId === submission.id;
  const standing = (awards: Award[]) =>
    rankAttack(rules.attack, facts.teamIds, sumsOfAwards(awards)).find(({ party }) => party.id === submission.teamId);
  const before = standing(awardsBefore);
  const after = standing(awardsAfter);
  return {
    subtotalBefore: exactText(sumOf(awardsBefore, 'ATTACK', isOfResult)),
    subtotalAfter: exactText(sumOf(awardsAfter, 'ATTACK', isOfResult)),
    totalBefore: before?.text ?? '0',
    totalAfter: after?.text ?? '0',
    rankBefore: before?.rank ?? 0,
    rankAfter: after?.rank ?? 0,
    teamCount: facts.teamIds.length,
  };
}
