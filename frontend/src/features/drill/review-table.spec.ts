import { describe, expect, it } from '@jest/globals';
import type { ReviewData } from './review-documents.js';
import { tableText } from './review-table.js';

type Row = ReviewData['rows'][number];

describe('the exported table of a review', () => {
  it('quotes what would break it and disarms formulas', () => {
    const columns = [
      { title: '注入', of: ({ code }: Row) => code },
      { title: '应答', of: ({ reply }: Row) => reply ?? '' },
    ];
    const rows = [
      { code: 'I-01', reply: '已隔离, "两台"\n复测' },
      { code: '=HYPERLINK("x")', reply: '-3' },
    ] as unknown as Row[];
    expect(tableText(columns, rows)).toBe(
      '\ufeff注入,应答\r\nI-01,"已隔离, ""两台""\n复测"\r\n"\'=HYPERLINK(""x"")",-3\r\n',
    );
  });
});
