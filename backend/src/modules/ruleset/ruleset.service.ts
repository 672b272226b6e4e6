import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Refusal } from '../../core/kernel/refusal.js';
import { parseRuleSet } from '../../core/ruleset/parse.js';
import type { RuleSet } from '../../core/ruleset/rule-set.js';
import { Clock } from '../../platform/clock/clock.js';
import { StoredRuleSet } from './rule-set.entity.js';

/** Rule-sets by content hash. A stored version never changes, so parsing it once is enough. */
@Injectable()
export class RuleSetService {
  private readonly log = new Logger(RuleSetService.name);
  private readonly parsed = new Map<string, RuleSet>();

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

  /** The file of a hash as it was stored. @throws Refusal NOT_FOUND */
  async textOf(hash: string): Promise<string> {
    return (await this.storedByHash(hash)).text;
  }

  /** All versions, by key and then newest first. */
  async all(): Promise<RuleSet[]> {
    const rows = await this.stored.find({ order: { key: 'ASC', addedAt: 'DESC' } });
    return rows.map((row) => this.parsed.get(row.hash) ?? this.remember(row));
  }

  /**
   * Adds a version unless it is there already.
   * @throws Refusal RULE_SET_INVALID naming every problem as file:line:column
   */
  async add(text: string, fileName: string): Promise<RuleSet> {
    const outcome = parseRuleSet(text, fileName);
    if ('problems' in outcome) {
      const fields = outcome.problems.map((problem) => ({
        path: `${problem.file}:${problem.line}:${problem.column}`,
        code: problem.code,
      }));
      throw new Refusal('RULE_SET_INVALID', { count: String(fields.length) }, fields);
    }
    const { hash, key } = outcome.ruleSet;
    this.parsed.set(hash, outcome.ruleSet);
    await this.stored
      .createQueryBuilder()
      .insert()
      .values({ hash, key, fileName, text, addedAt: this.clock.now() })
      .orIgnore()
      .execute();
    return outcome.ruleSet;
  }

  /** Parses every stored version, so that nobody has to fetch one in the middle of a transaction. */
  async warm(): Promise<void> {
    await this.all();
  }

  /** Adds every `*.yaml` of a folder: the presets that ship with the product. */
  async addFolder(folder: string): Promise<RuleSet[]> {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
    return Promise.all(names.map(async (name) => this.add(await readFile(join(folder, name), 'utf8'), name)));
  }

  private async storedByHash(hash: string): Promise<StoredRuleSet> {
    const row = await this.stored.findOneBy({ hash });
    if (row === null) throw new Refusal('NOT_FOUND');
    return row;
  }

  private remember(row: StoredRuleSet): RuleSet {
    const outcome = parseRuleSet(row.text, row.fileName);
    if ('problems' in outcome) {
      this.log.error(`stored rule-set ${row.hash} no longer parses`);
      throw new Refusal('RULE_SET_INVALID', { key: row.key });
    }
    this.parsed.set(row.hash, outcome.ruleSet);
    return outcome.ruleSet;
  }
}
