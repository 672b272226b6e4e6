import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Workbook } from '@cj-tech-master/excelts';
import { DataSource } from 'typeorm';
import { Timetable } from '../../platform/timetable/timetable.service.js';
import { commandId, type TestClient } from '../../../test/client.js';
import { buildWorld, make, PASSWORD, type ServedWorld } from '../../../test/world.js';

const CREATE =
  'mutation ($input: CreateProtectionPeriodInput!) { made: createProtectionPeriod(input: $input) { id version } }';
const PERIOD = `query ($id: ID!) { protectionPeriod(id: $id) { id name mode units { name } now { phase isWindowOpen dutyDay }
  dutyDays warnings { code minutes wallMinutes } switches { mode byName } measures { mode measures } } }`;
const MATRIX = `query ($periodId: ID!) { taskMatrix(periodId: $periodId) { units { name } rows { task { id name { zh } daily phase dueAt }
  cells { unitId state isOverdue isLate day waitsFor missedDays } } } }`;
const FILE = `query ($taskId: ID!, $unitId: ID!, $day: String) { taskFile(taskId: $taskId, unitId: $unitId, day: $day) {
  cell { state isOverdue isLate } steps acts { kind text byName } days { day state } } }`;
const step = (name: string, type = 'TaskPlaceInput'): string =>
  `mutation ($input: ${type}!) { done: ${name}(input: $input) { cell { state isOverdue isLate dueAt } steps } }`;
const START = step('startProtectionTask');
const SUBMIT = step('submitProtectionTask', 'SubmitProtectionTaskInput');
const RETURN = step('returnProtectionTask', 'ReturnProtectionTaskInput');
const SIGN = step('signProtectionTask', 'SignProtectionTaskInput');
const EXCUSE = step('excuseProtectionTask', 'ExcuseProtectionTaskInput');
const NOTICES =
  'query ($exerciseId: ID!) { notices(exerciseId: $exerciseId) { nodes { code params { name value } } } }';

interface Matrix {
  readonly taskMatrix: {
    readonly units: readonly { readonly name: string }[];
    readonly rows: readonly {
      readonly task: { readonly id: string; readonly name: { readonly zh: string }; readonly phase: string };
      readonly cells: readonly { readonly unitId: string; readonly state: string; readonly isOverdue: boolean }[];
    }[];
  };
}
interface Done {
  readonly done: { readonly cell: { readonly state: string; readonly isOverdue: boolean }; readonly steps: string[] };
}

