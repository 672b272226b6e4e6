import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Appeals with the acts on them, released attack paths, public notice 公示 and the final result 定榜. */
export class Appeal1790000000016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.appeals(runner);
    await this.releases(runner);
    await this.finalResult(runner);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }

  /** What state an appeal is in follows from its acts; neither ever changes. */
  private async appeals(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE appeal (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        seq integer NOT NULL,
        code text NOT NULL,
        party_id uuid NOT NULL,
        subject_kind text NOT NULL CHECK (subject_kind IN ('NODE', 'LOSS', 'INCIDENT', 'BONUS')),
        subject_id uuid NOT NULL,
        decision_id uuid NOT NULL,
        decision_seq integer NOT NULL,
        grounds text NOT NULL,
        evidence_ids uuid[] NOT NULL,
        filed_by_id uuid NOT NULL REFERENCES app_user,
        recorded_at timestamptz NOT NULL,
        UNIQUE (exercise_id, seq),
        CONSTRAINT appeal_code UNIQUE (exercise_id, party_id, code),
        CONSTRAINT appeal_once UNIQUE (decision_id, party_id)
      );
      CREATE TRIGGER appeal_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON appeal
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE appeal_act (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        appeal_id uuid NOT NULL REFERENCES appeal,
        seq integer NOT NULL,
        kind text NOT NULL CHECK (kind IN ('TAKEN', 'UPHELD', 'DISMISSED', 'ARBITRATION_REQUESTED',
          'ARBITRATION_UPHELD', 'ARBITRATION_DISMISSED', 'EXECUTED', 'REOPENED', 'WITHDRAWN')),
        reason text NOT NULL,
        rescoring_set_id uuid REFERENCES rescoring_set,
        deadline_at timestamptz,
        actor_id uuid NOT NULL REFERENCES app_user,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT appeal_act_place UNIQUE (appeal_id, seq),
        CHECK ((kind IN ('UPHELD', 'ARBITRATION_UPHELD', 'EXECUTED', 'REOPENED')) = (rescoring_set_id IS NOT NULL)),
        CHECK ((kind = 'DISMISSED') = (deadline_at IS NOT NULL))
      );
      CREATE INDEX appeal_act_exercise ON appeal_act (exercise_id);
      CREATE INDEX appeal_act_set ON appeal_act (rescoring_set_id);
      CREATE TRIGGER appeal_act_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON appeal_act
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      ALTER TABLE rescoring_set DROP CONSTRAINT rescoring_set_kind_check;
      ALTER TABLE rescoring_set ADD CONSTRAINT rescoring_set_kind_check CHECK (kind IN ('VERDICT_OVERTURNED', 'MARKS_OVERTURNED',
        'BONUS_OVERTURNED', 'VULNERABILITY_REGROUPED', 'EVENT_REGROUPED', 'LINK_CORRECTED', 'RULE_SET_CHANGED',
        'ADJUSTMENT', 'UNIT_KNOCKED_OUT', 'KNOCK_OUT_REVOKED'));
    `);
  }

  /** What the hit unit may read of an attack once the organizer says so. */
  private async releases(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE path_release (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        seq integer NOT NULL,
        submission_id uuid NOT NULL REFERENCES attack_submission,
        root_unit_id uuid NOT NULL REFERENCES unit,
        with_evidence boolean NOT NULL,
        reason text NOT NULL,
        released_by_id uuid NOT NULL REFERENCES app_user,
        recorded_at timestamptz NOT NULL,
        UNIQUE (exercise_id, seq)
      );
      CREATE INDEX path_release_submission ON path_release (submission_id);
      CREATE TRIGGER path_release_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON path_release
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }

  /** Once the result is final the journal of the exercise takes nothing any more that decides. */
  private async finalResult(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE exercise
        ADD COLUMN notice_opened_at timestamptz,
        ADD COLUMN notice_until timestamptz,
        ADD COLUMN finalized_at timestamptz,
        DROP CONSTRAINT exercise_state_check,
        ADD CONSTRAINT exercise_state_check CHECK (state IN ('DRAFT', 'LIVE', 'ENDED', 'FINAL')),
        ADD CONSTRAINT exercise_notice CHECK (
          (notice_opened_at IS NULL) = (notice_until IS NULL)
          AND (notice_opened_at IS NULL OR state IN ('ENDED', 'FINAL'))
          AND (state = 'FINAL') = (finalized_at IS NOT NULL)
          AND (finalized_at IS NULL OR finalized_at > notice_until));

      CREATE FUNCTION exercise_stays_final() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'a final result stays as it is' USING ERRCODE = '23001';
      END $$;
      CREATE TRIGGER exercise_stays_final BEFORE UPDATE ON exercise
        FOR EACH ROW WHEN (OLD.state = 'FINAL') EXECUTE FUNCTION exercise_stays_final();

      DROP FUNCTION journal_enter;
      CREATE FUNCTION journal_enter(stream uuid, commands uuid[])
      RETURNS TABLE (seq integer, hash text, "isFinal" boolean, standing json)
      LANGUAGE plpgsql VOLATILE AS $$
      BEGIN
        PERFORM 1 FROM journal_stream s WHERE s.stream_id = stream FOR UPDATE;
        RETURN QUERY
          SELECT s.head_seq, s.head_hash,
                 EXISTS (SELECT 1 FROM exercise e WHERE e.id = stream AND e.state = 'FINAL'),
                 (SELECT coalesce(json_object_agg(r.command_id, json_build_object(
                           'seq', r.seq, 'commandHash', r.command_hash, 'subjectId', r.subject_id)), '{}')
                    FROM journal_record r WHERE r.stream_id = stream AND r.command_id = ANY (commands))
            FROM journal_stream s
           WHERE s.stream_id = stream;
      END $$;
    `);
  }
}
