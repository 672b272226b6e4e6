import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import pg from 'pg';
import { type BenchContext, type BenchResult, Caller, demoExercise, inParallel, saveDraft } from './people.js';

/** Drafts saved and then filed together; a team keeps at most 200 drafts. */
const BATCH = 180;
/** Filed before the clock starts, so that the server's code is compiled as in a running exercise. */
const WARM_BATCHES = 6;
const BATCHES = 4;
const SUBMISSIONS = BATCH * BATCHES;
const CONNECTIONS = 10;

/** Submissions accepted durably over HTTP, beside single INSERTs of a like row by node-postgres; both warm. */
export async function run(ctx: BenchContext): Promise<BenchResult> {
  await ctx.playDemo();
  const { url } = await ctx.startApp({ YANWU_DEMO: 'on' });
  const attacker = await Caller.ofRole(url, 'ATTACKER');
  const exercise = await demoExercise(attacker);
  const door = new Door(attacker);
  for (let batch = 0; batch < WARM_BATCHES; batch += 1) await fileBatch(door, exercise);
  let seconds = 0;
  let bareSeconds = 0;
  // In turns, so that a busy moment of the machine befalls both.
  for (let batch = 0; batch < BATCHES; batch += 1) {
    bareSeconds += await bareInserts(ctx.databaseUrl);
    seconds += await fileBatch(door, exercise);
  }
  door.close();
  return {
    name: `submissions accepted durably (${CONNECTIONS} connections)`,
    ours: SUBMISSIONS / seconds,
    bare: SUBMISSIONS / bareSeconds,
    unit: 'per second',
    // Each acceptance is a validated, numbered, chained fact over HTTP; a bare INSERT is one statement.
    target: 0.15,
    higherIsBetter: true,
  };
}

/** Seconds to file one batch of drafts that were saved before the clock starts. */
async function fileBatch(door: Door, exercise: Awaited<ReturnType<typeof demoExercise>>): Promise<number> {
  const drafts: string[] = [];
  const places = Array.from({ length: BATCH }, (_, index) => index);
  await inParallel(places, CONNECTIONS, async () => {
    drafts.push(await saveDraft(door.attacker, exercise));
  });
  return inParallel(drafts, CONNECTIONS, (submissionId) => door.file(submissionId));
}

/** Hands in over keep-alive connections with as little work of its own as Node allows: it shares the machine. */
class Door {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

  constructor(readonly attacker: Caller) {}

  /** Files one draft. @throws Error with the answer, when that is no acceptance */
  file(submissionId: string): Promise<void> {
    const body = JSON.stringify({
      query: `mutation ($input: FileSubmissionInput!) { fileSubmission(input: $input) { id } }`,
      variables: { input: { commandId: randomUUID(), submissionId, version: 1 } },
    });
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      cookie: this.attacker.cookie,
    };
    return new Promise((accept, fail) => {
      const asked = request(
        `${this.attacker.url}/graphql`,
        { method: 'POST', agent: this.agent, headers },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (part: string) => (text += part));
          answer.on('end', () =>
            text === `{"data":{"fileSubmission":{"id":"${submissionId}"}}}\n` ? accept() : fail(new Error(text)),
          );
        },
      );
      asked.on('error', fail);
      asked.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

/** Seconds for as many single INSERTs as a batch has submissions, on warm connections. */
async function bareInserts(databaseUrl: string): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: CONNECTIONS });
  await pool.query('CREATE TABLE bench_row (id uuid PRIMARY KEY, body jsonb NOT NULL, at timestamptz NOT NULL)');
  const body = JSON.stringify({ title: '压测成果', narrative: '以弱口令登录并取得管理员权限。'.repeat(10) });
  const insert = async (): Promise<void> => {
    await pool.query('INSERT INTO bench_row VALUES ($1, $2, now())', [randomUUID(), body]);
  };
  const places = Array.from({ length: BATCH }, (_, index) => index);
  await inParallel(places, CONNECTIONS, insert);
  const seconds = await inParallel(places, CONNECTIONS, insert);
  await pool.query('DROP TABLE bench_row');
  await pool.end();
  return seconds;
}
