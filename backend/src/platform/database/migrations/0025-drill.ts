import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Drills with their frozen plans, and the acts by which they are run. Neither ever changes. */
export class Drill1790000000025 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(DRILL);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const DRILL = `
  CREATE TABLE drill (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    seq integer NOT NULL,
    plan_id uuid NOT NULL,
    content jsonb NOT NULL,
    content_hash text NOT NULL,
    -- Root units that take part, with the names by which the plan knows them.
    units jsonb NOT NULL,
    is_rehearsal boolean NOT NULL,
    created_by_id uuid NOT NULL REFERENCES app_user,
    recorded_at timestamptz NOT NULL,
    UNIQUE (exercise_id, seq)
  );
  CREATE INDEX drill_plan_id ON drill (plan_id);
  CREATE TRIGGER drill_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON drill
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

  CREATE TABLE drill_act (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    drill_id uuid NOT NULL REFERENCES drill,
    seq integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('STARTED', 'PAUSED', 'RESUMED', 'JUMPED', 'SPEED_SET', 'RELEASED', 'TAKEN_BACK',
      'REMINDED', 'ESCALATED', 'CALLED', 'ACKNOWLEDGED', 'COMPLETED', 'MARKED', 'NOTED', 'ENDED')),
    -- Of an act on one inject at one unit: which.
    code text,
    unit_id uuid REFERENCES unit,
    -- Of its kind: seconds, reason, answer, points.
    content jsonb NOT NULL,
    -- When it took place or was due; recorded_at is when it was written.
    happened_at timestamptz NOT NULL,
    actor_id uuid REFERENCES app_user,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT drill_act_place UNIQUE (drill_id, seq),
    CHECK (happened_at <= recorded_at),
    CHECK ((code IS NULL) = (unit_id IS NULL)),
    CHECK ((code IS NULL) = (kind IN ('STARTED', 'PAUSED', 'RESUMED', 'JUMPED', 'SPEED_SET', 'NOTED', 'ENDED')))
  );
  CREATE INDEX drill_act_exercise ON drill_act (exercise_id);
  CREATE INDEX drill_act_unit ON drill_act (unit_id);
  -- A drill starts and ends once; a unit acknowledges and answers a release once (a release taken back was neither).
  CREATE UNIQUE INDEX drill_act_once ON drill_act (drill_id, kind) WHERE kind IN ('STARTED', 'ENDED');
  CREATE UNIQUE INDEX drill_act_answer ON drill_act (drill_id, unit_id, code, kind)
    WHERE kind IN ('ACKNOWLEDGED', 'COMPLETED');
  CREATE TRIGGER drill_act_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON drill_act
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;
