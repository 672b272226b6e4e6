import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import pg from 'pg';
import { maintenanceUrl } from '../../../test/database.js';
import { act, cellIn, injectOf, makeDrill, planOf, seeDrill } from '../../../test/drills.js';
import { differenceIn } from '../../../test/proof/tampering.js';
import { buildWorld, type ServedWorld } from '../../../test/world.js';
import { type Config, loadConfig } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { Timetable } from '../../platform/timetable/timetable.service.js';
import { createServer } from '../../server.js';

const INJECTS = 70;
const CODES = Array.from({ length: INJECTS }, (_, index) => `I-${String(index + 1).padStart(2, '0')}`);

describe('a drill on more than one instance', () => {
  let world: ServedWorld;
  let others: INestApplication[];

  beforeEach(async () => {
    world = await buildWorld();
    others = [];
  });
  afterEach(async () => {
    for (const other of others) await other.close();
    await world.stop();
  });

  /** A further instance on the same database, with the same clock. */
  async function another(): Promise<Timetable> {
    const { dataDir } = world.server.app.get<Config>(CONFIG);
    const settings = { DATABASE_URL: world.server.databaseUrl, YANWU_DATA_DIR: dataDir, YANWU_LOG_LEVEL: 'error' };
    const app = await createServer(loadConfig({ PORT: '3998', ...settings }), world.server.clock);
    others.push(app);
    return app.get(Timetable);
  }

  async function started(everySeconds: number): Promise<string> {
    const injects = CODES.map((code, index) =>
      injectOf(code, { trigger: { kind: 'TIMED', offsetSeconds: index * everySeconds } }),
    );
    const drillId = await makeDrill(world, planOf(injects));
    await act(world.as.organizer, 'startDrill', { drillId });
    return drillId;
  }

  /** Every inject once for every unit, in order, as the journal has it; and the whole journal holds. */
  async function expectOnceInOrder(drillId: string): Promise<void> {
    const { water, bank } = world.units;
    const { acts } = await seeDrill(world.as.organizer, drillId);
    const releases = acts.filter(({ kind }) => kind === 'RELEASED').reverse();
    expect(releases.map(({ code }) => code)).toEqual(CODES.flatMap((code) => [code, code]));
    for (const unitId of [water, bank]) expect(releases.filter((one) => one.unitId === unitId)).toHaveLength(INJECTS);
    const instants = releases.map(({ at }) => at);
    expect(instants).toEqual([...instants].sort());
    const response = await world.as.organizer.fetch(`/api/export/${world.exerciseId}`);
    expect(differenceIn(await response.text())).toBeNull();
  }

  it('releases each inject exactly once and in order while two instances look all the time', async () => {
    const drillId = await started(30);
    const mine = world.server.app.get(Timetable);
    const theirs = await another();
    for (let minute = 0; minute < 36; minute += 4) {
      world.server.clock.set(new Date(world.server.clock.now().getTime() + 4 * 60_000));
      await Promise.all([mine.runDue(), theirs.runDue(), mine.runDue(), theirs.runDue()]);
    }
    await expectOnceInOrder(drillId);
  });

  it('lets people act on one instance while another catches up', async () => {
    const drillId = await started(1);
    const theirs = await another();
    world.server.clock.set(new Date(world.server.clock.now().getTime() + 30_000));
    const looking = theirs.runDue();
    const paused = await act(world.as.organizer, 'pauseDrill', { drillId });
    await looking;
    const [first] = paused.acts;
    expect(first?.kind).toBe('PAUSED');
    expect(paused.acts.filter(({ kind }) => kind === 'RELEASED')).toHaveLength(31 * 2);
    await act(world.as.organizer, 'resumeDrill', { drillId });
    world.server.clock.set(new Date(world.server.clock.now().getTime() + 60_000));
    await Promise.all([theirs.runDue(), world.server.app.get(Timetable).runDue()]);
    await expectOnceInOrder(drillId);
  });

  it('goes on where it was when an instance breaks off in the middle and a new one takes over', async () => {
    const drillId = await started(1);
    const dying = await another();
    world.server.clock.set(new Date(world.server.clock.now().getTime() + 5 * 60_000));
    const looking = dying.runDue();
    await cutAfter(10);
    await looking.catch(() => 0);
    const half = await seeDrill(world.as.organizer, drillId);
    const written = half.acts.filter(({ kind }) => kind === 'RELEASED').length;
    expect(written).toBeGreaterThanOrEqual(10);
    expect(cellIn(half, 'I-01', world.units.water).state).toBe('RELEASED');
    await others.pop()?.close();
    const next = await another();
    // What failed waits a moment before it is tried again.
    world.server.clock.set(new Date(world.server.clock.now().getTime() + 10_000));
    await next.runDue();
    await expectOnceInOrder(drillId);
  });

  /** Takes all connections of the database away once so many releases are there. */
  async function cutAfter(releases: number): Promise<void> {
    const own = new pg.Client({ connectionString: world.server.databaseUrl });
    await own.connect();
    for (let count = 0; count < releases;) {
      const { rows } = await own.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM drill_act WHERE kind = 'RELEASED'`,
      );
      count = rows[0]?.n ?? 0;
    }
    const name = new URL(world.server.databaseUrl).pathname.slice(1);
    await own.end();
    const client = new pg.Client({ connectionString: maintenanceUrl() });
    await client.connect();
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
    await client.end();
  }
});
