import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readRuleSet } from '../ruleset/parse.js';
import type { RuleSet } from '../ruleset/rule-set.js';
import { RuleSource } from '../ruleset/source.js';
import { ruleSetJsonSchema } from '../ruleset/schema.js';
import { runExample } from './worked-example.js';

const FOLDER = new URL('../../../../scenarios/rulesets/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

function read(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}

const SOURCES = new Map(FILES.map((name) => [name, new RuleSource(read(name), name)]));

function load(name: string, set: Record<string, unknown> = {}): RuleSet {
  const parsed = readRuleSet(SOURCES.get(name) ?? new RuleSource('', name), set);
  if ('problems' in parsed) {
    throw new Error(
      parsed.problems.map((p) => `${p.file}:${p.line}:${p.column} ${p.path} ${p.code} ${p.message.en}`).join('\n'),
    );
  }
  return parsed.ruleSet;
}

describe('published rule-sets', () => {
  it('are the ones this product ships', () => {
    expect(FILES).toEqual(expect.arrayContaining(['fhz.yaml', 'mail-defense.yaml', 'tprq.yaml']));
  });

  it('match the committed JSON Schema (UPDATE_RULESET_SCHEMA=1 rewrites it)', () => {
    if (process.env.UPDATE_RULESET_SCHEMA === '1') {
      writeFileSync(new URL('schema.json', FOLDER), `${JSON.stringify(ruleSetJsonSchema(), null, 2)}\n`);
    }
    expect(JSON.parse(read('schema.json'))).toEqual(JSON.parse(JSON.stringify(ruleSetJsonSchema())));
  });

  describe.each(FILES)('%s', (name) => {
    const ruleSet = load(name);

    it('is named like its file', () => {
      expect(`${ruleSet.key}.yaml`).toBe(name);
    });

    it('carries examples that expect something', () => {
      const empty = ruleSet.examples.filter((example) =>
        Object.values(example.expect).every((part) => Object.keys(part).length === 0),
      );
      expect(empty.map((example) => example.name)).toEqual([]);
    });

    it.each(ruleSet.examples.map((example) => [example.name, example] as const))('example %s', (_name, example) => {
      const hasOtherReading = Object.keys(example.set).length > 0;
      expect(runExample(hasOtherReading ? load(name, example.set) : ruleSet, example)).toEqual([]);
    });

    const alternatives = ruleSet.doubts.flatMap((doubt) =>
      doubt.alternatives.map((alternative) => [`${doubt.key} → ${alternative.key}`, alternative] as const),
    );
    it.each([...alternatives, ['as it stands', null] as const])(
      'reading %s is a rule-set of its own',
      (_name, alternative) => {
        if (alternative === null) return expect(load(name).hash).toBe(ruleSet.hash);
        return expect(load(name, alternative.set).hash).not.toBe(ruleSet.hash);
      },
    );
  });
});
