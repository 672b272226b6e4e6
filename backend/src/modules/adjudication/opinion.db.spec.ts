import { jest } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { commandId, TestClient } from '../../../test/client.js';
import { draftOf, fileIncident, fileSubmission, tinyPng, upload } from '../../../test/play.js';
import { differenceOf } from '../../../test/proof/tampering.js';
import { buildWorld, make, PASSWORD, type ServedWorld } from '../../../test/world.js';
import { readDatabase } from '../proof/read-database.js';

jest.setTimeout(240_000);

/** Answers are looked at field by field. */
type Answer = Awaited<ReturnType<typeof JSON.parse>>;
type Filed = Awaited<ReturnType<typeof fileSubmission>>;

const PANEL = `panel {
  seats state round given hasMine mayGive mayDecide differing
  opinions { round refereeName isMine reason total ruling { outcome judgedPoints systemKey } marks { itemKey share } }
}`;
const NODES = `id state nodes { id verdict { id basis reason judgedPoints outcome } verdicts { id } award { points } ${PANEL} }`;
const CLAIM = `mutation ($input: ClaimInput!) { claimSubmission(input: $input) { id } }`;
const GIVE = `mutation ($input: OpinionInput!) { it: recordOpinion(input: $input) { ${NODES} } }`;
const DECIDE = `mutation ($input: VerdictInput!) { it: decideOpinions(input: $input) { ${NODES} } }`;
const JUDGE = `mutation ($input: VerdictInput!) { it: recordVerdict(input: $input) { id } }`;
const LOOK = `query ($id: ID!) { it: submission(id: $id) { ${NODES} } }`;
const SHEETS = `id marks { id basis comment marks { itemKey share } } ${PANEL}`;
const MARK = `mutation ($input: MarksOpinionInput!) { it: recordMarksOpinion(input: $input) { ${SHEETS} } }`;
const DECIDE_MARKS = `mutation ($input: MarksInput!) { it: decideMarks(input: $input) { ${SHEETS} } }`;
const RECORD_MARKS = `mutation ($input: MarksInput!) { it: recordMarks(input: $input) { id } }`;
const LOOK_MARKS = `query ($id: ID!) { it: incident(id: $id) { ${SHEETS} } }`;

/** A range of points: a figure to agree or differ on. */
const RANGE = { category: 'row-15', privilege: null };

let world: ServedWorld;
let evidence: string;
let waterEvidence: string;
const panel: Record<'first' | 'second' | 'third' | 'deputy', TestClient> = {} as never;

beforeAll(async () => {
  world = await buildWorld();
  const { admin } = world.as;
  for (const [name, role] of [
    ['second', 'REFEREE'],
    ['third', 'REFEREE'],
    ['deputy', 'CHIEF_REFEREE'],
  ] as const) {
    const account = { username: name, displayName: `${name}-name`, password: PASSWORD };
    const userId = await make(admin, 'createUser', 'CreateUserInput', account);
    await make(admin, 'grantMembership', 'GrantMembershipInput', { exerciseId: world.exerciseId, userId, role });
    panel[name] = await new TestClient(admin.url).login(name, PASSWORD);
  }
  panel.first = world.as.referee;
  await setPolicy({ reviews: [{ fromClaimedPoints: '0', referees: 2, priority: 'HIGH' }], markReferees: 2 });
  const stored = async (person: 'north' | 'water'): Promise<string> => {
    const response = await upload(world.as[person], world.exerciseId, { name: 'proof.png', bytes: tinyPng() });
    return ((await response.json()) as { id: string }).id;
  };
  evidence = await stored('north');
  waterEvidence = await stored('water');
});
afterAll(async () => {
  await world?.stop();
});

