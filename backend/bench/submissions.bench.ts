import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type BenchContext, type BenchResult, Caller, demoExercise, inParallel, saveDraft } from './people.js';

const SUBMISSIONS = 400;
const CONNECTIONS = 10;

/** Submissions accepted durably over HTTP, beside single INSERTs of a like row by node-postgres. */
export async function run(ctx: BenchContext): Promise<BenchResult> {
  await ctx.playDemo();
  const { url } = await ctx.startApp({ YANWU_DEMO: 'on' });
  const attacker = await Caller.ofRole(url, 'ATTACKER');
  const exercise = await demoExercise(attacker);
  const drafts: string[] = [];
  await inParallel(
    Array.from({ length: SUBMISSIONS }, (_, index) => index),
    CONNECTIONS,
    async () => {
      drafts.push(await saveDraft(attacker, exercise));
    },
  );
  const bareSeconds = await bareInserts(ctx.databaseUrl);
  const seconds = await inParallel(drafts, CONNECTIONS, async (submissionId) => {
    await attacker.ask(`mutation ($input: FileSubmissionInput!) { fileSubmission(input: $input) { id } }`, {
      input: { commandId: randomUUID(), submissionId, version: 1 },
    });
  });
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
