import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where the content of evidence lies and what scanning found; uploads that are underway. */
export class EvidenceStore1790000000017 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Working data beside the permanent row: the key is sealed anew under a new secret, the store may change, the scan
      -- comes later. What the content is, is fixed by the SHA-256 of the evidence row. No reference: that table may not
      -- even be truncated, and says so itself.
      CREATE TABLE evidence_content (
        evidence_id uuid PRIMARY KEY,
        store text NOT NULL CHECK (store IN ('DISK', 'S3')),
        -- The data key, AES-256-GCM under the instance's evidence key; null: plain, from before there were keys.
        key_box text,
        key_mark text,
        scan_state text NOT NULL CHECK (scan_state IN ('NOT_CONFIGURED', 'PENDING', 'CLEAN', 'INFECTED', 'FAILED')),
        -- What the scanner called it, or why it could not tell.
        scan_finding text,
        scanned_at timestamptz,
        CHECK ((key_box IS NULL) = (key_mark IS NULL))
      );
      CREATE INDEX evidence_content_scan ON evidence_content (evidence_id) WHERE scan_state = 'PENDING';
      CREATE INDEX evidence_content_key ON evidence_content (key_mark);
      INSERT INTO evidence_content (evidence_id, store, scan_state) SELECT id, 'DISK', 'NOT_CONFIGURED' FROM evidence;

      CREATE TABLE evidence_upload (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercise,
        party_id uuid NOT NULL,
        user_id uuid NOT NULL REFERENCES app_user,
        command_id uuid NOT NULL,
        file_name text NOT NULL,
        size_bytes bigint NOT NULL CHECK (size_bytes > 0),
        -- What the sender says it will be.
        stated_sha256 text CHECK (stated_sha256 ~ '^[0-9a-f]{64}$'),
        key_box text NOT NULL,
        key_mark text NOT NULL,
        started_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        -- Set when it has become evidence; the row then only answers for the receipt until it expires.
        evidence_id uuid
      );
      CREATE INDEX evidence_upload_party ON evidence_upload (party_id);
      CREATE INDEX evidence_upload_expiry ON evidence_upload (expires_at);
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
