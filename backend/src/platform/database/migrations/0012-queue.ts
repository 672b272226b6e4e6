import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The referees' queue as a table of its own, several seats per item, and relations that recuse. */
export class Queue1790000000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(QUEUE);
    await runner.query(FILLING);
    await runner.query(CLAIMS);
    await runner.query(RELATIONS);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/**
 * What waits for referees, was decided or left undecided. A working table: rows follow from facts and the policy. It has
 * no foreign keys on purpose: filing is the hottest path there is, and each key would lock a row everybody files under.
 * `priority` (0 first), `due_at`, `seats`, `group_key` and `claimed_points` are null until somebody looks: the rules
 * and the policy say them.
 */
const QUEUE = `
  CREATE TABLE queue_item (
    subject_id uuid PRIMARY KEY,
    subject_kind text NOT NULL CHECK (subject_kind IN ('SUBMISSION', 'INCIDENT')),
    exercise_id uuid NOT NULL,
    unit_id uuid,
    root_unit_id uuid,
    team_id uuid,
    receipt_seq integer NOT NULL,
    filed_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('WAITING', 'SETTLED', 'CLOSED')),
    claimed_points text,
    priority smallint,
    due_at timestamptz,
    seats smallint,
    group_key text,
    CHECK ((priority IS NULL) = (due_at IS NULL))
  );
  CREATE INDEX queue_item_line ON queue_item (exercise_id, state, priority, due_at, receipt_seq);
  CREATE INDEX queue_item_unplaced ON queue_item (exercise_id) WHERE priority IS NULL;

  INSERT INTO queue_item (subject_id, subject_kind, exercise_id, unit_id, root_unit_id, team_id, receipt_seq, filed_at,
                          state)
    SELECT s.id, 'SUBMISSION', s.exercise_id, s.unit_id, u.root_id, s.team_id, s.receipt_seq, s.filed_at,
           CASE WHEN EXISTS (SELECT 1 FROM attack_node n WHERE n.submission_id = s.id
                                AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.node_id = n.id))
                THEN 'WAITING' ELSE 'SETTLED' END
      FROM attack_submission s LEFT JOIN unit u ON u.id = s.unit_id
     WHERE s.state = 'FILED'
    UNION ALL
    SELECT i.id, 'INCIDENT', i.exercise_id, i.unit_id, i.root_id, NULL, i.receipt_seq,
           (SELECT min(r.filed_at) FROM incident_report r WHERE r.incident_id = i.id AND r.filed_at IS NOT NULL),
           CASE WHEN EXISTS (SELECT 1 FROM mark_sheet m WHERE m.incident_id = i.id) THEN 'SETTLED' ELSE 'WAITING' END
      FROM incident i
     WHERE i.receipt_seq IS NOT NULL;
`;

