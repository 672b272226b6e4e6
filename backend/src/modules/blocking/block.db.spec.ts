import { jest } from '@jest/globals';
import { Workbook } from '@cj-tech-master/excelts';
import { commandId } from '../../../test/client.js';
import { tinyPng, upload } from '../../../test/play.js';
import { buildWorld, make, PASSWORD, type Person, type ServedWorld } from '../../../test/world.js';
import { Timetable } from '../../platform/timetable/timetable.service.js';

jest.setTimeout(240_000);

const BLOCK = `id code state target isWide isRetestDue isExpiring holds untilAt mayAct acts { kind holds note byName }`;
const DESK = `query ($id: ID!) { blockDesk(exerciseId: $id) { isCharged retestDue expiring blocks { ${BLOCK} } } }`;
const READ = `query ($id: ID!) { block(id: $id) { ${BLOCK} } }`;
const RECORD = `mutation ($input: RecordBlockInput!) { done: recordBlock(input: $input) { ${BLOCK} } }`;
const NOTICES = `query ($id: ID!) { notices(exerciseId: $id) { nodes { code } } }`;
const FOR = `query ($id: ID!) { blocksFor(abnormalId: $id) {
  named mayAnswer answers { note blockIds } blocks { isOverlapping isAnswer block { code target } } } }`;
const ANSWER = `mutation ($input: AnswerWithBlocksInput!) { done: answerWithBlocks(input: $input) { answers { note } } }`;
const NOTICE = `mutation ($input: AbnormalActInput!) { done: noticeAbnormalDefense(input: $input) { id } }`;

/** Answers are looked at field by field. */
type Answer = Awaited<ReturnType<typeof JSON.parse>>;

let world: ServedWorld;
let wide: Answer;

const at = (clock: string, day = 15): string => new Date(`2026-09-${day}T${clock}+08:00`).toISOString();

function setClock(clock: string, day = 15): void {
  world.server.clock.set(new Date(at(clock, day)));
}

beforeAll(async () => {
  world = await buildWorld();
  setClock('09:20:00');
});
afterAll(() => world?.stop());

function inputOf(more: Record<string, unknown> = {}): Record<string, unknown> {
  const what = { kind: 'ADDRESS', target: '203.0.113.5', scope: '互联网边界', reason: '扫描', device: '边界防火墙' };
  const span = { placedBy: '值班员', startsAt: at('09:10:00'), untilAt: null };
  return { commandId: commandId(), exerciseId: world.exerciseId, unitId: world.units.water, ...what, ...span, ...more };
}

async function record(more: Record<string, unknown> = {}): Promise<Answer> {
  return (await world.as.water.ask<Answer>(RECORD, { input: inputOf(more) })).done;
}

async function act(name: 'extend' | 'lift' | 'retest', more: Record<string, unknown>): Promise<Answer> {
  const type = { extend: 'ExtendBlockInput', lift: 'LiftBlockInput', retest: 'RetestBlockInput' }[name];
  const query = `mutation ($input: ${type}!) { done: ${name}Block(input: $input) { ${BLOCK} } }`;
  return world.as.water.query<Answer>(query, { input: { commandId: commandId(), note: '按计划', ...more } });
}

function desk(person: Person): Promise<Answer> {
  return world.as[person].ask<Answer>(DESK, { id: world.exerciseId }).then(({ blockDesk }) => blockDesk);
}

async function reminders(): Promise<number> {
  const { notices } = await world.as.water.ask<Answer>(NOTICES, { id: world.exerciseId });
  return notices.nodes.filter(({ code }: Answer) => code === 'BLOCK_EXPIRING').length;
}

describe('the log', () => {
  it('keeps targets in one spelling, and warns of what is as wide as the rules charge for', async () => {
    wide = await record({ kind: 'NETWORK', target: '203.0.113.9/24', untilAt: at('18:00:00') });
    expect(wide).toMatchObject({
      code: 'K-0001',
      target: '203.0.113.0/24',
      state: 'ACTIVE',
      isWide: true,
      mayAct: true,
    });
    expect(await record({ target: '198.51.100.200' })).toMatchObject({ code: 'K-0002', isWide: false });
  });

  it('refuses what is no such thing, what begins in the future, what ends before it begins', async () => {
    const fields = async (more: Record<string, unknown>) =>
      (await world.as.water.query(RECORD, { input: inputOf(more) })).errors?.[0]?.extensions.fields.map(
        ({ path, code }) => `${path} ${code}`,
      );
    expect(await fields({ target: '203.0.113.300' })).toEqual(['target NOT_AN_ADDRESS']);
    expect(await fields({ kind: 'NETWORK', target: '203.0.113.0/33' })).toEqual(['target NOT_A_NETWORK']);
    expect(await fields({ startsAt: at('10:00:00') })).toEqual(['startsAt TOO_LATE']);
    expect(await fields({ untilAt: at('09:00:00') })).toEqual(['untilAt BEFORE_START']);
  });

  it('reminds of the end once, and again for an end that was moved', async () => {
    const { app } = world.server;
    setClock('16:00:00');
    for (let count = 0; count < 3; count += 1) await app.get(Timetable).runDue();
    expect(await reminders()).toBe(1);
    expect(await desk('water')).toMatchObject({ expiring: 1 });
    const shorter = await act('extend', { blockId: wide.id, untilAt: at('17:00:00') });
    expect(shorter.errors?.[0]?.extensions.fields).toEqual([{ path: 'untilAt', code: 'TOO_SMALL' }]);
    expect((await act('extend', { blockId: wide.id, untilAt: at('22:00:00') })).data?.done.untilAt).toBe(
      at('22:00:00'),
    );
    setClock('20:00:00');
    await app.get(Timetable).runDue();
    await app.get(Timetable).runDue();
    expect(await reminders()).toBe(2);
  });

  it('asks for a test on each later day; a test that failed says how', async () => {
    expect(await desk('water')).toMatchObject({ retestDue: 0 });
    setClock('00:00:00', 16);
    await world.as.water.login('water', PASSWORD);
    const { blocks, retestDue } = await desk('water');
    expect(retestDue).toBe(1);
    const [due] = blocks.filter(({ isRetestDue }: Answer) => isRetestDue);
    expect(due.code).toBe('K-0002');
    const silent = await act('retest', { blockId: due.id, holds: false, note: ' ' });
    expect(silent.errors?.[0]?.extensions.fields).toEqual([{ path: 'note', code: 'REQUIRED' }]);
    const tested = await act('retest', { blockId: due.id, holds: false, note: '策略被覆盖' });
    expect(tested.data?.done).toMatchObject({
      holds: false,
      isRetestDue: false,
      acts: [{ kind: 'RETESTED', holds: false }],
    });
    expect((await act('lift', { blockId: due.id })).data?.done).toMatchObject({ state: 'LIFTED', mayAct: false });
    expect((await act('lift', { blockId: wide.id })).errors?.[0]?.extensions).toMatchObject({
      code: 'WRONG_STATE',
      params: { state: 'EXPIRED' },
    });
  });
});

