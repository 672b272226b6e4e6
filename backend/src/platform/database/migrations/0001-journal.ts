import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The journal: append-only by the database's own refusal, not by our good manners. */
export class Journal1790000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% on % is refused: records are permanent', TG_OP, TG_TABLE_NAME USING ERRCODE = '23001';
      END $$;

      CREATE TABLE journal_stream (
        stream_id uuid PRIMARY KEY,
        head_seq integer NOT NULL,
        head_hash text NOT NULL
      );

      CREATE TABLE journal_record (
        stream_id uuid NOT NULL REFERENCES journal_stream,
        seq integer NOT NULL CHECK (seq > 0),
        kind text NOT NULL,
        subject_id uuid NOT NULL,
        party_id uuid,
        actor_id uuid,
        command_id uuid NOT NULL,
        command_hash text NOT NULL,
        recorded_at timestamptz NOT NULL,
        details jsonb NOT NULL,
        prev_hash text NOT NULL,
        hash text NOT NULL,
        PRIMARY KEY (stream_id, seq),
        CONSTRAINT journal_record_command UNIQUE (stream_id, command_id)
      );
      CREATE INDEX journal_record_subject ON journal_record (subject_id);

      CREATE TRIGGER journal_record_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_record
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      INSERT INTO journal_stream VALUES ('00000000-0000-0000-0000-000000000000', 0, repeat('0', 64));
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
