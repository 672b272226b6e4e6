import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { FactProblems } from './problem.js';
import { readFactsFile, readJsonText } from './read-facts.js';
import { factsJsonSchema } from './schema-facts.js';

const SCHEMA = new URL('../../../../scenarios/schema/facts.schema.json', import.meta.url);
const EXAMPLE = new URL('../../../../scenarios/facts/example.json', import.meta.url);

describe('the facts file', () => {
  it('matches the committed JSON Schema (UPDATE_FACTS_SCHEMA=1 rewrites it)', () => {
    if (process.env.UPDATE_FACTS_SCHEMA === '1') {
      writeFileSync(SCHEMA, `${JSON.stringify(factsJsonSchema(), null, 2)}\n`);
    }
    expect(JSON.parse(readFileSync(SCHEMA, 'utf8'))).toEqual(JSON.parse(JSON.stringify(factsJsonSchema())));
  });

  it('has an example of its shape', () => {
    const problems = new FactProblems();
    const file = readFactsFile(readJsonText(readFileSync(EXAMPLE, 'utf8')), problems);
    expect(problems.kept).toEqual([]);
    expect(file?.results).toHaveLength(4);
  });
});
