import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Duty rosters 值班表, their people, what was done about them, and secret addresses of calendars. */
export class Duty1790000000022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(DUTY);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const DUTY = `
  CREATE TABLE duty_roster (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    seq integer NOT NULL,
    -- Root unit; none = control 指挥部.
    root_id uuid REFERENCES unit,
    zone text NOT NULL,
    kinds jsonb NOT NULL,
    min_rest_hours integer NOT NULL CHECK (min_rest_hours BETWEEN 0 AND 48),
    late_minutes integer NOT NULL CHECK (late_minutes BETWEEN 1 AND 240),
    planner_id uuid NOT NULL REFERENCES app_user,
    version integer NOT NULL,
    recorded_at timestamptz NOT NULL,
    UNIQUE (exercise_id, seq)
  );
  CREATE UNIQUE INDEX duty_roster_unit ON duty_roster (exercise_id, coalesce(root_id, exercise_id));

  CREATE TABLE duty_person (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    roster_id uuid NOT NULL REFERENCES duty_roster,
    -- None: a named person who cannot sign in; colleagues act for him.
    user_id uuid REFERENCES app_user,
    name text NOT NULL,
    phone text NOT NULL,
    note text NOT NULL,
    is_active boolean NOT NULL,
    ordinal integer NOT NULL,
    version integer NOT NULL,
    CONSTRAINT duty_person_once UNIQUE (roster_id, user_id)
  );
  CREATE INDEX duty_person_exercise ON duty_person (exercise_id);
  CREATE INDEX duty_person_user ON duty_person (user_id);

  CREATE TABLE duty_act (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    roster_id uuid NOT NULL REFERENCES duty_roster,
    seq integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('FILLED', 'ASSIGNED', 'SWAP_ASKED', 'SWAP_AGREED', 'SWAP_DECLINED',
      'SWAP_WITHDRAWN', 'SWAP_APPROVED', 'SWAP_REFUSED', 'CHECKED_IN', 'ESCALATED', 'TAKEN_OVER', 'HANDOVER_OFFERED',
      'HANDOVER_SIGNED', 'LOGGED')),
    -- The instant it counts from: when it was recorded, or due.
    acted_at timestamptz NOT NULL,
    by_id uuid REFERENCES app_user,
    content jsonb NOT NULL,
    recorded_at timestamptz NOT NULL,
    UNIQUE (exercise_id, seq),
    CHECK ((kind = 'ESCALATED') = (by_id IS NULL)),
    CHECK (acted_at <= recorded_at)
  );
  CREATE INDEX duty_act_roster ON duty_act (roster_id, seq);
  CREATE TRIGGER duty_act_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON duty_act
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

  -- A key, not a fact: only its hash is kept, and it is gone when it is taken back.
  CREATE TABLE duty_feed (
    id uuid PRIMARY KEY,
    exercise_id uuid NOT NULL REFERENCES exercise,
    user_id uuid NOT NULL REFERENCES app_user,
    token_hash text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    last_read_at timestamptz,
    CONSTRAINT duty_feed_once UNIQUE (exercise_id, user_id)
  );
`;
