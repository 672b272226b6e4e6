import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';

/** Recusal 回避: nobody decides on a party he is related to. */
@Injectable()
export class RecusalService {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Call inside the transaction of every deciding act, with all parties it concerns: the team, the unit (or its root).
   * @throws Refusal CONFLICT_OF_INTEREST when a relation of the referee to one of them is in force
   */
  async requireImpartial(tx: EntityManager, referee: Viewer, parties: readonly string[]): Promise<void> {
    await requireImpartialOn(tx, referee, parties);
  }

  /** Parties of an exercise the referee is related to: teams and root units. */
  async relatedTo(tx: EntityManager | null, refereeId: string, exerciseId: string): Promise<string[]> {
    const manager = tx ?? this.dataSource.manager;
    const rows = await manager.query<{ id: string }[]>(`${IN_FORCE} AND r.exercise_id = $2`, [refereeId, exerciseId]);
    return rows.map(({ id }) => id);
  }
}

/**
 * As `RecusalService.requireImpartial`, for whatever an act names: nodes, submissions, incidents, bonus claims and abnormal
 * episodes stand for the parties they concern, teams and units for themselves, anything else for nobody.
 * @throws Refusal CONFLICT_OF_INTEREST
 */
export async function requireImpartialOn(tx: EntityManager, referee: Viewer, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx.query<unknown[]>(RELATED_TO_ANY, [referee.userId, ids]);
  if (rows.length > 0) throw new Refusal('CONFLICT_OF_INTEREST');
}

/** Ids that a value names anywhere in it, e.g. a rescoring change. */
export function idsIn(value: unknown): string[] {
  return JSON.stringify(value).match(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g) ?? [];
}

/** Relations of a referee that have not been ended. */
const IN_FORCE = `
  SELECT r.party_id AS id FROM referee_relation r
   WHERE r.referee_id = $1 AND r.ends_id IS NULL
     AND NOT EXISTS (SELECT 1 FROM referee_relation e WHERE e.ends_id = r.id)`;

/** Those of $1 to a party that the things $2 concern. Hardly anybody has any, so they are looked at first. */
const RELATED_TO_ANY = `
  SELECT 1 FROM (${IN_FORCE}) mine
   WHERE mine.id = ANY ($2::uuid[])
      OR EXISTS (SELECT 1 FROM unit u WHERE u.id = ANY ($2::uuid[]) AND u.root_id = mine.id)
      OR EXISTS (SELECT 1 FROM attack_submission s LEFT JOIN unit u ON u.id = s.unit_id
                  WHERE (s.id = ANY ($2::uuid[])
                         OR s.id IN (SELECT n.submission_id FROM attack_node n WHERE n.id = ANY ($2::uuid[])))
                    AND mine.id IN (s.team_id, u.root_id))
      OR EXISTS (SELECT 1 FROM incident i WHERE i.id = ANY ($2::uuid[]) AND i.root_id = mine.id)
      OR EXISTS (SELECT 1 FROM bonus_claim b WHERE b.id = ANY ($2::uuid[]) AND b.root_id = mine.id)
      OR EXISTS (SELECT 1 FROM abnormal_episode a WHERE a.id = ANY ($2::uuid[]) AND mine.id IN (a.team_id, a.root_id))
   LIMIT 1`;
