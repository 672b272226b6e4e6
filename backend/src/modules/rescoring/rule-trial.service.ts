import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { type ComparedLine, compare, type Comparison } from '../../core/rescoring/compare.js';
import { refuseBadInput } from '../../core/kernel/refusal.js';
import type { Award } from '../../core/scoring/award.js';
import { computeAwards, type PinnedRules } from '../../core/scoring/compute-awards.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { phaseOf, ScoringService } from '../adjudication/scoring.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { RuleSetCheckService } from '../ruleset/rule-set-check.service.js';
import type { RuleTrial, TryRulesInput } from './rule-trial.types.js';

/** Last year's exercise under next year's rules: the facts as they stand, through other rules. */
@Injectable()
export class RuleTrialService {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly scoring: ScoringService,
    private readonly ruleSets: RuleSetCheckService,
  ) {}

  /** @throws Refusal NOT_FOUND, RULE_SET_INVALID for readings that make no rule-set, BAD_INPUT for rules of the other side */
  async run(input: TryRulesInput, viewer: Viewer | null): Promise<RuleTrial> {
    const { exerciseId } = input;
    requireGrants(viewer, exerciseId, 'adjudication.read');
    const exercise = await this.exercises.byId(exerciseId);
    const pinned = await this.scoring.rulesOf(exercise);
    const tried: PinnedRules = {
      attack: input.attack ? await this.ruleSets.reading(input.attack) : pinned.attack,
      defense: input.defense ? await this.ruleSets.reading(input.defense) : pinned.defense,
    };
    refuseBadInput([
      ...(tried.attack.attack === null ? [{ path: 'attack', code: 'WRONG_SIDE' }] : []),
      ...(tried.defense.defense === null ? [{ path: 'defense', code: 'WRONG_SIDE' }] : []),
    ]);
    const facts = await this.scoring.factsOf(exerciseId);
    const phase = phaseOf(exercise);
    const rootUnitIds = facts.units.flatMap((unit) => (unit.parentId === null && unit.isParticipant ? [unit.id] : []));
    const before = computeAwards(pinned, facts, phase);
    const comparison = compare(before.map(lineOf), {
      before: { rules: pinned, awards: before },
      after: { rules: tried, awards: computeAwards(tried, facts, phase) },
      who: { teamIds: facts.teamIds, rootUnitIds },
    });
    const names = await this.namesOf(exerciseId);
    return {
      exerciseId,
      changedLines: comparison.lines.filter(isTelling).length,
      allLines: before.length,
      unmatchedLines: comparison.lines.filter(isUnmatched).length,
      standings: standingsOf(comparison, names),
    };
  }

  private async namesOf(exerciseId: string): Promise<ReadonlyMap<string, string>> {
    const parties = [...(await this.exercises.teamsOf(exerciseId)), ...(await this.exercises.unitsOf(exerciseId))];
    return new Map(parties.map(({ id, name }) => [id, name]));
  }
}

function lineOf(award: Award): ComparedLine {
  return { ...award, id: award.key, awardKey: award.key, reversesId: null };
}

/** Another version alone changes the hash of every line; what counts is the amount and the reason of a zero. */
function isTelling({ before, after, difference }: Comparison['lines'][number]): boolean {
  return difference.n !== 0n || before?.zeroReason?.code !== after?.zeroReason?.code;
}

function isUnmatched({ after }: Comparison['lines'][number]): boolean {
  return ['UNKNOWN_CATEGORY', 'UNKNOWN_PRIVILEGE'].includes(after?.zeroReason?.code ?? '');
}

function standingsOf({ parties }: Comparison, names: ReadonlyMap<string, string>): RuleTrial['standings'] {
  return parties.map(({ party, before, after }) => ({
    side: party.side,
    partyId: party.id,
    name: names.get(party.id) ?? '',
    before: before.value,
    after: after.value,
    rankBefore: before.rank,
    rankAfter: after.rank,
  }));
}
