import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type BenchContext, type BenchResult, Caller, demoExercise, inParallel, median } from './people.js';
import { fileMany } from './queue-load.js';

const SUBMISSIONS = 20_000;
/** Taken by others, spread over the line, so that free ones must be told from taken ones. */
const TAKEN = 400;
const ASKS = 400;
const CONNECTIONS = 4;
const CLAIMS = 60;

const PAGE = `query ($id: ID!, $after: String, $filter: QueueFilter) {
  refereeQueue(exerciseId: $id, first: 50, after: $after, filter: $filter) {
    nodes {
      subjectId code title teamName unitName nodeCount judgedCount claimedPoints filedAt receiptSeq priority dueAt
      isOverdue seats freeSeats groupKey isRecused isOfMyGroup claim { refereeName isMine expiresAt }
    }
    pageInfo { endCursor hasNextPage }
  }
}`;
const COUNTS = `query ($id: ID!) { queueCounts(exerciseId: $id) { waiting free taken mine forMe overdue } }`;
const NEXT = `mutation ($input: ClaimNextInput!) { claimNext(input: $input) { subjectId } }`;
const BARE = `
  SELECT q.*, s.code, s.title, t.name AS team, u.name AS unit
    FROM queue_item q JOIN attack_submission s ON s.id = q.subject_id
    JOIN attack_team t ON t.id = q.team_id JOIN unit u ON u.id = q.unit_id
   WHERE q.exercise_id = $1 AND q.state = 'WAITING' AND q.receipt_seq > $2
   ORDER BY q.priority, q.due_at, q.receipt_seq LIMIT 50`;

/** Pages of the referees' queue over HTTP beside the same read by bare SQL, and what it takes to count and to claim. */
export async function run(ctx: BenchContext): Promise<BenchResult[]> {
  await ctx.playDemo();
  const client = new pg.Client({ connectionString: ctx.databaseUrl });
  await client.connect();
  const { url } = await ctx.startApp({ YANWU_DEMO: 'on' });
  const referee = await Caller.ofRole(url, 'REFEREE');
  const { id } = await demoExercise(referee);
  await fill(client, id);
  // Whoever looks first has all of them placed.
  const placed = await timed(() => referee.ask(PAGE, { id }));
  const pages = await pagesOf(referee, id);
  const pool = new pg.Pool({ connectionString: ctx.databaseUrl, max: CONNECTIONS });
  const bare = await milliseconds(async (index) => {
    await pool.query(BARE, [id, 1_000_000 + (index % 100) * 100]);
  });
  await pool.end();
  const counts = await milliseconds(async () => void (await referee.ask(COUNTS, { id })), CLAIMS);
  const claims = await milliseconds(async () => {
    await referee.ask(NEXT, { input: { commandId: randomUUID(), exerciseId: id } });
  }, CLAIMS);
  await client.end();
  const name = `queue page of ${SUBMISSIONS.toLocaleString('en-US')} submissions`;
  const line = (what: string, ours: number, beside: number | null, target: number): BenchResult => {
    return { name: what, ours, bare: beside, unit: 'ms', target, higherIsBetter: false };
  };
  ctx.say(
    `${name}: p50 ${median(pages).toFixed(1)} ms, bare p99 ${p99(bare).toFixed(1)} ms`,
    `first look places all in ${placed.toFixed(0)} ms`,
  );
  return [
    line(`${name}, p99 over HTTP`, p99(pages), null, 100),
    line(`${name}, p99 of the bare SQL read`, p99(bare), null, 100),
    line('queue counts, p99 over HTTP', p99(counts), null, 250),
    line('next item claimed, p99 over HTTP', p99(claims), null, 250),
  ];
}

/** First pages, later pages and filtered ones in turn. */
async function pagesOf(referee: Caller, id: string): Promise<number[]> {
  let after: string | null = null;
  return milliseconds(async (index) => {
    const filter = [{}, {}, { seat: 'FREE' }, { isForMe: true, priority: 'NORMAL' }][index % 4];
    const answer: Page = await referee.ask<Page>(PAGE, { id, after: index % 2 === 0 ? null : after, filter });
    const { endCursor, hasNextPage } = answer.refereeQueue.pageInfo;
    after = hasNextPage ? endCursor : null;
  });
}

interface Page {
  readonly refereeQueue: { readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean } };
}

async function fill(client: pg.Client, exerciseId: string): Promise<void> {
  const ask = async (text: string): Promise<string> =>
    (await client.query<{ id: string }>(text, [exerciseId])).rows[0]?.id ?? '';
  const teamId = await ask('SELECT id FROM attack_team WHERE exercise_id = $1 ORDER BY name LIMIT 1');
  const unitId = await ask('SELECT id FROM unit WHERE exercise_id = $1 AND parent_id IS NULL ORDER BY name LIMIT 1');
  const filedById = await ask(
    `SELECT user_id AS id FROM membership WHERE exercise_id = $1 AND role = 'ATTACKER' LIMIT 1`,
  );
  const where = { exerciseId, teamId, unitId, filedById, filedAt: new Date(), categoryKey: 'row-3' };
  await fileMany(client, { ...where, count: SUBMISSIONS, from: 1_000_000 });
  await client.query(
    `INSERT INTO claim (subject_id, subject_kind, exercise_id, referee_id, claimed_at, expires_at)
       SELECT q.subject_id, 'SUBMISSION', $1, $2, now(), now() + interval '1 hour'
         FROM queue_item q WHERE q.exercise_id = $1 AND q.receipt_seq >= 1000000
        ORDER BY q.receipt_seq LIMIT $3`,
    [exerciseId, filedById, TAKEN],
  );
  await client.query('ANALYZE');
}

/** How long each of so many took; the first tenth warms up and is left out. */
async function milliseconds(work: (index: number) => Promise<void>, asks = ASKS): Promise<number[]> {
  const taken: number[] = [];
  const places = Array.from({ length: asks }, (_, index) => index);
  await inParallel(places, CONNECTIONS, async (index) => {
    taken.push(await timed(() => work(index)));
  });
  return taken.slice(Math.floor(asks / 10));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function p99(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN;
}
