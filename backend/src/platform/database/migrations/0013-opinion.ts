import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Several referees, blind: their opinions, and how a decision came about. */
export class Opinion1790000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(DECISIONS);
    await runner.query(OPINIONS);
    await runner.query(QUEUE);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const BASIS = `
    ADD COLUMN basis text NOT NULL DEFAULT 'SINGLE'
      CHECK (basis IN ('SINGLE', 'AGREEMENT', 'RECONCILIATION', 'CHIEF')),
    ADD COLUMN opinion_ids uuid[] NOT NULL DEFAULT '{}'`;

const DECISIONS = `
  ALTER TABLE verdict ${BASIS};
  ALTER TABLE mark_sheet ${BASIS};
`;

/**
 * An opinion is known at once as far as that it is there; what it says lies apart, since that may be read and handed out
 * only later. \`content_hash\` binds it from the first moment, and a nonce keeps it from being guessed.
 */
const OPINIONS = `
  CREATE TABLE opinion (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    seq integer NOT NULL,
    subject_kind text NOT NULL CHECK (subject_kind IN ('NODE', 'INCIDENT')),
    subject_id uuid NOT NULL,
    item_id uuid NOT NULL,
    -- The decision in force when the panel met; null for the first.
    replaces_id uuid,
    round smallint NOT NULL CHECK (round IN (1, 2)),
    seats smallint NOT NULL CHECK (seats > 1),
    referee_id uuid NOT NULL REFERENCES app_user,
    content_hash text NOT NULL,
    recorded_at timestamptz NOT NULL,
    UNIQUE (exercise_id, seq)
  );
  CREATE UNIQUE INDEX opinion_once ON opinion (subject_id, coalesce(replaces_id, subject_id), round, referee_id);
  CREATE INDEX opinion_item ON opinion (item_id);
  CREATE INDEX opinion_referee ON opinion (referee_id, exercise_id);
  CREATE TRIGGER opinion_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON opinion
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

  CREATE TABLE opinion_content (
    id uuid PRIMARY KEY REFERENCES opinion,
    exercise_id uuid NOT NULL REFERENCES exercise,
    content jsonb NOT NULL,
    nonce text NOT NULL
  );
  CREATE INDEX opinion_content_exercise ON opinion_content (exercise_id);
  CREATE TRIGGER opinion_content_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON opinion_content
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

/** What only waits for the chief referee is in the queue as such. */
const QUEUE = `
  ALTER TABLE queue_item DROP CONSTRAINT IF EXISTS queue_item_state_check;
  ALTER TABLE queue_item ADD CONSTRAINT queue_item_state_check
    CHECK (state IN ('WAITING', 'CHIEF', 'SETTLED', 'CLOSED'));
`;
