import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import {
  coverageDifference,
  coverageOf,
  earnedByItem,
  rubricTotal,
  totalsToShow,
} from '../../core/adjudication/marks-figures.js';
import { rankDefense } from '../../core/board/standings.js';
import { exactText, points, sum, ZERO } from '../../core/kernel/points.js';
import type { DefenseRules } from '../../core/ruleset/defense-rules.js';
import type { Award } from '../../core/scoring/award.js';
import { computeAwards, type PinnedRules, resultDeductions } from '../../core/scoring/compute-awards.js';
import type { Facts } from '../../core/scoring/facts.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { MarksInput } from './adjudication.inputs.js';
import type { MarksPreview, Sensitivity } from './adjudication.types.js';
import { explanationOf, sumOf, sumsOfAwards } from './award-sums.js';
import { linkedDeduction, MarksService } from './marks.service.js';
import { defenseRules, phaseOf, ScoringService } from './scoring.service.js';

/**
 * What a mark sheet would do. Referees see coverage with the addresses known so far even where the rules
 * count it only at settlement: the board and the defenders never do, since it would tell them how many are known.
 */
@Injectable()
export class MarksPreviewService {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly scoring: ScoringService,
    private readonly marks: MarksService,
  ) {}

  /** @throws Refusal BAD_INPUT as recording would */
  async preview(input: MarksInput, viewer: Viewer | null): Promise<MarksPreview> {
    const incident = await this.marks.markable(input, viewer);
    const exercise = await this.exercises.byId(incident.exerciseId);
    const rules = withKnownCoverage(await this.scoring.rulesOf(exercise));
    const before = await this.scoring.factsOf(exercise.id);
    const after = withMarks(before, input, rules);
    const awardsBefore = computeAwards(rules, before, phaseOf(exercise));
    const awardsAfter = computeAwards(rules, after, phaseOf(exercise));
    const own = awardsAfter.filter(({ source, account }) => source.id === incident.id && account === 'RECOVERY');
    const coverage = coverageOf(own);
    return {
      ...figures(defenseRules(rules), own),
      linkedDeduction: linkedDeduction(after, incident.id, resultDeductions(rules.attack, after)) ?? '0',
      valueBefore: valueOf(rules, incident.rootId, awardsBefore),
      valueAfter: valueOf(rules, incident.rootId, awardsAfter),
      coverageFound: coverage.found,
      coverageKnown: coverage.known,
    };
  }
}

/** The same rules with coverage counted during play. */
function withKnownCoverage(rules: PinnedRules): PinnedRules {
  const defense = defenseRules(rules);
  const options = { ...defense.options, coverageMode: 'provisional' as const };
  return { ...rules, defense: { ...rules.defense, defense: { ...defense, options } } };
}

function withMarks(facts: Facts, input: MarksInput, rules: PinnedRules): Facts {
  const costs = resultDeductions(rules.attack, facts);
  const incidents = facts.incidents.map((incident) => {
    if (incident.id !== input.incidentId) return incident;
    const deductionAtMarking = linkedDeduction(facts, incident.id, costs);
    return { ...incident, marks: input.marks, isMarked: true, deductionAtMarking };
  });
  return { ...facts, incidents };
}

function figures(rules: DefenseRules, own: readonly Award[]) {
  const earned = earnedByItem(own);
  const recovered = sumOf(own, 'RECOVERY', () => true);
  return {
    percent: exactText(rubricTotal(own)),
    recovered: exactText(recovered),
    isProvisional: own.some(({ isProvisional }) => isProvisional),
    items: [...earned].map(([itemKey, value]) => ({ itemKey, earned: exactText(value) })),
    dimensions: rules.dimensions.map(({ key, weight, items }) => {
      const total = sum(items.map((item) => earned.get(item.key) ?? ZERO));
      return { key, weight, earned: exactText(total) };
    }),
    sensitivity: totalsToShow(coverageOf(own).known).map((known): Sensitivity => {
      const difference = coverageDifference(rules, own, known);
      return { known, difference, recovered: exactText(recovered.add(points(difference))) };
    }),
    ...explanationOf({ steps: own.flatMap(({ steps }) => steps), zeroReason: own[0]?.zeroReason ?? null }),
  };
}

function valueOf(rules: PinnedRules, rootId: string, awards: readonly Award[]): string {
  return rankDefense(rules.defense, [rootId], sumsOfAwards(awards))[0]?.text ?? '0';
}
