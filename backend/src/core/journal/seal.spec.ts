import { plainRow, sealOf, sealsIn } from './seal.js';

const ENTITY = {
  id: '5f6c2b1e-0000-4000-8000-000000000001',
  exerciseId: 'e',
  recordedAt: new Date('2026-09-15T01:00:00.120Z'),
  isKeyUnit: false,
  parentId: null,
  notes: undefined,
};
/** The same row as PostgreSQL's to_jsonb hands it over. */
const STORED = {
  id: ENTITY.id,
  exercise_id: 'e',
  recorded_at: '2026-09-15T09:00:00.12+08:00',
  is_key_unit: false,
  parent_id: null,
};

describe('seals', () => {
  it('are the same for an entity and for the row the database holds', () => {
    expect(sealOf('unit', STORED)).toEqual(sealOf('unit', ENTITY));
    expect(sealOf('unit', ENTITY)).toMatchObject({ table: 'unit', id: ENTITY.id });
  });

  it('stay as they are when a column is added and left empty, and change when it is filled', () => {
    expect(sealOf('unit', { ...STORED, later: null })).toEqual(sealOf('unit', STORED));
    expect(sealOf('unit', { ...STORED, later: '' })).not.toEqual(sealOf('unit', STORED));
    expect(plainRow({ later: 0 }, { defaults: { later: 0 } })).toEqual({});
    expect(plainRow({ later: 1 }, { defaults: { later: 0 } })).toEqual({ later: 1 });
  });

  it('tell a microsecond apart', () => {
    const changed = { ...STORED, recorded_at: '2026-09-15T09:00:00.120001+08:00' };
    expect(sealOf('unit', changed).hash).not.toBe(sealOf('unit', STORED).hash);
  });

  it('do not take a text that looks like an instant for one', () => {
    const [a, b] = ['2026-09-15T09:00:00+08:00', '2026-09-15T01:00:00+00:00'];
    expect(sealOf('unit', { ...STORED, name: a }).hash).not.toBe(sealOf('unit', { ...STORED, name: b }).hash);
  });

  it('cover the nodes of a submission in path order', () => {
    const nodes = [
      { id: 'b', ordinal: 2, assetName: 'B' },
      { id: 'a', ordinal: 1, assetName: 'A' },
    ];
    const stored = [
      { id: 'a', ordinal: 1, asset_name: 'A' },
      { id: 'b', ordinal: 2, asset_name: 'B' },
    ];
    const seal = sealOf('attack_submission', { id: 's', nodes });
    expect(sealOf('attack_submission', { id: 's', nodes: stored })).toEqual(seal);
    expect(sealOf('attack_submission', { id: 's', nodes: stored.slice(1) }).hash).not.toBe(seal.hash);
  });

  it('leave out what no seal covers', () => {
    const row = { id: 'x', name: 'N', next_submission: 4 };
    expect(sealOf('exercise', { ...row, next_submission: 9 })).toEqual(sealOf('exercise', row));
    expect(sealOf('exercise', { ...row, name: 'M' })).not.toEqual(sealOf('exercise', row));
  });

  it('are read from whatever the details of a record hold', () => {
    const seal = sealOf('unit', STORED);
    expect(sealsIn({ sealed: [seal, { table: 'unit' }, 3] })).toEqual([seal]);
    for (const details of [null, 'x', [], {}, { sealed: 'x' }]) expect(sealsIn(details)).toEqual([]);
  });
});
