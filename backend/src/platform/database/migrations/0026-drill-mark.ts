import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Marks of drills as facts of scoring, and the account they are booked to. */
export class DrillMark1790000000026 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE drill_mark (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        seq integer NOT NULL,
        drill_id uuid NOT NULL,
        response_id uuid NOT NULL REFERENCES drill_mark,
        unit_id uuid NOT NULL REFERENCES unit,
        inject_code text NOT NULL,
        inject_title text NOT NULL,
        expectation text NOT NULL,
        release_seq integer NOT NULL,
        full_points text NOT NULL,
        points text NOT NULL,
        comment text NOT NULL,
        marked_by_id uuid NOT NULL REFERENCES app_user,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT drill_mark_seq UNIQUE (exercise_id, seq)
      );
      CREATE INDEX drill_mark_response ON drill_mark (response_id, seq);
      CREATE INDEX drill_mark_drill ON drill_mark (drill_id, unit_id, inject_code);
      CREATE TRIGGER drill_mark_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON drill_mark
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      ALTER TABLE score_entry DROP CONSTRAINT IF EXISTS score_entry_source_kind_check;
      ALTER TABLE score_entry ADD CONSTRAINT score_entry_source_kind_check
        CHECK (source_kind IN ('NODE', 'INCIDENT', 'BONUS', 'ABNORMAL', 'ADJUSTMENT', 'DRILL'));
      ALTER TABLE score_entry DROP CONSTRAINT IF EXISTS score_entry_account_check;
      ALTER TABLE score_entry ADD CONSTRAINT score_entry_account_check
        CHECK (account IN ('ATTACK', 'DEDUCTION', 'RECOVERY', 'BONUS', 'PENALTY', 'DRILL'));
      ALTER TABLE adjustment DROP CONSTRAINT IF EXISTS adjustment_account_check;
      ALTER TABLE adjustment ADD CONSTRAINT adjustment_account_check
        CHECK (account IN ('ATTACK', 'DEDUCTION', 'RECOVERY', 'BONUS', 'PENALTY', 'DRILL'));
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
