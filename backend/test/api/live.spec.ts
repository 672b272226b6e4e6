import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { jest } from '@jest/globals';
import type { Client } from 'graphql-ws';
import { LiveEndpoint } from '../../src/platform/graphql/live-endpoint.js';
import type { TestClient } from '../client.js';
import { draftOf, fileSubmission, judgeAll, tinyPng, upload } from '../play.js';
import { buildWorld, make, type ServedWorld } from '../world.js';

jest.setTimeout(120_000);

let world: ServedWorld;
const opened: Client[] = [];

beforeAll(async () => {
  world = await buildWorld();
});

afterAll(async () => {
  for (const client of opened) await client.dispose();
  await world.stop();
});

function live(by: TestClient): Client {
  const client = by.live();
  opened.push(client);
  return client;
}

/** Reads a subscription one answer at a time. */
function answers<T>(client: Client, query: string, variables: Record<string, unknown>) {
  const iterator = client.iterate<T>({ query, variables });
  return async (): Promise<T> => {
    // A query that is refused before it runs comes back as a bare list of errors.
    const { value } = (await iterator.next().catch((refused: unknown) => {
      throw new Error(JSON.stringify(refused));
    })) as { value: { data: T; errors?: unknown } };
    if (value.errors) throw new Error(JSON.stringify(value.errors));
    return value.data;
  };
}

const BOARD = `subscription ($id: ID!) { boardUpdates(exerciseId: $id) { edition attack { name points } } }`;
const FEED = `subscription ($id: ID!, $after: Int!) { exerciseFeed(exerciseId: $id, after: $after) { seq kind subjectId } }`;

interface BoardAnswer {
  readonly boardUpdates: { readonly edition: number; readonly attack: { name: string; points: string }[] };
}
interface FeedAnswer {
  readonly exerciseFeed: { readonly seq: number; readonly kind: string; readonly subjectId: string | null };
}

async function fileOne(): Promise<Awaited<ReturnType<typeof fileSubmission>>> {
  const { as, exerciseId, units } = world;
  const stored = await upload(as.north, exerciseId, { name: '证据.png', bytes: tinyPng() });
  const evidenceIds = [((await stored.json()) as { id: string }).id];
  const nodes = [{ category: 'row-7', privilege: 'admin' }];
  const place = { unitId: units.water, source: '203.0.113.5', destination: '198.51.100.7' };
  return fileSubmission(as.north, draftOf(world, { ...place, mark: randomUUID(), evidenceIds, nodes }));
}

