import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { newDataKey } from '../../core/evidence/sealed-frames.js';
import { type Config, ConfigError } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { KeyBox } from '../../platform/signing/key-box.js';

/** Where the evidence key is kept when none is given. */
export const EVIDENCE_KEY_FILE = 'evidence.key';
const PURPOSE = 'yanwu evidence keys';
/** Data keys sealed anew in one transaction. */
const REWRAP_BATCH = 500;
/** Tables that hold sealed data keys, and the column that names what a key belongs to. */
const HOLDERS = [
  ['evidence_content', 'evidence_id'],
  ['evidence_upload', 'id'],
] as const;

/** A data key and the box it rests in. */
export interface BoxedKey {
  readonly key: Buffer;
  readonly keyBox: string;
  readonly keyMark: string;
}

/**
 * Data keys of evidence files: one per file, kept sealed under the instance's evidence key. Another evidence key seals
 * them anew without touching a file.
 */
@Injectable()
export class EvidenceKeys {
  private readonly log = new Logger(EvidenceKeys.name);
  private box: KeyBox | null = null;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Pick<Config, 'evidenceKey' | 'evidenceKeyOld' | 'dataDir'>,
  ) {}

  /**
   * Makes sure, before anything is served, that the keys there are can be opened; those under the previous key are sealed
   * anew under the present one.
   * @throws ConfigError with one line when the evidence key is missing or another one
   */
  async prepare(): Promise<void> {
    if (this.box !== null) return;
    const marks = await this.marks();
    const kept = readKey(this.config.dataDir);
    const text = this.config.evidenceKey ?? kept ?? (marks.size > 0 ? null : this.makeKey());
    if (text === null) throw wrongKey('missing', this.config.dataDir);
    const box = new KeyBox(text, PURPOSE);
    marks.delete(box.mark);
    await this.change(box, marks, kept);
    if (marks.size > 0) throw wrongKey('got (not shown)', this.config.dataDir);
    this.box = box;
  }

  /** Seals anew what is sealed under a former key that is at hand; takes its mark from the foreign ones. */
  private async change(box: KeyBox, foreign: Set<string>, kept: string | null): Promise<void> {
    if (foreign.size === 0) return;
    const former = [this.config.evidenceKeyOld, kept].filter((text) => text !== undefined && text !== null);
    for (const before of former.map((text) => new KeyBox(text, PURPOSE))) {
      if (foreign.delete(before.mark)) await this.rewrap(before, box);
    }
  }

  /** A new data key for the content with this id. */
  async make(id: string): Promise<BoxedKey> {
    const box = await this.opened();
    const key = newDataKey();
    return { key, keyBox: box.seal(key.toString('base64'), id), keyMark: box.mark };
  }

  /** The data key of a content. @throws Error when it was sealed under another evidence key or for another content */
  async open(keyBox: string, id: string): Promise<Buffer> {
    return Buffer.from((await this.opened()).open(keyBox, id), 'base64');
  }

  private async opened(): Promise<KeyBox> {
    if (this.box === null) await this.prepare();
    if (this.box === null) throw wrongKey('missing', this.config.dataDir);
    return this.box;
  }

  private async marks(): Promise<Set<string>> {
    const rows = await this.dataSource.query<{ mark: string }[]>(
      HOLDERS.map(([table]) => `SELECT key_mark AS mark FROM ${table} WHERE key_mark IS NOT NULL`).join(' UNION '),
    );
    return new Set(rows.map(({ mark }) => mark));
  }

  /** A break in the middle leaves some keys under the one, some under the other: the next start goes on. */
  private async rewrap(before: KeyBox, box: KeyBox): Promise<void> {
    let count = 0;
    for (const [table, id] of HOLDERS) {
      for (;;) {
        const rows = await this.dataSource.query<{ id: string; key_box: string }[]>(
          `SELECT ${id} AS id, key_box FROM ${table} WHERE key_mark = $1 LIMIT ${REWRAP_BATCH}`,
          [before.mark],
        );
        if (rows.length === 0) break;
        const boxes = rows.map((row) => box.seal(before.open(row.key_box, row.id), row.id));
        await this.dataSource.query(
          `UPDATE ${table} SET key_box = fresh.box, key_mark = $1
             FROM unnest($2::uuid[], $3::text[]) AS fresh (id, box) WHERE ${table}.${id} = fresh.id`,
          [box.mark, rows.map((row) => row.id), boxes],
        );
        count += rows.length;
      }
    }
    this.log.log(`${count} keys of evidence files sealed under the new evidence key`);
  }

  private makeKey(): string {
    const text = randomBytes(32).toString('base64url');
    mkdirSync(this.config.dataDir, { recursive: true });
    try {
      writeFileSync(join(this.config.dataDir, EVIDENCE_KEY_FILE), `${text}\n`, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      // Somebody who started at the same time was first: theirs it is.
      const other = readKey(this.config.dataDir);
      if (other === null) throw error;
      return other;
    }
    return text;
  }
}

function readKey(dataDir: string): string | null {
  try {
    return readFileSync(join(dataDir, EVIDENCE_KEY_FILE), 'utf8').trim() || null;
  } catch {
    return null;
  }
}

function wrongKey(given: string, dataDir: string): ConfigError {
  return new ConfigError([
    `YANWU_EVIDENCE_KEY: ${given}, expected the text under which the keys of the evidence files in this database were ` +
      `sealed (when none was given it was kept in ${join(dataDir, EVIDENCE_KEY_FILE)}; to change it, give the former ` +
      'one as YANWU_EVIDENCE_KEY_OLD)',
  ]);
}
