import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Many commands of a stream at once: the journal enters and writes them together, drafts are filed together. */
export class Filing1790000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION journal_lock;

      -- Takes the stream and looks for the commands' records. Two statements on purpose: the second has a snapshot
      -- of its own, taken after the wait, and so sees records of the same commands committed meanwhile.
      CREATE FUNCTION journal_enter(stream uuid, commands uuid[])
      RETURNS TABLE (seq integer, hash text, standing json)
      LANGUAGE plpgsql VOLATILE AS $$
      BEGIN
        PERFORM 1 FROM journal_stream s WHERE s.stream_id = stream FOR UPDATE;
        RETURN QUERY
          SELECT s.head_seq, s.head_hash,
                 (SELECT coalesce(json_object_agg(r.command_id, json_build_object(
                           'seq', r.seq, 'commandHash', r.command_hash, 'subjectId', r.subject_id)), '{}')
                    FROM journal_record r WHERE r.stream_id = stream AND r.command_id = ANY (commands))
            FROM journal_stream s
           WHERE s.stream_id = stream;
      END $$;

      -- Writes records that follow the head of the stream, moves the head, and announces each record on COMMIT.
      CREATE FUNCTION journal_write(stream uuid, records json) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
      BEGIN
        INSERT INTO journal_record (stream_id, seq, kind, subject_id, party_id, actor_id, command_id, command_hash,
                                    recorded_at, details, prev_hash, hash)
          SELECT stream, r.seq, r.kind, r."subjectId", r."partyId", r."actorId", r."commandId", r."commandHash",
                 r."recordedAt", r.details, r."prevHash", r.hash
            FROM json_to_recordset(records) AS r (
              seq integer, kind text, "subjectId" uuid, "partyId" uuid, "actorId" uuid, "commandId" uuid,
              "commandHash" text, "recordedAt" timestamptz, details jsonb, "prevHash" text, hash text);
        UPDATE journal_stream
           SET head_seq = (records -> -1 ->> 'seq')::integer, head_hash = records -> -1 ->> 'hash'
         WHERE stream_id = stream;
        PERFORM pg_notify('yanwu_journal', stream || ':' || (r ->> 'seq')) FROM json_array_elements(records) AS r;
      END $$;

      -- Turns drafts into facts; answers how many of them still stood at the version their author saw. A loop on
      -- purpose: each is found by its key, however large the table has grown since the plan was made.
      CREATE FUNCTION submissions_file(filings json) RETURNS integer LANGUAGE plpgsql VOLATILE AS $$
      DECLARE
        filing record;
        filed integer := 0;
      BEGIN
        FOR filing IN
          SELECT * FROM json_to_recordset(filings) AS f (
            id uuid, "filedById" uuid, "filedAt" timestamptz, "receiptSeq" integer, "listNo" integer, code text,
            version integer)
        LOOP
          UPDATE attack_submission
             SET state = 'FILED', filed_by_id = filing."filedById", filed_at = filing."filedAt",
                 receipt_seq = filing."receiptSeq", list_no = filing."listNo", code = filing.code,
                 version = filing.version
           WHERE id = filing.id AND version = filing.version - 1 AND state = 'DRAFT';
          IF FOUND THEN filed := filed + 1; END IF;
        END LOOP;
        RETURN filed;
      END $$;
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