describe('live channels over WebSocket', () => {
  it('a public board comes at once and again after a verdict, and filing alone does not move it', async () => {
    const next = answers<BoardAnswer>(live(world.as.nobody), BOARD, { id: world.exerciseId });
    const before = (await next()).boardUpdates;
    const submission = await fileOne();
    await judgeAll(world.as.referee, submission, [{ category: 'row-7', privilege: 'admin' }]);
    const after = (await next()).boardUpdates;
    const points = (board: BoardAnswer['boardUpdates']) => board.attack.find(({ name }) => name === '北队')?.points;
    expect([points(before), points(after)]).toEqual(['0.00', '500.00']);
    expect(after.edition).toBeGreaterThan(before.edition);
  });

  it('the feed replays from a number without gap or repeat, and hides the other side', async () => {
    const { exerciseId, as } = world;
    const mine = answers<FeedAnswer>(live(as.north), FEED, { id: exerciseId, after: 0 });
    const heard: FeedAnswer['exerciseFeed'][] = [];
    while (heard.at(-1)?.kind !== 'VERDICT_RECORDED') heard.push((await mine()).exerciseFeed);
    expect(heard.map(({ seq }) => seq)).toEqual([...new Set(heard.map(({ seq }) => seq))].sort((a, b) => a - b));
    const middle = heard[Math.floor(heard.length / 2)]?.seq ?? 0;
    const again = answers<FeedAnswer>(live(as.north), FEED, { id: exerciseId, after: middle });
    for (const expected of heard.filter(({ seq }) => seq > middle))
      expect((await again()).exerciseFeed).toEqual(expected);
    const other = answers<FeedAnswer>(live(as.bank), FEED, { id: exerciseId, after: 0 });
    await make(as.organizer, 'addAttackTeam', 'AddAttackTeamInput', { exerciseId, name: '终点队' });
    const kinds: string[] = [];
    while (kinds.filter((kind) => kind === 'ATTACK_TEAM_ADDED').length < 3)
      kinds.push((await other()).exerciseFeed.kind);
    expect(kinds.filter((kind) => /SUBMISSION|VERDICT|EVIDENCE|CLAIM/.test(kind))).toEqual([]);
  });

  it('a stranger gets no feed, and nobody but referees their board', async () => {
    const feed = answers<FeedAnswer>(live(world.as.stranger), FEED, { id: world.exerciseId, after: 0 });
    await expect(feed()).rejects.toThrow(/NOT_ALLOWED|NOT_FOUND/);
    const query = `subscription ($id: ID!, $audience: Audience!) { boardUpdates(exerciseId: $id, audience: $audience) { edition } }`;
    const variables = { id: world.exerciseId, audience: 'REFEREE' };
    await expect(answers(live(world.as.north), query, variables)()).rejects.toThrow(/NOT_ALLOWED|NOT_FOUND/);
    const asReferee = answers<BoardAnswer>(live(world.as.referee), query, variables);
    expect((await asReferee()).boardUpdates.edition).toBeGreaterThan(0);
  });

  it('signing out closes the socket', async () => {
    const { exerciseId, as } = world;
    const client = live(as.observer);
    const closed = new Promise<number>((resolve) => {
      client.on('closed', (event) => resolve((event as { code: number }).code));
    });
    await answers<BoardAnswer>(client, BOARD, { id: exerciseId })();
    await as.observer.ask('mutation { logout }');
    expect(await closed).toBe(4403);
    expect(await as.observer.refusal(`{ waiting(exerciseId: "${exerciseId}") { kind } }`)).toBe('NOT_SIGNED_IN');
  });

  it('a role taken away is felt on the open socket: the running board ends, no new one begins', async () => {
    const { exerciseId, as, code } = world;
    const client = live(as.chief);
    const query = `subscription ($id: ID!) { boardUpdates(exerciseId: $id, audience: REFEREE) { asOfSeq } }`;
    const iterator = client.iterate({ query, variables: { id: exerciseId } });
    expect((await iterator.next()).done).toBe(false);
    const { exercise } = await as.organizer.ask<{ exercise: { members: { id: string; role: string }[] } }>(
      `query ($code: String!) { exercise(code: $code) { members { id role } } }`,
      { code },
    );
    const membershipId = exercise.members.find(({ role }) => role === 'CHIEF_REFEREE')?.id;
    await as.organizer.ask(`mutation ($input: RevokeMembershipInput!) { revokeMembership(input: $input) }`, {
      input: { commandId: randomUUID(), exerciseId, membershipId },
    });
    await make(as.organizer, 'addAttackTeam', 'AddAttackTeamInput', { exerciseId, name: '撤权队' });
    expect(await iterator.next()).toMatchObject({ done: true });
    await expect(answers(client, query, { id: exerciseId })()).rejects.toThrow(/NOT_ALLOWED|NOT_FOUND/);
  });

  it('serves subscriptions only', async () => {
    const query = answers(live(world.as.referee), '{ me { user { id } } }', {});
    await expect(query()).rejects.toThrow(/BAD_INPUT/);
    const skipped = `subscription ($id: ID!, $is: Boolean!) { boardUpdates(exerciseId: $id) @skip(if: $is) { asOfSeq } }`;
    const variables = { id: world.exerciseId, is: true };
    await expect(answers(live(world.as.nobody), skipped, variables)()).rejects.toThrow(/BAD_INPUT/);
  });

  it('an upgrade for another address, broken off at once, leaves the server standing', async () => {
    for (const path of ['/elsewhere', '//', '/graphql/../x']) await breakOffUpgrade(world.server.url, path);
    expect((await fetch(`${world.server.url}/ready`)).status).toBe(200);
  });

  it('a session that ran out closes its socket', async () => {
    const client = live(world.as.organizer);
    const closed = new Promise<number>((resolve) => {
      client.on('closed', (event) => resolve((event as { code: number }).code));
    });
    await answers<BoardAnswer>(client, BOARD, { id: world.exerciseId })();
    world.server.clock.set(new Date(world.server.clock.now().getTime() + 13 * 3_600_000));
    await world.server.app.get(LiveEndpoint).sweep();
    expect(await closed).toBe(4403);
  });

  it('refuses a page of another origin and a query that is too costly', async () => {
    const { status } = await upgradeStatus(world.server.url, 'http://evil.example');
    expect(status).toBe(403);
    const wide = `subscription { boardUpdates(exerciseId: "${world.exerciseId}") { ${Array.from({ length: 40 }, (_, at) => `a${at}: asOfSeq`).join(' ')} } }`;
    await expect(answers(live(world.as.nobody), wide, {})()).rejects.toThrow(/QUERY_TOO_COSTLY|Aliases/);
  });
});

/** Asks for an upgrade and resets the connection in the same breath, as often as it takes to hit the answer. */
async function breakOffUpgrade(url: string, path: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const head = `GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
  const attempts = Array.from({ length: 60 }, () => {
    return new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(head, () => setImmediate(() => socket.resetAndDestroy()));
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve());
    });
  });
  await Promise.all(attempts);
}

/** The status of a WebSocket upgrade that names an origin. */
async function upgradeStatus(url: string, origin: string): Promise<{ status: number }> {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/graphql`, {
      headers: {
        ...{ origin, connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
        ...{ 'sec-websocket-key': Buffer.from('0123456789abcdef').toString('base64') },
        'sec-websocket-protocol': 'graphql-transport-ws',
      },
    });
    asked.on('response', ({ statusCode = 0 }) => resolve({ status: statusCode }));
    asked.on('upgrade', (_response, socket) => {
      socket.destroy();
      resolve({ status: 101 });
    });
    asked.on('error', reject);
    asked.end();
  });
}