describe('who sees what', () => {
  it('the own unit, those who judge or direct; nobody else', async () => {
    for (const person of ['organizer', 'referee', 'bank', 'north', 'observer', 'stranger'] as const)
      await world.as[person].login(person, PASSWORD);
    expect((await desk('organizer')).blocks).toHaveLength(2);
    expect((await desk('referee')).blocks).toHaveLength(2);
    expect((await desk('bank')).blocks).toEqual([]);
    expect(await world.as.bank.refusal(READ, { id: wide.id })).toBe('NOT_FOUND');
    expect(await world.as.bank.refusal(RECORD, { input: inputOf() })).toBe('NOT_FOUND');
    for (const person of ['north', 'observer', 'stranger'] as const) {
      expect(await world.as[person].refusal(READ, { id: wide.id })).toMatch(/NOT_ALLOWED|NOT_FOUND/);
    }
  });

  it('the workbook shows no more', async () => {
    const rows = async (person: Person) => {
      const response = await world.as[person].fetch(`/api/blocks/${world.exerciseId}`);
      const workbook = new Workbook();
      await workbook.xlsx.load(Buffer.from(await response.arrayBuffer()));
      return workbook.getWorksheet('封禁记录')?.rowCount;
    };
    expect([await rows('organizer'), await rows('bank')]).toEqual([3, 1]);
    expect((await world.as.north.fetch(`/api/blocks/${world.exerciseId}`)).ok).toBe(false);
  });
});

describe('blocks beside a lead on abnormal defence', () => {
  it('a referee sees which of them shut out what the lead names; the unit answers without learning its words', async () => {
    const file = { name: '封禁截图.png', bytes: tinyPng() };
    const stored = (await (await upload(world.as.north, world.exerciseId, file)).json()) as { id: string };
    const lead = await make(world.as.north, 'reportAbnormalDefense', 'AbnormalReportInput', {
      ...{
        exerciseId: world.exerciseId,
        unitId: world.units.waterPlant,
        form: 'RANGE_BLOCKED',
        systemName: '门户网站',
      },
      ...{ narrative: '来源 203.0.113.7 被封', evidenceAt: at('19:00:00'), evidenceIds: [stored.id] },
    });
    expect(await world.as.water.refusal(FOR, { id: lead })).toBe('NOT_FOUND');
    const { blocksFor: judged } = await world.as.referee.ask<Answer>(FOR, { id: lead });
    expect(judged).toMatchObject({ named: ['203.0.113.7/32'], mayAnswer: false, answers: [] });
    expect(judged.blocks.map(({ block, isOverlapping }: Answer) => `${block.code} ${isOverlapping}`)).toEqual([
      'K-0001 true',
      'K-0002 false',
    ]);
    const told = { commandId: commandId(), episodeId: lead, expectedActId: null, reason: '核验属实' };
    await world.as.referee.ask(NOTICE, { input: told });
    const { blocksFor: own } = await world.as.water.ask<Answer>(FOR, { id: lead });
    expect(own).toMatchObject({ named: [], mayAnswer: true });
    expect(own.blocks.map(({ isOverlapping }: Answer) => isOverlapping)).toEqual([null, null]);
    expect(await world.as.bank.refusal(FOR, { id: lead })).toBe('NOT_FOUND');
    const input = { commandId: commandId(), abnormalId: lead, blockIds: [wide.id], note: '扫描激增，限时封禁' };
    expect(await world.as.bank.refusal(ANSWER, { input })).toBe('NOT_FOUND');
    const foreign = { ...input, commandId: commandId(), blockIds: [commandId()] };
    expect(await world.as.water.refusal(ANSWER, { input: foreign })).toBe('BAD_INPUT');
    await world.as.water.ask(ANSWER, { input });
    const { blocksFor: after } = await world.as.referee.ask<Answer>(FOR, { id: lead });
    expect(after.answers).toMatchObject([{ note: '扫描激增，限时封禁', blockIds: [wide.id] }]);
    expect(after.blocks[0]).toMatchObject({ isAnswer: true });
  });
});
