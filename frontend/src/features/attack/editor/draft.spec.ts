import { copyNode, gapsOf, moveUp, newDraft, newNode, possibleParents, removeNode, type NodeForm } from './draft.js';

const path = (...parents: (number | null)[]): NodeForm[] =>
  parents.map((parent, at) => ({
    ...newNode([], 'DMZ'),
    id: `n${at + 1}`,
    parentId: parent === null ? null : `n${parent}`,
  }));
const ids = (nodes: readonly NodeForm[]) => nodes.map(({ id }) => id);

describe('a draft', () => {
  it('starts without nodes and with its own id', () => {
    const [a, b] = [
      newDraft('x', 'u', { targetId: null, title: 't' }),
      newDraft('x', 'u', { targetId: null, title: 't' }),
    ];
    expect(a.id).not.toBe(b.id);
    expect(a.nodes).toEqual([]);
  });

  it('goes on from the last node, at its time and from its source', () => {
    const last = { ...newNode([], 'DMZ'), sourceAddress: '203.0.113.88', endedAt: '2026-09-16T02:51:07.000Z' };
    expect(newNode([last], 'OFFICE')).toMatchObject({
      parentId: last.id,
      zone: 'OFFICE',
      sourceAddress: '203.0.113.88',
      startedAt: last.endedAt,
    });
  });

  it('moves a node up, and leaves the first where it is', () => {
    expect(ids(moveUp(path(null, 1, 2), 'n3'))).toEqual(['n1', 'n3', 'n2']);
    expect(ids(moveUp(path(null, 1, 2), 'n1'))).toEqual(['n1', 'n2', 'n3']);
  });

  it('copies a node behind itself without sharing its lists', () => {
    const nodes = path(null, 1);
    const copied = copyNode(nodes, 'n1');
    expect(ids(copied)).toEqual(['n1', copied[1]?.id, 'n2']);
    expect(copied[1]?.id).not.toBe('n1');
    expect(copied[1]?.means).not.toBe(nodes[0]?.means);
  });

  it('joins the path when a node in the middle goes', () => {
    expect(removeNode(path(null, 1, 2), 'n2').map(({ id, parentId }) => [id, parentId])).toEqual([
      ['n1', null],
      ['n3', 'n1'],
    ]);
  });

  it('offers no predecessor that would close a circle', () => {
    expect(ids(possibleParents(path(null, 1, 2, null), 'n2'))).toEqual(['n1', 'n4']);
  });
});

describe('gapsOf', () => {
  it('finds node and field', () => {
    expect(
      gapsOf([
        { path: 'nodes.2.evidenceIds', code: 'REQUIRED' },
        { path: 'sourceAddresses.0', code: 'NOT_AN_ADDRESS' },
      ]),
    ).toEqual([
      { key: 'nodes.2.evidenceIds REQUIRED', nodeIndex: 2, field: 'evidenceIds', code: 'REQUIRED' },
      { key: 'sourceAddresses.0 NOT_AN_ADDRESS', nodeIndex: null, field: 'sourceAddresses', code: 'NOT_AN_ADDRESS' },
    ]);
  });
});
