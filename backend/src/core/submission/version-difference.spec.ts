import fc from 'fast-check';
import { submissionContent } from './version-content.js';
import { applyDifference, differenceOf, isSame, type VersionContent } from './version-difference.js';

const node = (id: string, ordinal: number, more: object = {}) => ({
  id,
  ordinal,
  asset_name: `asset ${id}`,
  system_key: `system-${id}`,
  means: ['m8'],
  quantity: 1,
  narrative: 'logged in',
  evidence_ids: ['e1'],
  ...more,
});
const row = (more: object = {}) => ({
  unit_id: 'u1',
  title: 'bastion',
  started_at: '2026-09-15T01:10:00.000Z',
  source_addresses: ['203.0.113.5'],
  controlled_addresses: [],
  summary: 'through the office network',
  remediation: '',
  nodes: [node('a', 1), node('b', 2)],
  ...more,
});
const differs = (later: object) => differenceOf(submissionContent(row()), submissionContent(row(later)));

describe('the difference of two versions', () => {
  it('is empty when they say the same', () => {
    expect(isSame(differs({}))).toBe(true);
  });

  it.each<[string, object, string[]]>([
    ['a text by words', { summary: 'through the core network' }, ['summary TEXT', '-office +core']],
    ['an exact time', { started_at: '2026-09-15T01:10:07.000Z' }, ['startedAt VALUE', '-…00.000Z +…07.000Z']],
    ['a new address', { source_addresses: ['203.0.113.5', '203.0.113.6'] }, ['sourceAddresses LIST', '+203.0.113.6']],
    ['a value that was empty', { target_id: 't1' }, ['targetId VALUE', '+t1']],
    ['a value that is empty now', { unit_id: undefined }, ['unitId VALUE', '-u1']],
  ])('shows %s', (_, later, [field, words]) => {
    const { fields, parts } = differs(later);
    expect(parts).toEqual([]);
    expect(fields.map(({ field: name, kind }) => `${name} ${kind}`)).toEqual([field]);
    const changed = fields.flatMap(({ pieces }) => pieces.filter(({ kind }) => kind !== 'SAME'));
    const shown = changed.map(({ kind, text }) => `${kind === 'ADDED' ? '+' : '-'}${text.replace(/^2026.*:/, '…')}`);
    expect(shown.join(' ')).toBe(words);
  });

  it('names nodes that came, went and changed, with the evidence that came and went', () => {
    const later = [node('c', 1), node('a', 2, { evidence_ids: ['e1', 'e2'] })];
    const { parts } = differs({ nodes: later });
    expect(parts.map(({ id, change }) => `${id} ${change}`)).toEqual(['c ADDED', 'a CHANGED', 'b REMOVED']);
    const changed = parts[1]?.fields.map(({ field, pieces }) => [field, pieces.at(-1)]);
    expect(changed).toEqual([
      ['ordinal', { kind: 'ADDED', text: '2' }],
      ['evidenceIds', { kind: 'ADDED', text: 'e2' }],
    ]);
    expect(parts[2]?.fields.every(({ pieces }) => pieces.every(({ kind }) => kind === 'REMOVED'))).toBe(true);
  });
});

const fields = fc.record({
  title: fc.string(),
  summary: fc.string({ unit: fc.constantFrom('口', '令', ' ', '\n', 'x') }),
  zone: fc.constantFrom('', 'DMZ', 'CORE'),
  means: fc.array(fc.constantFrom('m1', 'm2', 'm3')),
});
const version: fc.Arbitrary<VersionContent> = fc
  .record({
    fields,
    parts: fc.uniqueArray(fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), fields }), { selector: ({ id }) => id }),
  })
  .map(({ fields: own, parts }) => ({
    fields: own,
    parts: parts.map((part, index) => ({ id: part.id, fields: { ordinal: String(index + 1), ...part.fields } })),
  }));

describe('any two versions', () => {
  it('have a difference that leads from one to the other, and none from one to itself', () => {
    fc.assert(
      fc.property(version, version, (before, after) => {
        const difference = differenceOf(before, after);
        const reached = applyDifference(before, difference);
        expect(differenceOf(reached, after)).toEqual({ fields: [], parts: [] });
        expect(reached.parts.map(({ id }) => id)).toEqual(after.parts.map(({ id }) => id));
        expect(isSame(differenceOf(after, after))).toBe(true);
        expect(isSame(difference)).toBe(JSON.stringify(before) === JSON.stringify(after));
      }),
    );
  });
});
