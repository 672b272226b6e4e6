import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { groupsOf } from '../../core/adjudication/queue.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { AttackRules } from '../../core/ruleset/attack-rules.js';
import { PolicyService } from '../policy/policy.service.js';
import { isChief, requireGroup } from './judging.rights.js';
import type { QueueSubject } from './queue-items.service.js';
import { QueuePlacing } from './queue-placing.service.js';
import { QueueRow } from './queue-row.entity.js';
import { fullItems } from './queue-sql.js';
import { RecusalService } from './recusal.service.js';

/** Which item whom: groups, seats and recusal as the policy and the relations say. */
@Injectable()
export class QueueChoice {
  constructor(
    private readonly policies: PolicyService,
    private readonly placing: QueuePlacing,
    private readonly recusal: RecusalService,
  ) {}

  /** What `next` and `requireFor` need, read before the transaction begins. */
  prepare(exerciseId: string): Promise<AttackRules> {
    return this.placing.rules(exerciseId);
  }

  /** The item this referee judges next; null when none is left for him. */
  async next(tx: EntityManager, asking: Asking): Promise<QueueRow | null> {
    const { exerciseId, subjectKind, referee, now, rules } = asking;
    await this.placing.ensureIn(tx, exerciseId, rules);
    const groups = groupsOf(await this.policies.inForce(exerciseId, tx), referee.userId);
    const related = await this.recusal.relatedTo(tx, referee.userId, exerciseId);
    const last = isChief(referee, exerciseId);
    for (const withGivenBack of [false, true]) {
      const values = [exerciseId, subjectKind, groups, related, referee.userId, now, withGivenBack, last];
      const [found] = await tx.query<{ id: string }[]>(NEXT, values);
      if (found !== undefined) return tx.findOneBy(QueueRow, { subjectId: found.id });
    }
    return null;
  }

  /**
   * The item as one this referee may take by hand; the chief referee may take those of any group, but no
   * seat of several: there he has the last word.
   * @throws Refusal WRONG_STATE, OTHER_GROUP, CONFLICT_OF_INTEREST
   */
  async requireFor(tx: EntityManager, { id }: QueueSubject, asking: Pick<Asking, 'exerciseId' | 'referee' | 'rules'>) {
    const { exerciseId, referee, rules } = asking;
    await this.placing.ensureIn(tx, exerciseId, rules);
    const row = await tx.findOneByOrFail(QueueRow, { subjectId: id });
    const { state, seats, groupKey, teamId, rootUnitId } = row;
    if (state !== 'WAITING') throw new Refusal('WRONG_STATE', { state });
    if ((seats ?? 1) > 1 && isChief(referee, exerciseId)) throw new Refusal('CONFLICT_OF_INTEREST');
    await this.recusal.requireImpartial(
      tx,
      referee,
      [teamId, rootUnitId].filter((party) => party !== null),
    );
    if (groupKey !== null) requireGroup(await this.policies.inForce(exerciseId, tx), row, referee);
  }
}

/** Who asks for what. */
export interface Asking {
  readonly exerciseId: string;
  readonly subjectKind: QueueSubject['kind'];
  readonly referee: Viewer;
  readonly now: Date;
  readonly rules: AttackRules;
}

/**
 * $1 exercise, $2 kind, $3 his groups, $4 parties he is related to, $5 referee, $6 now, $7 with what he gave back, $8 chief referee. What is
 * taken is worked out once, so that the line is walked only to its first free item.
 */
const NEXT = `
  SELECT q.subject_id AS id
    FROM queue_item q
   WHERE q.exercise_id = $1 AND q.state = 'WAITING' AND q.subject_kind = $2
     AND (q.group_key IS NULL OR q.group_key = ANY ($3::text[]))
     AND (q.team_id IS NULL OR q.team_id <> ALL ($4::uuid[]))
     AND (q.root_unit_id IS NULL OR q.root_unit_id <> ALL ($4::uuid[]))
     AND (q.seats = 1 OR NOT $8::boolean)
     AND q.subject_id NOT IN (SELECT c.subject_id FROM claim c
                               WHERE c.exercise_id = $1 AND c.referee_id = $5
                                 AND (c.done_at IS NOT NULL OR c.expires_at > $6
                                      OR (c.released_at IS NOT NULL AND NOT $7)))
     AND q.subject_id NOT IN (${fullItems('$1', '$6')})
   ORDER BY q.priority, q.due_at, q.receipt_seq
   LIMIT 1`;
