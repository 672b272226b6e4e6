import { chainOf } from './explain-chain.js';

const line = (
  id: string,
  seq: number,
  more: { sourceId?: string; reversesId?: string; account?: string; amount?: string } = {},
) => ({
  sourceId: more.sourceId ?? null,
  entry: {
    id,
    seq,
    account: more.account ?? 'RECOVERY',
    reversesId: more.reversesId ?? null,
    amount: more.amount ?? String(seq),
  },
});
const ids = (chain: { entry: { id: string } }[]) => chain.map(({ entry }) => entry.id);

it('follows the source, whatever rule it was judged under, and stays in its account', () => {
  const lines = [
    line('new', 30, { sourceId: 's' }),
    line('undo', 30, { sourceId: 's', reversesId: 'old' }),
    line('old', 10, { sourceId: 's' }),
    line('loss', 10, { sourceId: 's', account: 'DEDUCTION' }),
    line('other', 20, { sourceId: 't' }),
  ];
  expect(ids(chainOf(lines, lines[0] ?? line('x', 0)))).toEqual(['old', 'undo', 'new']);
});

describe('without a source', () => {
  it('follows reversals of the same record back', () => {
    const lines = [
      line('a', 10),
      line('-a', 20, { reversesId: 'a' }),
      line('b', 20),
      line('-b', 30, { reversesId: 'b' }),
      line('c', 30),
    ];
    expect(ids(chainOf(lines, lines[4] ?? line('x', 0)))).toEqual(['a', '-a', 'b', '-b', 'c']);
  });

  it('does not guess between two replacements of one record', () => {
    const lines = [
      line('a', 10),
      line('b', 11),
      line('-a', 20, { reversesId: 'a' }),
      line('-b', 20, { reversesId: 'b' }),
      line('c', 20),
      line('d', 20),
    ];
    expect(ids(chainOf(lines, lines[4] ?? line('x', 0)))).toEqual(['c']);
  });
});

it('leaves out replacements by the same amount, and keeps those that changed something', () => {
  const at = (id: string, seq: number, amount: string, reversesId?: string) =>
    line(id, seq, { sourceId: 's', amount, ...(reversesId ? { reversesId } : {}) });
  const lines = [
    at('a', 1, '0'),
    at('-a', 2, '0', 'a'),
    at('b', 2, '288'),
    at('-b', 3, '-288', 'b'),
    at('c', 3, '288.0'),
  ];
  expect(ids(chainOf(lines, lines[4] ?? line('x', 0)))).toEqual(['a', '-a', 'c']);
});
