import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Evidence, attack submissions with their nodes, incidents with their reports, bonus claims. */
export class Submission1790000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE evidence (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        owner_party_id uuid NOT NULL,
        uploaded_by_id uuid NOT NULL REFERENCES app_user,
        file_name text NOT NULL,
        size_bytes bigint NOT NULL CHECK (size_bytes > 0),
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        media_type text NOT NULL,
        is_image boolean NOT NULL,
        has_thumbnail boolean NOT NULL,
        recorded_at timestamptz NOT NULL,
        receipt_seq integer NOT NULL,
        CONSTRAINT evidence_receipt UNIQUE (exercise_id, receipt_seq)
      );
      CREATE INDEX evidence_owner ON evidence (exercise_id, owner_party_id, receipt_seq);
      CREATE TRIGGER evidence_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE SEQUENCE draft_no AS integer;

      CREATE TABLE attack_submission (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        team_id uuid NOT NULL REFERENCES attack_team,
        code text NOT NULL,
        state text NOT NULL CHECK (state IN ('DRAFT', 'FILED')),
        version integer NOT NULL,
        list_no integer NOT NULL,
        unit_id uuid REFERENCES unit,
        target_id uuid REFERENCES target,
        title text NOT NULL,
        started_at timestamptz,
        ended_at timestamptz,
        source_addresses text[] NOT NULL,
        controlled_addresses text[] NOT NULL,
        summary text NOT NULL,
        remediation text NOT NULL,
        updated_at timestamptz NOT NULL,
        filed_by_id uuid REFERENCES app_user,
        filed_at timestamptz,
        receipt_seq integer,
        CONSTRAINT attack_submission_code UNIQUE (exercise_id, code),
        CONSTRAINT attack_submission_list_no UNIQUE (exercise_id, list_no),
        CHECK ((state = 'FILED') = (receipt_seq IS NOT NULL AND filed_at IS NOT NULL AND filed_by_id IS NOT NULL))
      );
      CREATE INDEX attack_submission_team ON attack_submission (team_id, list_no);

      CREATE TABLE attack_node (
        id uuid PRIMARY KEY,
        submission_id uuid NOT NULL REFERENCES attack_submission,
        ordinal integer NOT NULL,
        parent_id uuid,
        asset_name text NOT NULL,
        system_key text NOT NULL,
        zone text,
        source_address text NOT NULL,
        destination_address text NOT NULL,
        url text NOT NULL,
        started_at timestamptz,
        ended_at timestamptz,
        means text[] NOT NULL,
        technique text NOT NULL,
        category_key text,
        privilege_key text,
        quantity integer NOT NULL CHECK (quantity >= 1),
        narrative text NOT NULL,
        evidence_ids uuid[] NOT NULL
      );
      CREATE INDEX attack_node_submission ON attack_node (submission_id, ordinal);

      CREATE TABLE incident (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        root_id uuid NOT NULL REFERENCES unit,
        unit_id uuid NOT NULL REFERENCES unit,
        code text NOT NULL,
        title text NOT NULL,
        attack_started_at timestamptz,
        discovered_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL,
        opened_by_id uuid NOT NULL REFERENCES app_user,
        opened_seq integer NOT NULL,
        version integer NOT NULL,
        receipt_seq integer,
        CONSTRAINT incident_code UNIQUE (exercise_id, code)
      );
      CREATE INDEX incident_root ON incident (root_id, opened_seq);

      CREATE TABLE incident_report (
        id uuid PRIMARY KEY,
        incident_id uuid NOT NULL REFERENCES incident,
        kind text NOT NULL CHECK (kind IN ('DETECTION', 'RESPONSE', 'ATTRIBUTION')),
        state text NOT NULL CHECK (state IN ('DRAFT', 'FILED')),
        version integer NOT NULL,
        started_at timestamptz,
        ended_at timestamptz,
        sections jsonb NOT NULL,
        evidence_ids uuid[] NOT NULL,
        found_addresses jsonb NOT NULL,
        means text[] NOT NULL,
        authored_by_id uuid NOT NULL REFERENCES app_user,
        updated_at timestamptz NOT NULL,
        filed_at timestamptz,
        receipt_seq integer,
        CONSTRAINT incident_report_kind UNIQUE (incident_id, kind),
        CHECK ((state = 'FILED') = (receipt_seq IS NOT NULL AND filed_at IS NOT NULL))
      );

      CREATE TABLE bonus_claim (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        root_id uuid NOT NULL REFERENCES unit,
        unit_id uuid NOT NULL REFERENCES unit,
        code text NOT NULL,
        state text NOT NULL CHECK (state IN ('DRAFT', 'FILED')),
        version integer NOT NULL,
        bonus_key text NOT NULL,
        title text NOT NULL,
        narrative text NOT NULL,
        evidence_ids uuid[] NOT NULL,
        updated_at timestamptz NOT NULL,
        filed_by_id uuid REFERENCES app_user,
        filed_at timestamptz,
        receipt_seq integer,
        CONSTRAINT bonus_claim_code UNIQUE (exercise_id, code),
        CHECK ((state = 'FILED') = (receipt_seq IS NOT NULL AND filed_at IS NOT NULL AND filed_by_id IS NOT NULL))
      );
      CREATE INDEX bonus_claim_root ON bonus_claim (root_id);
    `);
    await runner.query(PERMANENCE);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** What has been filed is a record: the database itself refuses to change it. */
const PERMANENCE = `
  CREATE FUNCTION refuse_change_once_filed() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF OLD.state = 'FILED' THEN
      RAISE EXCEPTION '% on % is refused: it is filed', TG_OP, TG_TABLE_NAME USING ERRCODE = '23001';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END $$;

  CREATE TRIGGER attack_submission_filed BEFORE UPDATE OR DELETE ON attack_submission
    FOR EACH ROW EXECUTE FUNCTION refuse_change_once_filed();
  CREATE TRIGGER incident_report_filed BEFORE UPDATE OR DELETE ON incident_report
    FOR EACH ROW EXECUTE FUNCTION refuse_change_once_filed();
  CREATE TRIGGER bonus_claim_filed BEFORE UPDATE OR DELETE ON bonus_claim
    FOR EACH ROW EXECUTE FUNCTION refuse_change_once_filed();

  CREATE FUNCTION refuse_node_change_once_filed() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT 1 FROM attack_submission
                WHERE state = 'FILED' AND id IN (CASE WHEN TG_OP = 'INSERT' THEN NEW.submission_id ELSE OLD.submission_id END,
                                                 CASE WHEN TG_OP = 'DELETE' THEN OLD.submission_id ELSE NEW.submission_id END)) THEN
      RAISE EXCEPTION '% on % is refused: its submission is filed', TG_OP, TG_TABLE_NAME USING ERRCODE = '23001';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END $$;

  CREATE TRIGGER attack_node_filed BEFORE INSERT OR UPDATE OR DELETE ON attack_node
    FOR EACH ROW EXECUTE FUNCTION refuse_node_change_once_filed();

  CREATE FUNCTION refuse_incident_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.receipt_seq IS NULL OR OLD.receipt_seq = NEW.receipt_seq)
       AND to_jsonb(NEW) - 'receipt_seq' - 'version' = to_jsonb(OLD) - 'receipt_seq' - 'version' THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION '% on % is refused: records are permanent', TG_OP, TG_TABLE_NAME USING ERRCODE = '23001';
  END $$;

  CREATE TRIGGER incident_permanent BEFORE UPDATE OR DELETE ON incident
    FOR EACH ROW EXECUTE FUNCTION refuse_incident_change();

  CREATE TRIGGER attack_submission_kept BEFORE TRUNCATE ON attack_submission
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER attack_node_kept BEFORE TRUNCATE ON attack_node
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER incident_kept BEFORE TRUNCATE ON incident
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER incident_report_kept BEFORE TRUNCATE ON incident_report
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER bonus_claim_kept BEFORE TRUNCATE ON bonus_claim
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;
