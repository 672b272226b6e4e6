import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { GraphQLField } from 'graphql';
import { playStory, SEED_FOLDER } from '../../../seed/player.js';
import { EXERCISE_ID } from '../../../seed/stage.js';
import { TestClient } from '../client.js';
import { startTestServer, type TestServer } from '../server.js';
import { make } from '../world.js';
import { operationFor } from './crawl.js';
import { joined, movedAround, type SeenParty, type SeenValue, sightingsIn } from './joiner.js';

jest.setTimeout(240_000);

const NOW = new Date('2026-10-16T14:33:00+08:00');
const ACCOUNTS = JSON.parse(readFileSync(join(SEED_FOLDER, 'accounts.json'), 'utf8')) as Account[];
/** Whoever plays or watches: everybody but those who see both sides by right. */
const READERS = [null, ...ACCOUNTS.filter(({ role }) => ['ATTACKER', 'DEFENDER', 'OBSERVER'].includes(role))];

interface Account {
  readonly username: string;
  readonly password: string;
  readonly role: string;
}

interface Line {
  readonly entry: { seq: number; recordedAt: string; account: string; amount: string; partyId: string };
  readonly counterpartName: string | null;
}

interface Told {
  readonly partyId: string;
  readonly partyName: string;
  readonly history: readonly SeenValue[];
  readonly lines: readonly Line[];
}

/** What tells of the reader's own party without naming it. */
const OWN_QUERIES = ['losses', 'submissions', 'incidents', 'bonusClaims', 'waiting', 'myEvidence', 'capUsage'];

let server: TestServer;
let queries: Record<string, GraphQLField<unknown, unknown>>;
let parties: SeenParty[];
/** Who really hit whom: `team unit`. */
let truth: Set<string>;

beforeAll(async () => {
  server = await startTestServer();
  await playStory(server.app, { clock: server.clock, now: NOW, progress: () => undefined });
  queries = server.app.get(GraphQLSchemaHost).schema.getQueryType()?.getFields() ?? {};
  const organizer = await clientOf(ACCOUNTS.find(({ role }) => role === 'ORGANIZER') ?? null);
  await make(organizer, 'addAttackTeam', 'AddAttackTeamInput', { exerciseId: EXERCISE_ID, name: '终点队' });
  const referee = await clientOf(ACCOUNTS.find(({ role }) => role === 'REFEREE') ?? null);
  const { board } = await referee.ask<{ board: Record<'attack' | 'defense', { partyId: string }[]> }>(
    `{ board(exerciseId: "${EXERCISE_ID}") { attack { partyId } defense { partyId } } }`,
  );
  parties = [
    ...board.attack.map(({ partyId: id }): SeenParty => ({ side: 'ATTACK', id })),
    ...board.defense.map(({ partyId: id }): SeenParty => ({ side: 'DEFENSE', id })),
  ];
  truth = await pairsKnownTo(referee);
});

afterAll(() => server.stop());

async function clientOf(account: Account | null): Promise<TestClient> {
  const client = new TestClient(server.url);
  return account === null ? client : client.login(account.username, account.password);
}

/** One query with every field of its answer; null where it is refused. */
async function askAll(client: TestClient, name: string, args: Record<string, unknown> = {}): Promise<unknown> {
  const field = queries[name];
  if (field === undefined) throw new Error(`no query ${name}`);
  const known = { exerciseId: EXERCISE_ID, first: 100, ...args };
  const used = Object.fromEntries(Object.entries(known).filter(([key]) => field.args.some((arg) => arg.name === key)));
  const { data } = await client.query<Record<string, unknown>>(operationFor(field, used), used);
  return data?.[name] ?? null;
}

async function explained(client: TestClient, { side, id }: SeenParty): Promise<Told> {
  return (await askAll(client, 'explainScore', { side, partyId: id })) as Told;
}

async function pairsKnownTo(referee: TestClient): Promise<Set<string>> {
  const told = await Promise.all(parties.map((party) => explained(referee, party)));
  const idOf = new Map(told.map(({ partyId, partyName }) => [partyName, partyId]));
  return new Set(
    told.flatMap(({ partyId, lines }) =>
      lines
        .filter(({ entry, counterpartName }) => entry.account === 'ATTACK' && counterpartName !== null)
        .map(({ counterpartName }) => `${partyId} ${idOf.get(counterpartName ?? '')}`),
    ),
  );
}

/** The team or root unit the reader belongs to. */
async function ownParty(client: TestClient): Promise<SeenParty | null> {
  const { me } = await client.ask<{
    me: { memberships: { team: { id: string } | null; unit: { id: string } | null }[] } | null;
  }>('{ me { memberships { team { id } unit { id } } } }');
  const { team = null, unit = null } = me?.memberships[0] ?? {};
  if (team !== null) return { side: 'ATTACK', id: team.id };
  return unit === null ? null : { side: 'DEFENSE', id: unit.id };
}

/** Everything the feed tells the reader, up to the team that was added last. */
async function feedOf(client: TestClient): Promise<unknown[]> {
  const live = client.live();
  const query = `subscription { exerciseFeed(exerciseId: "${EXERCISE_ID}", after: 0) { seq kind recordedAt } }`;
  const heard: unknown[] = [];
  let teams = parties.filter(({ side }) => side === 'ATTACK').length;
  for await (const { data } of live.iterate<{ exerciseFeed: { kind: string } }>({ query })) {
    heard.push(data);
    if (data?.exerciseFeed.kind === 'ATTACK_TEAM_ADDED') teams -= 1;
    if (teams === 0) break;
  }
  await live.dispose();
  return heard;
}

describe.each(READERS.map((account) => [account?.username ?? 'anonymous', account] as const))('%s', (_, account) => {
  let client: TestClient;
  let own: SeenParty | null;

  beforeAll(async () => {
    client = await clientOf(account);
    own = await ownParty(client);
  });

  it('cannot join team and unit by equal instants or numbers', async () => {
    const answers: unknown[] = [await askAll(client, 'board', { audience: 'PUBLIC' })];
    answers.push(await (await client.fetch('/api/board/yunze-2026')).json());
    for (const party of parties) answers.push(await explained(client, party));
    const ownOnes: unknown[] = [];
    for (const name of OWN_QUERIES) ownOnes.push(await askAll(client, name));
    if (account !== null) ownOnes.push(await feedOf(client));
    const sightings = [
      ...answers.flatMap((answer) => sightingsIn(answer, null)),
      ...ownOnes.flatMap((answer) => sightingsIn(answer, own)),
    ];
    expect(sightings.length).toBeGreaterThan(100);
    expect([...joined(sightings, parties)]).toEqual([]);
  });

  it('cannot tell from the past values of others who gained when somebody lost', async () => {
    const told = new Map<string, Told>();
    for (const party of parties) told.set(party.id, await explained(client, party));
    const others = parties.filter(({ side, id }) => side === 'ATTACK' && id !== own?.id);
    const losses = (told.get(own?.id ?? '')?.lines ?? []).filter(({ entry }) => {
      return entry.account === 'DEDUCTION' && entry.amount !== '0';
    });
    for (const { entry } of losses) {
      const gains = others.map(({ id }) => movedAround(told.get(id)?.history ?? [], entry.recordedAt));
      expect(gains.filter((gain) => gain !== 0).length).toBeGreaterThanOrEqual(3);
      expect(gains).not.toContain(-Number(entry.amount));
    }
    expect(losses.length > 0).toBe(own?.side === 'DEFENSE');
  });
});

it('there is something to find: the judges see who hit whom', () => {
  expect(truth.size).toBeGreaterThan(10);
});