/** What of the default policy is otherwise here. */
async function setPolicy(changes: Record<string, unknown>): Promise<void> {
  const { is } = await world.as.organizer.ask<Answer>(
    `query ($id: ID!) { is: adjudicationPolicy(exerciseId: $id) { current {
       claimMinutes serviceMinutes { HIGH NORMAL LOW } reviews { fromClaimedPoints referees priority } markReferees
       agreementShare settlement groups { key name refereeIds } assignments { side unitId groupKey }
       reasonTemplates { key use text } returnHours maxReturns appealHours arbitrationHours publicNoticeHours
       retentionDays } } }`,
    { id: world.exerciseId },
  );
  const input = { commandId: commandId(), exerciseId: world.exerciseId, reason: 'two referees' };
  await world.as.organizer.ask(
    `mutation ($input: SetAdjudicationPolicyInput!) { setAdjudicationPolicy(input: $input) { exerciseId } }`,
    { input: { ...input, policy: { ...is.current, ...changes } } },
  );
}

async function attack(mark: string, nodes = 1): Promise<Filed> {
  const claims = Array.from({ length: nodes }, () => RANGE);
  const options = {
    unitId: world.units.water,
    source: '203.0.113.5',
    destination: '198.51.100.7',
    mark,
    nodes: claims,
  };
  return fileSubmission(world.as.north, draftOf(world, { ...options, evidenceIds: [evidence] }));
}

/** A submission that the first and the second referee hold. */
async function seated(mark: string, nodes = 1): Promise<Filed> {
  const filed = await attack(mark, nodes);
  for (const referee of [panel.first, panel.second]) await claim(referee, filed);
  return filed;
}

function claim(referee: TestClient, { id }: Filed): Promise<unknown> {
  return referee.ask(CLAIM, { input: { commandId: commandId(), submissionId: id } });
}

function ruling(nodeId: string, points: string, more: Record<string, unknown> = {}) {
  return {
    commandId: commandId(),
    nodeId,
    expectedVerdictId: null,
    outcome: 'ACCEPTED',
    categoryKey: RANGE.category,
    privilegeKey: null,
    quantity: 1,
    judgedPoints: points,
    systemKey: 'crm',
    factors: [],
    measures: [],
    reason: `reason for ${points}`,
    ...more,
  };
}

const opinion = (nodeId: string, points: string, round = 1, more: Record<string, unknown> = {}) => ({
  input: { ...ruling(nodeId, points, more), round },
});

async function give(referee: TestClient, ...given: Parameters<typeof opinion>): Promise<Answer> {
  return (await referee.ask<Answer>(GIVE, opinion(...given))).it;
}

async function look(client: TestClient, { id }: Filed, node = 0): Promise<Answer> {
  return (await client.ask<Answer>(LOOK, { id })).it.nodes[node];
}

const nodeOf = (filed: Filed, index = 0): string => filed.nodes[index]?.id ?? '';
const reasonsIn = (node: Answer): string[] => node.panel.opinions.map(({ reason }: Answer) => reason);

