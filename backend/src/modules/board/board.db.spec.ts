import { jest } from '@jest/globals';
import pg from 'pg';
import { commandId, type TestClient } from '../../../test/client.js';
import { draftOf, fileIncident, fileSubmission, judgeAll, tinyPng, upload } from '../../../test/play.js';
import { buildWorld, make, type Person, type ServedWorld } from '../../../test/world.js';

jest.setTimeout(240_000);

const EXPLAIN = `query ($id: ID!, $side: Side!, $party: ID!) {
  explainScore(exerciseId: $id, side: $side, partyId: $party) {
    partyName sight value baseline rank of isProvisional asOfSeq formula { when expression nodes { op name value args } }
    variables { name value } history { seq at value account amount label { zh } } caps { capKey used limit }
    accounts { account total lines }
    lines {
      isInForce sourceKind sourceId sourceCode sourceTitle counterpartName ruleTitle { zh } clause { zh } ruleRow
      decidedBy reason evidence { fileName } entry { amount account reversesId } steps { code params { name value } }
    }
  }
}`;
const BOARD = `query ($id: ID!, $audience: Audience!) {
  board(exerciseId: $id, audience: $audience) {
    edition asOfSeq acceptedResults acceptedNodes attack { name points trend { value } } defense { name value }
    recent { side account partyName amount counterpartName ruleTitle { zh } }
  }
}`;
const WAITING = `query ($id: ID!) { waiting(exerciseId: $id) { kind subjectId title { zh en } count dueAt } }`;

/** Answers are looked at field by field. */
type Answer = Awaited<ReturnType<typeof JSON.parse>>;

let world: ServedWorld;
let submissionId: string;
let incidentId: string;
const PROOFS: Partial<Record<Person, string>> = {};

beforeAll(async () => {
  world = await buildWorld();
  for (const person of ['north', 'water'] as const) {
    const file = { name: `${person}-proof.png`, bytes: tinyPng() };
    PROOFS[person] = ((await (await upload(world.as[person], world.exerciseId, file)).json()) as { id: string }).id;
  }
});
afterAll(async () => {
  await world?.stop();
});

async function attack(mark: string): Promise<Awaited<ReturnType<typeof fileSubmission>>> {
  const nodes = [{ category: 'row-7', privilege: 'admin' }];
  const options = { unitId: world.units.waterPlant, source: '203.0.113.5', destination: '198.51.100.7', mark, nodes };
  return fileSubmission(world.as.north, draftOf(world, { ...options, evidenceIds: [PROOFS.north ?? ''] }));
}

async function judge(submission: Awaited<ReturnType<typeof attack>>): Promise<void> {
  await judgeAll(world.as.referee, submission, [{ category: 'row-7', privilege: 'admin', reason: '管控属实' }]);
}

function explain(person: Person, side: 'ATTACK' | 'DEFENSE', party: string): Promise<Answer> {
  const variables = { id: world.exerciseId, side, party };
  return world.as[person].ask<Answer>(EXPLAIN, variables).then((answer) => answer.explainScore);
}

async function waiting(person: Person): Promise<string[]> {
  const answer = await world.as[person].ask<Answer>(WAITING, { id: world.exerciseId });
  return answer.waiting.map(({ kind }: Answer) => kind);
}

/** The next value of a subscription. */
function follow(client: TestClient, query: string, variables: Record<string, unknown>) {
  const live = client.live();
  const iterator = live.iterate<Answer>({ query, variables })[Symbol.asyncIterator]();
  const next = async (): Promise<Answer> => {
    const { value } = await iterator.next();
    if (value?.errors) throw new Error(JSON.stringify(value.errors));
    return value?.data;
  };
  return { next, stop: () => live.dispose() };
}

describe('what waits', () => {
  it('is told to each by his role', async () => {
    const submission = await attack('FIRST');
    submissionId = submission.id;
    expect(await waiting('referee')).toEqual(['SUBMISSION_TO_JUDGE']);
    expect(await waiting('north')).toEqual([]);
    await judge(submission);
    expect(await waiting('water')).toEqual(['LOSS_WITHOUT_INCIDENT']);
    const options = {
      unitId: world.units.waterPlant,
      mark: 'CASE',
      found: ['198.51.100.7'],
      sectionKeys: ['timeliness'],
    };
    incidentId = await fileIncident(world.as.water, world, { ...options, evidenceIds: [PROOFS.water ?? ''] });
    expect((await waiting('referee')).filter((kind) => kind !== 'CLAIMED_BY_ME').sort()).toEqual([
      'INCIDENT_TO_MARK',
      'LINK_PROPOSED',
    ]);
    await make(world.as.referee, 'linkIncident', 'LinkIncidentInput', { incidentId, submissionId, reason: '同一事件' });
    expect(await waiting('water')).toEqual([]);
    expect(await world.as.stranger.refusal(WAITING, { id: world.exerciseId })).toBe('NOT_ALLOWED');
  });
});

