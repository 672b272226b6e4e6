import { comparePoints } from '../../lib/points.js';
import { lossCounts, lossRows, type LossLine, sumPoints } from './explain-losses.js';

const line = (id: string, account: string, amount: string, more: Partial<LossLine> = {}): LossLine => ({
  sourceId: null,
  sourceCode: null,
  lossGroup: null,
  link: null,
  steps: [],
  ...more,
  entry: { id, seq: 1, account, amount },
});
const answered = (code: string) => ({ link: { incidentId: `id-${code}`, incidentCode: code } });

// The worked example V4 of the rules: 500 with a report of 72 %, 1200 in two nodes with 50 %, 300 without.
const lines = [
  line('a', 'DEDUCTION', '-500', { lossGroup: 'g1', ...answered('E-24') }),
  line('b', 'DEDUCTION', '-1000', { lossGroup: 'g2', ...answered('E-31') }),
  line('c', 'DEDUCTION', '-200', { lossGroup: 'g2', ...answered('E-31') }),
  line('d', 'DEDUCTION', '-300', { lossGroup: 'g3' }),
  line('r', 'RECOVERY', '288', {
    sourceId: 'id-E-24',
    sourceCode: 'E-24',
    steps: [
      {
        code: 'RECOVERY',
        params: [
          { name: 'percent', value: '72' },
          { name: 'share', value: '0.8' },
        ],
      },
    ],
  }),
  line('s', 'RECOVERY', '480', { sourceId: 'id-E-31', sourceCode: 'E-31' }),
  line('x', 'BONUS', '450'),
];

it('puts every loss beside the report that answers for it', () => {
  const rows = lossRows(lines);
  expect(rows.map(({ losses, incident }) => [losses.length, incident?.code ?? null])).toEqual([
    [1, 'E-24'],
    [2, 'E-31'],
    [1, null],
  ]);
  expect(rows[0]).toMatchObject({ percent: '72', share: '0.8' });
  expect(comparePoints(rows[1]?.lost ?? '', '1200')).toBe(0);
  expect(comparePoints(sumPoints(rows.map(({ recovered }) => recovered)), '768')).toBe(0);
});

it('keeps a report that answers for nothing', () => {
  const [row] = lossRows([line('z', 'RECOVERY', '0', { sourceId: 'id-E-9', sourceCode: 'E-9' })]);
  expect(row).toMatchObject({ losses: [], incident: { id: 'id-E-9', code: 'E-9' } });
});

it('counts what the first sentence says', () => {
  const counts = lossCounts(lossRows(lines));
  expect(counts).toMatchObject({ events: 3, reports: 2, open: 1 });
  expect(comparePoints(counts.openLost, '300')).toBe(0);
});
