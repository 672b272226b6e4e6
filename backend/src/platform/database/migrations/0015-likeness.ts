import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Event groups, settled disagreements, dismissed proposals, outcomes of responses, and what likeness is found with. */
export class Likeness1790000000015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.facts(runner);
    await this.working(runner);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }

  private async facts(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE incident_report ADD COLUMN outcome text
        CHECK (outcome IN ('BLOCKED', 'CONTAINED', 'COMPROMISED', 'UNKNOWN'));

      -- Null in links made before it was kept.
      ALTER TABLE incident_link ADD COLUMN linked_seq integer;

      ALTER TABLE rescoring_set DROP CONSTRAINT rescoring_set_kind_check;
      ALTER TABLE rescoring_set ADD CONSTRAINT rescoring_set_kind_check
        CHECK (kind IN ('VERDICT_OVERTURNED', 'VULNERABILITY_REGROUPED', 'EVENT_REGROUPED', 'LINK_CORRECTED',
          'RULE_SET_CHANGED', 'ADJUSTMENT', 'UNIT_KNOCKED_OUT', 'KNOCK_OUT_REVOKED'));

      -- Of several groupings of an incident the latest counts.
      CREATE TABLE incident_grouping (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        set_id uuid NOT NULL REFERENCES rescoring_set,
        seq integer NOT NULL,
        incident_id uuid NOT NULL REFERENCES incident,
        event_key text,
        recorded_at timestamptz NOT NULL,
        UNIQUE (incident_id, seq)
      );
      CREATE INDEX incident_grouping_exercise ON incident_grouping (exercise_id);
      CREATE TRIGGER incident_grouping_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON incident_grouping
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE disagreement_finding (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        seq integer NOT NULL,
        link_id uuid NOT NULL REFERENCES incident_link,
        finding text NOT NULL CHECK (finding IN ('ATTACK_HOLDS', 'DEFENSE_HOLDS', 'BOTH_HOLD', 'UNRELATED')),
        contradictions jsonb NOT NULL,
        reason text NOT NULL,
        referee_id uuid NOT NULL REFERENCES app_user,
        recorded_at timestamptz NOT NULL,
        UNIQUE (exercise_id, seq)
      );
      CREATE INDEX disagreement_finding_link ON disagreement_finding (link_id, seq);
      CREATE TRIGGER disagreement_finding_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON disagreement_finding
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE proposal_dismissal (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        seq integer NOT NULL,
        kind text NOT NULL CHECK (kind IN ('LINK', 'DUPLICATE', 'EVENT')),
        first_id uuid NOT NULL,
        second_id uuid NOT NULL,
        reason text NOT NULL,
        referee_id uuid NOT NULL REFERENCES app_user,
        recorded_at timestamptz NOT NULL,
        UNIQUE (exercise_id, seq),
        UNIQUE (kind, first_id, second_id)
      );
      CREATE TRIGGER proposal_dismissal_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON proposal_dismissal
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE INDEX verdict_group ON verdict (exercise_id, vulnerability_key) WHERE vulnerability_key IS NOT NULL;
      CREATE INDEX node_grouping_key ON node_grouping (exercise_id, vulnerability_key);
    `);
  }

  /** No facts: all of it can be made anew from what was filed. */
  private async working(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What of filed work is compared with other work. \`keys\`: 64-bit words of what identifies it (files, addresses,
      -- assets, known vulnerabilities) and of its text (MinHash bands), each bound to the exercise.
      CREATE TABLE likeness_trace (
        subject_id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        kind text NOT NULL CHECK (kind IN ('SUBMISSION', 'INCIDENT')),
        root_id uuid NOT NULL,
        receipt_seq integer NOT NULL,
        received_at timestamptz NOT NULL,
        begins_at timestamptz,
        ends_at timestamptz,
        keys bigint[] NOT NULL,
        grams bytea NOT NULL,
        trace jsonb NOT NULL
      );
      -- Without a pending list: every probe would have to read through it.
      CREATE INDEX likeness_trace_keys ON likeness_trace USING gin (keys) WITH (fastupdate = off);
      CREATE INDEX likeness_trace_span ON likeness_trace (root_id, kind, begins_at);

      -- How far the journal has been read.
      CREATE TABLE likeness_cursor (
        exercise_id uuid PRIMARY KEY REFERENCES exercise,
        seq integer NOT NULL
      );

      -- Proposals: incident and result of a LINK, earlier and later receipt of a DUPLICATE or EVENT.
      CREATE TABLE likeness_pair (
        kind text NOT NULL CHECK (kind IN ('LINK', 'DUPLICATE', 'EVENT')),
        first_id uuid NOT NULL,
        second_id uuid NOT NULL,
        exercise_id uuid NOT NULL REFERENCES exercise,
        score numeric NOT NULL,
        reasons jsonb NOT NULL,
        nodes jsonb NOT NULL,
        later_seq integer NOT NULL,
        later_at timestamptz NOT NULL,
        PRIMARY KEY (kind, first_id, second_id)
      );
      CREATE INDEX likeness_pair_score ON likeness_pair (exercise_id, kind, score DESC);
      CREATE INDEX likeness_pair_second ON likeness_pair (second_id);
    `);
  }
}
