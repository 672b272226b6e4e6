import { describe, expect, it } from '@jest/globals';
import { csvCell, csvText } from './comparison-csv.js';

describe('cells of a spreadsheet', () => {
  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1+cmd', "'+1+cmd"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-2+3', "'-2+3"],
    ['\tx', "'\tx"],
  ])('never let %j be a formula', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  it.each(['-10000', '12.50', '-2688/5', '0'])('leave the figure %s a figure', (text) => {
    expect(csvCell(text)).toBe(text);
  });

  it('quote what would break a row', () => {
    expect(csvText([['甲, "乙"', null, 3], ['两\n行']])).toBe('\u{feff}"甲, ""乙""",,3\r\n"两\n行"\r\n');
  });
});
