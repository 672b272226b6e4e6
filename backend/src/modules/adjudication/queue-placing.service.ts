import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { claimedTotal, placeOf } from '../../core/adjudication/queue.js';
import type { AttackRules } from '../../core/ruleset/attack-rules.js';
import { Statement } from '../../platform/database/statement.js';
import { Transaction } from '../../platform/database/transaction.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { PolicyService } from '../policy/policy.service.js';
import type { QueueSubject } from './queue-items.service.js';
import { attackRules, ScoringService } from './scoring.service.js';

/** Items placed by one statement. */
const BATCH = 2000;

/**
 * Gives new items their place in the queue: claimed points, priority, due time, seats, group. Filing only notes that
 * something came; rules and policy are read here, by the first who looks.
 */
@Injectable()
export class QueuePlacing {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transaction: Transaction,
    private readonly exercises: ExerciseService,
    private readonly policies: PolicyService,
    private readonly scoring: ScoringService,
  ) {}

  /** Has every item of the exercise placed. Outside of transactions. */
  async ensure(exerciseId: string): Promise<void> {
    const [row] = await UNPLACED.rows(this.dataSource.manager, [exerciseId]);
    if (row?.found !== true) return;
    const rules = await this.rules(exerciseId);
    await this.transaction.run((tx) => this.place(tx, exerciseId, rules));
  }

  /** The same inside a transaction; `rules` were loaded before it began, which would need a second connection. */
  async ensureIn(tx: EntityManager, exerciseId: string, rules: AttackRules): Promise<void> {
    const [row] = await UNPLACED.rows(tx, [exerciseId]);
    if (row?.found === true) await this.place(tx, exerciseId, rules);
  }

  /** The rules by which claims are priced. */
  async rules(exerciseId: string): Promise<AttackRules> {
    return attackRules(await this.scoring.rulesOf(await this.exercises.byId(exerciseId)));
  }

  private async place(tx: EntityManager, exerciseId: string, rules: AttackRules): Promise<void> {
    await tx.query(LOCK, [exerciseId]);
    const policy = await this.policies.inForce(exerciseId, tx);
    for (;;) {
      const rows = await tx.query<Unplaced[]>(WORK, [exerciseId, BATCH]);
      const places = rows.map(({ subjectId, kind, rootUnitId, filedAt, nodes, ...row }) => {
        const claimedPoints = kind === 'INCIDENT' ? null : (row.claimedPoints ?? claimedTotal(rules, nodes ?? []));
        const side = kind === 'INCIDENT' ? ('DEFENSE' as const) : ('ATTACK' as const);
        return { subjectId, claimedPoints, ...placeOf(policy, { side, rootUnitId, filedAt, claimedPoints }) };
      });
      if (places.length > 0) await tx.query(PLACE, [JSON.stringify(places)]);
      if (rows.length < BATCH) return;
    }
  }
}

interface Unplaced {
  readonly subjectId: string;
  readonly kind: QueueSubject['kind'];
  readonly rootUnitId: string | null;
  readonly filedAt: Date;
  readonly claimedPoints: string | null;
  readonly nodes: { categoryKey: string | null; privilegeKey: string | null; quantity: number }[] | null;
}

const UNPLACED = new Statement<{ found: boolean }>(
  'SELECT EXISTS (SELECT 1 FROM queue_item WHERE exercise_id = $1 AND priority IS NULL) AS found',
);

/** Two who place at once would waste work, and one with an older policy would undo a newer one. */
const LOCK = 'SELECT pg_advisory_xact_lock(790012, hashtext($1::text))';

const WORK = `
  SELECT q.subject_id AS "subjectId", q.subject_kind AS kind, q.root_unit_id AS "rootUnitId", q.filed_at AS "filedAt",
         q.claimed_points AS "claimedPoints",
         CASE WHEN q.claimed_points IS NULL THEN
           (SELECT json_agg(json_build_object('categoryKey', n.category_key, 'privilegeKey', n.privilege_key,
                                              'quantity', n.quantity))
              FROM attack_node n WHERE n.submission_id = q.subject_id) END AS nodes
    FROM queue_item q
   WHERE q.exercise_id = $1 AND q.priority IS NULL
   LIMIT $2`;

/** Whoever has begun, has begun under the number of seats he found: those of such an item stay. */
const PLACE = `
  UPDATE queue_item q
     SET claimed_points = p."claimedPoints", priority = p.priority, due_at = p."dueAt", group_key = p."groupKey",
         seats = CASE WHEN q.seats IS NOT NULL
                       AND (EXISTS (SELECT 1 FROM claim c WHERE c.subject_id = q.subject_id)
                            OR EXISTS (SELECT 1 FROM verdict v JOIN attack_node n ON n.id = v.node_id
                                        WHERE n.submission_id = q.subject_id))
                      THEN q.seats ELSE p.seats END
    FROM json_to_recordset($1::json) AS p (
      "subjectId" uuid, "claimedPoints" text, priority smallint, "dueAt" timestamptz, seats smallint, "groupKey" text)
   WHERE q.subject_id = p."subjectId"`;
