import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Protection periods 重要保障期: the period, its switches of mode, its tasks, and what was done on them. */
export class Protection1790000000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PERIODS);
    await runner.query(TASKS);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const PERIODS = `
  CREATE TABLE protection_period (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    name text NOT NULL,
    basis text NOT NULL,
    zone text NOT NULL,
    windows jsonb NOT NULL CHECK (jsonb_array_length(windows) >= 1),
    phases jsonb NOT NULL CHECK (jsonb_array_length(phases) = 4),
    measures jsonb NOT NULL,
    owner_unit_id uuid REFERENCES unit,
    unit_ids uuid[] NOT NULL CHECK (cardinality(unit_ids) >= 1),
    zero_report_at text NOT NULL CHECK (zero_report_at ~ '^[0-2][0-9]:[0-5][0-9]$'),
    incident_hours integer NOT NULL CHECK (incident_hours BETWEEN 1 AND 72),
    version integer NOT NULL,
    created_at timestamptz NOT NULL,
    created_by_id uuid NOT NULL REFERENCES app_user
  );
  CREATE INDEX protection_period_exercise ON protection_period (exercise_id);

  CREATE TABLE protection_period_act (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    period_id uuid NOT NULL REFERENCES protection_period,
    seq integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('MODE_SWITCHED')),
    mode text NOT NULL CHECK (mode IN ('NORMAL', 'WORK_HOURS', 'OFF_HOURS', 'PROTECTION')),
    measures jsonb NOT NULL,
    reason text NOT NULL,
    by_id uuid NOT NULL REFERENCES app_user,
    at timestamptz NOT NULL,
    UNIQUE (exercise_id, seq)
  );
  CREATE INDEX protection_period_act_period ON protection_period_act (period_id, seq);
  CREATE TRIGGER protection_period_act_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON protection_period_act
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const TASKS = `
  CREATE TABLE protection_task (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    period_id uuid NOT NULL REFERENCES protection_period,
    ordinal integer NOT NULL,
    phase text NOT NULL CHECK (phase IN ('BEFORE', 'EVE', 'ON', 'AFTER')),
    name jsonb NOT NULL,
    measures jsonb NOT NULL,
    evidence jsonb NOT NULL,
    owner text NOT NULL,
    source text NOT NULL,
    -- Key of the template it came from, and its own key there; null for one written by hand.
    template_key text,
    template_task_key text,
    due_at timestamptz NOT NULL,
    daily boolean NOT NULL,
    due_time text CHECK (due_time ~ '^[0-2][0-9]:[0-5][0-9]$'),
    requires uuid[] NOT NULL,
    unit_ids uuid[],
    is_removed boolean NOT NULL,
    version integer NOT NULL,
    created_at timestamptz NOT NULL
  );
  CREATE INDEX protection_task_period ON protection_task (period_id, ordinal);
  CREATE INDEX protection_task_exercise ON protection_task (exercise_id);

  CREATE TABLE protection_task_act (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    period_id uuid NOT NULL REFERENCES protection_period,
    task_id uuid NOT NULL REFERENCES protection_task,
    unit_id uuid NOT NULL REFERENCES unit,
    day text CHECK (day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
    seq integer NOT NULL,
    ordinal integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('STARTED', 'SUBMITTED', 'RETURNED', 'SIGNED', 'EXCUSED', 'RESTORED',
                                       'REMINDED', 'ESCALATED')),
    -- When it was done; of what time brought about, when it was due.
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    by_id uuid REFERENCES app_user,
    text text NOT NULL,
    evidence_ids uuid[] NOT NULL,
    due_at timestamptz,
    UNIQUE (exercise_id, seq, ordinal)
  );
  CREATE INDEX protection_task_act_period ON protection_task_act (period_id, seq, ordinal);
  CREATE INDEX protection_task_act_task ON protection_task_act (task_id);
  CREATE TRIGGER protection_task_act_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON protection_task_act
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;
