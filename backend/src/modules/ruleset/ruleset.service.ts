import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { Refusal } from '../../core/kernel/refusal.js';
import { parseRuleSet } from '../../core/ruleset/parse.js';
import type { RuleSet } from '../../core/ruleset/rule-set.js';
import type { Problem } from '../../core/ruleset/source.js';
import type { Settings } from '../../core/ruleset/words.js';
import { Clock } from '../../platform/clock/clock.js';
import { StoredRuleSet } from './rule-set.entity.js';

/** A file to be added, with the readings chosen instead of its own. */
export interface NewVersion {
  readonly text: string;
  readonly fileName: string;
  readonly settings?: Settings;
  readonly note?: string;
  readonly addedById?: string | null;
}

/** How a version came to be. */
export type Origin = Pick<StoredRuleSet, 'text' | 'settings' | 'note' | 'addedAt'>;

/** Rule-sets by content hash. A stored version never changes, so parsing it once is enough. */
@Injectable()
export class RuleSetService {
  private readonly log = new Logger(RuleSetService.name);
  private readonly parsed = new Map<string, RuleSet>();
  private readonly origins = new Map<string, Origin>();

  constructor(
    @InjectRepository(StoredRuleSet) private readonly stored: Repository<StoredRuleSet>,
    private readonly clock: Clock,
  ) {}

  /** The parsed rule-set of a hash. @throws Refusal NOT_FOUND */
  async byHash(hash: string): Promise<RuleSet> {
    const known = this.parsed.get(hash);
    if (known) return known;
    return this.remember(await this.storedByHash(hash));
  }

  /** All versions, by key and then newest first. */
  async all(): Promise<RuleSet[]> {
    const rows = await this.stored.find({ order: { key: 'ASC', addedAt: 'DESC' } });
    return rows.map((row) => this.parsed.get(row.hash) ?? this.remember(row));
  }

  /**
   * Adds a version unless it is there already. Inside a transaction pass its manager.
   * @throws Refusal RULE_SET_INVALID naming every problem as file:line:column
   */
  async add(version: NewVersion, manager: EntityManager = this.stored.manager): Promise<RuleSet> {
    const { text, fileName, settings = {}, note = '', addedById = null } = version;
    const outcome = parseRuleSet(text, fileName, settings);
    if ('problems' in outcome) throw invalidRuleSet(outcome.problems);
    const { hash, key } = outcome.ruleSet;
    await manager.query(
      `INSERT INTO rule_set (hash, key, file_name, text, settings, note, added_by_id, added_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
      [hash, key, fileName, text, JSON.stringify(settings), note, addedById, this.clock.now()],
    );
    // Inside a transaction it is not remembered: that may still fail.
    if (manager === this.stored.manager) this.parsed.set(hash, outcome.ruleSet);
    return outcome.ruleSet;
  }

  /** A version as it was stored. @throws Refusal NOT_FOUND */
  async storedByHash(hash: string): Promise<StoredRuleSet> {
    const row = await this.stored.findOneBy({ hash });
    if (row === null) throw new Refusal('NOT_FOUND');
    return row;
  }

  /** How a version came to be, which never changes either; null for one that is only being examined. */
  async originOf(hash: string): Promise<Origin | null> {
    const known = this.origins.get(hash);
    if (known) return known;
    const row = await this.stored.findOneBy({ hash });
    if (row !== null) this.origins.set(hash, row);
    return row;
  }

  async isStored(hash: string, manager: EntityManager = this.stored.manager): Promise<boolean> {
    return manager.existsBy(StoredRuleSet, { hash });
  }

  /** Parses every stored version, so that nobody has to fetch one in the middle of a transaction. */
  async warm(): Promise<void> {
    await this.all();
  }

  /** Adds every `*.yaml` of a folder: the presets that ship with the product. */
  async addFolder(folder: string): Promise<RuleSet[]> {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
    return Promise.all(
      names.map(async (name) => this.add({ text: await readFile(join(folder, name), 'utf8'), fileName: name })),
    );
  }

  private remember(row: StoredRuleSet): RuleSet {
    const outcome = parseRuleSet(row.text, row.fileName, row.settings);
    if ('problems' in outcome) {
      this.log.error(`stored rule-set ${row.hash} no longer parses`);
      throw new Refusal('RULE_SET_INVALID', { key: row.key });
    }
    this.parsed.set(row.hash, outcome.ruleSet);
    return outcome.ruleSet;
  }
}

/** The refusal that names every problem as file:line:column. */
export function invalidRuleSet(problems: readonly Problem[]): Refusal {
  const fields = problems.map(({ file, line, column, code }) => ({ path: `${file}:${line}:${column}`, code }));
  return new Refusal('RULE_SET_INVALID', { count: String(fields.length) }, fields);
}
