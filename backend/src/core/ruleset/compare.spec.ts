import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { compareContents } from './compare.js';
import { contentOf } from './hash.js';

const TPRQ = readFileSync(new URL('../../../../scenarios/rulesets/tprq.yaml', import.meta.url), 'utf8');

describe('comparing two versions', () => {
  it('finds nothing where only layout, comments and spelling of numbers differ', () => {
    const other = `# another comment\n${TPRQ.replaceAll(/each: 500\b/g, 'each: 500.0')}`;
    expect(compareContents(contentOf(TPRQ, {}), contentOf(other, {}))).toEqual([]);
  });

  it('names a changed price by keys and titles', () => {
    const after = contentOf(TPRQ, { 'attack.categories.row-7.privileges.admin.each': '600' });
    expect(compareContents(contentOf(TPRQ, {}), after)).toEqual([
      {
        kind: 'CHANGED',
        path: 'attack.categories.row-7.privileges.admin.each',
        where: [expect.objectContaining({ zh: expect.any(String) }), expect.objectContaining({ zh: '管理员' })],
        before: '500',
        after: '600',
      },
    ]);
  });

  it('tells an added from a removed entry and does not mind their order', () => {
    const before = {
      attack: {
        caps: [
          { key: 'a', limit: '1' },
          { key: 'b', limit: '2' },
        ],
      },
    };
    const after = {
      attack: {
        caps: [
          { key: 'c', limit: '3' },
          { key: 'a', limit: '1' },
        ],
      },
    };
    const changes = compareContents(before, after);
    expect(changes.map(({ kind, path }) => [kind, path])).toEqual([
      ['REMOVED', 'attack.caps.b'],
      ['ADDED', 'attack.caps.c'],
    ]);
  });

  it('takes lists without names as a whole', () => {
    expect(compareContents({ shares: ['1', '0.7'] }, { shares: ['1', '0.5'] })).toEqual([
      { kind: 'CHANGED', path: 'shares', where: [], before: '["1","0.7"]', after: '["1","0.5"]' },
    ]);
  });
});