describe('an opinion that waits for the others', () => {
  const SECRET = 'only-the-author-knows-this';
  let filed: Filed;
  const given = { commandId: commandId(), reason: SECRET, systemKey: SECRET };

  it('is given by who has a seat; nobody decides alone meanwhile', async () => {
    filed = await seated('BLIND');
    const input = opinion(nodeOf(filed), '321.125', 1, given);
    expect(await panel.third.refusal(CLAIM, { input: { commandId: commandId(), submissionId: filed.id } })).toBe(
      'CLAIMED_BY_OTHER',
    );
    expect(await panel.third.refusal(GIVE, opinion(nodeOf(filed), '321.125'))).toBe('CLAIMED_BY_OTHER');
    expect(await panel.first.refusal(JUDGE, { input: ruling(nodeOf(filed), '321.125') })).toBe('PANEL_NEEDED');
    expect(await world.as.north.refusal(GIVE, input)).toBe('NOT_ALLOWED');
    const { it: own } = await panel.first.ask<Answer>(GIVE, input);
    expect(own.nodes[0]).toMatchObject({ verdict: null, award: null });
    expect(own.nodes[0].panel).toMatchObject({ seats: 2, state: 'COLLECTING', round: 1, given: 1, hasMine: true });
    expect(reasonsIn(own.nodes[0])).toEqual([SECRET]);
  });

  it('is given once, the same command answers the same', async () => {
    const again = await panel.first.ask<Answer>(GIVE, opinion(nodeOf(filed), '321.125', 1, given));
    expect(again.it.nodes[0].panel.given).toBe(1);
    expect(await panel.first.refusal(GIVE, opinion(nodeOf(filed), '322.125', 1, given))).toBe('COMMAND_REUSED');
    expect(await panel.first.refusal(GIVE, opinion(nodeOf(filed), '321.125'))).toBe('OPINION_GIVEN');
    expect(await panel.second.refusal(GIVE, opinion(nodeOf(filed), '321.125', 2))).toBe('STALE_VERSION');
  });

  it('leaves the chief referee to the end', async () => {
    expect(await world.as.chief.refusal(GIVE, opinion(nodeOf(filed), '321.125'))).toBe('CONFLICT_OF_INTEREST');
    expect(await world.as.chief.refusal(DECIDE, { input: ruling(nodeOf(filed), '200') })).toBe('WRONG_STATE');
    expect(await panel.second.refusal(DECIDE, { input: ruling(nodeOf(filed), '200') })).toBe('NOT_ALLOWED');
  });

  it('shows its place to those who judge, and what it says to nobody', async () => {
    const readers = [panel.second, panel.third, world.as.chief, world.as.organizer];
    for (const reader of readers) {
      const { panel: seen, verdicts } = await look(reader, filed);
      expect(seen).toMatchObject({
        seats: 2,
        given: 1,
        state: 'COLLECTING',
        opinions: [],
        differing: [],
        hasMine: false,
      });
      expect(verdicts).toEqual([]);
    }
    expect((await look(world.as.north, filed)).panel).toBeNull();
    expect(await world.as.south.refusal(LOOK, { id: filed.id })).toBe('NOT_FOUND');
  });

  it('is in no journal page, no feed, no statistics and no export', async () => {
    const id = world.exerciseId;
    const heard = await world.as.organizer.ask<Answer>(
      `query ($id: ID!) { journal(exerciseId: $id, first: 100) { nodes { kind subjectId hash commandId } }
         refereeStatistics(exerciseId: $id) { referees { refereeName opinions } outcomes { alpha units ratings } } }`,
      { id },
    );
    const file = await (await world.as.organizer.fetch(`/api/export/${id}`)).text();
    expect(heard.journal.nodes.map(({ kind }: Answer) => kind)).toContain('OPINION_RECORDED');
    expect(file).toContain('"table":"opinion"');
    for (const text of [JSON.stringify(heard), file]) {
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain('321.125');
    }
    expect(file).not.toContain('"table":"opinion_content"');
  });

  it('leaves no hash by which it could be tried out', async () => {
    const dataSource = world.server.app.get(DataSource);
    const rows = await dataSource.query<{ said: string; nonce: string }[]>(
      `SELECT c.nonce, o.content_hash AS said FROM opinion o JOIN opinion_content c USING (id)`,
    );
    expect(rows.map(({ nonce }) => nonce.length)).toEqual([32]);
    const [record] = await dataSource.query<{ text: string }[]>(
      `SELECT to_jsonb(r)::text AS text FROM journal_record r WHERE kind = 'OPINION_RECORDED'`,
    );
    expect(record?.text).not.toContain(rows[0]?.nonce ?? '?');
    await expect(dataSource.query(`UPDATE opinion_content SET nonce = ''`)).rejects.toThrow();
  });

  it('tells the team nothing, and those who judge that it is there', async () => {
    expect(await heardBy(panel.third)).toContain('OPINION_RECORDED');
    expect(await heardBy(world.as.organizer)).toContain('OPINION_RECORDED');
    for (const person of ['north', 'south', 'water', 'observer'] as const) {
      expect(await heardBy(world.as[person])).not.toContain('OPINION_RECORDED');
    }
  });

  it('keeps its seat when the time is over; a seat without an opinion is free again', async () => {
    world.server.clock.set(new Date('2026-09-15T06:00:00Z'));
    await claim(panel.third, filed);
    expect(await panel.second.refusal(GIVE, opinion(nodeOf(filed), '321.125'))).toBe('CLAIMED_BY_OTHER');
    const settled = await give(panel.third, nodeOf(filed), '330', 1, { systemKey: SECRET });
    expect(settled.nodes[0]).toMatchObject({ verdict: { basis: 'AGREEMENT', judgedPoints: '325.5625' } });
  });
});

