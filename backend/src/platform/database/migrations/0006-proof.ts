import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Signing keys of exercises and the checkpoints they sign. */
export class Proof1790000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- By which the instance knows its own secret again; the secret itself is never here.
      CREATE TABLE instance_secret (
        is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
        mark text NOT NULL
      );

      CREATE TABLE exercise_key (
        exercise_id uuid PRIMARY KEY REFERENCES exercise,
        public_key text NOT NULL,
        fingerprint text NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
        -- AES-256-GCM under the instance's secret.
        private_key_box text NOT NULL,
        created_at timestamptz NOT NULL
      );
      CREATE TRIGGER exercise_key_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON exercise_key
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE checkpoint (
        exercise_id uuid NOT NULL REFERENCES exercise,
        number integer NOT NULL CHECK (number > 0),
        -- The last public record: everything up to it is covered.
        seq integer NOT NULL,
        journal_hash text NOT NULL,
        ledger_hash text NOT NULL,
        board_hash text NOT NULL,
        board_salt text NOT NULL,
        board_of jsonb NOT NULL,
        lines integer NOT NULL,
        previous text,
        recorded_at timestamptz NOT NULL,
        fingerprint text NOT NULL,
        signature text NOT NULL,
        PRIMARY KEY (exercise_id, number),
        CONSTRAINT checkpoint_seq UNIQUE (exercise_id, seq)
      );
      CREATE TRIGGER checkpoint_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoint
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- Each act that scores continues the ledger's hash where the last one left it.
      CREATE INDEX journal_record_posted ON journal_record (stream_id, seq) WHERE details ? 'posted';
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
