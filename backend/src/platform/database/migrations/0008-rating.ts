import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sheets of levels an exercise is rated with; permanent. */
export class Rating1790000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE rating_sheet (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        seq integer NOT NULL,
        rule_set_hash text NOT NULL REFERENCES rule_set,
        levels jsonb NOT NULL,
        comment text NOT NULL,
        recorded_by_id uuid NOT NULL REFERENCES app_user,
        recorded_at timestamptz NOT NULL,
        UNIQUE (exercise_id, seq)
      );
      CREATE TRIGGER rating_sheet_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON rating_sheet
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
