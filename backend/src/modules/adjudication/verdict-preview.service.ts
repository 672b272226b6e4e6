import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { rulingFact } from '../../core/adjudication/ruling.js';
import { rankAttack } from '../../core/board/standings.js';
import { exactText, ZERO } from '../../core/kernel/points.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { capChain, categoryOf, termsOf } from '../../core/ruleset/catalogue.js';
import type { CapUsage as CapUse } from '../../core/scoring/attack-line.js';
import type { Award } from '../../core/scoring/award.js';
import type { NodeRuling, ResultFact } from '../../core/scoring/facts.js';
import type { Scorer } from '../../core/scoring/scorer.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { VerdictInput } from './adjudication.inputs.js';
import type { VerdictPreview } from './adjudication.types.js';
import { explanationOf, magnitude, sumOf } from './award-sums.js';
import { capUsageView } from './cap-usage.service.js';
import { requireReferee } from './judging.rights.js';
import { attackRules, type ScoringPreview, ScoringService } from './scoring.service.js';
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
    const ruling = rulingFact(input.commandId, draft);
    const filed = factOf(await this.scoring.scoresOf(exerciseId), judged);
    const result = withRuling(filed, judged.node.id, ruling);
    const preview = await this.scoring.previewWith(exerciseId, { results: [result] });
    return {
      ...nodeFigures(judged, preview.after.around(result.unitId).awards),
      ...(await this.capFigures(exerciseId, { result, ruling, preview })),
      ...totals(result, preview),
    };
  }

  private async capFigures(
    exerciseId: string,
    { result, ruling, preview }: { result: ResultFact; ruling: NodeRuling; preview: ScoringPreview },
  ): Promise<Pick<VerdictPreview, 'cap' | 'capUsedAfter'>> {
    const rules = attackRules(preview.after.rules);
    const category = categoryOf(rules, ruling.categoryKey);
    const cap = category === null ? null : (termsOf(rules, category, ruling.privilegeKey)?.cap ?? null);
    const units = new Map((await this.exercises.unitsOf(exerciseId)).map((unit) => [unit.id, unit]));
    const rootId = units.get(result.unitId)?.rootId;
    const keys = cap === null ? [] : capChain(rules, cap).map(({ key }) => key);
    const usesIn = (scorer: Scorer) =>
      scorer
        .around(result.unitId)
        .caps.filter(
          ({ unitId, capKey, teamId }) =>
            unitId === rootId && keys.includes(capKey) && (teamId === null || teamId === result.teamId),
        );
    const after = tightest(usesIn(preview.after), keys);
    if (after === null) return { cap: null, capUsedAfter: null };
    const used = usesIn(preview.before).find(({ capKey }) => capKey === after.capKey)?.used ?? ZERO;
    return { cap: capUsageView(rules, { ...after, used }, units), capUsedAfter: exactText(after.used) };
  }
}

/** Of a cap and the wider ones around it, narrowest first in `keys`, the one with the least room. */
function tightest(uses: readonly CapUse[], keys: readonly string[]): CapUse | null {
  const inOrder = uses.toSorted((a, b) => keys.indexOf(a.capKey) - keys.indexOf(b.capKey));
  const roomOf = ({ limit, used }: CapUse) => limit.sub(used);
  return inOrder.reduce<CapUse | null>(
    (best, use) => (best === null || roomOf(use).lt(roomOf(best)) ? use : best),
    null,
  );
}

/** The submission as scoring knows it. @throws Refusal NOT_FOUND */
function factOf(scorer: Scorer, { submission: { id, unitId } }: JudgedNode): ResultFact {
  const fact = scorer.around(unitId ?? id).facts.results.find((result) => result.id === id);
  if (fact === undefined) throw new Refusal('NOT_FOUND');
  return fact;
}

/** The result with another ruling on one node. */
function withRuling(result: ResultFact, nodeId: string, ruling: NodeRuling): ResultFact {
  return { ...result, nodes: result.nodes.map((node) => (node.id === nodeId ? { ...node, ruling } : node)) };
}

function nodeFigures({ node }: JudgedNode, awards: readonly Award[]) {
  const isOfNode = (award: Award): boolean => award.source.id === node.id;
  return {
    points: exactText(sumOf(awards, 'ATTACK', isOfNode)),
    deduction: magnitude(sumOf(awards, 'DEDUCTION', isOfNode)),
    ...explanationOf(
      awards.find((award) => award.account === 'ATTACK' && isOfNode(award)),
      'FULL',
    ),
  };
}

function totals({ id, teamId, unitId }: ResultFact, { before, after }: ScoringPreview) {
  const isOfResult = (award: Award): boolean => award.source.resultId === id;
  const subtotal = (scorer: Scorer) => exactText(sumOf(scorer.around(unitId).awards, 'ATTACK', isOfResult));
  const standing = ({ rules, teamIds, sums }: Scorer) =>
    rankAttack(rules.attack, teamIds, sums).find(({ party }) => party.id === teamId);
  const [was, is] = [standing(before), standing(after)];
  return {
    subtotalBefore: subtotal(before),
    subtotalAfter: subtotal(after),
    totalBefore: was?.text ?? '0',
    totalAfter: is?.text ?? '0',
    rankBefore: was?.rank ?? 0,
    rankAfter: is?.rank ?? 0,
    teamCount: after.teamIds.length,
  };
}
