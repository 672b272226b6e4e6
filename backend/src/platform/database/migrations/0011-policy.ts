import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How an exercise judges: versions of its policy. */
export class Policy1790000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE adjudication_policy (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        seq integer NOT NULL,
        policy jsonb NOT NULL,
        reason text NOT NULL,
        set_by_id uuid NOT NULL REFERENCES app_user,
        recorded_at timestamptz NOT NULL,
        UNIQUE (exercise_id, seq)
      );
      CREATE TRIGGER adjudication_policy_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON adjudication_policy
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