describe('the board', () => {
  const read = async (person: Person, audience: string): Promise<Answer> =>
    (await world.as[person].ask<Answer>(BOARD, { id: world.exerciseId, audience })).board;

  it('tells referees who hit whom, the public neither pairs nor rules', async () => {
    const judges = await read('referee', 'REFEREE');
    expect(judges).toMatchObject({ acceptedResults: 1, acceptedNodes: 1 });
    expect(judges.recent).toContainEqual({
      side: 'ATTACK',
      account: 'ATTACK',
      partyName: '北队',
      amount: '500',
      counterpartName: '澜江水务',
      ruleTitle: { zh: '集权系统' },
    });
    const open = await read('nobody', 'PUBLIC');
    expect(open.recent).toEqual([]);
    expect(open.asOfSeq).toBeNull();
    const figures = ({ attack, defense }: Answer) =>
      [...attack, ...defense].map(({ name, points, value }: Answer) => [name, points ?? value]);
    expect(figures(open)).toEqual(figures(judges));
    expect(open.attack.map(({ trend }: Answer) => trend.length)).toEqual([2, 2]);
    expect(await world.as.north.refusal(BOARD, { id: world.exerciseId, audience: 'REFEREE' })).toBe('NOT_FOUND');
  });

  it('is served as plain JSON with a tag that changes with the journal', async () => {
    const first = await fetch(`${world.server.url}/api/board/${world.code}`);
    const body = (await first.json()) as Answer;
    expect(body).toMatchObject({ audience: 'PUBLIC', exerciseId: world.exerciseId });
    const tag = first.headers.get('etag') ?? '';
    const again = () => fetch(`${world.server.url}/api/board/${world.code}`, { headers: { 'if-none-match': tag } });
    expect((await again()).status).toBe(304);
    await attack('TAG');
    // What one side files is no news for the public: not even a tag may tell when it happened.
    expect((await again()).status).toBe(304);
    const subordinate = { parentId: world.units.water, name: '澜江水务四厂', industry: '水利', isKeyUnit: false };
    await make(world.as.organizer, 'addUnit', 'AddUnitInput', { exerciseId: world.exerciseId, ...subordinate });
    // The announcement may arrive a moment after the answer to the command.
    let changed = await again();
    while (changed.status === 304) changed = await again();
    expect(changed.status).toBe(200);
    expect(((await changed.json()) as Answer).edition).toBe(body.edition + 1);
    expect((await fetch(`${world.server.url}/api/board/no-such`)).status).toBe(404);
  });

  it('is pushed whole, at once and after each change', async () => {
    const query = `subscription ($id: ID!) { boardUpdates(exerciseId: $id) { edition attack { name points } } }`;
    const live = follow(world.as.nobody, query, { id: world.exerciseId });
    const points = (board: Answer) => board.boardUpdates.attack.find(({ name }: Answer) => name === '北队').points;
    expect(points(await live.next())).toBe('500.00');
    await judge(await attack('PUSHED'));
    let latest = await live.next();
    while (points(latest) === '500.00') latest = await live.next();
    expect(points(latest)).toBe('1000.00');
    await live.stop();
  });
});

describe('an explanation', () => {
  it('shows referees everything', async () => {
    const told = await explain('referee', 'ATTACK', world.teams.north);
    expect(told).toMatchObject({ value: '1000.00', rank: 1, of: 2, variables: [{ name: 'attack', value: '1000' }] });
    expect(told.formula.nodes.at(-1).value).toBe('1000');
    expect(told.history.map(({ value }: Answer) => value)).toEqual(['0.00', '500.00', '1000.00']);
    expect(told.caps).toEqual([{ capKey: 'control', used: '1000', limit: '4000' }]);
    expect(told.lines[0]).toMatchObject({
      isInForce: true,
      sourceKind: 'NODE',
      sourceTitle: 'FIRST-asset-0',
      counterpartName: '澜江水务',
      ruleRow: '7',
      decidedBy: 'referee-name',
      reason: '管控属实',
      evidence: [{ fileName: 'north-proof.png' }],
    });
    expect(told.lines[0].steps.map(({ code }: Answer) => code)).toContain('PRICE');
  });

  it('shows a team its own work but not whom it cost how much', async () => {
    const [line] = (await explain('north', 'ATTACK', world.teams.north)).lines;
    expect(line).toMatchObject({ sourceTitle: 'FIRST-asset-0', counterpartName: null, reason: '管控属实' });
  });

  it('shows a unit what it lost by which rule, never the attack behind it', async () => {
    const { lines, history } = await explain('water', 'DEFENSE', world.units.water);
    const lost = lines.find(({ entry }: Answer) => entry.account === 'DEDUCTION');
    expect(lost).toMatchObject({
      sourceCode: null,
      sourceTitle: null,
      counterpartName: null,
      reason: null,
      evidence: [],
    });
    expect(lost).toMatchObject({ entry: { amount: '-500' }, ruleTitle: { zh: '集权系统' }, decidedBy: 'referee-name' });
    expect(history[0].value).toBe('8000.00');
  });

  it('shows spectators totals, and of time only what is the same for all', async () => {
    for (const [side, party, account, total] of [
      ['ATTACK', world.teams.north, 'ATTACK', '1000'],
      ['DEFENSE', world.units.water, 'DEDUCTION', '-1000'],
    ] as const) {
      for (const person of ['nobody', 'observer', 'stranger', side === 'ATTACK' ? 'water' : 'north'] as const) {
        const told = await explain(person, side, party);
        expect(told).toMatchObject({ sight: 'OPEN', lines: [], caps: [], asOfSeq: null });
        expect(told.accounts).toContainEqual({ account, total, lines: 2 });
        expect(told.history.map(({ seq, account: of, amount, label }: Answer) => [seq, of, amount, label])).toEqual(
          told.history.map(() => [null, null, null, null]),
        );
        expect(told.history.at(-1).value).toBe(told.value);
      }
    }
    expect(await world.as.nobody.refusal(EXPLAIN, { id: world.exerciseId, side: 'ATTACK', party: commandId() })).toBe(
      'NOT_FOUND',
    );
  });

  it('names the value of who lost nothing, where the rules give one', async () => {
    expect(await explain('nobody', 'DEFENSE', world.units.bank)).toMatchObject({
      value: '8000.00',
      baseline: '8000.00',
    });
    expect(await explain('nobody', 'ATTACK', world.teams.south)).toMatchObject({ baseline: null });
  });
});

