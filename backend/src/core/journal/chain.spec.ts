import fc from 'fast-check';
import { type ChainContent, type ChainRecord, commandHash, firstBreak, GENESIS_HASH, recordHash } from './chain.js';

/** A whole chain of `length` records. */
function chainOf(length: number): ChainRecord[] {
  const records: ChainRecord[] = [];
  let prevHash = GENESIS_HASH;
  for (let seq = 1; seq <= length; seq += 1) {
    const content: ChainContent = {
      streamId: 'stream',
      seq,
      kind: 'VERDICT_RECORDED',
      subjectId: `subject-${seq}`,
      actorId: seq % 2 === 0 ? null : 'actor',
      commandId: `command-${seq}`,
      commandHash: commandHash('VERDICT_RECORDED', { seq }),
      recordedAt: new Date(1_790_000_000_000 + seq),
      details: { points: `${seq}0` },
    };
    const hash = recordHash(content, prevHash);
    records.push({ ...content, prevHash, hash });
    prevHash = hash;
  }
  return records;
}

describe('journal chain', () => {
  it('holds when nothing was touched, empty included', () => {
    expect(firstBreak([])).toBeNull();
    expect(firstBreak(chainOf(20))).toBeNull();
  });

  it('shows a change of any field at exactly the record that was changed', () => {
    const changes: ((record: ChainRecord) => ChainRecord)[] = [
      (record) => ({ ...record, kind: 'X' }),
      (record) => ({ ...record, subjectId: 'X' }),
      (record) => ({ ...record, actorId: 'X' }),
      (record) => ({ ...record, recordedAt: new Date(0) }),
      (record) => ({ ...record, details: { points: '9999' } }),
      (record) => ({ ...record, commandHash: 'X' }),
      (record) => ({ ...record, hash: '0'.repeat(64) }),
    ];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 19 }), fc.constantFrom(...changes), (index, change) => {
        const records = chainOf(20).map((record, at) => (at === index ? change(record) : record));
        expect(firstBreak(records)).toBe(index + 1);
      }),
    );
  });

  it('shows a missing record and a swap', () => {
    const records = chainOf(10);
    expect(firstBreak(records.filter(({ seq }) => seq !== 4))).toBe(4);
    const [first, second, ...rest] = records;
    if (!first || !second) throw new Error('too short');
    expect(firstBreak([second, first, ...rest])).toBe(1);
  });

  it('tells a repeated command from a reused id, whatever the order of its keys', () => {
    expect(commandHash('K', { a: 1, b: [1, 2] })).toBe(commandHash('K', { b: [1, 2], a: 1 }));
    expect(commandHash('K', { a: 1 })).not.toBe(commandHash('K', { a: 2 }));
    expect(commandHash('K', { a: 1 })).not.toBe(commandHash('L', { a: 1 }));
  });
});
