import type { Category } from './attack-rules-document.js';
import { byZone, formOf, inputOf, nextOpen } from './verdict-form.js';

const price = { points: '50', each: null, judgedMin: null, judgedMax: null, isJudged: false };
const text = { zh: '', en: '' };
const server: Category = {
  key: 'server',
  row: '3',
  capKey: null,
  capPoints: null,
  factorKeys: ['wild'],
  group: text,
  title: text,
  clause: text,
  capTitle: null,
  quantityLabel: text,
  privileges: [{ key: 'admin', title: text, price }],
  price: null,
  measures: [{ key: 'records', title: text, unit: text }],
  evidence: [],
};
const plain: Category = {
  ...server,
  key: 'plain',
  quantityLabel: null,
  privileges: [],
  price,
  measures: [],
  factorKeys: [],
};
const verdict = {
  id: 'v1',
  outcome: 'PARTIAL' as const,
  categoryKey: 'server',
  privilegeKey: 'admin',
  quantity: 2,
  judgedPoints: null,
  deductionPoints: '0',
  systemKey: 'oa',
  factors: ['wild'],
  measures: [{ name: 'records', value: '10' }],
  vulnerabilityKey: null,
  reason: '只见两台',
  refereeName: '',
  isMine: false,
  recordedAt: '',
  seq: 1,
};
const claimed = {
  categoryKey: 'server',
  privilegeKey: 'admin',
  quantity: 14,
  systemKey: 'oa',
  verdicts: [],
  verdict: null,
};
const subject = { nodeId: 'n', expectedVerdictId: null };

describe('the verdict form', () => {
  it('starts from the claim without an outcome', () => {
    expect(formOf(claimed)).toMatchObject({ outcome: null, categoryKey: 'server', quantity: '14', reason: '' });
  });

  it('starts from the verdict in force, not from a replaced one', () => {
    const node = { ...claimed, verdicts: [{ ...verdict, id: 'v0', quantity: 9 }, verdict], verdict: { id: 'v1' } };
    expect(formOf(node)).toMatchObject({
      outcome: 'PARTIAL',
      quantity: '2',
      deductionPoints: '0',
      measures: { records: '10' },
    });
  });

  it('goes back to the claim where the verdict in force rejected the node', () => {
    const rejected = { ...verdict, outcome: 'REJECTED' as const, categoryKey: null, privilegeKey: null, quantity: 1 };
    const node = { ...claimed, verdicts: [rejected], verdict: { id: 'v1' } };
    expect(formOf(node)).toMatchObject({
      outcome: 'REJECTED',
      categoryKey: 'server',
      privilegeKey: 'admin',
      quantity: '14',
    });
  });

  it('sends only what the category knows', () => {
    const form = formOf({ ...claimed, verdicts: [verdict], verdict: { id: 'v1' } });
    expect(inputOf(form, server, subject)).toMatchObject({
      privilegeKey: 'admin',
      quantity: 2,
      factors: ['wild'],
      deductionPoints: '0',
    });
    expect(inputOf(form, plain, subject)).toMatchObject({ privilegeKey: null, quantity: 1, factors: [], measures: [] });
  });

  it('sends an unreadable quantity as one the server refuses', () => {
    expect(inputOf({ ...formOf(claimed), quantity: '' }, server, subject).quantity).toBe(0);
  });
});

it('groups the path from the outside in', () => {
  const nodes = [
    { zone: 'CORE', ordinal: 1 },
    { zone: 'INTERNET', ordinal: 3 },
    { zone: null, ordinal: 2 },
    { zone: 'INTERNET', ordinal: 0 },
  ];
  const groups = byZone(nodes).map(({ zone, nodes: inside }) => [zone, inside.map(({ ordinal }) => ordinal)]);
  expect(groups).toEqual([
    ['INTERNET', [0, 3]],
    ['CORE', [1]],
    [null, [2]],
  ]);
});

it('finds the next open node round the end', () => {
  const nodes = [
    { id: 'a', verdict: null },
    { id: 'b', verdict: {} },
    { id: 'c', verdict: null },
  ];
  expect(nextOpen(nodes, 'a')?.id).toBe('c');
  expect(nextOpen(nodes, 'c')?.id).toBe('a');
  expect(nextOpen([{ id: 'a', verdict: {} }], 'a')).toBeNull();
});
