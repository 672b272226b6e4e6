import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { type BenchContext, type BenchResult, Caller, demoExercise } from './people.js';

const INJECTS = 500;
const UNITS = 3;
const SPAN_MS = 60_000;
/** From the start of the drill to its first inject, and from the order to the first bare job. */
const LEAD_MS = 5000;

/**
 * How late injects are released: 500 a minute, to three units each, by a real server under the real clock. Beside it,
 * after it and on the same database, jobs of pg-boss due at the same pace that do nothing.
 */
export async function run(ctx: BenchContext): Promise<BenchResult[]> {
  await ctx.playDemo();
  const { url } = await ctx.startApp({ YANWU_DEMO: 'on' });
  const organizer = await Caller.ofRole(url, 'ORGANIZER');
  const { id: exerciseId } = await demoExercise(organizer);
  const client = new pg.Client({ connectionString: ctx.databaseUrl });
  await client.connect();
  const ours = await drillLags(organizer, client, exerciseId);
  await client.end();
  const bare = await bareLags(ctx.databaseUrl);
  ctx.say(
    `下发 ${ours.length} 次，最迟 ${ours.at(-1)} ms`,
    `${ours.length} releases, the latest ${ours.at(-1)} ms late`,
  );
  const line = (share: number, target: number): BenchResult => ({
    name: `lag of a release, ${INJECTS} injects a minute to ${UNITS} units (p${share})`,
    ours: percentile(ours, share),
    bare: percentile(bare, share),
    unit: 'ms',
    // Ours waits for the same poll of pg-boss, then for the looks before it: each locks, decides, writes, seals, commits.
    target,
    higherIsBetter: false,
  });
  return [line(50, 2), line(99, 2)];
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil((sorted.length * share) / 100) - 1] ?? Number.NaN;
}

/** Milliseconds between the instant at which a release was due and that at which it was written, in order. */
async function drillLags(organizer: Caller, client: pg.Client, exerciseId: string): Promise<number[]> {
  const planId = randomUUID();
  await organizer.ask(`mutation ($input: CreateDrillPlanInput!) { createDrillPlan(input: $input) { id } }`, {
    input: { commandId: planId, exerciseId, text: planText() },
  });
  const { rows: units } = await client.query<{ id: string }>(
    'SELECT id FROM unit WHERE exercise_id = $1 AND parent_id IS NULL AND is_participant ORDER BY name LIMIT $2',
    [exerciseId, UNITS],
  );
  const drillId = randomUUID();
  const unitIds = units.map(({ id }) => id);
  await organizer.ask(`mutation ($input: CreateDrillInput!) { createDrill(input: $input) { id } }`, {
    input: { commandId: drillId, exerciseId, planId, isRehearsal: true, unitIds },
  });
  await organizer.ask(`mutation ($input: DrillCommandInput!) { startDrill(input: $input) { id } }`, {
    input: { commandId: randomUUID(), drillId },
  });
  const wanted = INJECTS * UNITS;
  for (;;) {
    const { rows } = await client.query<{ lag: number }>(
      `SELECT extract(epoch FROM recorded_at - happened_at)::float8 * 1000 AS lag
         FROM drill_act WHERE drill_id = $1 AND kind = 'RELEASED' ORDER BY 1`,
      [drillId],
    );
    if (rows.length >= wanted) return rows.map(({ lag }) => Math.round(lag));
    await wait(1000);
  }
}

/** Injects spread over a minute: several on some seconds, since offsets are whole ones. */
function planText(): string {
  const injects = Array.from({ length: INJECTS }, (_, index) => {
    const at = (LEAD_MS + Math.floor((index * SPAN_MS) / INJECTS)) / 1000;
    const clock = `T+00:${String(Math.floor(at / 60)).padStart(2, '0')}:${String(Math.floor(at % 60)).padStart(2, '0')}`;
    const code = `I-${String(index + 1).padStart(3, '0')}`;
    return `  - {code: ${code}, title: 注入 ${code}, body: 正文, trigger: {kind: TIMED, at: '${clock}'}}`;
  });
  return `title: 下发延迟\nsummary: 测速\ndurationMinutes: 60\ncells: []\nmoves: []\ncolumns: []\ninjects:\n${injects.join('\n')}\n`;
}

/** The same number of jobs at the same pace that only say when they ran, polled as often. */
async function bareLags(databaseUrl: string): Promise<number[]> {
  const boss = new PgBoss({ connectionString: databaseUrl, schema: 'bare', max: 2 });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  await boss.createQueue('bare');
  const lags: number[] = [];
  const done = Promise.withResolvers<void>();
  await boss.work<{ dueAt: number }>('bare', { pollingIntervalSeconds: 0.5, batchSize: 50 }, (jobs) => {
    for (const { data } of jobs) lags.push(Date.now() - data.dueAt);
    if (lags.length >= INJECTS) done.resolve();
    return Promise.resolve();
  });
  const began = Date.now() + LEAD_MS;
  for (let index = 0; index < INJECTS; index += 1) {
    const dueAt = began + Math.floor(Math.floor((index * SPAN_MS) / INJECTS) / 1000) * 1000;
    await boss.sendAfter('bare', { dueAt }, {}, new Date(dueAt));
  }
  await done.promise;
  await boss.stop({ graceful: false });
  return lags.sort((a, b) => a - b);
}
