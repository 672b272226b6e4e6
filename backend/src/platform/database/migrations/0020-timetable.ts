import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What must be looked at, and when. One row per subject: the truth about time, whatever wakes us. */
export class Timetable1790000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TIMETABLE);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const TIMETABLE = `
  CREATE TABLE timetable_item (
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    exercise_id uuid NOT NULL REFERENCES exercise,
    due_at timestamptz NOT NULL,
    -- Looks that failed since the last that did not, and the instant before which there is no further one.
    failures smallint NOT NULL DEFAULT 0,
    waits_until timestamptz,
    PRIMARY KEY (kind, subject_id)
  );
  CREATE INDEX timetable_item_due ON timetable_item (due_at);
  CREATE INDEX timetable_item_exercise ON timetable_item (exercise_id);
`;
