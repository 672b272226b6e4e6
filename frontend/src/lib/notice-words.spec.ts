import { describe, expect, it } from '@jest/globals';
import { noticeWords } from './notice-words.js';
import type { Text } from './text.js';

/** Says the key with its figures, so that a test reads what was chosen. */
const text = {
  t: (key: string, params: Record<string, unknown> = {}) =>
    [key, ...Object.entries(params).map(([name, value]) => `${name}=${String(value)}`)].join(' '),
  locale: { value: 'zh-CN' },
} as unknown as Pick<Text, 't' | 'locale'>;

const notice = (code: string, params: Record<string, string>) => ({
  code,
  params: Object.entries(params).map(([name, value]) => ({ name, value })),
});

const STANDING = { valueBefore: '50.00', value: '500.00', rankBefore: '8', rank: '7', of: '8' };

describe('a notice', () => {
  it('says what became of the own work and standing', () => {
    const given = { set: 'R-0001', kind: 'ADJUSTMENT', reason: '复核', work: 'A-0018/1', ATTACK: '450', ...STANDING };
    const { head, lines } = noticeWords(text, notice('RESCORED', given));
    expect(head).toContain('set=R-0001');
    expect(lines).toEqual([
      'notices.reason reason=复核',
      expect.stringContaining('rescoring.node code=A-0018 n=1'),
      expect.stringContaining('notices.bothFrom'),
    ]);
    expect(lines[1]).toContain('difference=+450');
  });

  it('speaks of a loss as it is felt: booked with a minus, it grew', () => {
    const lost = noticeWords(text, notice('RESCORED', { ...STANDING, DEDUCTION: '-450' })).lines[0];
    const back = noticeWords(text, notice('RESCORED', { ...STANDING, DEDUCTION: '10000' })).lines[0];
    expect(lost).toContain('difference=+450');
    expect(back).toContain('difference=\u221210\u2009000');
  });

  it('leaves out what did not change', () => {
    const same = { ...STANDING, value: '50.00', rank: '8' };
    expect(noticeWords(text, notice('ANNOUNCED', same)).lines).toEqual([expect.stringContaining('notices.standing ')]);
  });

  it('of a code it does not know says the code', () => {
    expect(noticeWords(text, notice('SOMETHING_NEW', {}))).toEqual({
      head: 'notices.other code=SOMETHING_NEW',
      lines: [],
    });
  });
});
