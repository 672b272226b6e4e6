import { jest } from '@jest/globals';
import { Workbook } from '@cj-tech-master/excelts';
import { DataSource } from 'typeorm';
import { commandId } from '../../../test/client.js';
import { makePeriod } from '../../../test/periods.js';
import { buildWorld, PASSWORD, type Person, type ServedWorld } from '../../../test/world.js';
import { Timetable } from '../../platform/timetable/timetable.service.js';

jest.setTimeout(240_000);

const DESK = `query ($id: ID!) { zeroReportDesk(periodId: $id) { today mayUrge days { day dueAt closesAt }
  units { unit { id name } mayFile inTimeRun days { day state lateSeconds firstFiledAt remindedAt escalatedAt urgedAt
    report { versionNo kind situations text filedByName } } } } }`;
const FILE = `mutation ($input: FileZeroReportInput!) { done: fileZeroReport(input: $input) { versionNo kind filedAt } }`;
const URGE = `mutation ($input: UrgeZeroReportInput!) { done: urgeZeroReport(input: $input) { today } }`;
const NOTICES = `query ($id: ID!) { notices(exerciseId: $id) { nodes { code params { name value } } } }`;
const VERSIONS = `query ($p: ID!, $u: ID!) {
  zeroReportVersions(periodId: $p, unitId: $u, day: "2026-09-15") { versionNo kind } }`;

/** Answers are looked at field by field. */
type Answer = Awaited<ReturnType<typeof JSON.parse>>;

let world: ServedWorld;
let periodId: string;

beforeAll(async () => {
  world = await buildWorld();
  periodId = await makePeriod(world);
});
afterAll(() => world?.stop());

const at = (clock: string, day = 15): Date => new Date(`2026-09-${day}T${clock}+08:00`);

function setClock(clock: string, day = 15): void {
  world.server.clock.set(at(clock, day));
}

/** Sessions end with the day. */
async function nextDay(clock: string, day: number): Promise<void> {
  setClock(clock, day);
  for (const person of ['water', 'bank', 'organizer', 'north', 'observer', 'stranger', 'referee'] as const) {
    await world.as[person].login(person, PASSWORD);
  }
}

function reportOf(person: 'water' | 'bank', more: Record<string, unknown> = {}): Record<string, unknown> {
  const calm = { kind: 'CALM', situations: 0, text: '', incidentIds: [], expectedVersion: 0 };
  return { commandId: commandId(), periodId, unitId: world.units[person], day: '2026-09-15', ...calm, ...more };
}

async function file(person: 'water' | 'bank', more: Record<string, unknown> = {}): Promise<Answer> {
  return (await world.as[person].ask<Answer>(FILE, { input: reportOf(person, more) })).done;
}

async function desk(person: Person): Promise<Answer> {
  return (await world.as[person].ask<Answer>(DESK, { id: periodId })).zeroReportDesk;
}

async function cell(unit: 'water' | 'bank', day: string): Promise<Answer> {
  const { units } = await desk('organizer');
  const row = units.find((one: Answer) => one.unit.id === world.units[unit]);
  return row.days.find((one: Answer) => one.day === day);
}

async function codes(person: Person): Promise<string[]> {
  const { notices } = await world.as[person].ask<Answer>(NOTICES, { id: world.exerciseId });
  return notices.nodes.map(({ code }: Answer) => code).filter((code: string) => code.startsWith('ZERO'));
}

async function fieldsOf(person: 'water' | 'bank', more: Record<string, unknown>): Promise<string[]> {
  const { errors } = await world.as[person].query(FILE, { input: reportOf(person, more) });
  return errors?.[0]?.extensions.fields.map(({ path, code }) => `${path} ${code}`) ?? [];
}

function runDue(): Promise<number> {
  return world.server.app.get(Timetable).runDue();
}

