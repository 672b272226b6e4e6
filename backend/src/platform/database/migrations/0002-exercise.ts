import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts, sessions, rule-sets, and an exercise with its units, teams, targets and people. */
export class Exercise1790000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE app_user (
        id uuid PRIMARY KEY,
        username text NOT NULL,
        display_name text NOT NULL,
        password_hash text NOT NULL,
        is_admin boolean NOT NULL,
        created_at timestamptz NOT NULL
      );
      CREATE UNIQUE INDEX app_user_username ON app_user (lower(username));

      CREATE TABLE session (
        id uuid PRIMARY KEY,
        token_hash text NOT NULL UNIQUE,
        user_id uuid NOT NULL REFERENCES app_user,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz
      );

      CREATE TABLE login_attempt (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        subject text NOT NULL,
        attempted_at timestamptz NOT NULL
      );
      CREATE INDEX login_attempt_subject ON login_attempt (subject, attempted_at);

      CREATE TABLE rule_set (
        hash text PRIMARY KEY,
        key text NOT NULL,
        file_name text NOT NULL,
        text text NOT NULL,
        added_at timestamptz NOT NULL
      );
      CREATE TRIGGER rule_set_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON rule_set
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE exercise (
        id uuid PRIMARY KEY REFERENCES journal_stream,
        code text NOT NULL UNIQUE,
        name text NOT NULL,
        host text NOT NULL,
        state text NOT NULL CHECK (state IN ('DRAFT', 'LIVE', 'ENDED')),
        time_zone text NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        daily_opens_at text,
        daily_closes_at text,
        attack_rule_set_hash text NOT NULL REFERENCES rule_set,
        defense_rule_set_hash text NOT NULL REFERENCES rule_set,
        started_at timestamptz,
        ended_at timestamptz,
        version integer NOT NULL,
        next_submission integer NOT NULL DEFAULT 1,
        next_incident integer NOT NULL DEFAULT 1,
        next_bonus integer NOT NULL DEFAULT 1,
        CHECK (starts_at < ends_at)
      );

      CREATE TABLE unit (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        parent_id uuid REFERENCES unit,
        root_id uuid NOT NULL,
        name text NOT NULL,
        industry text NOT NULL,
        is_key_unit boolean NOT NULL,
        is_participant boolean NOT NULL,
        knocked_out_at_seq integer,
        CONSTRAINT unit_name UNIQUE (exercise_id, name)
      );

      CREATE TABLE attack_team (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        name text NOT NULL,
        CONSTRAINT attack_team_name UNIQUE (exercise_id, name)
      );

      CREATE TABLE source_address (
        id uuid PRIMARY KEY,
        team_id uuid NOT NULL REFERENCES attack_team,
        cidr cidr NOT NULL,
        valid_from timestamptz NOT NULL,
        valid_to timestamptz NOT NULL,
        CHECK (valid_from < valid_to)
      );
      CREATE INDEX source_address_team ON source_address (team_id);

      CREATE TABLE target (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        unit_id uuid NOT NULL REFERENCES unit,
        name text NOT NULL,
        target_class text NOT NULL,
        address text NOT NULL,
        url text,
        description text NOT NULL
      );
      CREATE INDEX target_exercise ON target (exercise_id);

      CREATE TABLE membership (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        user_id uuid NOT NULL REFERENCES app_user,
        role text NOT NULL,
        team_id uuid REFERENCES attack_team,
        unit_id uuid REFERENCES unit,
        revoked_at timestamptz,
        CHECK ((role = 'ATTACKER') = (team_id IS NOT NULL)),
        CHECK ((role IN ('DEFENDER', 'DUTY_OFFICER')) = (unit_id IS NOT NULL))
      );
      CREATE UNIQUE INDEX membership_once ON membership (exercise_id, user_id, role) WHERE revoked_at IS NULL;
      CREATE INDEX membership_user ON membership (user_id);
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
