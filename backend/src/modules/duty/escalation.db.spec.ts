import { DataSource } from 'typeorm';
import { ASSIGN, BOARD, CHECK_IN, type DutyScene, dutyScene, TAKE_OVER } from '../../../test/duty-documents.js';
import { commandId, TestClient } from '../../../test/client.js';
import { buildWorld, PASSWORD, type ServedWorld } from '../../../test/world.js';
import { FixedClock } from '../../platform/clock/clock.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { Timetable } from '../../platform/timetable/timetable.service.js';
import { createServer } from '../../server.js';
import { differenceIn } from '../../../test/proof/tampering.js';

interface Told {
  readonly level: string;
  readonly at: string;
  readonly personIds: string[];
  readonly toCallIds: string[];
}

let world: ServedWorld;
let scene: DutyScene;

beforeAll(async () => {
  world = await buildWorld();
  scene = await dutyScene(world);
});
afterAll(() => world.stop());

const id = (name: string): string => scene.people[name] ?? '';
async function as(name: string): Promise<TestClient> {
  return new TestClient(world.server.url).login(name, PASSWORD);
}
function input(more: Record<string, unknown>): { input: Record<string, unknown> } {
  return { input: { commandId: commandId(), rosterId: scene.rosterId, ...more } };
}
async function put(...places: [kindKey: string, date: string, name: string][]): Promise<void> {
  const changes = places.map(([kindKey, date, name]) => ({ kindKey, date, personId: id(name), isOn: true }));
  await (await as('water')).ask(ASSIGN, input({ changes, reason: '' }));
}
function look(): Promise<number> {
  return world.server.app.get(Timetable).runDue();
}
async function told(kindKey: string, date: string): Promise<Told[]> {
  const range = { rosterId: scene.rosterId, from: date, to: date };
  const water = await as('water');
  const { board } = await water.ask<{ board: { slots: { kindKey: string; told: Told[] }[] } }>(BOARD, range);
  return board.slots.find((slot) => slot.kindKey === kindKey)?.told ?? [];
}
async function noticesOf(name: string): Promise<string[]> {
  const { notices } = await (
    await as(name)
  ).ask<{ notices: { nodes: { code: string }[] } }>(
    `query ($id: ID!) { notices(exerciseId: $id) { nodes { code } } }`,
    { id: world.exerciseId },
  );
  return notices.nodes.map(({ code }) => code).filter((code) => code === 'DUTY_ESCALATED');
}

describe('a shift nobody comes to', () => {
  it('is told to the standby, then the leader, then the planner, each once, at its due instant', async () => {
    await put(['day', '2026-09-16', 'ana'], ['standby', '2026-09-16', 'bei'], ['lead', '2026-09-16', 'cai']);
    await put(['lead', '2026-09-17', 'cai']);
    world.server.clock.set(new Date('2026-09-16T00:09:59Z'));
    await look();
    expect(await told('day', '2026-09-16')).toEqual([]);
    world.server.clock.set(new Date('2026-09-16T00:10:00Z'));
    await look();
    await look();
    expect(await told('day', '2026-09-16')).toMatchObject([
      { level: 'STANDBY', at: '2026-09-16T00:10:00.000Z', personIds: [id('bei')] },
    ]);
    // A look that comes late writes what was due, in order, each with its own instant.
    world.server.clock.set(new Date('2026-09-16T01:07:00Z'));
    await look();
    await look();
    expect((await told('day', '2026-09-16')).map(({ level, at }) => `${level} ${at}`)).toEqual([
      'STANDBY 2026-09-16T00:10:00.000Z',
      'LEADER 2026-09-16T00:20:00.000Z',
      'PLANNER 2026-09-16T00:30:00.000Z',
    ]);
    // The leader did not sign in either, so that the standby and the planner heard of his shift as well.
    expect((await told('lead', '2026-09-16')).map(({ level }) => level)).toEqual(['PLANNER']);
    expect(await noticesOf('cai')).toHaveLength(1);
    expect(await noticesOf('bei')).toHaveLength(1);
    expect(await noticesOf('water')).toHaveLength(2);
    expect(await noticesOf('bank')).toHaveLength(0);
  });

  it('is told no further once somebody takes over', async () => {
    await put(['night', '2026-09-16', 'ana'], ['standby', '2026-09-17', '老顾']);
    world.server.clock.set(new Date('2026-09-16T12:10:00Z'));
    await look();
    const bei = await as('bei');
    await bei.ask(TAKE_OVER, input({ slot: { kindKey: 'night', date: '2026-09-16' }, personId: id('bei'), note: '' }));
    world.server.clock.set(new Date('2026-09-16T13:00:00Z'));
    await look();
    expect((await told('night', '2026-09-16')).map(({ level }) => level)).toEqual(['STANDBY']);
  });

  it('names who must be called for want of an account', async () => {
    await put(['day', '2026-09-17', 'ana']);
    world.server.clock.set(new Date('2026-09-17T00:10:00Z'));
    await look();
    const [first] = await told('day', '2026-09-17');
    expect(first).toMatchObject({ level: 'STANDBY', personIds: [id('老顾')], toCallIds: [id('老顾')] });
  });

  it('is no matter once people signed in', async () => {
    await put(['day', '2026-09-18', 'ana']);
    world.server.clock.set(new Date('2026-09-18T00:05:00Z'));
    await (await as('ana')).ask(CHECK_IN, input({ slot: { kindKey: 'day', date: '2026-09-18' }, personId: id('ana') }));
    world.server.clock.set(new Date('2026-09-18T02:00:00Z'));
    await look();
    expect(await told('day', '2026-09-18')).toEqual([]);
  });
});

describe('two servers that look at the same time', () => {
  it('tell each level exactly once', async () => {
    await put(['day', '2026-09-19', 'ana'], ['standby', '2026-09-19', 'bei'], ['lead', '2026-09-19', 'cai']);
    const at = new Date('2026-09-19T00:45:00Z');
    world.server.clock.set(at);
    const config = world.server.app.get<Config>(CONFIG);
    const second = await createServer(config, new FixedClock(at));
    try {
      const other = second.get(Timetable);
      await Promise.all([look(), other.runDue(), look(), other.runDue()]);
    } finally {
      await second.close();
    }
    expect((await told('day', '2026-09-19')).map(({ level }) => level)).toEqual(['STANDBY', 'LEADER', 'PLANNER']);
    const rows = await world.server.app
      .get(DataSource)
      .query<{ n: number }[]>(
        `SELECT count(*)::int AS n FROM journal_record WHERE kind = 'DUTY_ESCALATED' AND recorded_at = $1`,
        [at],
      );
    const [shift] = await world.server.app
      .get(DataSource)
      .query<{ n: number }[]>(`SELECT count(*)::int AS n FROM duty_act WHERE kind = 'ESCALATED' AND recorded_at = $1`, [
        at,
      ]);
    expect(rows[0]?.n).toBe(shift?.n);
  });

  it('leave an export that verifies', async () => {
    const organizer = await as('organizer');
    const text = await (await organizer.fetch(`/api/export/${world.exerciseId}`)).text();
    expect(differenceIn(text)).toBeNull();
  });
});
