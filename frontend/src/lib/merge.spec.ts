import fc from 'fast-check';
import { type Json, mergeForms } from './merge.js';

interface Form {
  readonly title: string;
  readonly summary: string;
  readonly means: readonly string[];
  readonly nodes: readonly { readonly id: string; readonly narrative: string; readonly quantity: number }[];
}

const node = (id: string, narrative = '', quantity = 1) => ({ id, narrative, quantity });
const form = (changes: Partial<Form> = {}): Form => ({
  title: 'T',
  summary: '第一句。第二句。第三句。',
  means: ['web', 'mail'],
  nodes: [node('a'), node('b')],
  ...changes,
});

describe('two people and one form', () => {
  it.each<[string, Partial<Form>, Partial<Form>, Partial<Form>]>([
    ['different fields', { title: 'mine' }, { means: ['web'] }, { title: 'mine', means: ['web'] }],
    [
      'different sentences of a text',
      { summary: '第一句改。第二句。第三句。' },
      { summary: '第一句。第二句。第三句。又一句。' },
      { summary: '第一句改。第二句。第三句。又一句。' },
    ],
    [
      'words added by both',
      { means: ['web', 'mail', 'usb'] },
      { means: ['web', 'dns'] },
      { means: ['web', 'usb', 'dns'] },
    ],
    [
      'different fields of a node',
      { nodes: [node('a', 'mine'), node('b')] },
      { nodes: [node('a', '', 3), node('b')] },
      { nodes: [node('a', 'mine', 3), node('b')] },
    ],
    [
      'a node added by each, a node removed by one',
      { nodes: [node('a'), node('c'), node('b')] },
      { nodes: [node('b'), node('d')] },
      { nodes: [node('c'), node('b'), node('d')] },
    ],
    [
      'an order changed by the other',
      { nodes: [node('a', 'mine'), node('b')] },
      { nodes: [node('b'), node('a')] },
      { nodes: [node('b'), node('a', 'mine')] },
    ],
  ])('%s come together', (_, mine, theirs, expected) => {
    const { merged, conflicts } = mergeForms(form(), form(mine), form(theirs));
    expect(merged).toEqual(form(expected));
    expect(conflicts).toEqual([]);
  });

  it('names a place both changed, keeps mine there, and takes theirs when so chosen', () => {
    const [mine, theirs] = [
      form({ nodes: [node('b', 'm')] }),
      form({ title: 'x', nodes: [node('a'), node('b', 't')] }),
    ];
    const { merged, conflicts, taken } = mergeForms(form(), mine, theirs);
    expect(conflicts).toEqual([{ path: 'nodes.0.narrative', key: 'nodes.b.narrative', mine: 'm', theirs: 't' }]);
    expect(merged).toEqual(form({ title: 'x', nodes: [node('b', 'm')] }));
    expect(taken).toBe(1);
    const chosen = mergeForms(form(), mine, theirs, new Map([['nodes.b.narrative', 'theirs']]));
    expect(chosen.merged.nodes).toEqual([node('b', 't')]);
  });

  it('calls it a conflict when one removed what the other went on writing', () => {
    const { conflicts } = mergeForms(
      form(),
      form({ nodes: [node('b')] }),
      form({ nodes: [node('a', 'more'), node('b')] }),
    );
    expect(conflicts).toEqual([{ path: 'nodes.0', key: 'nodes.a', mine: undefined, theirs: node('a', 'more') }]);
  });

  it('loses no entry of a list whose entries have no names yet', () => {
    const rows = (...addresses: string[]) => ({ found: addresses.map((address) => ({ address, url: '' })) });
    const { merged, conflicts } = mergeForms(rows(''), rows('', ''), rows('10.0.0.1'));
    expect(merged).toEqual(rows('', ''));
    expect(conflicts).toHaveLength(1);
  });
});

const json = fc.jsonValue() as fc.Arbitrary<Json>;
const forms = fc.record({
  title: fc.string(),
  summary: fc.array(fc.constantFrom('甲。', '乙。', '丙\n')).map((parts) => parts.join('')),
  means: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd')),
  nodes: fc.uniqueArray(fc.record({ id: fc.constantFrom('1', '2', '3', '4'), text: fc.string() }), {
    selector: ({ id }) => id,
  }),
  more: json,
});

describe('merging', () => {
  it('is nothing when only one of the two changed anything, or both the same', () => {
    fc.assert(
      fc.property(forms, forms, (base, changed) => {
        expect(mergeForms(base, changed, base)).toEqual({ merged: changed, conflicts: [], taken: 0 });
        expect(mergeForms(base, base, changed)).toMatchObject({ merged: changed, conflicts: [] });
        expect(mergeForms(base, changed, changed)).toEqual({ merged: changed, conflicts: [], taken: 0 });
      }),
    );
  });

  it('keeps every thing and word either of the two added', () => {
    fc.assert(
      fc.property(forms, forms, forms, (base, mine, theirs) => {
        const { merged } = mergeForms(base, mine, theirs);
        for (const side of [mine, theirs]) {
          for (const word of side.means) if (!base.means.includes(word)) expect(merged.means).toContain(word);
          const known = new Set(base.nodes.map(({ id }) => id));
          const ids = merged.nodes.map(({ id }) => id);
          for (const { id } of side.nodes) if (!known.has(id)) expect(ids).toContain(id);
        }
      }),
    );
  });

  it('asks for every place only once, and gives one side wholly when it is chosen everywhere', () => {
    fc.assert(
      fc.property(forms, forms, forms, (base, mine, theirs) => {
        const { conflicts } = mergeForms(base, mine, theirs);
        expect(new Set(conflicts.map(({ key }) => key)).size).toBe(conflicts.length);
        const chosen = mergeForms(base, mine, theirs, new Map(conflicts.map(({ key }) => [key, 'theirs'])));
        if (conflicts.some(({ key }) => key === 'title')) expect(chosen.merged.title).toBe(theirs.title);
      }),
    );
  });
});