describe('opinions that are all in', () => {
  it('settle by the mean where they agree, and are open then', async () => {
    const filed = await seated('AGREE', 2);
    await give(panel.first, nodeOf(filed), '100');
    const { nodes } = await give(panel.second, nodeOf(filed), '110');
    expect(nodes[0].verdict).toMatchObject({
      basis: 'AGREEMENT',
      judgedPoints: '105',
      reason: 'reason for 100\nreason for 110',
    });
    expect(nodes[0].award).toEqual({ points: '105' });
    expect(nodes[0].panel).toMatchObject({ state: 'SETTLED', differing: [] });
    expect(reasonsIn(await look(panel.third, filed))).toEqual(['reason for 100', 'reason for 110']);
    expect((await look(world.as.north, filed)).panel).toBeNull();
    const expectedVerdictId = nodes[0].verdict.id;
    const again = opinion(nodeOf(filed), '100', 1, { expectedVerdictId });
    expect(await panel.first.refusal(GIVE, again)).toBe('RESCORING_NEEDED');
    expect(await panel.second.refusal(JUDGE, { input: ruling(nodeOf(filed), '200', { expectedVerdictId }) })).toBe(
      'RESCORING_NEEDED',
    );
  });

  it('are put beside each other where they differ, and a second round may bring them together', async () => {
    const filed = await seated('DIFFER');
    await give(panel.first, nodeOf(filed), '100');
    const { nodes } = await give(panel.second, nodeOf(filed), '300', 1, { outcome: 'PARTIAL' });
    expect(nodes[0]).toMatchObject({ verdict: null, award: null });
    const open = { state: 'RECONCILIATION', round: 2, given: 0, differing: ['outcome', 'judgedPoints'] };
    for (const reader of [panel.first, panel.second, world.as.chief, world.as.organizer]) {
      const seen = await look(reader, filed);
      expect(seen.panel).toMatchObject(open);
      expect(reasonsIn(seen)).toEqual(['reason for 100', 'reason for 300']);
    }
    expect((await look(panel.third, filed)).panel).toMatchObject({
      state: 'RECONCILIATION',
      opinions: [],
      differing: [],
    });
    expect(await panel.first.refusal(GIVE, opinion(nodeOf(filed), '200', 1))).toBe('STALE_VERSION');
    await give(panel.first, nodeOf(filed), '200', 2);
    expect(reasonsIn(await look(panel.second, filed))).toEqual(['reason for 100', 'reason for 300']);
    const after = await give(panel.second, nodeOf(filed), '200', 2);
    expect(after.nodes[0].verdict).toMatchObject({ basis: 'RECONCILIATION', judgedPoints: '200' });
  });

  it('go to the chief referee where they differ again', async () => {
    const filed = await seated('CHIEF');
    for (const round of [1, 2]) {
      await give(panel.first, nodeOf(filed), '100', round);
      await give(panel.second, nodeOf(filed), '300', round);
    }
    const seen = await look(world.as.chief, filed);
    expect(seen.panel).toMatchObject({ state: 'CHIEF', mayDecide: true, differing: ['judgedPoints'] });
    expect((await look(world.as.organizer, filed)).panel.mayDecide).toBe(false);
    expect(await queued(filed.id)).toBe('CHIEF');
    expect(await panel.first.refusal(GIVE, opinion(nodeOf(filed), '200', 2))).toBe('WRONG_STATE');
    const bare = await world.as.chief.query(DECIDE, { input: ruling(nodeOf(filed), '250', { reason: ' ' }) });
    expect(bare.errors?.[0]?.extensions.fields).toEqual([{ path: 'reason', code: 'REQUIRED' }]);
    const { it: decided } = await world.as.chief.ask<Answer>(DECIDE, { input: ruling(nodeOf(filed), '250') });
    expect(decided.nodes[0]).toMatchObject({ verdict: { basis: 'CHIEF' }, award: { points: '250' } });
    expect(await queued(filed.id)).toBe('SETTLED');
  });

  it('of whom one does not come back are decided by the chief referee, and are known then', async () => {
    const filed = await seated('STUCK');
    await give(panel.first, nodeOf(filed), '100');
    await give(panel.second, nodeOf(filed), '300');
    await give(panel.first, nodeOf(filed), '120', 2);
    expect(reasonsIn(await look(world.as.chief, filed))).toHaveLength(2);
    await world.as.chief.ask(DECIDE, { input: ruling(nodeOf(filed), '100') });
    expect(reasonsIn(await look(panel.third, filed))).toEqual(['reason for 100', 'reason for 300', 'reason for 120']);
  });
});

