import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { sha256 } from '../../core/journal/chain.js';
import { exactText, points } from '../../core/kernel/points.js';
import { categoryOf } from '../../core/ruleset/catalogue.js';
import type { AttackRules } from '../../core/ruleset/attack-rules.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { IncidentService } from '../incident/incident.service.js';
import { LedgerService } from '../ledger/ledger.service.js';
import type { ScoreEntry } from '../ledger/score-entry.entity.js';
import { SubmissionService } from '../submission/submission.service.js';
import type { Loss } from './adjudication.types.js';
import { FactsService } from './facts.service.js';
import { ownUnitIds } from './judging.js';
import { attackRules, ScoringService } from './scoring.service.js';

/** What a unit lost, as far as its own defenders may know. */
@Injectable()
export class LossService {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly submissions: SubmissionService,
    private readonly incidents: IncidentService,
    private readonly facts: FactsService,
    private readonly scoring: ScoringService,
    private readonly ledger: LedgerService,
  ) {}

  /** Deductions in force of the viewer's own units, newest first. */
  async lossesOf(exerciseId: string, viewer: Viewer | null): Promise<Loss[]> {
    requireGrants(viewer, exerciseId, 'loss.read');
    const rules = attackRules(await this.scoring.rulesOf(await this.exercises.byId(exerciseId)));
    const entries = (await this.ledger.inForceOf(exerciseId, ownUnitIds(viewer, exerciseId))).filter(
      ({ account, amount }) => account === 'DEDUCTION' && amount !== '0',
    );
    const units = new Map((await this.exercises.unitsOf(exerciseId)).map((unit) => [unit.id, unit]));
    const hitUnits = new Map((await this.submissions.filedOf(exerciseId)).map(({ id, unitId }) => [id, unitId]));
    const verdicts = await this.facts.verdictsInForce(exerciseId);
    const incidents = await this.linkedIncidents(exerciseId);
    return entries.reverse().flatMap((entry): Loss[] => {
      const resultId = entry.resultId ?? entry.sourceId;
      const unit = units.get(hitUnits.get(resultId) ?? entry.partyId);
      if (unit === undefined) return [];
      const incident = incidents.get(resultId) ?? { id: null, code: null };
      const { id: incidentId, code: incidentCode } = incident;
      const decidedAt = verdicts.get(entry.sourceId)?.recordedAt ?? entry.recordedAt;
      const lossGroup = lossGroupOf(exerciseId, resultId);
      return [{ ...lossFigures(rules, entry), unit, decidedAt, incidentId, incidentCode, lossGroup }];
    });
  }

  /** The first incident linked to each attack result. */
  private async linkedIncidents(exerciseId: string): Promise<Map<string, { id: string; code: string }>> {
    const incidents = new Map((await this.incidents.filedOf(exerciseId)).map(({ id, code }) => [id, { id, code }]));
    const links = (await this.facts.linksInForce(exerciseId)).reverse();
    return new Map(
      links.flatMap(({ submissionId, incidentId }) => {
        const incident = incidents.get(incidentId);
        return incident === undefined ? [] : [[submissionId, incident]];
      }),
    );
  }
}

function lossFigures(
  rules: AttackRules,
  entry: ScoreEntry,
): Pick<Loss, 'nodeId' | 'ruleTitle' | 'ruleRow' | 'amount' | 'seq'> {
  const { sourceId: nodeId, ruleKey, seq } = entry;
  const category = categoryOf(rules, ruleKey);
  const ruleTitle = category?.title ?? { zh: ruleKey, en: ruleKey };
  return { nodeId, ruleTitle, ruleRow: category?.row ?? ruleKey, amount: exactText(points(entry.amount).neg()), seq };
}

/** Tells losses of one result from those of another without naming the result. */
export function lossGroupOf(exerciseId: string, resultId: string): string {
  return sha256(`${exerciseId}:${resultId}`).slice(0, 12);
}
