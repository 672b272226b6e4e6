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

      -- Takes the stream and looks for the command's record. Two statements on purpose: the second has a snapshot
      -- of its own, taken after the wait, and so sees a record of the same command committed meanwhile.
      CREATE FUNCTION journal_lock(stream uuid, command uuid)
      RETURNS TABLE (head_seq integer, head_hash text, seq integer, command_hash text, subject_id uuid)
      LANGUAGE plpgsql VOLATILE AS $$
      BEGIN
        PERFORM 1 FROM journal_stream s WHERE s.stream_id = stream FOR UPDATE;
        RETURN QUERY
          SELECT s.head_seq, s.head_hash, r.seq, r.command_hash, r.subject_id
            FROM journal_stream s
            LEFT JOIN journal_record r ON r.stream_id = s.stream_id AND r.command_id = command
           WHERE s.stream_id = stream;
      END $$;

      INSERT INTO journal_stream VALUES ('00000000-0000-0000-0000-000000000000', 0, repeat('0', 64));
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
