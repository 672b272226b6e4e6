import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { BonusClaim } from '../incident/bonus-claim.entity.js';
import { IncidentService } from '../incident/incident.service.js';
import type { MarkingItem } from './adjudication.types.js';
import { FactsService } from './facts.service.js';
import { linkedDeduction } from './agreement-decisions.service.js';
import { ScoringService } from './scoring.service.js';

/** What waits for the referees. */
@Injectable()
export class QueueService {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly incidents: IncidentService,
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

  /** Names of teams and units by id. */
  private async names(exerciseId: string): Promise<Map<string, string>> {
    const rows = [...(await this.exercises.teamsOf(exerciseId)), ...(await this.exercises.unitsOf(exerciseId))];
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}
