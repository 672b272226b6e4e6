import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Zero reports 零报告, incident notices 事件报告, blocks 封禁, remediation 整改 with lessons 复盘. */
export class Reporting1790000000023 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ZERO_REPORTS);
    await runner.query(INCIDENT_NOTICES);
    await runner.query(BLOCKS);
    await runner.query(REMEDIATION);
    for (const table of PERMANENT) {
      await runner.query(`CREATE TRIGGER ${table}_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    }
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const PERMANENT = [
  'zero_report',
  'zero_report_act',
  'incident_notice',
  'incident_notice_act',
  'block_entry',
  'block_act',
  'block_answer',
  'remediation_item',
  'remediation_act',
  'remediation_lesson',
];

/** Each version of a day's report is a row of its own: the first one decides whether it was in time. */
const ZERO_REPORTS = `
  CREATE TABLE zero_report (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    seq integer NOT NULL,
    period_id uuid NOT NULL REFERENCES protection_period,
    root_id uuid NOT NULL REFERENCES unit,
    day text NOT NULL CHECK (day ~ '^\\d{4}-\\d\\d-\\d\\d$'),
    version_no integer NOT NULL CHECK (version_no > 0),
    kind text NOT NULL CHECK (kind IN ('CALM', 'SITUATION')),
    situations integer NOT NULL CHECK (situations >= 0),
    text text NOT NULL,
    incident_ids uuid[] NOT NULL,
    filed_by_id uuid NOT NULL REFERENCES app_user,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT zero_report_version UNIQUE (period_id, root_id, day, version_no),
    CHECK ((kind = 'CALM') = (situations = 0))
  );
  CREATE INDEX zero_report_exercise ON zero_report (exercise_id);

  CREATE TABLE zero_report_act (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    seq integer NOT NULL,
    period_id uuid NOT NULL REFERENCES protection_period,
    day text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('REMINDED', 'ESCALATED', 'URGED')),
    root_ids uuid[] NOT NULL CHECK (cardinality(root_ids) > 0),
    by_id uuid REFERENCES app_user,
    due_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    CHECK ((kind = 'URGED') = (by_id IS NOT NULL))
  );
  CREATE INDEX zero_report_act_period ON zero_report_act (period_id, day);
  CREATE INDEX zero_report_act_exercise ON zero_report_act (exercise_id);
  CREATE UNIQUE INDEX zero_report_act_once ON zero_report_act (period_id, day, kind) WHERE kind <> 'URGED';

  -- Whatever makes or changes a period, its reports are looked at anew: at once, and then as they fall due.
  CREATE FUNCTION zero_report_looks() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO timetable_item (kind, subject_id, exercise_id, due_at)
      VALUES ('zero-report', NEW.id, NEW.exercise_id, NEW.created_at)
      ON CONFLICT (kind, subject_id) DO UPDATE SET due_at = excluded.due_at, failures = 0, waits_until = NULL;
    RETURN NULL;
  END $$;
  CREATE TRIGGER protection_period_zero_report AFTER INSERT OR UPDATE ON protection_period
    FOR EACH ROW EXECUTE FUNCTION zero_report_looks();
`;

const INCIDENT_NOTICES = `
  CREATE TABLE incident_notice (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    seq integer NOT NULL,
    period_id uuid NOT NULL REFERENCES protection_period,
    root_id uuid NOT NULL REFERENCES unit,
    code text NOT NULL,
    title text NOT NULL,
    level text NOT NULL CHECK (level IN ('EXTREME', 'MAJOR', 'LARGE', 'GENERAL')),
    reporter_kind text NOT NULL CHECK (reporter_kind IN ('CRITICAL', 'CENTRAL', 'OTHER')),
    discovered_at timestamptz NOT NULL,
    incident_hours integer NOT NULL CHECK (incident_hours > 0),
    incident_id uuid REFERENCES incident,
    opened_by_id uuid NOT NULL REFERENCES app_user,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT incident_notice_code UNIQUE (exercise_id, root_id, code),
    CHECK (discovered_at <= recorded_at)
  );
  CREATE INDEX incident_notice_period ON incident_notice (period_id);

  CREATE TABLE incident_notice_act (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    seq integer NOT NULL,
    notice_id uuid NOT NULL REFERENCES incident_notice,
    kind text NOT NULL CHECK (kind IN ('FILED', 'REMINDED', 'ESCALATED', 'PASSED_ON')),
    stage text CHECK (stage IN ('INITIAL', 'FOLLOW_UP', 'FINAL')),
    level text CHECK (level IN ('EXTREME', 'MAJOR', 'LARGE', 'GENERAL')),
    reporter_kind text CHECK (reporter_kind IN ('CRITICAL', 'CENTRAL', 'OTHER')),
    text text NOT NULL,
    -- Of what time does: the deadline it is about.
    deadline_at timestamptz,
    by_id uuid REFERENCES app_user,
    due_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    CHECK ((kind = 'FILED') = (stage IS NOT NULL AND level IS NOT NULL AND reporter_kind IS NOT NULL)),
    CHECK ((kind IN ('REMINDED', 'ESCALATED')) = (deadline_at IS NOT NULL AND by_id IS NULL))
  );
  CREATE INDEX incident_notice_act_notice ON incident_notice_act (notice_id);
  CREATE INDEX incident_notice_act_exercise ON incident_notice_act (exercise_id);
`;

const BLOCKS = `
  CREATE TABLE block_entry (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    seq integer NOT NULL,
    root_id uuid NOT NULL REFERENCES unit,
    code text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('ADDRESS', 'NETWORK', 'DOMAIN', 'ACCOUNT', 'PORT')),
    target text NOT NULL,
    scope text NOT NULL,
    reason text NOT NULL,
    device text NOT NULL,
    placed_by text NOT NULL,
    starts_at timestamptz NOT NULL,
    until_at timestamptz,
    recorded_by_id uuid NOT NULL REFERENCES app_user,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT block_entry_code UNIQUE (exercise_id, root_id, code),
    CHECK (until_at > starts_at)
  );

  CREATE TABLE block_act (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    seq integer NOT NULL,
    block_id uuid NOT NULL REFERENCES block_entry,
    kind text NOT NULL CHECK (kind IN ('EXTENDED', 'LIFTED', 'RETESTED', 'REMINDED')),
    until_at timestamptz,
    holds boolean,
    note text NOT NULL,
    by_id uuid REFERENCES app_user,
    due_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    CHECK ((kind = 'RETESTED') = (holds IS NOT NULL)),
    CHECK ((kind = 'REMINDED') = (by_id IS NULL))
  );
  CREATE INDEX block_act_block ON block_act (block_id);
  CREATE INDEX block_act_exercise ON block_act (exercise_id);

  CREATE TABLE block_answer (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    seq integer NOT NULL,
    episode_id uuid NOT NULL REFERENCES abnormal_episode,
    root_id uuid NOT NULL REFERENCES unit,
    block_ids uuid[] NOT NULL CHECK (cardinality(block_ids) > 0),
    note text NOT NULL,
    by_id uuid NOT NULL REFERENCES app_user,
    recorded_at timestamptz NOT NULL
  );
  CREATE INDEX block_answer_episode ON block_answer (episode_id);
  CREATE INDEX block_answer_exercise ON block_answer (exercise_id);
