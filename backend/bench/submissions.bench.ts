import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type BenchContext, type BenchResult, Caller, demoExercise, inParallel, saveDraft } from './people.js';

/** Drafts saved and then filed together; a team keeps at most 200 drafts. */
const BATCH = 180;
const BATCHES = 3;
const SUBMISSIONS = BATCH * BATCHES;
const CONNECTIONS = 10;

/** Submissions accepted durably over HTTP, beside single INSERTs of a like row by node-postgres. */
export async function run(ctx: BenchContext): Promise<BenchResult> {
  await ctx.playDemo();
  const { url } = await ctx.startApp({ YANWU_DEMO: 'on' });
  const attacker = await Caller.ofRole(url, 'ATTACKER');
  const exercise = await demoExercise(attacker);
  const bareSeconds = await bareInserts(ctx.databaseUrl);
  let seconds = 0;
  for (let batch = 0; batch < BATCHES; batch += 1) seconds += await fileBatch(attacker, exercise);
  return {
    name: 'submissions accepted durably (10 connections)',
    ours: SUBMISSIONS / seconds,
    bare: SUBMISSIONS / bareSeconds,
    unit: 'per second',
    // Each acceptance is a locked, chained, validated transaction; a bare INSERT is one statement.
    target: 0.15,
    higherIsBetter: true,
  };
}

/** Seconds to file one batch of drafts that were saved before the clock starts. */
async function fileBatch(attacker: Caller, exercise: Awaited<ReturnType<typeof demoExercise>>): Promise<number> {
  const drafts: string[] = [];
  const places = Array.from({ length: BATCH }, (_, index) => index);
  await inParallel(places, CONNECTIONS, async () => {
    drafts.push(await saveDraft(attacker, exercise));
  });
  return inParallel(drafts, CONNECTIONS, async (submissionId) => {
    await attacker.ask(`mutation ($input: FileSubmissionInput!) { fileSubmission(input: $input) { id } }`, {
      input: { commandId: randomUUID(), submissionId, version: 1 },
    });
  });
}

async function bareInserts(databaseUrl: string): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: CONNECTIONS });
  await pool.query('CREATE TABLE bench_row (id uuid PRIMARY KEY, body jsonb NOT NULL, at timestamptz NOT NULL)');
  const body = JSON.stringify({ title: '压测成果', narrative: '以弱口令登录并取得管理员权限。'.repeat(10) });
  const seconds = await inParallel(
    Array.from({ length: SUBMISSIONS }, (_, index) => index),
    CONNECTIONS,
    async () => {
      await pool.query('INSERT INTO bench_row VALUES ($1, $2, now())', [randomUUID(), body]);
    },
  );
  await pool.query('DROP TABLE bench_row');
  await pool.end();
  return seconds;
}