describe('the feed', () => {
  const FEED = `subscription ($id: ID!, $after: Int!) { exerciseFeed(exerciseId: $id, after: $after) { seq kind subjectId } }`;

  it('replays what was missed, then goes on live, for each what concerns him', async () => {
    const { asOfSeq } = (await world.as.referee.ask<Answer>(BOARD, { id: world.exerciseId, audience: 'REFEREE' }))
      .board;
    const missed = await attack('MISSED');
    const north = follow(world.as.north, FEED, { id: world.exerciseId, after: asOfSeq });
    const water = follow(world.as.water, FEED, { id: world.exerciseId, after: asOfSeq });
    expect((await north.next()).exerciseFeed).toMatchObject({ kind: 'SUBMISSION_FILED', subjectId: missed.id });
    await judge(missed);
    expect((await north.next()).exerciseFeed.kind).toBe('SUBMISSION_CLAIMED');
    expect((await north.next()).exerciseFeed).toMatchObject({ kind: 'VERDICT_RECORDED', subjectId: missed.id });
    // The unit that lost points hears that, and nothing of the filing or the claim.
    expect((await water.next()).exerciseFeed).toMatchObject({ kind: 'SCORE_CHANGED', subjectId: null });
    await north.stop();
    await water.stop();
  });

  it('is refused to those outside', async () => {
    const live = follow(world.as.nobody, FEED, { id: world.exerciseId, after: 0 });
    await expect(live.next()).rejects.toThrow('NOT_SIGNED_IN');
    await live.stop();
  });
});

describe('the journal', () => {
  const CHECK = `query ($id: ID!) { checkJournal(exerciseId: $id) { holds checkedTo brokenAt headHash } }`;

  it('is read newest first, page by page, and holds', async () => {
    const page = `query ($id: ID!, $after: String) {
      journal(exerciseId: $id, first: 5, after: $after) {
        nodes { seq kind actorName prevHash hash } pageInfo { endCursor hasNextPage } totalCount
      }
    }`;
    const first = (await world.as.organizer.ask<Answer>(page, { id: world.exerciseId })).journal;
    const after = first.pageInfo.endCursor as string;
    const second = (await world.as.organizer.ask<Answer>(page, { id: world.exerciseId, after })).journal;
    expect(second.nodes[0].seq).toBe(first.nodes[4].seq - 1);
    expect(first.nodes[4].prevHash).toBe(second.nodes[0].hash);
    const { checkJournal } = await world.as.organizer.ask<Answer>(CHECK, { id: world.exerciseId });
    expect(checkJournal).toEqual({
      holds: true,
      checkedTo: first.totalCount,
      brokenAt: null,
      headHash: first.nodes[0].hash,
    });
    expect(await world.as.referee.refusal(CHECK, { id: world.exerciseId })).toBe('NOT_ALLOWED');
  });

  it('shows at which record somebody changed the database behind our back', async () => {
    const client = new pg.Client({ connectionString: world.server.databaseUrl });
    await client.connect();
    await client.query(`ALTER TABLE journal_record DISABLE TRIGGER journal_record_permanent`);
    await client.query(`UPDATE journal_record SET kind = 'VERDICT_RECORDEd' WHERE stream_id = $1 AND seq = 9`, [
      world.exerciseId,
    ]);
    await client.end();
    const { checkJournal } = await world.as.organizer.ask<Answer>(CHECK, { id: world.exerciseId });
    expect(checkJournal).toMatchObject({ holds: false, brokenAt: 9, checkedTo: 8 });
  });
});
