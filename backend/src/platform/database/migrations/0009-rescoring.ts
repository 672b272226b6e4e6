import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rescoring sets with their approvals, what they write (groupings, adjustments), and notices. */
export class Rescoring1790000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.sets(runner);
    await this.effects(runner);
    await this.notices(runner);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }

  /** A set leaves the state PROPOSED once and changes in nothing but what that move says. */
  private async sets(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE rescoring_set (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        code text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('VERDICT_OVERTURNED', 'VULNERABILITY_REGROUPED', 'LINK_CORRECTED',
          'RULE_SET_CHANGED', 'ADJUSTMENT', 'UNIT_KNOCKED_OUT', 'KNOCK_OUT_REVOKED')),
        reason text NOT NULL,
        public_reason text NOT NULL,
        change jsonb NOT NULL,
        subjects text[] NOT NULL,
        state text NOT NULL CHECK (state IN ('PROPOSED', 'APPLIED', 'CANCELLED')),
        proposed_by uuid NOT NULL REFERENCES app_user,
        proposed_at timestamptz NOT NULL,
        proposed_seq integer NOT NULL,
        settled_by uuid REFERENCES app_user,
        settled_at timestamptz,
        settled_seq integer,
        preview_hash text,
        source_ids uuid[],
        cancel_reason text,
        CONSTRAINT rescoring_set_code UNIQUE (exercise_id, code),
        CHECK ((state = 'PROPOSED') = (settled_seq IS NULL)),
        CHECK ((state = 'APPLIED') = (preview_hash IS NOT NULL)),
        CHECK ((state = 'CANCELLED') = (cancel_reason IS NOT NULL)),
        CHECK (state <> 'APPLIED' OR settled_by <> proposed_by)
      );

      CREATE FUNCTION rescoring_set_moves() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.state <> 'PROPOSED' OR NEW.state NOT IN ('APPLIED', 'CANCELLED')
           OR (OLD.id, OLD.exercise_id, OLD.code, OLD.kind, OLD.reason, OLD.public_reason, OLD.change, OLD.subjects,
               OLD.proposed_by, OLD.proposed_at, OLD.proposed_seq)
              IS DISTINCT FROM
              (NEW.id, NEW.exercise_id, NEW.code, NEW.kind, NEW.reason, NEW.public_reason, NEW.change, NEW.subjects,
               NEW.proposed_by, NEW.proposed_at, NEW.proposed_seq)
        THEN
          RAISE EXCEPTION 'a rescoring set only moves from PROPOSED, once' USING ERRCODE = '23001';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER rescoring_set_moves BEFORE UPDATE ON rescoring_set
        FOR EACH ROW EXECUTE FUNCTION rescoring_set_moves();
      CREATE TRIGGER rescoring_set_permanent BEFORE DELETE OR TRUNCATE ON rescoring_set
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE rescoring_approval (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        set_id uuid NOT NULL REFERENCES rescoring_set,
        seq integer NOT NULL,
        approver_id uuid NOT NULL REFERENCES app_user,
        comment text NOT NULL,
        preview_hash text NOT NULL,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT rescoring_approval_once UNIQUE (set_id, approver_id)
      );
      CREATE TRIGGER rescoring_approval_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON rescoring_approval
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }

  /** Of several groupings of a node the latest counts; it wins over the key of the verdict. */
  private async effects(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE verdict ADD COLUMN vulnerability_key text;

      CREATE TABLE node_grouping (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        set_id uuid NOT NULL REFERENCES rescoring_set,
        seq integer NOT NULL,
        node_id uuid NOT NULL REFERENCES attack_node,
        vulnerability_key text,
        recorded_at timestamptz NOT NULL,
        UNIQUE (node_id, seq)
      );
      CREATE INDEX node_grouping_exercise ON node_grouping (exercise_id);
      CREATE TRIGGER node_grouping_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON node_grouping
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE adjustment (
        id uuid PRIMARY KEY REFERENCES rescoring_set,
        exercise_id uuid NOT NULL REFERENCES exercise,
        seq integer NOT NULL,
        code text NOT NULL,
        side text NOT NULL CHECK (side IN ('ATTACK', 'DEFENSE')),
        party_id uuid NOT NULL,
        account text NOT NULL CHECK (account IN ('ATTACK', 'DEDUCTION', 'RECOVERY', 'BONUS', 'PENALTY')),
        amount text NOT NULL,
        reason text NOT NULL,
        approved_by uuid NOT NULL REFERENCES app_user,
        recorded_at timestamptz NOT NULL,
        UNIQUE (exercise_id, seq)
      );
      CREATE TRIGGER adjustment_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON adjustment
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      ALTER TABLE score_entry DROP CONSTRAINT IF EXISTS score_entry_source_kind_check;
      ALTER TABLE score_entry ADD CONSTRAINT score_entry_source_kind_check
        CHECK (source_kind IN ('NODE', 'INCIDENT', 'BONUS', 'ABNORMAL', 'ADJUSTMENT'));
    `);
  }

  /** Who was told what. Reading one is a person's own affair and no fact. */
  private async notices(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notice (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        seq integer NOT NULL,
        ordinal integer NOT NULL,
        party_id uuid,
        person_id uuid REFERENCES app_user,
        subject_id uuid NOT NULL,
        code text NOT NULL,
        params jsonb NOT NULL,
        recorded_at timestamptz NOT NULL,
        CHECK ((party_id IS NULL) <> (person_id IS NULL)),
        UNIQUE (exercise_id, seq, ordinal)
      );
      CREATE INDEX notice_party ON notice (exercise_id, party_id);
      CREATE INDEX notice_person ON notice (person_id, exercise_id);
      CREATE TRIGGER notice_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON notice
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE notice_read (
        notice_id uuid NOT NULL REFERENCES notice,
        user_id uuid NOT NULL REFERENCES app_user,
        read_at timestamptz NOT NULL,
        PRIMARY KEY (notice_id, user_id)
      );
    `);
  }
}
