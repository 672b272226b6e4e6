import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { sha256 } from '../../core/journal/chain.js';
import { exactText, points } from '../../core/kernel/points.js';
import { categoryOf } from '../../core/ruleset/catalogue.js';
import type { AttackRules } from '../../core/ruleset/attack-rules.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { LedgerService } from '../ledger/ledger.service.js';
import type { ScoreEntry } from '../ledger/score-entry.entity.js';
import type { Loss } from './adjudication.types.js';
import { ownUnitIds } from './judging.rights.js';
import { attackRules, ScoringService } from './scoring.service.js';

/** What a unit lost, as far as its own defenders may know. */
@Injectable()
export class LossService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly exercises: ExerciseService,
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
    const results = await this.resultsOf(entries);
    const decided = await this.decidedAt(entries);
    return entries.reverse().flatMap((entry): Loss[] => {
      const resultId = entry.resultId ?? entry.sourceId;
      const { unitId = null, incidentId = null, incidentCode = null } = results.get(resultId) ?? {};
      const unit = units.get(unitId ?? entry.partyId);
      if (unit === undefined) return [];
      const decidedAt = decided.get(entry.sourceId) ?? entry.recordedAt;
      const lossGroup = lossGroupOf(exerciseId, resultId);
      return [{ ...lossFigures(rules, entry), unit, decidedAt, incidentId, incidentCode, lossGroup }];
    });
  }

  /** The unit each of these results hit and the first incident linked to it: only those that cost the viewer's own. */
  private async resultsOf(entries: readonly ScoreEntry[]): Promise<Map<string, HitResult>> {
    const ids = [...new Set(entries.map(({ resultId, sourceId }) => resultId ?? sourceId))];
    if (ids.length === 0) return new Map();
    const rows = await this.dataSource.manager.query<(HitResult & { id: string })[]>(HIT_RESULTS, [ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** When the verdict in force on each node was recorded. */
  private async decidedAt(entries: readonly ScoreEntry[]): Promise<Map<string, Date>> {
    const ids = entries.map(({ sourceId }) => sourceId);
    if (ids.length === 0) return new Map();
    const rows = await this.dataSource.manager.query<{ id: string; at: Date }[]>(
      `SELECT DISTINCT ON (v.node_id) v.node_id AS id, v.recorded_at AS at FROM verdict v
        WHERE v.node_id = ANY ($1) ORDER BY v.node_id, v.seq DESC`,
      [ids],
    );
    return new Map(rows.map(({ id, at }) => [id, at]));
  }
}

/** What a unit may know of a result that cost it: which of its units, and which of its own incidents. */
interface HitResult {
  readonly unitId: string | null;
  readonly incidentId: string | null;
  readonly incidentCode: string | null;
}

const HIT_RESULTS = `
  SELECT s.id, s.unit_id AS "unitId", i.id AS "incidentId", i.code AS "incidentCode"
    FROM attack_submission s
    LEFT JOIN LATERAL (
      SELECT i.id, i.code FROM incident_link l JOIN incident i ON i.id = l.incident_id AND i.receipt_seq IS NOT NULL
       WHERE l.submission_id = s.id AND l.unlinked_at IS NULL ORDER BY l.linked_at, l.id LIMIT 1) i ON true
   WHERE s.id = ANY ($1)`;

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