describe('protection periods and their tasks', () => {
  let world: ServedWorld;
  let periodId: string;
  let inventory: string;
  let exposure: string;

  beforeAll(async () => {
    world = await buildWorld();
    await moveTo('2026-09-20T02:00:00Z');
    periodId = await create(input());
    const task = (name: string, more: Record<string, unknown> = {}) => addTask({ name, ...more });
    inventory = await task('资产梳理与等级');
    exposure = await task('暴露面收敛', { requires: [inventory], dueLocal: '2026-09-24T18:00' });
  });
  afterAll(() => world.stop());

  it('creates a period with derived phases, and says where it stands', async () => {
    const { protectionPeriod } = await world.as.organizer.ask<Record<string, unknown>>(PERIOD, { id: periodId });
    expect(protectionPeriod).toMatchObject({
      name: '2026 国庆重要保障期',
      mode: 'NORMAL',
      now: { phase: 'BEFORE', isWindowOpen: false, dutyDay: null },
      warnings: [],
    });
    expect((protectionPeriod as { dutyDays: string[] }).dutyDays).toHaveLength(9);
  });

  it.each([
    ['no windows', { windows: [] }, 'times.windows REQUIRED'],
    [
      'an end before its start',
      { windows: [window('2026-10-08T08:00', '2026-10-01T18:00')] },
      'times.windows.0.endsLocal BEFORE_START',
    ],
    [
      'windows that overlap',
      { windows: [window('2026-10-01T00:00', '2026-10-03T00:00'), window('2026-10-02T00:00', '2026-10-04T00:00')] },
      'times.windows.1.startsLocal OVERLAPS',
    ],
    ['an unknown zone', { zone: 'Asia/Peking' }, 'times.zone NOT_A_TIME_ZONE'],
    [
      'a day that does not exist',
      { windows: [window('2026-02-30T00:00', '2026-03-02T00:00')] },
      'times.windows.0.startsLocal NOT_A_TIME',
    ],
  ])('refuses %s by field', async (_, times, expected) => {
    const given = input();
    const { errors } = await world.as.organizer.query(CREATE, {
      input: { ...given, commandId: commandId(), times: { ...given.times, ...times } },
    });
    expect(errors?.[0]?.extensions.fields.map(({ path, code }) => `${path} ${code}`)).toContain(expected);
  });

  it('says the true length of a window over a change of the clocks', async () => {
    const query =
      'query ($input: PeriodTimesInput!) { periodTimes(input: $input) { warnings { code minutes wallMinutes } } }';
    const times = {
      zone: 'Europe/Berlin',
      windows: [window('2026-10-24T18:00', '2026-10-26T18:00')],
      zeroReportAt: '17:00',
    };
    const { periodTimes } = await world.as.organizer.ask<Record<string, unknown>>(query, { input: times });
    expect(periodTimes).toEqual({ warnings: [{ code: 'CLOCK_CHANGES', minutes: 49 * 60, wallMinutes: 48 * 60 }] });
  });

  it('changes with the version it saw only', async () => {
    const change =
      'mutation ($input: ChangeProtectionPeriodInput!) { changeProtectionPeriod(input: $input) { version } }';
    const { exerciseId: _, ...rest } = input();
    const given = { ...rest, periodId, basis: '关于做好国庆保障的通知（示例）' };
    const first = await world.as.organizer.ask(change, { input: { ...given, commandId: commandId(), version: 1 } });
    expect(first).toEqual({ changeProtectionPeriod: { version: 2 } });
    expect(await world.as.organizer.refusal(change, { input: { ...given, commandId: commandId(), version: 1 } })).toBe(
      'STALE_VERSION',
    );
  });

  it('switches the mode on record, with the measures that come into force', async () => {
    const given = { periodId, mode: 'PROTECTION', reason: '保障期开始（排练）' };
    const mutation =
      'mutation ($input: SwitchProtectionModeInput!) { switchProtectionMode(input: $input) { mode switches { mode measures byName reason } } }';
    const data = await world.as.organizer.ask(mutation, { input: { ...given, commandId: commandId() } });
    expect(data).toEqual({
      switchProtectionMode: {
        mode: 'PROTECTION',
        switches: [
          { mode: 'PROTECTION', measures: ['一键关停就绪'], byName: 'organizer-name', reason: '保障期开始（排练）' },
        ],
      },
    });
    expect(await world.as.organizer.refusal(mutation, { input: { ...given, commandId: commandId() } })).toBe(
      'WRONG_STATE',
    );
    expect(
      await world.as.water.refusal(mutation, { input: { ...given, mode: 'NORMAL', commandId: commandId() } }),
    ).toBe('NOT_ALLOWED');
  });

  it('shows a unit its own column only, and nothing to attackers and observers', async () => {
    const water = await world.as.water.ask<Matrix>(MATRIX, { periodId });
    expect(water.taskMatrix.units).toEqual([{ name: '澜江水务' }]);
    expect(new Set(water.taskMatrix.rows.flatMap(({ cells }) => cells.map(({ unitId }) => unitId)))).toEqual(
      new Set([world.units.water]),
    );
    const all = await world.as.organizer.ask<Matrix>(MATRIX, { periodId });
    expect(all.taskMatrix.units).toHaveLength(2);
    for (const person of ['north', 'observer', 'stranger'] as const) {
      expect(['NOT_FOUND', 'NOT_ALLOWED']).toContain(await world.as[person].refusal(MATRIX, { periodId }));
    }
    const foreign = { taskId: inventory, unitId: world.units.bank };
    expect(await world.as.water.refusal(FILE, foreign)).toBe('NOT_FOUND');
    expect(await world.as.water.refusal(START, { input: { ...foreign, commandId: commandId() } })).toBe('NOT_FOUND');
  });

  it('goes from start to sign-off, in order, never signed by who handed it in', async () => {
    const place = { taskId: inventory, unitId: world.units.water };
    expect(await does(world.as.water, START, place)).toMatchObject({ cell: { state: 'STARTED' } });
    expect(await does(world.as.water, SUBMIT, { ...place, text: '清单 132 项', evidenceIds: [] })).toMatchObject({
      cell: { state: 'SUBMITTED' },
      steps: [],
    });
    expect(await world.as.water.refusal(SIGN, { input: { ...place, comment: '', commandId: commandId() } })).toBe(
      'NOT_ALLOWED',
    );
    const early = { taskId: exposure, unitId: world.units.water, text: '已收敛', evidenceIds: [] };
    const { errors } = await world.as.water.query(SUBMIT, { input: { ...early, commandId: commandId() } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'REQUIREMENT_OPEN', params: { tasks: '资产梳理与等级' } });
    expect(await does(world.as.organizer, RETURN, { ...place, reason: '缺覆盖率' })).toMatchObject({
      cell: { state: 'RETURNED' },
    });
    await does(world.as.water, SUBMIT, { ...place, text: '补覆盖率 100%', evidenceIds: [] });
    expect(await does(world.as.organizer, SIGN, { ...place, comment: '属实' })).toMatchObject({
      cell: { state: 'SIGNED' },
    });
    expect(await does(world.as.water, SUBMIT, early)).toMatchObject({ cell: { state: 'SUBMITTED' } });
    const { taskFile } = await world.as.water.ask<{ taskFile: { acts: { kind: string; text: string }[] } }>(
      FILE,
      place,
    );
    expect(taskFile.acts.map(({ kind }) => kind)).toEqual(['STARTED', 'SUBMITTED', 'RETURNED', 'SUBMITTED', 'SIGNED']);
    const told = await world.as.water.ask<Told>(NOTICES, { exerciseId: world.exerciseId });
    expect(told.notices.nodes.map(({ code }) => code)).toEqual(['TASK_RETURNED']);
  });

  it('refuses evidence of another unit, and days that are none', async () => {
    const place = { taskId: inventory, unitId: world.units.bank };
    const foreign = { ...place, text: '完成', evidenceIds: [commandId()], commandId: commandId() };
    expect(await world.as.bank.refusal(SUBMIT, { input: foreign })).toBe('BAD_INPUT');
    expect(await world.as.bank.refusal(START, { input: { ...place, day: '2026-10-01', commandId: commandId() } })).toBe(
      'BAD_INPUT',
    );
  });

  it('names the circle when requirements would run in one', async () => {
    const mutation = 'mutation ($input: ChangeProtectionTaskInput!) { changeProtectionTask(input: $input) { id } }';
    const given = { ...taskInput({ name: '资产梳理与等级', requires: [exposure] }), taskId: inventory, version: 1 };
    const { errors } = await world.as.organizer.query(mutation, { input: given });
    expect(errors?.[0]?.extensions.fields).toEqual([
      { path: 'requires: 暴露面收敛 → 资产梳理与等级 → 暴露面收敛', code: 'CYCLE' },
    ]);
    const outside = { ...given, requires: [], dueLocal: '2026-10-20T12:00', commandId: commandId() };
    const refused = await world.as.organizer.query(mutation, { input: outside });
    expect(refused.errors?.[0]?.extensions.fields).toEqual([{ path: 'dueLocal', code: 'OUTSIDE_PHASE' }]);
  });

  it('lets control say that a task does not apply, and take that back', async () => {
    const place = { taskId: exposure, unitId: world.units.bank, reason: '无互联网系统' };
    expect(await does(world.as.organizer, EXCUSE, { ...place, isApplicable: false })).toMatchObject({
      cell: { state: 'NOT_APPLICABLE' },
    });
    expect(await does(world.as.organizer, EXCUSE, { ...place, isApplicable: true })).toMatchObject({
      cell: { state: 'NOT_STARTED' },
    });
  });

  it('reminds before and escalates after a deadline, each once, whoever looks how often', async () => {
    const { app } = world.server;
    await moveTo('2026-09-23T12:00:00Z');
    await app.get(Timetable).runDue();
    await app.get(Timetable).runDue();
    const before = await told();
    expect(before.bank).toEqual(['TASK_DUE_SOON']);
    await moveTo('2026-09-26T00:00:00Z');
    await Promise.all([app.get(Timetable).runDue(), app.get(Timetable).runDue()]);
    await app.get(Timetable).runDue();
    const after = await told();
    expect(after.bank.filter((code) => code === 'TASK_OVERDUE')).toHaveLength(2);
    expect(after.organizer.filter((code) => code === 'TASK_OVERDUE_UNITS')).toHaveLength(2);
    expect(after.water).not.toContain('TASK_OVERDUE');
    const { taskMatrix } = await world.as.bank.ask<Matrix>(MATRIX, { periodId });
    expect(taskMatrix.rows.map(({ cells }) => cells[0]?.isOverdue)).toEqual([true, true]);
    const rows = await app
      .get(DataSource)
      .query<{ at: Date; recorded_at: Date }[]>(
        `SELECT at, recorded_at FROM protection_task_act WHERE kind = 'ESCALATED' ORDER BY at`,
      );
    expect(rows.map(({ at }) => at.toISOString())).toEqual(['2026-09-24T10:00:00.000Z', '2026-09-25T10:00:00.000Z']);
  });

  it('applies every template at hand, each task once', async () => {
    const { protectionTemplates } = await world.as.organizer.ask<{
      protectionTemplates: { plans: { key: string; tasks: number }[] };
    }>('{ protectionTemplates { plans { key tasks } cycle { key } windows { key spans { startsLocal } } } }');
    const keys = protectionTemplates.plans.map(({ key }) => key);
    expect(keys).toContain('d1-base');
    const mutation =
      'mutation ($input: ApplyTaskTemplatesInput!) { applyTaskTemplates(input: $input) { rows { task { phase dueAt } } } }';
    const given = { periodId, templateKeys: keys, tagUnits: [{ tag: 'mail', unitIds: [world.units.bank] }] };
    const data = await world.as.organizer.ask<{ applyTaskTemplates: { rows: unknown[] } }>(mutation, {
      input: { ...given, commandId: commandId() },
    });
    const wanted = protectionTemplates.plans.reduce((sum, { tasks }) => sum + tasks, 0) + 2;
    expect(data.applyTaskTemplates.rows).toHaveLength(wanted);
    expect(await world.as.organizer.refusal(mutation, { input: { ...given, commandId: commandId() } })).toBe(
      'BAD_INPUT',
    );
    const { taskMatrix } = await world.as.water.ask<Matrix>(MATRIX, { periodId });
    expect(taskMatrix.rows.length).toBeLessThan(wanted);
  });

  it('hands out a workbook with what the viewer may see, and records it', async () => {
    const answer = await world.as.water.fetch(`/api/protection/${periodId}/tasks.xlsx`);
    expect(answer.status).toBe(200);
    const book = new Workbook();
    await book.xlsx.load(await answer.arrayBuffer());
    const text = JSON.stringify(book.worksheets.map((sheet) => sheet.getSheetValues()));
    expect(text).toContain('澜江水务');
    expect(text).toContain('补覆盖率 100%');
    expect(text).not.toContain('云泽银行');
    expect((await world.as.north.fetch(`/api/protection/${periodId}/tasks.xlsx`)).status).not.toBe(200);
    expect((await world.as.bank.fetch(`/api/protection/${commandId()}/tasks.xlsx`)).status).toBe(404);
  });

  it('keeps what was done for good, in the database as well', async () => {
    const { app } = world.server;
    await expect(app.get(DataSource).query('DELETE FROM protection_task_act')).rejects.toThrow('records are permanent');
    await expect(app.get(DataSource).query(`UPDATE protection_period_act SET mode = 'NORMAL'`)).rejects.toThrow(
      'records are permanent',
    );
  });

  /** Sessions end before a period does: everybody signs in again. */
  async function moveTo(instant: string): Promise<void> {
    world.server.clock.set(new Date(instant));
    const people = ['organizer', 'water', 'bank', 'north', 'observer', 'stranger'] as const;
    for (const person of people) await world.as[person].login(person, PASSWORD);
  }

  interface Told {
    readonly notices: { readonly nodes: readonly { readonly code: string }[] };
  }

  async function told(): Promise<Record<'water' | 'bank' | 'organizer', string[]>> {
    const codes = async (person: 'water' | 'bank' | 'organizer'): Promise<string[]> => {
      const { notices } = await world.as[person].ask<Told>(NOTICES, { exerciseId: world.exerciseId });
      return notices.nodes.map(({ code }) => code).filter((code) => code !== 'TASK_RETURNED');
    };
    return { water: await codes('water'), bank: await codes('bank'), organizer: await codes('organizer') };
  }

  async function does(client: TestClient, mutation: string, given: Record<string, unknown>): Promise<Done['done']> {
    return (await client.ask<Done>(mutation, { input: { commandId: commandId(), ...given } })).done;
  }

  async function create(given: Record<string, unknown>): Promise<string> {
    return make(world.as.organizer, 'createProtectionPeriod', 'CreateProtectionPeriodInput', given);
  }

  function addTask(more: Record<string, unknown>): Promise<string> {
    const given = { ...taskInput(more), periodId };
    return make(world.as.organizer, 'addProtectionTask', 'AddProtectionTaskInput', given);
  }

  function taskInput(more: Record<string, unknown>): Record<string, unknown> {
    const plain = {
      phase: 'BEFORE',
      measures: ['4A 纳管'],
      evidence: '资产清单',
      owner: '',
      daily: false,
      requires: [],
    };
    return { ...plain, commandId: commandId(), dueLocal: '2026-09-25T18:00', ...more };
  }

  function input() {
    return {
      exerciseId: world.exerciseId,
      name: '2026 国庆重要保障期',
      basis: '',
      times: {
        zone: 'Asia/Shanghai',
        windows: [window('2026-09-30T18:00', '2026-10-08T08:00')],
        phases: [
          { phase: 'BEFORE', ...window('2026-09-08T00:00', '2026-09-30T00:00') },
          { phase: 'EVE', ...window('2026-09-25T00:00', '2026-09-30T18:00') },
          { phase: 'AFTER', ...window('2026-10-08T08:00', '2026-10-17T00:00') },
        ],
        zeroReportAt: '17:00',
      },
      measures: [{ mode: 'PROTECTION', measures: ['一键关停就绪'] }],
      unitIds: [world.units.water, world.units.bank],
      incidentHours: 2,
    };
  }
});

function window(startsLocal: string, endsLocal: string): { startsLocal: string; endsLocal: string } {
  return { startsLocal, endsLocal };
}
