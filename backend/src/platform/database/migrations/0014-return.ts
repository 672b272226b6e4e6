import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Returning for more 退回补正, versions 版本 and withdrawal 撤回, of submissions and of reports. What was filed stays as it
 * was filed: a row changes only together with the archive of the version it replaces.
 */
export class Return1790000000014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [work, table] of WORKS) {
      await runner.query(columns(table));
      await runner.query(records(work, table));
    }
    await runner.query(STATES);
    await runner.query(PERMANENCE);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** What is filed, and the table of it. */
const WORKS = [
  ['submission', 'attack_submission'],
  ['report', 'incident_report'],
] as const;

const columns = (table: string): string => `
  ALTER TABLE ${table}
    ADD COLUMN version_no integer NOT NULL DEFAULT 1 CHECK (version_no >= 1),
    ADD COLUMN withdrawn_at timestamptz,
    ADD COLUMN withdraw_reason text,
    DROP CONSTRAINT ${table}_state_check,
    ADD CONSTRAINT ${table}_state_check CHECK (state IN ('DRAFT', 'FILED', 'RETURNED', 'WITHDRAWN')),
    ADD CONSTRAINT ${table}_withdrawn CHECK (
      (state = 'WITHDRAWN') = (withdrawn_at IS NOT NULL AND withdraw_reason IS NOT NULL)),
    DROP CONSTRAINT ${table}_check`;

/**
 * Versions and returns are facts. A revision is what its author is writing while it is returned: his own affair, like a
 * draft, and gone once it is filed.
 */
const records = (work: string, table: string): string => `
  CREATE TABLE ${work}_version (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    ${work}_id uuid NOT NULL REFERENCES ${table},
    version_no integer NOT NULL CHECK (version_no >= 1),
    receipt_seq integer NOT NULL,
    filed_at timestamptz NOT NULL,
    filed_by_id uuid NOT NULL REFERENCES app_user,
    content jsonb NOT NULL,
    CONSTRAINT ${work}_version_no UNIQUE (${work}_id, version_no)
  );
  CREATE INDEX ${work}_version_exercise ON ${work}_version (exercise_id);
  CREATE TRIGGER ${work}_version_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON ${work}_version
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

  CREATE TABLE ${work}_return (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    seq integer NOT NULL,
    ${work}_id uuid NOT NULL REFERENCES ${table},
    version_no integer NOT NULL,
    reasons jsonb NOT NULL,
    comment text NOT NULL,
    due_at timestamptz NOT NULL,
    referee_id uuid NOT NULL REFERENCES app_user,
    recorded_at timestamptz NOT NULL CHECK (recorded_at <= due_at),
    UNIQUE (exercise_id, seq),
    CONSTRAINT ${work}_return_of FOREIGN KEY (${work}_id, version_no) REFERENCES ${work}_version (${work}_id, version_no),
    CONSTRAINT ${work}_return_once UNIQUE (${work}_id, version_no)
  );
  CREATE TRIGGER ${work}_return_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON ${work}_return
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

  CREATE TABLE ${work}_revision (
    ${work}_id uuid PRIMARY KEY REFERENCES ${table},
    version integer NOT NULL,
    content jsonb NOT NULL,
    updated_at timestamptz NOT NULL
  )`;

const STATES = `
  ALTER TABLE attack_submission ADD CONSTRAINT attack_submission_receipt CHECK (
    (state <> 'DRAFT') = (receipt_seq IS NOT NULL AND filed_at IS NOT NULL AND filed_by_id IS NOT NULL));
  ALTER TABLE incident_report ADD CONSTRAINT incident_report_receipt CHECK (
    (state <> 'DRAFT') = (receipt_seq IS NOT NULL AND filed_at IS NOT NULL));
`;

/**
 * Once filed: FILED → RETURNED → FILED, and from either to WITHDRAWN, each with the version archived. Only filing again
 * changes what is written, and it adds one to the version; the receipt, the code and whose it is stay for ever.
 */
const PERMANENCE = `
  CREATE FUNCTION refuse_change_but_return() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    was jsonb;
    is_now jsonb;
    is_archived boolean;
    steps text;
  BEGIN
    IF OLD.state = 'DRAFT' THEN
      IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
      IF NEW.state IN ('DRAFT', 'FILED') AND NEW.version_no = 1 THEN RETURN NEW; END IF;
    ELSIF TG_OP = 'UPDATE' THEN
      was := to_jsonb(OLD);
      is_now := to_jsonb(NEW);
      EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE %I = $1 AND version_no = $2)', TG_ARGV[0] || '_version',
                     TG_ARGV[0] || '_id') INTO is_archived USING OLD.id, OLD.version_no;
      steps := OLD.state || ' ' || NEW.state;
      IF is_archived AND steps IN ('FILED RETURNED', 'FILED WITHDRAWN', 'RETURNED WITHDRAWN')
         AND is_now - 'state' - 'version' - 'withdrawn_at' - 'withdraw_reason'
             = was - 'state' - 'version' - 'withdrawn_at' - 'withdraw_reason' THEN
        RETURN NEW;
      END IF;
      IF is_archived AND steps = 'RETURNED FILED' AND NEW.version_no = OLD.version_no + 1
         AND NEW.receipt_seq = OLD.receipt_seq AND NEW.filed_at = OLD.filed_at AND NEW.id = OLD.id
         AND is_now -> TG_ARGV[1] = was -> TG_ARGV[1] AND is_now -> TG_ARGV[2] = was -> TG_ARGV[2]
         AND is_now -> 'team_id' IS NOT DISTINCT FROM was -> 'team_id'
         AND is_now -> 'exercise_id' IS NOT DISTINCT FROM was -> 'exercise_id' THEN
        RETURN NEW;
      END IF;
    END IF;
    RAISE EXCEPTION '% on % is refused: it is filed', TG_OP, TG_TABLE_NAME USING ERRCODE = '23001';
  END $$;

  DROP TRIGGER attack_submission_filed ON attack_submission;
  CREATE TRIGGER attack_submission_filed BEFORE UPDATE OR DELETE ON attack_submission
    FOR EACH ROW EXECUTE FUNCTION refuse_change_but_return('submission', 'code', 'unit_id');
  DROP TRIGGER incident_report_filed ON incident_report;
  CREATE TRIGGER incident_report_filed BEFORE UPDATE OR DELETE ON incident_report
    FOR EACH ROW EXECUTE FUNCTION refuse_change_but_return('report', 'incident_id', 'kind');

  CREATE OR REPLACE FUNCTION refuse_node_change_once_filed() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT 1 FROM attack_submission
                WHERE state IN ('FILED', 'WITHDRAWN')
                  AND id IN (CASE WHEN TG_OP = 'INSERT' THEN NEW.submission_id ELSE OLD.submission_id END,
                             CASE WHEN TG_OP = 'DELETE' THEN OLD.submission_id ELSE NEW.submission_id END)) THEN
      RAISE EXCEPTION '% on % is refused: its submission is filed', TG_OP, TG_TABLE_NAME USING ERRCODE = '23001';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END $$;

  -- Nobody judges what is returned or withdrawn, whatever way the verdict comes.
  CREATE FUNCTION refuse_verdict_unless_filed() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM attack_submission WHERE id = NEW.submission_id AND state = 'FILED') THEN
      RAISE EXCEPTION 'a verdict is refused: its submission is not filed' USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER verdict_on_filed BEFORE INSERT ON verdict
    FOR EACH ROW EXECUTE FUNCTION refuse_verdict_unless_filed();
`;
