import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Drill plans and the approval of their injects. */
export class Plan1790000000024 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE drill_plan (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        content jsonb NOT NULL,
        version integer NOT NULL CHECK (version > 0),
        edits jsonb NOT NULL,
        archived boolean NOT NULL,
        created_at timestamptz NOT NULL,
        changed_by_id uuid NOT NULL REFERENCES app_user,
        changed_at timestamptz NOT NULL
      );
      CREATE INDEX drill_plan_exercise ON drill_plan (exercise_id);

      CREATE TABLE plan_approval (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        plan_id uuid NOT NULL REFERENCES drill_plan,
        seq integer NOT NULL,
        code text NOT NULL,
        content_hash text NOT NULL,
        verdict text NOT NULL CHECK (verdict IN ('APPROVED', 'RETURNED')),
        reason text NOT NULL,
        actor_id uuid NOT NULL REFERENCES app_user,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT plan_approval_once UNIQUE (plan_id, seq, code),
        CHECK (verdict = 'APPROVED' OR reason <> '')
      );
      CREATE INDEX plan_approval_exercise ON plan_approval (exercise_id);
      CREATE TRIGGER plan_approval_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_approval
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