describe('a day of zero reports', () => {
  it('is reminded before the hour, once, to those who have not filed', async () => {
    setClock('16:02:00');
    expect(await file('water')).toMatchObject({ versionNo: 1, kind: 'CALM' });
    await runDue();
    expect(await codes('bank')).toEqual([]);
    setClock('16:30:00');
    await runDue();
    setClock('16:31:00');
    await runDue();
    expect(await codes('bank')).toEqual(['ZERO_REPORT_REMINDED']);
    expect(await codes('water')).toEqual([]);
    expect(await cell('bank', '2026-09-15')).toMatchObject({ state: 'OPEN', remindedAt: at('16:30:00').toISOString() });
  });

  it('is urged by control, and by nobody else, where nothing is filed', async () => {
    const input = { commandId: commandId(), periodId, day: '2026-09-15', unitIds: [world.units.bank] };
    expect(await world.as.bank.refusal(URGE, { input })).toBe('NOT_ALLOWED');
    await world.as.organizer.ask(URGE, { input });
    expect(await codes('bank')).toEqual(['ZERO_REPORT_URGED', 'ZERO_REPORT_REMINDED']);
    const filed = { ...input, commandId: commandId(), unitIds: [world.units.water] };
    expect(await world.as.organizer.refusal(URGE, { input: filed })).toBe('BAD_INPUT');
  });

  it('escalates to control after the hour, whoever looks how often; late from then on to the second', async () => {
    setClock('17:00:00');
    await runDue();
    expect(await codes('organizer')).toEqual([]);
    setClock('17:05:30');
    for (let count = 0; count < 3; count += 1) await runDue();
    await Promise.all([runDue(), runDue()]);
    expect(await codes('organizer')).toEqual(['ZERO_REPORT_MISSING']);
    expect((await codes('bank'))[0]).toBe('ZERO_REPORT_OVERDUE');
    expect(await cell('bank', '2026-09-15')).toMatchObject({
      state: 'OVERDUE',
      escalatedAt: at('17:00:00').toISOString(),
    });
    await file('bank', { kind: 'SITUATION', situations: 2, text: '两起扫描' });
    expect(await cell('bank', '2026-09-15')).toMatchObject({ state: 'LATE', lateSeconds: 330 });
  });

  it('takes a correction as a new version that makes nothing late', async () => {
    expect(await fieldsOf('water', { kind: 'SITUATION', expectedVersion: 1 })).toEqual([
      'situations TOO_SMALL',
      'text REQUIRED',
    ]);
    expect(await world.as.water.refusal(FILE, { input: reportOf('water') })).toBe('STALE_VERSION');
    const found = { kind: 'SITUATION', situations: 1, text: '补报一起弱口令', expectedVersion: 1 };
    expect(await file('water', found)).toMatchObject({ versionNo: 2, kind: 'SITUATION' });
    expect(await cell('water', '2026-09-15')).toMatchObject({
      state: 'IN_TIME',
      report: { versionNo: 2, situations: 1, text: '补报一起弱口令', filedByName: 'water-name' },
    });
    const all = { p: periodId, u: world.units.water };
    const { zeroReportVersions } = await world.as.water.ask<Answer>(VERSIONS, all);
    expect(zeroReportVersions.map(({ versionNo }: Answer) => versionNo)).toEqual([2, 1]);
  });

  it('is missed from midnight, even when it is filed afterwards', async () => {
    await nextDay('23:59:00', 16);
    await file('water', { day: '2026-09-16' });
    setClock('00:00:00', 17);
    expect(await cell('bank', '2026-09-16')).toMatchObject({ state: 'MISSED', report: null });
    await file('bank', { day: '2026-09-16' });
    expect(await cell('bank', '2026-09-16')).toMatchObject({ state: 'MISSED', report: { versionNo: 1 } });
    expect(await cell('water', '2026-09-16')).toMatchObject({ state: 'LATE', lateSeconds: 6 * 3600 + 59 * 60 });
    expect(await fieldsOf('bank', { day: '2026-09-18' })).toEqual(['day NOT_FOUND']);
    await runDue();
    // Nobody looked on the 16th: reminder and escalation are written now, each under the instant it was due.
    const rows = await world.server.app
      .get(DataSource)
      .query<Answer[]>(`SELECT kind, due_at FROM zero_report_act WHERE day = '2026-09-16' ORDER BY seq`);
    expect(rows.map(({ kind, due_at: due }: Answer) => `${kind} ${due.toISOString()}`)).toEqual([
      `REMINDED ${at('16:30:00', 16).toISOString()}`,
      `ESCALATED ${at('17:00:00', 16).toISOString()}`,
    ]);
  });
});

describe('who sees what', () => {
  it('a unit its own row alone; strangers, attackers, referees nothing', async () => {
    expect((await desk('organizer')).units).toHaveLength(2);
    const own = await desk('bank');
    expect(own).toMatchObject({ mayUrge: false, units: [{ unit: { id: world.units.bank }, mayFile: true }] });
    for (const person of ['north', 'observer', 'stranger', 'referee'] as const) {
      expect(await world.as[person].refusal(DESK, { id: periodId })).toMatch(/NOT_ALLOWED|NOT_FOUND/);
    }
    const foreign = { ...reportOf('bank'), unitId: world.units.water };
    expect(await world.as.bank.refusal(FILE, { input: foreign })).toBe('NOT_FOUND');
    expect(await world.as.bank.refusal(VERSIONS, { p: periodId, u: world.units.water })).toBe('NOT_FOUND');
    const alone = await makePeriod(world, { name: '仅水务', unitIds: [world.units.water] });
    expect(await world.as.bank.refusal(DESK, { id: alone })).toBe('NOT_FOUND');
  });

  it('the workbook shows no more', async () => {
    const response = await world.as.bank.fetch(`/api/zero-reports/${periodId}`);
    expect(response.headers.get('content-type')).toContain('spreadsheetml');
    const workbook = new Workbook();
    await workbook.xlsx.load(Buffer.from(await response.arrayBuffer()));
    const names = workbook.getWorksheet('按日')?.getColumn(1).values;
    expect(names).toEqual([undefined, '单位', '云泽银行']);
    expect((await world.as.north.fetch(`/api/zero-reports/${periodId}`)).ok).toBe(false);
  });
});
