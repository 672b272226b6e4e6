import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who saw which evidence, and the sealed destruction of what is no longer needed. */
export class Custody1790000000018 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.custody(runner);
    await this.destruction(runner);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }

  private async custody(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE custody (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        seq integer NOT NULL,
        code text NOT NULL CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
        evidence_id uuid NOT NULL REFERENCES evidence,
        person_id uuid NOT NULL REFERENCES app_user,
        act text NOT NULL CHECK (act IN ('VIEWED', 'DOWNLOADED')),
        form text NOT NULL,
        reason text NOT NULL,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT custody_code UNIQUE (code),
        UNIQUE (exercise_id, seq)
      );
      CREATE INDEX custody_evidence ON custody (evidence_id, person_id, recorded_at DESC);
      CREATE INDEX custody_person ON custody (exercise_id, person_id);
      CREATE TRIGGER custody_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON custody
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }

  /** A destruction leaves the state PROPOSED once; a second person confirms it. */
  private async destruction(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE destruction (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        code text NOT NULL,
        state text NOT NULL CHECK (state IN ('PROPOSED', 'CONFIRMED', 'CANCELLED')),
        reason text NOT NULL,
        evidence_ids uuid[] NOT NULL,
        retention_days integer NOT NULL,
        kept_since timestamptz NOT NULL,
        proposed_by uuid NOT NULL REFERENCES app_user,
        proposed_at timestamptz NOT NULL,
        proposed_seq integer NOT NULL,
        settled_by uuid REFERENCES app_user,
        settled_at timestamptz,
        settled_seq integer,
        cancel_reason text,
        CONSTRAINT destruction_code UNIQUE (exercise_id, code),
        CHECK ((state = 'PROPOSED') = (settled_seq IS NULL)),
        CHECK ((state = 'CANCELLED') = (cancel_reason IS NOT NULL)),
        CHECK (state <> 'CONFIRMED' OR settled_by <> proposed_by)
      );
      CREATE UNIQUE INDEX destruction_open ON destruction (exercise_id) WHERE state = 'PROPOSED';
      CREATE INDEX destruction_evidence ON destruction USING gin (evidence_ids);

      CREATE FUNCTION destruction_moves() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.state <> 'PROPOSED' OR NEW.state NOT IN ('CONFIRMED', 'CANCELLED')
           OR (OLD.id, OLD.exercise_id, OLD.code, OLD.reason, OLD.evidence_ids, OLD.retention_days, OLD.kept_since,
               OLD.proposed_by, OLD.proposed_at, OLD.proposed_seq)
              IS DISTINCT FROM
              (NEW.id, NEW.exercise_id, NEW.code, NEW.reason, NEW.evidence_ids, NEW.retention_days, NEW.kept_since,
               NEW.proposed_by, NEW.proposed_at, NEW.proposed_seq)
        THEN
          RAISE EXCEPTION 'a destruction only moves from PROPOSED, once' USING ERRCODE = '23001';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER destruction_moves BEFORE UPDATE ON destruction
        FOR EACH ROW EXECUTE FUNCTION destruction_moves();
      CREATE TRIGGER destruction_permanent BEFORE DELETE OR TRUNCATE ON destruction
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE destruction_certificate (
        destruction_id uuid PRIMARY KEY REFERENCES destruction,
        exercise_id uuid NOT NULL REFERENCES exercise,
        statement text NOT NULL,
        signature text NOT NULL,
        issued_at timestamptz NOT NULL
      );
      CREATE TRIGGER destruction_certificate_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON destruction_certificate
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }
}