/** Filing puts work into the queue, in the same statement that files it; returning and withdrawing takes it out. */
const FILLING = `
  CREATE FUNCTION queue_submission() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.state = 'FILED' THEN
      INSERT INTO queue_item (subject_id, subject_kind, exercise_id, unit_id, root_unit_id, team_id, receipt_seq,
                              filed_at, state)
        VALUES (NEW.id, 'SUBMISSION', NEW.exercise_id, NEW.unit_id,
                (SELECT root_id FROM unit WHERE id = NEW.unit_id), NEW.team_id, NEW.receipt_seq, NEW.filed_at,
                'WAITING')
        ON CONFLICT (subject_id) DO UPDATE
          SET state = 'WAITING', unit_id = excluded.unit_id, root_unit_id = excluded.root_unit_id,
              claimed_points = NULL, priority = NULL, due_at = NULL;
    ELSE
      UPDATE queue_item SET state = 'CLOSED' WHERE subject_id = NEW.id;
      DELETE FROM claim WHERE subject_id = NEW.id;
    END IF;
    RETURN NULL;
  END $$;

  CREATE TRIGGER attack_submission_entered AFTER INSERT ON attack_submission
    FOR EACH ROW WHEN (NEW.state = 'FILED') EXECUTE FUNCTION queue_submission();
  CREATE TRIGGER attack_submission_queued AFTER UPDATE ON attack_submission
    FOR EACH ROW WHEN (NEW.state IS DISTINCT FROM OLD.state AND NEW.state <> 'DRAFT')
    EXECUTE FUNCTION queue_submission();

  -- The first report filed brings the incident in.
  CREATE FUNCTION queue_incident() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO queue_item (subject_id, subject_kind, exercise_id, unit_id, root_unit_id, receipt_seq, filed_at, state)
      SELECT i.id, 'INCIDENT', i.exercise_id, i.unit_id, i.root_id, NEW.receipt_seq, NEW.filed_at, 'WAITING'
        FROM incident i WHERE i.id = NEW.incident_id
      ON CONFLICT (subject_id) DO NOTHING;
    RETURN NULL;
  END $$;

  CREATE TRIGGER incident_report_entered AFTER INSERT ON incident_report
    FOR EACH ROW WHEN (NEW.state = 'FILED') EXECUTE FUNCTION queue_incident();
  CREATE TRIGGER incident_report_queued AFTER UPDATE ON incident_report
    FOR EACH ROW WHEN (NEW.state = 'FILED' AND OLD.state IS DISTINCT FROM 'FILED') EXECUTE FUNCTION queue_incident();

  -- A new policy has what still waits placed anew. Whoever places items holds the same lock, with the policy he read.
  CREATE FUNCTION queue_unplace() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock(790012, hashtext(NEW.exercise_id::text));
    UPDATE queue_item SET priority = NULL, due_at = NULL WHERE exercise_id = NEW.exercise_id AND state = 'WAITING';
    RETURN NULL;
  END $$;

  CREATE TRIGGER adjudication_policy_set AFTER INSERT ON adjudication_policy
    FOR EACH ROW EXECUTE FUNCTION queue_unplace();
`;

/**
 * One row per referee and item. A seat counts while the claim runs, and for ever once its holder has given his say.
 * A released claim stays, ended: its holder is given other items first.
 */
const CLAIMS = `
  ALTER TABLE claim DROP CONSTRAINT claim_pkey;
  ALTER TABLE claim DROP CONSTRAINT claim_submission_id_fkey;
  ALTER TABLE claim RENAME COLUMN submission_id TO subject_id;
  ALTER TABLE claim ADD COLUMN subject_kind text NOT NULL DEFAULT 'SUBMISSION'
    CHECK (subject_kind IN ('SUBMISSION', 'INCIDENT'));
  ALTER TABLE claim ALTER COLUMN subject_kind DROP DEFAULT;
  ALTER TABLE claim ADD COLUMN done_at timestamptz;
  ALTER TABLE claim ADD COLUMN released_at timestamptz;
  ALTER TABLE claim ADD PRIMARY KEY (subject_id, referee_id);
  CREATE INDEX claim_referee ON claim (referee_id, exercise_id);
`;

/** Relations 利害关系 of referees to parties. The end of one is a row of its own that names it. */
const RELATIONS = `
  CREATE TABLE referee_relation (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    seq integer NOT NULL,
    referee_id uuid NOT NULL REFERENCES app_user,
    party_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('OWN_ORGANISATION', 'FORMER_EMPLOYER', 'FAMILY', 'BUSINESS', 'OTHER')),
    note text NOT NULL,
    ends_id uuid UNIQUE REFERENCES referee_relation,
    recorded_by_id uuid NOT NULL REFERENCES app_user,
    recorded_at timestamptz NOT NULL,
    UNIQUE (exercise_id, seq)
  );
  CREATE INDEX referee_relation_referee ON referee_relation (referee_id, party_id);
  CREATE TRIGGER referee_relation_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON referee_relation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;
