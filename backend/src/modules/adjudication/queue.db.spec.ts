import { jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { commandId, TestClient } from '../../../test/client.js';
import { fileMany } from '../../../bench/queue-load.js';
import { buildWorld, make, PASSWORD, type ServedWorld } from '../../../test/world.js';

jest.setTimeout(300_000);

const REFEREES = 40;
const ITEMS = 2000;

const NEXT = `mutation ($input: ClaimNextInput!) {
  next: claimNext(input: $input) { subjectId code claim { isMine } freeSeats }
}`;
const NODE = `query ($id: ID!) { submission(id: $id) { nodes { id } } }`;
const JUDGE = `mutation ($input: VerdictInput!) { recordVerdict(input: $input) { state } }`;
const PAGE = `query ($id: ID!, $first: Int!, $after: String, $filter: QueueFilter) {
  refereeQueue(exerciseId: $id, first: $first, after: $after, filter: $filter) {
    nodes { subjectId receiptSeq isOverdue isRecused priority claimedPoints state } pageInfo { endCursor hasNextPage }
  }
}`;
const COUNTS = `query ($id: ID!) {
  counts: queueCounts(exerciseId: $id) { waiting free taken mine forMe overdue settled closed high normal low }
}`;

interface Next {
  readonly next: { readonly subjectId: string; readonly claim: { isMine: boolean }; readonly freeSeats: number };
}
type Answer = Awaited<ReturnType<typeof JSON.parse>>;

let world: ServedWorld;
let data: DataSource;
let filed: string[];
const referees: TestClient[] = [];

beforeAll(async () => {
  world = await buildWorld();
  data = world.server.app.get(DataSource);
  for (let index = 0; index < REFEREES; index += 1) referees.push(await newReferee(`judge-${index}`));
  filed = await manyFiled(ITEMS, 500_000);
});
afterAll(async () => {
  await world?.stop();
});

async function newReferee(username: string): Promise<TestClient> {
  const { admin } = world.as;
  const userId = await make(admin, 'createUser', 'CreateUserInput', {
    username,
    displayName: username,
    password: PASSWORD,
  });
  const { exerciseId } = world;
  await make(admin, 'grantMembership', 'GrantMembershipInput', { exerciseId, userId, role: 'REFEREE' });
  return new TestClient(world.server.url).login(username, PASSWORD);
}

async function manyFiled(count: number, from: number): Promise<string[]> {
  const [{ id: filedById }] = await data.query<[{ id: string }]>(`SELECT id FROM app_user WHERE username = 'north'`);
  const where = { exerciseId: world.exerciseId, teamId: world.teams.north, unitId: world.units.water, filedById };
  return fileMany(data, { ...where, count, from, filedAt: world.server.clock.now() });
}

/** Takes what comes next; null when nothing is left. */
async function takeNext(referee: TestClient): Promise<Next['next'] | null> {
  const { data: answer, errors } = await referee.query<Next>(NEXT, {
    input: { commandId: commandId(), exerciseId: world.exerciseId },
  });
  if (errors?.[0]?.extensions.code === 'NOTHING_TO_CLAIM') return null;
  if (!answer) throw new Error(JSON.stringify(errors));
  return answer.next;
}

/** The input of a rejection of the only node of a submission. */
async function verdictOn(referee: TestClient, submissionId: string): Promise<{ input: object }> {
  const { submission } = await referee.ask<Answer>(NODE, { id: submissionId });
  const nothing = { categoryKey: null, privilegeKey: null, judgedPoints: null, deductionPoints: null };
  const ruling = { outcome: 'REJECTED', quantity: 1, systemKey: '', factors: [], measures: [], ...nothing };
  const nodeId = submission.nodes[0].id;
  return { input: { ...ruling, nodeId, commandId: commandId(), reason: '不成立', expectedVerdictId: null } };
}

/** Verdicts, the submissions they are on, and those given by somebody who never took the submission. */
const VERDICTS = `
  SELECT count(*)::int AS n, count(DISTINCT v.submission_id)::int AS items,
         count(*) FILTER (WHERE NOT EXISTS (
           SELECT 1 FROM journal_record r
            WHERE r.stream_id = v.exercise_id AND r.kind = 'SUBMISSION_CLAIMED' AND r.subject_id = v.submission_id
              AND r.actor_id = v.referee_id))::int AS others
    FROM verdict v WHERE v.exercise_id = $1`;

it('pages through the whole queue once, in its order, without gaps or repeats', async () => {
  const seen: { subjectId: string; receiptSeq: number }[] = [];
  let after: string | null = null;
  do {
    const { refereeQueue }: Answer = await world.as.chief.ask(PAGE, { id: world.exerciseId, first: 100, after });
    seen.push(...refereeQueue.nodes);
    after = refereeQueue.pageInfo.hasNextPage ? refereeQueue.pageInfo.endCursor : null;
  } while (after !== null);
  expect(seen.map(({ subjectId }) => subjectId)).toEqual(filed);
});

describe('40 referees who all ask at once', () => {
  const takenBy = new Map<string, number[]>();

  it('get each item once, and leave none', async () => {
    await Promise.all(
      referees.map(async (referee, index) => {
        for (let item = await takeNext(referee); item !== null; item = await takeNext(referee)) {
          takenBy.set(item.subjectId, [...(takenBy.get(item.subjectId) ?? []), index]);
          expect(item).toMatchObject({ claim: { isMine: true }, freeSeats: 0 });
        }
      }),
    );
    expect([...takenBy.keys()].sort()).toEqual([...filed].sort());
    expect([...takenBy.values()].filter((who) => who.length !== 1)).toEqual([]);
    const { counts }: Answer = await world.as.chief.ask(COUNTS, { id: world.exerciseId });
    expect(counts).toMatchObject({ waiting: ITEMS, free: 0, taken: ITEMS, forMe: 0 });
  });

  it('judge only their own, each item once', async () => {
    const own = (index: number): string => [...takenBy].find(([, who]) => who[0] === index)?.[0] ?? '';
    await Promise.all(
      referees.map(async (referee, index) => {
        const theirs = await verdictOn(referee, own((index + 1) % REFEREES));
        expect(await referee.refusal(JUDGE, theirs)).toBe('CLAIMED_BY_OTHER');
        await referee.ask(JUDGE, await verdictOn(referee, own(index)));
      }),
    );
    const [verdicts] = await data.query<{ n: number; items: number; others: number }[]>(VERDICTS, [world.exerciseId]);
    expect(verdicts).toEqual({ n: REFEREES, items: REFEREES, others: 0 });
    const { counts }: Answer = await world.as.chief.ask(COUNTS, { id: world.exerciseId });
    expect(counts).toMatchObject({ waiting: ITEMS - REFEREES, settled: REFEREES });
  });
});
