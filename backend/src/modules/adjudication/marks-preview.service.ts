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
import { computeAwards, type PinnedRules } from '../../core/scoring/compute-awards.js';
import { controlledBy } from '../../core/scoring/coverage.js';
import type { Facts } from '../../core/scoring/facts.js';
import type { Scorer } from '../../core/scoring/scorer.js';
import { linkedDeduction } from './agreement-decisions.service.js';
import type { MarksInput } from './adjudication.inputs.js';
import type { MarksPreview, Sensitivity } from './adjudication.types.js';
import { explanationOf, sumOf, sumsOfAwards } from './award-sums.js';
import { MarksService } from './marks.service.js';
import { defenseRules, ScoringService } from './scoring.service.js';

/**
 * What a mark sheet would do. Referees see coverage with the addresses known so far even where the rules
 * count it only at settlement: the board and the defenders never do, since it would tell them how many are known.
 */
@Injectable()
export class MarksPreviewService {
  constructor(
    private readonly scoring: ScoringService,
    private readonly marks: MarksService,
  ) {}

  /** @throws Refusal BAD_INPUT as recording would */
  async preview(input: MarksInput, viewer: Viewer | null): Promise<MarksPreview> {
    const incident = await this.marks.markable(input, viewer);
    const held = await this.scoring.scoresOf(incident.exerciseId);
    const rules = withKnownCoverage(held.rules);
    const linked = linkedDeduction(held, incident);
    const facts = withKnownAddresses(held, incident.unitId);
    const before = computeAwards(rules, facts, held.phase);
    const after = computeAwards(rules, withMarks(facts, input, linked), held.phase);
    const own = after.filter(({ source, account }) => source.id === incident.id && account === 'RECOVERY');
    const coverage = coverageOf(own);
    return {
      ...figures(defenseRules(rules), own),
      linkedDeduction: linked ?? '0',
      valueBefore: valueOf(rules, incident.rootId, before),
      valueAfter: valueOf(rules, incident.rootId, after),
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

/** What is scored with the unit, and the addresses known so far, which during play are held nowhere. */
function withKnownAddresses(held: Scorer, unitId: string): Facts {
  const facts = held.around(unitId).facts;
  return { ...facts, exerciseAddresses: facts.exerciseAddresses ?? controlledBy(held.facts.results) };
}

function withMarks(facts: Facts, { incidentId, marks }: MarksInput, deductionAtMarking: string | null): Facts {
  const incidents = facts.incidents.map((incident) =>
    incident.id === incidentId ? { ...incident, marks, isMarked: true, deductionAtMarking } : incident,
  );
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
    ...explanationOf({ steps: own.flatMap(({ steps }) => steps), zeroReason: own[0]?.zeroReason ?? null }, 'FULL'),
  };
}

function valueOf(rules: PinnedRules, rootId: string, awards: readonly Award[]): string {
  return rankDefense(rules.defense, [rootId], sumsOfAwards(awards))[0]?.text ?? '0';
}
