import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryPlan } from '../../../test/arbitrary-plan.js';
import { orderedInjects, type PlanContent } from '../../core/plan/plan.js';
import { ownSheets, planSheets } from '../../core/plan/plan-sheets.js';
import { FilledSheet, type Sheet } from '../../core/plan/sheet.js';
import { readSheetPlan } from '../../core/plan/sheet-plan.js';
import { unpackedSize } from './unpacked-size.js';
import { WorkbookService } from './workbook.service.js';

const workbooks = new WorkbookService();

/** So many plans go through one workbook, each with its sheets under its number: a thread of its own takes its time. */
const PLANS = 60;

function readBack(sheets: readonly Sheet[], number: number): PlanContent | null {
  const mine = sheets.flatMap(({ name, ...sheet }) =>
    name.startsWith(`${number}.`) ? [{ ...sheet, name: name.slice(`${number}.`.length) }] : [],
  );
  const own = ownSheets(mine);
  const sheet = mine.find(({ name }) => name === own?.mapping.sheet);
  if (own === null || sheet === undefined) throw new Error('not known again');
  return readSheetPlan(new FilledSheet(sheet), own.mapping, own.frame).plan;
}

describe('workbooks', () => {
  it('give back any plan as it was, colours included', async () => {
    const plans = fc.sample(arbitraryPlan, PLANS);
    const written = plans.flatMap((plan, number) =>
      planSheets(plan).map((sheet) => ({ ...sheet, name: `${number}.${sheet.name}` })),
    );
    const sheets = await workbooks.read(await workbooks.write(written));
    for (const [number, plan] of plans.entries()) {
      expect(readBack(sheets, number)).toEqual({ ...plan, injects: orderedInjects(plan) });
    }
  });

  it('tell before they are unpacked what they come to', async () => {
    const bytes = await workbooks.write([{ name: 'A', widths: [10], rows: [{ cells: ['甲'], color: null }] }]);
    expect(unpackedSize(bytes)).toBeGreaterThan(bytes.length);
    expect(unpackedSize(Buffer.from('no archive'))).toBeNull();
    expect(unpackedSize(bytes.subarray(0, bytes.length - 30))).toBeNull();
  });

  it.each([
    ['text', Buffer.from('编号,时间')],
    ['an empty archive', Buffer.from('504b0506' + '00'.repeat(18), 'hex')],
  ])('refuses %s', async (_, bytes) => {
    await expect(workbooks.read(bytes)).rejects.toMatchObject({ code: 'FILE_TYPE_REFUSED' });
  });

  it('refuses what says it unpacks to gigabytes', async () => {
    const bytes = await workbooks.write([{ name: 'A', widths: [10], rows: [{ cells: ['甲'], color: null }] }]);
    const directory = bytes.indexOf(Buffer.from('504b0102', 'hex'));
    bytes.writeUInt32LE(0xf000_0000, directory + 24);
    await expect(workbooks.read(bytes)).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
  });
});