/** Kinds of all records a person hears of, up to one that everybody in the exercise hears of. */
async function heardBy(client: TestClient): Promise<string[]> {
  await make(world.as.organizer, 'addAttackTeam', 'AddAttackTeamInput', {
    exerciseId: world.exerciseId,
    name: `team-${commandId()}`,
  });
  const seq = await headSeq();
  const live = client.live();
  const query = `subscription ($id: ID!) { it: exerciseFeed(exerciseId: $id, after: 0) { seq kind } }`;
  const heard: string[] = [];
  for await (const { data } of live.iterate<Answer>({ query, variables: { id: world.exerciseId } })) {
    heard.push(data?.it.kind);
    if (data?.it.seq >= seq) break;
  }
  await live.dispose();
  return heard;
}

async function headSeq(): Promise<number> {
  const [row] = await world.server.app
    .get(DataSource)
    .query<{ seq: number }[]>('SELECT head_seq AS seq FROM journal_stream WHERE stream_id = $1', [world.exerciseId]);
  return row?.seq ?? 0;
}

async function queued(subjectId: string): Promise<string> {
  const { item } = await world.as.chief.ask<Answer>(
    `query ($exerciseId: ID!, $subjectId: ID!) { item: queueItem(exerciseId: $exerciseId, subjectId: $subjectId) { state } }`,
    { exerciseId: world.exerciseId, subjectId },
  );
  return item.state;
}

describe('a version that was returned', () => {
  const RETURN = `mutation ($input: ReturnSubmissionInput!) { it: returnSubmission(input: $input) { id state } }`;
  const back = ({ id }: Filed) => {
    const reasons = [{ code: 'OTHER', note: 'which host?' }];
    return { input: { commandId: commandId(), submissionId: id, reasons, comment: 'please complete it' } };
  };

  it('takes no opinion, and one with an opinion is not returned', async () => {
    const [returned, begun] = [await seated('RETURNED'), await seated('BEGUN')];
    await panel.first.ask(RETURN, back(returned));
    expect(await panel.second.refusal(GIVE, opinion(nodeOf(returned), '200'))).toBe('WRONG_STATE');
    expect(await panel.second.refusal(JUDGE, { input: ruling(nodeOf(returned), '200') })).toBe('WRONG_STATE');
    await give(panel.first, nodeOf(begun), '200');
    expect(await panel.second.refusal(RETURN, back(begun))).toBe('WRONG_STATE');
  });
});

