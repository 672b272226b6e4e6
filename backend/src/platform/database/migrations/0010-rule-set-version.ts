import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A rule-set version may be another reading of a file: its settings belong to it, and who added it and why. */
export class RuleSetVersion1790000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE rule_set
        ADD COLUMN settings jsonb NOT NULL DEFAULT '{}',
        ADD COLUMN note text NOT NULL DEFAULT '',
        ADD COLUMN added_by_id uuid REFERENCES app_user;
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
