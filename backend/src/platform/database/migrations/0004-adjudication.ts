import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Claims, verdicts, marks, links, bonus verdicts and the ledger. Only claims and links ever change. */
export class Adjudication1790000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE claim (
        submission_id uuid PRIMARY KEY REFERENCES attack_submission,
        exercise_id uuid NOT NULL REFERENCES exercise,
        referee_id uuid NOT NULL REFERENCES app_user,
        claimed_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX claim_exercise ON claim (exercise_id);

      CREATE TABLE verdict (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        seq integer NOT NULL,
        submission_id uuid NOT NULL REFERENCES attack_submission,
        node_id uuid NOT NULL REFERENCES attack_node,
        outcome text NOT NULL CHECK (outcome IN ('ACCEPTED', 'PARTIAL', 'REJECTED')),
        category_key text,
        privilege_key text,
        quantity integer NOT NULL CHECK (quantity > 0),
        judged_points text,
        deduction_points text,
        system_key text NOT NULL,
        factors text[] NOT NULL,
        measures jsonb NOT NULL,
        reason text NOT NULL,
        referee_id uuid NOT NULL REFERENCES app_user,
        recorded_at timestamptz NOT NULL,
        UNIQUE (exercise_id, seq)
      );
      CREATE INDEX verdict_node ON verdict (node_id, seq);
      CREATE TRIGGER verdict_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON verdict
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE mark_sheet (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        seq integer NOT NULL,
        incident_id uuid NOT NULL REFERENCES incident,
        marks jsonb NOT NULL,
        comment text NOT NULL,
        deduction_at_marking text,
        referee_id uuid NOT NULL REFERENCES app_user,
        recorded_at timestamptz NOT NULL,
        UNIQUE (exercise_id, seq)
      );
      CREATE INDEX mark_sheet_incident ON mark_sheet (incident_id, seq);
      CREATE TRIGGER mark_sheet_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON mark_sheet
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE incident_link (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        incident_id uuid NOT NULL REFERENCES incident,
        submission_id uuid NOT NULL REFERENCES attack_submission,
        reason text NOT NULL,
        reasons jsonb NOT NULL,
        linked_by uuid NOT NULL REFERENCES app_user,
        linked_at timestamptz NOT NULL,
        unlinked_by uuid REFERENCES app_user,
        unlinked_at timestamptz,
        unlink_reason text
      );
      CREATE UNIQUE INDEX incident_link_once ON incident_link (incident_id, submission_id) WHERE unlinked_at IS NULL;
      CREATE INDEX incident_link_submission ON incident_link (submission_id);
      CREATE INDEX incident_link_exercise ON incident_link (exercise_id);

      CREATE TABLE bonus_verdict (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        seq integer NOT NULL,
        bonus_claim_id uuid NOT NULL REFERENCES bonus_claim,
        is_accepted boolean NOT NULL,
        points text NOT NULL,
        reason text NOT NULL,
        referee_id uuid NOT NULL REFERENCES app_user,
        recorded_at timestamptz NOT NULL,
        UNIQUE (exercise_id, seq)
      );
      CREATE INDEX bonus_verdict_claim ON bonus_verdict (bonus_claim_id, seq);
      CREATE TRIGGER bonus_verdict_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON bonus_verdict
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE score_entry (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        seq integer NOT NULL,
        ordinal integer NOT NULL,
        side text NOT NULL CHECK (side IN ('ATTACK', 'DEFENSE')),
        party_id uuid NOT NULL,
        account text NOT NULL CHECK (account IN ('ATTACK', 'DEDUCTION', 'RECOVERY', 'BONUS', 'PENALTY')),
        amount text NOT NULL,
        award_key text NOT NULL,
        rule_key text NOT NULL,
        rule_set_hash text NOT NULL REFERENCES rule_set,
        source_kind text NOT NULL CHECK (source_kind IN ('NODE', 'INCIDENT', 'BONUS')),
        source_id uuid NOT NULL,
        source_receipt_seq integer NOT NULL,
        result_id uuid REFERENCES attack_submission,
        steps jsonb NOT NULL,
        zero_reason jsonb,
        is_provisional boolean NOT NULL,
        reverses_id uuid UNIQUE REFERENCES score_entry,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT score_entry_place UNIQUE (exercise_id, seq, ordinal)
      );
      CREATE INDEX score_entry_party ON score_entry (exercise_id, party_id, seq, ordinal);
      CREATE INDEX score_entry_source ON score_entry (source_id);
      CREATE INDEX score_entry_result ON score_entry (result_id);
      CREATE TRIGGER score_entry_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON score_entry
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