describe('at the same instant', () => {
  it('both last opinions are recorded in order and settle once', async () => {
    const filed = await seated('RACE', 4);
    for (const { id } of filed.nodes) {
      await Promise.all([panel.first, panel.second].map((referee) => give(referee, id, '100')));
    }
    for (const index of filed.nodes.keys()) {
      const { verdict, verdicts, panel: seen } = await look(panel.third, filed, index);
      expect({ basis: verdict.basis, verdicts: verdicts.length, given: seen.given }).toEqual({
        basis: 'AGREEMENT',
        verdicts: 1,
        given: 2,
      });
    }
  });

  it('one referee has one opinion, two chief referees one decision', async () => {
    const filed = await seated('RACE2');
    const id = nodeOf(filed);
    const twice = await Promise.all(['100', '101'].map((points) => panel.first.query(GIVE, opinion(id, points))));
    expect(twice.map(({ errors }) => errors?.[0]?.extensions.code ?? 'done').sort()).toEqual(['OPINION_GIVEN', 'done']);
    await give(panel.second, id, '400');
    const chiefs = await Promise.all(
      [world.as.chief, panel.deputy].map((chief) => chief.query(DECIDE, { input: ruling(id, '200') })),
    );
    expect(chiefs.map(({ errors }) => errors?.[0]?.extensions.code ?? 'done').sort()).toEqual([
      'RESCORING_NEEDED',
      'done',
    ]);
    expect((await look(panel.third, filed)).verdicts).toHaveLength(1);
  });
});

describe('mark sheets of several', () => {
  let items: string[];
  const sheet = (incidentId: string, share: string, round = 1, expectedMarkSheetId: string | null = null) => {
    const marks = items.map((itemKey) => ({ itemKey, share, comment: '' }));
    return {
      input: { commandId: commandId(), incidentId, expectedMarkSheetId, marks, comment: `all ${share}`, round },
    };
  };
  const incident = (mark: string): Promise<string> =>
    fileIncident(world.as.water, world, {
      unitId: world.units.water,
      mark,
      found: [],
      evidenceIds: [waterEvidence],
      sectionKeys: ['process'],
    });

  beforeAll(async () => {
    const { exercise } = await world.as.nobody.ask<Answer>(
      `query ($code: String!) { exercise(code: $code) { defenseRuleSet { dimensions { items { key mark } } } } }`,
      { code: world.code },
    );
    const all: Answer[] = exercise.defenseRuleSet.dimensions.flatMap((dimension: Answer) => dimension.items);
    items = all.filter(({ mark }) => mark === 'judged').map(({ key }) => key);
  });

  it('are hidden until both are in, then settle by the exact mean of each item', async () => {
    const id = await incident('MARKS');
    const { round: _, ...alone } = sheet(id, '1').input;
    expect(await panel.first.refusal(RECORD_MARKS, { input: alone })).toBe('PANEL_NEEDED');
    await panel.first.ask(MARK, sheet(id, '1/3'));
    expect((await panel.second.ask<Answer>(LOOK_MARKS, { id })).it.panel).toMatchObject({ given: 1, opinions: [] });
    expect((await world.as.water.ask<Answer>(LOOK_MARKS, { id })).it).toMatchObject({ panel: null, marks: null });
    const { it: settled } = await panel.second.ask<Answer>(MARK, sheet(id, '0.35'));
    expect(settled.marks).toMatchObject({ basis: 'AGREEMENT', comment: 'all 1/3\nall 0.35' });
    expect(new Set(settled.marks.marks.map(({ share }: Answer) => share))).toEqual(new Set(['41/120']));
  });

  it('go to the chief referee, and what he decided takes a rescoring', async () => {
    const id = await incident('MARKS2');
    for (const round of [1, 2]) {
      await panel.first.ask(MARK, sheet(id, '1', round));
      await panel.second.ask(MARK, sheet(id, '0.5', round));
    }
    const seen = (await panel.first.ask<Answer>(LOOK_MARKS, { id })).it.panel;
    expect(seen).toMatchObject({ state: 'CHIEF' });
    expect(seen.differing.slice(0, 2)).toEqual(['total', `marks.${items[0]}`]);
    const { round: _, ...decision } = sheet(id, '0.75').input;
    const { it: decided } = await world.as.chief.ask<Answer>(DECIDE_MARKS, { input: decision });
    expect(decided.marks.basis).toBe('CHIEF');
    expect(await panel.first.refusal(MARK, sheet(id, '0.8'))).toBe('STALE_VERSION');
    expect(await panel.third.refusal(MARK, sheet(id, '0.8', 1, decided.marks.id))).toBe('RESCORING_NEEDED');
  });
});

