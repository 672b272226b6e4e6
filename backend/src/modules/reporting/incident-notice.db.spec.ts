import { jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { commandId } from '../../../test/client.js';
import { makePeriod } from '../../../test/periods.js';
import { buildWorld, type Person, type ServedWorld } from '../../../test/world.js';
import { Timetable } from '../../platform/timetable/timetable.service.js';

jest.setTimeout(240_000);

const NOTICE = `id code level stage reportedAt nearestDueAt mayFile mayPassOn unit { id }
  clocks { rule source minutes dueAt state lateSeconds } acts { kind stage at deadlineAt byName }`;
const OPEN = `mutation ($input: OpenIncidentNoticeInput!) { done: openIncidentNotice(input: $input) { ${NOTICE} } }`;
const FILE = `mutation ($input: FileIncidentNoticeInput!) { done: fileIncidentNotice(input: $input) { ${NOTICE} } }`;
const PASS_ON = `mutation ($input: PassOnIncidentNoticeInput!) { done: passOnIncidentNotice(input: $input) { ${NOTICE} } }`;
const DESK = `query ($id: ID!) { incidentNoticeDesk(periodId: $id) { incidentHours notices { ${NOTICE} } ownUnits { id } } }`;
const READ = `query ($id: ID!) { incidentNotice(id: $id) { ${NOTICE} } }`;
const NOTICES = `query ($id: ID!) { notices(exerciseId: $id) { nodes { code params { name value } } } }`;

/** Answers are looked at field by field. */
type Answer = Awaited<ReturnType<typeof JSON.parse>>;

let world: ServedWorld;
let periodId: string;

beforeAll(async () => {
  world = await buildWorld();
  periodId = await makePeriod(world);
});
afterAll(() => world?.stop());

const at = (clock: string): string => new Date(`2026-09-15T${clock}+08:00`).toISOString();

function setClock(clock: string): void {
  world.server.clock.set(new Date(at(clock)));
}

function inputOf(more: Record<string, unknown> = {}): Record<string, unknown> {
  const what = { title: '门户网站被植入后门', level: 'GENERAL', reporterKind: 'OTHER', discoveredAt: at('10:00:00') };
  return { commandId: commandId(), periodId, unitId: world.units.water, ...what, ...more };
}

async function open(more: Record<string, unknown> = {}): Promise<Answer> {
  return (await world.as.water.ask<Answer>(OPEN, { input: inputOf(more) })).done;
}

function reportOf(noticeId: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const said = { stage: 'INITIAL', level: 'GENERAL', reporterKind: 'OTHER', text: '已隔离主机' };
  return { commandId: commandId(), noticeId, ...said, ...more };
}

async function file(noticeId: string, more: Record<string, unknown> = {}): Promise<Answer> {
  return (await world.as.water.ask<Answer>(FILE, { input: reportOf(noticeId, more) })).done;
}

async function told(person: Person, prefix: string): Promise<string[]> {
  const { notices } = await world.as[person].ask<Answer>(NOTICES, { id: world.exerciseId });
  const valueOf = (notice: Answer, name: string) => notice.params.find((one: Answer) => one.name === name)?.value ?? '';
  return notices.nodes
    .filter(({ code }: Answer) => code.startsWith(prefix))
    .map((notice: Answer) => `${notice.code} ${valueOf(notice, 'code')} ${valueOf(notice, 'minutes')}`)
    .reverse();
}

function runDue(): Promise<number> {
  return world.server.app.get(Timetable).runDue();
}

describe('the clock of two hours (N1)', () => {
  let id: string;

  it('runs from the discovery; reminders and escalation come once', async () => {
    setClock('10:05:00');
    const opened = await open();
    id = opened.id;
    expect(opened).toMatchObject({ code: 'N-0001', stage: null, mayFile: true, nearestDueAt: at('12:00:00') });
    expect(opened.clocks).toMatchObject([{ rule: 'PERIOD', source: 'N1', minutes: 120, state: 'RUNNING' }]);
    for (const clock of ['11:29:59', '11:30:00', '11:45:00', '11:50:00', '12:00:00', '12:00:01', '12:05:00']) {
      setClock(clock);
      await runDue();
      await runDue();
    }
    expect(await told('water', 'INCIDENT_NOTICE')).toEqual([
      'INCIDENT_NOTICE_REMINDED N-0001 30',
      'INCIDENT_NOTICE_REMINDED N-0001 10',
      'INCIDENT_NOTICE_OVERDUE N-0001 0',
    ]);
    expect(await told('organizer', 'INCIDENT_NOTICE')).toEqual(['INCIDENT_NOTICE_MISSING N-0001 0']);
    expect(await told('bank', 'INCIDENT_NOTICE')).toEqual([]);
  });

  it('an incident reported ten minutes late is late by ten minutes', async () => {
    setClock('12:10:00');
    const filed = await file(id);
    expect(filed).toMatchObject({ stage: 'INITIAL', reportedAt: at('12:10:00'), nearestDueAt: null });
    expect(filed.clocks).toMatchObject([{ rule: 'PERIOD', state: 'LATE', lateSeconds: 600 }]);
    expect(filed.acts.map(({ kind, at: when }: Answer) => `${kind} ${when}`)).toEqual([
      `REMINDED ${at('11:30:00')}`,
      `REMINDED ${at('11:50:00')}`,
      `ESCALATED ${at('12:00:00')}`,
      `FILED ${at('12:10:00')}`,
    ]);
  });

  it('goes on to the final report, in that order', async () => {
    expect(await world.as.water.refusal(FILE, { input: reportOf(id) })).toBe('WRONG_STATE');
    expect(await file(id, { stage: 'FOLLOW_UP', text: '查明入口' })).toMatchObject({ stage: 'FOLLOW_UP' });
    expect(await file(id, { stage: 'FINAL', text: '已清除' })).toMatchObject({ stage: 'FINAL', mayFile: false });
    const after = reportOf(id, { stage: 'FOLLOW_UP' });
    expect(await world.as.water.refusal(FILE, { input: after })).toBe('WRONG_STATE');
  });

  it('looking once, hours later, writes the same acts in the same order', async () => {
    setClock('13:00:00');
    const other = await open({ title: '再一起', discoveredAt: at('12:30:00') });
    setClock('18:00:00');
    await runDue();
    const rows = await world.server.app
      .get(DataSource)
      .query<Answer[]>('SELECT kind, due_at FROM incident_notice_act WHERE notice_id = $1 ORDER BY seq', [other.id]);
    expect(rows.map(({ kind, due_at: due }: Answer) => `${kind} ${due.toISOString()}`)).toEqual([
      `REMINDED ${at('14:00:00')}`,
      `REMINDED ${at('14:20:00')}`,
      `ESCALATED ${at('14:30:00')}`,
    ]);
  });
});

describe('the national clocks (L1)', () => {
  it('an hour for critical infrastructure, beside the two hours, and half an hour to pass it on', async () => {
    setClock('18:10:00');
    const grave = { level: 'MAJOR', reporterKind: 'CRITICAL', discoveredAt: at('18:10:00') };
    const opened = await open({ title: '核心系统被勒索', ...grave });
    expect(opened.clocks.map(({ rule, minutes }: Answer) => `${rule} ${minutes}`)).toEqual([
      'NATIONAL 60',
      'PERIOD 120',
    ]);
    const { incidentNoticeDesk } = await world.as.organizer.ask<Answer>(DESK, { id: periodId });
    expect(incidentNoticeDesk.notices.map(({ code }: Answer) => code)).toEqual(['N-0002', 'N-0003', 'N-0001']);
    setClock('19:10:00');
    const filed = await file(opened.id, { level: 'MAJOR', reporterKind: 'CRITICAL' });
    expect(filed.clocks).toMatchObject([
      { rule: 'NATIONAL', state: 'IN_TIME', lateSeconds: 0 },
      { rule: 'PERIOD', state: 'IN_TIME' },
      { rule: 'PASS_ON', minutes: 30, state: 'RUNNING', dueAt: at('19:40:00') },
    ]);
    setClock('19:41:00');
    await runDue();
    expect((await told('organizer', 'INCIDENT_PASS_ON')).at(-1)).toBe('INCIDENT_PASS_ON_OVERDUE N-0003 0');
    const input = { commandId: commandId(), noticeId: opened.id, text: '已电话报省公安厅' };
    expect(await world.as.water.refusal(PASS_ON, { input })).toBe('NOT_ALLOWED');
    const { done } = await world.as.organizer.ask<Answer>(PASS_ON, { input });
    expect(done.clocks[2]).toMatchObject({ rule: 'PASS_ON', state: 'LATE', lateSeconds: 60 });
  });
});

describe('what is refused, and who sees what', () => {
  it('a discovery in the future, one outside the windows, an incident of somebody else', async () => {
    const fieldsOf = async (more: Record<string, unknown>) =>
      (await world.as.water.query(OPEN, { input: inputOf(more) })).errors?.[0]?.extensions.fields.map(
        ({ path, code }) => `${path} ${code}`,
      );
    expect(await fieldsOf({ discoveredAt: at('23:00:00') })).toEqual(['discoveredAt TOO_LATE']);
    expect(await fieldsOf({ discoveredAt: at('07:59:59') })).toEqual(['discoveredAt OUTSIDE_WINDOW']);
    expect(await fieldsOf({ incidentId: commandId() })).toEqual(['incidentId NOT_FOUND']);
  });

  it('other units and the other side learn nothing', async () => {
    const { incidentNoticeDesk } = await world.as.water.ask<Answer>(DESK, { id: periodId });
    const [first] = incidentNoticeDesk.notices;
    expect((await world.as.bank.ask<Answer>(DESK, { id: periodId })).incidentNoticeDesk.notices).toEqual([]);
    expect(await world.as.bank.refusal(READ, { id: first.id })).toBe('NOT_FOUND');
    expect(await world.as.bank.refusal(FILE, { input: reportOf(first.id) })).toBe('NOT_FOUND');
    expect(await world.as.bank.refusal(OPEN, { input: inputOf() })).toBe('NOT_FOUND');
    for (const person of ['north', 'observer', 'stranger', 'referee'] as const) {
      expect(await world.as[person].refusal(READ, { id: first.id })).toMatch(/NOT_ALLOWED|NOT_FOUND/);
    }
  });
});
