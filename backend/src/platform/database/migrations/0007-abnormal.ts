import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Leads on abnormal defence 非正常防守 and the referees' acts on them: both permanent. */
export class Abnormal1790000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE abnormal_episode (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        code text NOT NULL,
        receipt_seq integer NOT NULL,
        team_id uuid NOT NULL REFERENCES attack_team,
        root_id uuid NOT NULL REFERENCES unit,
        unit_id uuid NOT NULL REFERENCES unit,
        form text NOT NULL CHECK (form IN ('RANGE_BLOCKED', 'SITE_DOWN', 'PICTURE_PAGE', 'OTHER')),
        system_name text NOT NULL,
        narrative text NOT NULL,
        evidence_at timestamptz NOT NULL,
        evidence_ids uuid[] NOT NULL,
        filed_by_id uuid NOT NULL REFERENCES app_user,
        filed_at timestamptz NOT NULL,
        CONSTRAINT abnormal_episode_code UNIQUE (exercise_id, code),
        CONSTRAINT abnormal_episode_receipt UNIQUE (exercise_id, receipt_seq)
      );
      CREATE INDEX abnormal_episode_team ON abnormal_episode (team_id);
      CREATE INDEX abnormal_episode_root ON abnormal_episode (root_id);
      CREATE TRIGGER abnormal_episode_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON abnormal_episode
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE abnormal_act (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        seq integer NOT NULL,
        episode_id uuid NOT NULL REFERENCES abnormal_episode,
        kind text NOT NULL CHECK (kind IN ('NOTICED', 'DISMISSED', 'CONFIRMED', 'CLOSED')),
        stated_at timestamptz NOT NULL,
        reason text NOT NULL,
        referee_id uuid NOT NULL REFERENCES app_user,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT abnormal_act_seq UNIQUE (exercise_id, seq)
      );
      CREATE INDEX abnormal_act_episode ON abnormal_act (episode_id, seq);
      CREATE TRIGGER abnormal_act_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON abnormal_act
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      ALTER TABLE score_entry DROP CONSTRAINT IF EXISTS score_entry_source_kind_check;
      ALTER TABLE score_entry ADD CONSTRAINT score_entry_source_kind_check
        CHECK (source_kind IN ('NODE', 'INCIDENT', 'BONUS', 'ABNORMAL', 'ADJUSTMENT'));
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
