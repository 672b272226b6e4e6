import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { buildWorld, type ServedWorld } from '../../../test/world.js';
import { Clock } from '../clock/clock.js';
import { loadConfig } from '../config/config.js';
import { Transaction } from '../database/transaction.js';
import { timerCommandId } from './command-id.js';
import { Timetable } from './timetable.service.js';
import { TimetableWorker } from './timetable.worker.js';

const MINUTE_MS = 60_000;

describe('the timetable', () => {
  let world: ServedWorld;
  let timetable: Timetable;
  let looks: string[];

  beforeAll(async () => {
    world = await buildWorld();
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    await world.server.app.get(DataSource).query('DELETE FROM timetable_item');
    timetable = another();
    looks = [];
  });

  it('looks in order of due time, once, at what is due and at nothing else', async () => {
    timetable.register('test', note);
    const [first, second, future] = [await planIn(-1), await planIn(-5), await planIn(5)];
    expect(await timetable.runDue()).toBe(2);
    expect(looks).toEqual([second, first]);
    expect(await timetable.runDue()).toBe(0);
    forward(6);
    expect(await timetable.runDue()).toBe(1);
    expect(looks).toEqual([second, first, future]);
  });

  it('looks again when the look planned it, and not when the plan was taken back', async () => {
    timetable.register('test', async (subjectId, now) => {
      looks.push(subjectId);
      if (looks.length < 3) await plan(subjectId, new Date(now.getTime() + looks.length - 10));
    });
    const subject = await planIn(-1);
    expect(await timetable.runDue()).toBe(3);
    expect(looks).toEqual([subject, subject, subject]);
    const other = await planIn(0);
    await plan(other, null);
    expect(await timetable.runDue()).toBe(0);
  });

  it('tries a look that failed again later, without keeping others waiting', async () => {
    let isBroken = true;
    timetable.register('test', (subjectId) =>
      isBroken && subjectId === bad ? Promise.reject(new Error('broken on purpose')) : note(subjectId),
    );
    const bad = await planIn(-2);
    const good = await planIn(-1);
    await timetable.runDue();
    expect(looks).toEqual([good]);
    isBroken = false;
    expect(await timetable.runDue()).toBe(0);
    forward(1);
    await timetable.runDue();
    expect(looks).toEqual([good, bad]);
  });

  it('leaves kinds alone that this process does not know', async () => {
    await planIn(-1);
    expect(await timetable.runDue()).toBe(0);
    const [row] = await world.server.app
      .get(DataSource)
      .query<{ n: string }[]>('SELECT count(*) n FROM timetable_item');
    expect(row?.n).toBe('1');
  });

  it('is woken by a job of pg-boss when time runs, at once for what came due before', async () => {
    const { app, databaseUrl } = world.server;
    const running = new Timetable(app.get(DataSource), new Clock());
    const woken: Promise<string>[] = [];
    const wake: ((subjectId: string) => void)[] = [];
    for (let index = 0; index < 2; index += 1) woken.push(new Promise((resolve) => wake.push(resolve)));
    running.register('test', (subjectId) => Promise.resolve(wake.shift()?.(subjectId)));
    const config = loadConfig({ DATABASE_URL: databaseUrl, YANWU_DATA_DIR: '/tmp' });
    const worker = new TimetableWorker(running, new Clock(), config);
    const overdue = await planAt(running, new Date(Date.now() - MINUTE_MS));
    await worker.start();
    expect(await woken[0]).toBe(overdue);
    const soon = await planAt(running, new Date(Date.now() + 1000));
    expect(await woken[1]).toBe(soon);
    await worker.onModuleDestroy();
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    const { rows } = await client.query(`SELECT DISTINCT state FROM pgboss.job WHERE name = 'timetable'`);
    await client.end();
    expect(rows).toEqual([{ state: 'completed' }]);
  });

  it('names a command of time always the same, and another otherwise', () => {
    const subject = randomUUID();
    expect(timerCommandId('a', subject, 'x')).toBe(timerCommandId('a', subject, 'x'));
    expect(timerCommandId('a', subject, 'x')).not.toBe(timerCommandId('a', subject, 'y'));
    expect(timerCommandId('a', subject, 'x')).toMatch(
      /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    );
  });

  function note(subjectId: string): Promise<void> {
    looks.push(subjectId);
    return Promise.resolve();
  }

  /** A timetable of its own on the same database, as a second instance would have. */
  function another(): Timetable {
    return new Timetable(world.server.app.get(DataSource), world.server.clock);
  }

  function forward(minutes: number): void {
    const { clock } = world.server;
    clock.set(new Date(clock.now().getTime() + minutes * MINUTE_MS));
  }

  function planIn(minutes: number): Promise<string> {
    return planAt(timetable, new Date(world.server.clock.now().getTime() + minutes * MINUTE_MS));
  }

  async function planAt(on: Timetable, dueAt: Date): Promise<string> {
    const subjectId = randomUUID();
    await plan(subjectId, dueAt, on);
    return subjectId;
  }

  async function plan(subjectId: string, dueAt: Date | null, on: Timetable = timetable): Promise<void> {
    const due = { kind: 'test', subjectId, exerciseId: world.exerciseId, dueAt };
    await world.server.app.get(Transaction).run((tx) => on.plan(tx, due));
  }
});
