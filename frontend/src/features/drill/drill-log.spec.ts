import { describe, expect, it } from '@jest/globals';
import type { ActData } from './documents.js';
import { logLines } from './drill-log.js';

const act = (kind: string, unitName: string, more: Partial<ActData> = {}): ActData =>
  ({ id: `${kind} ${unitName}`, kind, unitName, code: 'I-01', drillSeconds: 60, actorName: null, ...more }) as ActData;

describe('the log', () => {
  it('puts one release to several units into one line, and leaves what people did apart', () => {
    const lines = logLines([
      act('ACKNOWLEDGED', '甲', { actorName: '张' }),
      act('ACKNOWLEDGED', '乙', { actorName: '张' }),
      act('RELEASED', '甲'),
      act('RELEASED', '乙'),
      act('RELEASED', '丙', { actorName: '温' }),
      act('RELEASED', '甲', { code: 'I-02', actorName: '温' }),
    ]);
    expect(lines.map(({ units }) => units)).toEqual([['甲'], ['乙'], ['甲', '乙'], ['丙'], ['甲']]);
  });
});