describe('statistics', () => {
  const STATISTICS = `query ($id: ID!) { it: refereeStatistics(exerciseId: $id) {
    referees { refereeName decided opinions compared agreed overturned standing medianMinutes timed days { date acts } }
    outcomes { alpha units ratings } points { alpha units ratings } marks { alpha units ratings } } }`;

  it('count what each referee did, and how far they agree', async () => {
    const { it: found } = await world.as.chief.ask<Answer>(STATISTICS, { id: world.exerciseId });
    const of = (name: string): Answer => found.referees.find(({ refereeName }: Answer) => refereeName === name);
    expect(of('referee-name')).toMatchObject({ decided: 0, overturned: 0, compared: 12, agreed: 7 });
    expect(of('third-name')).toMatchObject({ opinions: 1, compared: 1, agreed: 1, standing: 1 });
    expect(of('chief-name').decided + of('deputy-name').decided).toBe(4);
    expect(found.outcomes).toEqual({ alpha: '0', units: 10, ratings: 20 });
    expect(found.marks).toMatchObject({ units: 2, ratings: 4 });
    expect(of('referee-name').days.map(({ date }: Answer) => date)).toEqual(['2026-09-15']);
  });

  it('are for whoever directs, and nobody else', async () => {
    for (const client of [panel.first, world.as.north, world.as.water, world.as.observer]) {
      expect(await client.refusal(STATISTICS, { id: world.exerciseId })).toBe('NOT_ALLOWED');
    }
  });
});

it('a path one referee left is decided on without him, and is the chief referee’s once nothing else waits', async () => {
  const filed = await seated('LEFT', 2);
  await give(panel.first, nodeOf(filed), '100');
  world.server.clock.set(new Date('2026-09-15T08:00:00Z'));
  for (const referee of [panel.third, panel.second]) await claim(referee, filed);
  for (const round of [1, 2]) {
    await give(panel.second, nodeOf(filed, 1), '100', round);
    await give(panel.third, nodeOf(filed, 1), '300', round);
  }
  expect(await queued(filed.id)).toBe('WAITING');
  const { nodes } = await give(panel.second, nodeOf(filed), '100');
  expect(nodes[0].verdict.basis).toBe('AGREEMENT');
  expect(await queued(filed.id)).toBe('CHIEF');
  await world.as.chief.ask(DECIDE, { input: ruling(nodeOf(filed, 1), '200') });
  expect(await queued(filed.id)).toBe('SETTLED');
});

it('leaves a proof that holds, with what was said in it', async () => {
  const client = new pg.Client({ connectionString: world.server.databaseUrl });
  await client.connect();
  const dossier = await readDatabase(client, world.exerciseId, new Date());
  await client.end();
  expect(differenceOf({ dossier, file: null, published: null })).toBeNull();
  const file = await (await world.as.organizer.fetch(`/api/export/${world.exerciseId}`)).text();
  expect(file).toContain('only-the-author-knows-this');
});
