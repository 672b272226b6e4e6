import { judgedKeys, marksOf, quickMarkOf, shareOfTyped, typedOfShare, unmarked, type MarkDraft } from './mark-form.js';

const dimensions = [
  {
    items: [
      { key: 'a', mark: 'judged' },
      { key: 'b', mark: 'coverage' },
      { key: 'c', mark: 'judged' },
    ],
  },
  { items: [{ key: 'd', mark: 'judged' }] },
];
const drafts = (marks: Record<string, string>) =>
  new Map<string, MarkDraft>(Object.entries(marks).map(([key, share]) => [key, { share, comment: ' x ' }]));

describe('a typed share', () => {
  it.each([
    ['80', '0.8'],
    ['80%', '0.8'],
    ['5%', '0.05'],
    ['66.5', '0.665'],
    ['100', '1'],
    ['0.8', '0.8'],
    ['2/3', '2/3'],
    ['1', '1'],
    ['0', '0'],
  ])('%s is %s', (typed, share) => expect(shareOfTyped(typed)).toBe(share));

  it.each(['101', '1.2', '3/2', '-1', '', 'half', '1/0'])('%s is none', (typed) =>
    expect(shareOfTyped(typed)).toBeNull(),
  );

  it('comes back as it was meant', () => {
    expect(['0.8', '0.665', '0.05', '2/3', '1'].map(typedOfShare)).toEqual(['80%', '66.5%', '5%', '2/3', '100%']);
  });
});

it('knows a quick mark in any spelling', () => {
  expect([quickMarkOf('0.75'), quickMarkOf('2/4'), quickMarkOf('1.0'), quickMarkOf('0.8'), quickMarkOf(null)]).toEqual([
    '3/4',
    '1/2',
    '1',
    null,
    null,
  ]);
});

it('asks for every judged item of a report that is marked whole', () => {
  expect(judgedKeys(dimensions)).toEqual(['a', 'c', 'd']);
  expect(unmarked(dimensions, drafts({ a: '1' }), true)).toEqual(['c', 'd']);
});

it('leaves a dimension alone that was not begun where dimensions score alone', () => {
  expect(unmarked(dimensions, drafts({ a: '1' }), false)).toEqual(['c']);
  expect(unmarked(dimensions, drafts({}), false)).toEqual([]);
});

it('sends marks in the order of the rubric, and nothing for computed items', () => {
  const marks = marksOf(dimensions, drafts({ d: '1/2', a: '1', b: '1' }), ['c']);
  expect(marks).toEqual([
    { itemKey: 'a', share: '1', comment: 'x' },
    { itemKey: 'c', share: '0', comment: '' },
    { itemKey: 'd', share: '1/2', comment: 'x' },
  ]);
});
