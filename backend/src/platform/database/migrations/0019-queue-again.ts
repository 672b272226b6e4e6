import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Work that left the queue, or a seat in it, for good though something of it was still to be judged. */
export class QueueAgain1790000000019 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FILLING);
    await runner.query(INCIDENTS);
    await runner.query(SEATS);
    await runner.query(CHIEF);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** A report of an incident that its author may still complete at a time. */
const withAuthor = (incident: string, at: string): string => `
  EXISTS (SELECT 1 FROM incident_report r
            JOIN report_return b ON b.report_id = r.id AND b.version_no = r.version_no
           WHERE r.incident_id = ${incident} AND r.state = 'RETURNED' AND b.due_at >= ${at})`;

/** The first report filed brings the incident in; a later one brings it back where none was left to judge. */
const FILLING = `
  CREATE OR REPLACE FUNCTION queue_incident() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO queue_item (subject_id, subject_kind, exercise_id, unit_id, root_unit_id, receipt_seq, filed_at, state)
      SELECT i.id, 'INCIDENT', i.exercise_id, i.unit_id, i.root_id, NEW.receipt_seq, NEW.filed_at, 'WAITING'
        FROM incident i WHERE i.id = NEW.incident_id
      ON CONFLICT (subject_id) DO UPDATE
        SET state = 'WAITING', claimed_points = NULL, priority = NULL, due_at = NULL
        WHERE queue_item.state = 'CLOSED' AND NOT ${withAuthor('NEW.incident_id', 'NEW.filed_at')};
    RETURN NULL;
  END $$`;

/** Incidents closed before, with a report to mark. */
const INCIDENTS = `
  UPDATE queue_item q SET state = 'WAITING', claimed_points = NULL, priority = NULL, due_at = NULL
   WHERE q.subject_kind = 'INCIDENT' AND q.state = 'CLOSED'
     AND EXISTS (SELECT 1 FROM incident_report f WHERE f.incident_id = q.subject_id AND f.state = 'FILED')
     AND NOT EXISTS (SELECT 1 FROM mark_sheet m WHERE m.incident_id = q.subject_id)
     AND NOT ${withAuthor('q.subject_id', 'now()')}`;

/** Seats kept by whoever has not given his say on every open node end in time again. */
const SEATS = `
  UPDATE claim c SET done_at = NULL
   WHERE c.done_at IS NOT NULL
     AND EXISTS (SELECT 1 FROM attack_node n
                  WHERE n.submission_id = c.subject_id
                    AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.node_id = n.id)
                    AND NOT EXISTS (SELECT 1 FROM opinion o
                                     WHERE o.subject_id = n.id AND o.referee_id = c.referee_id))`;

/** What waits for the chief referee only is in the queue as such: each node is decided or its second round is in. */
const CHIEF = `
  UPDATE queue_item q SET state = 'CHIEF'
   WHERE q.subject_kind = 'SUBMISSION' AND q.state = 'WAITING' AND q.seats > 1
     AND EXISTS (SELECT 1 FROM attack_node n WHERE n.submission_id = q.subject_id)
     AND NOT EXISTS (
       SELECT 1 FROM attack_node n
        WHERE n.submission_id = q.subject_id
          AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.node_id = n.id)
          AND coalesce((SELECT count(*) < max(o.seats) FROM opinion o WHERE o.subject_id = n.id AND o.round = 2), true))`;