`;

const REMEDIATION = `
  CREATE TABLE remediation_item (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    seq integer NOT NULL,
    root_id uuid NOT NULL REFERENCES unit,
    code text NOT NULL,
    title text NOT NULL,
    detail text NOT NULL,
    severity text NOT NULL CHECK (severity IN ('HIGH', 'MEDIUM', 'LOW')),
    source text NOT NULL CHECK (source IN ('PERIOD', 'DRILL', 'LESSON')),
    source_id uuid,
    owner_name text NOT NULL,
    deadline_at timestamptz NOT NULL,
    -- The item of an earlier exercise that goes on in this one.
    carried_from_id uuid REFERENCES remediation_item,
    opened_by_id uuid NOT NULL REFERENCES app_user,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT remediation_item_code UNIQUE (exercise_id, root_id, code),
    CONSTRAINT remediation_item_carried UNIQUE (carried_from_id)
  );

  CREATE TABLE remediation_act (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    seq integer NOT NULL,
    item_id uuid NOT NULL REFERENCES remediation_item,
    kind text NOT NULL CHECK (kind IN ('STARTED', 'SUBMITTED', 'RETESTED', 'CLOSED', 'REOPENED', 'EXTENDED')),
    text text NOT NULL,
    has_passed boolean,
    deadline_at timestamptz,
    by_id uuid NOT NULL REFERENCES app_user,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT remediation_act_place UNIQUE (item_id, seq),
    CHECK ((kind = 'RETESTED') = (has_passed IS NOT NULL)),
    CHECK (kind IN ('REOPENED', 'EXTENDED') OR deadline_at IS NULL)
  );
  CREATE INDEX remediation_act_exercise ON remediation_act (exercise_id);

  CREATE TABLE remediation_lesson (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    seq integer NOT NULL,
    period_id uuid NOT NULL REFERENCES protection_period,
    -- Whose lesson: a root unit; null = 指挥部.
    root_id uuid REFERENCES unit,
    went_well text NOT NULL,
    went_wrong text NOT NULL,
    by_id uuid NOT NULL REFERENCES app_user,
    recorded_at timestamptz NOT NULL
  );
  CREATE INDEX remediation_lesson_period ON remediation_lesson (period_id);
  CREATE INDEX remediation_lesson_exercise ON remediation_lesson (exercise_id);
`;
