import { jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { commandId, TestClient } from '../../../test/client.js';
import { fileMany } from '../../../bench/queue-load.js';
import { fileIncident } from '../../../test/play.js';
import { halfMarks, storeProof } from '../../../test/proof/played.js';
import { buildWorld, make, PASSWORD, type ServedWorld } from '../../../test/world.js';
import { DEFAULT_POLICY } from '../../core/adjudication/policy.js';

jest.setTimeout(240_000);

const NEXT = `mutation ($input: ClaimNextInput!) { next: claimNext(input: $input) { subjectId seats freeSeats groupKey } }`;
const CLAIM = `mutation ($input: ClaimInput!) { claimSubmission(input: $input) { id claim { isMine } } }`;
const RELEASE = `mutation ($input: ClaimInput!) { releaseClaim(input: $input) { id claim { isMine } } }`;
const SET = `mutation ($input: SetAdjudicationPolicyInput!) {
  set: setAdjudicationPolicy(input: $input) { current { claimMinutes } versions { id seq reason setByName } }
}`;
const DECLARE = `mutation ($input: DeclareRelationInput!) {
  relations: declareRelation(input: $input) { id refereeName partyName side kind endedAt mayEnd }
}`;
const END = `mutation ($input: EndRelationInput!) { relations: endRelation(input: $input) { id endedAt endReason } }`;
const RELATIONS = `query ($id: ID!) { relations: refereeRelations(exerciseId: $id) { id refereeName } }`;
const ITEM = `query ($id: ID!, $subjectId: ID!) {
  item: queueItem(exerciseId: $id, subjectId: $subjectId) {
    subjectId state priority dueAt isOverdue seats freeSeats groupKey isRecused isOfMyGroup claimedPoints claim { isMine }
  }
}`;

const WAITING = `query ($id: ID!) {
  waiting(exerciseId: $id) { subjectId }
  counts: queueCounts(exerciseId: $id) { forMe }
}`;
const MARK = `mutation ($input: MarksInput!) { it: recordMarks(input: $input) { id } }`;

type Answer = Awaited<ReturnType<typeof JSON.parse>>;

let world: ServedWorld;
let data: DataSource;
const judges: Record<'ai' | 'bo' | 'cy', TestClient> = {} as never;
const userIds: Record<string, string> = {};
let from = 500_000;
let versionId: string | null = null;

beforeAll(async () => {
  world = await buildWorld();
  data = world.server.app.get(DataSource);
  for (const name of ['ai', 'bo', 'cy'] as const) judges[name] = await newReferee(name);
  const people = await data.query<{ id: string; username: string }[]>('SELECT id, username FROM app_user');
  for (const { id, username } of people) userIds[username] = id;
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

/** Submissions of one team on one unit, on top of what waits already. */
function filed(count: number, where: { teamId?: string; unitId?: string } = {}): Promise<string[]> {
  from += 100;
  const { exerciseId, teams, units, server } = world;
  const place = { exerciseId, teamId: teams.north, unitId: units.water, filedById: userIds.north ?? '', ...where };
  return fileMany(data, { ...place, count, from, filedAt: server.clock.now() });
}

/** Nothing waits any more. */
function cleared(): Promise<unknown> {
  return data.query(`UPDATE queue_item SET state = 'CLOSED'`);
}

const next = (referee: TestClient, more: object = {}) =>
  referee.ask<Answer>(NEXT, { input: { commandId: commandId(), exerciseId: world.exerciseId, ...more } });
const refusedNext = (referee: TestClient) =>
  referee.refusal(NEXT, { input: { commandId: commandId(), exerciseId: world.exerciseId } });
const command = (submissionId: string) => ({ input: { commandId: commandId(), submissionId } });
const item = async (referee: TestClient, subjectId: string): Promise<Answer> =>
  (await referee.ask<Answer>(ITEM, { id: world.exerciseId, subjectId })).item;

function policyInput(changes: object, more: object = {}) {
  const policy = { ...DEFAULT_POLICY, ...changes };
  const { exerciseId } = world;
  return {
    input: { commandId: commandId(), exerciseId, expectedVersionId: versionId, reason: '开赛前设定', policy, ...more },
  };
}

async function setPolicy(changes: object): Promise<Answer> {
  const { set } = await world.as.organizer.ask<Answer>(SET, policyInput(changes));
  versionId = set.versions[0].id;
  return set;
}

/** Everything wrong with an input, by field. */
async function problems(client: TestClient, query: string, variables: Record<string, unknown>) {
  const { errors } = await client.query(query, variables);
  return errors?.[0]?.extensions.fields ?? [];
}

describe('claims', () => {
  it('end after their time, and another takes the item', async () => {
    const [id = ''] = await filed(1);
    expect((await next(judges.ai)).next).toMatchObject({ subjectId: id, seats: 1, freeSeats: 0 });
    expect(await refusedNext(judges.bo)).toBe('NOTHING_TO_CLAIM');
    world.server.clock.set(new Date(world.server.clock.now().getTime() + 45 * 60_000 - 1));
    expect(await refusedNext(judges.bo)).toBe('NOTHING_TO_CLAIM');
    world.server.clock.set(new Date(world.server.clock.now().getTime() + 1));
    expect((await next(judges.bo)).next.subjectId).toBe(id);
    expect(await judges.ai.refusal(RELEASE, command(id))).toBe('CLAIMED_BY_OTHER');
  });

  it('answer a repeated command with the item it took, and no other', async () => {
    await cleared();
    const ids = await filed(2);
    const input = { commandId: commandId(), exerciseId: world.exerciseId };
    const takes = [await judges.ai.ask<Answer>(NEXT, { input }), await judges.ai.ask<Answer>(NEXT, { input })];
    expect(takes.map((taken) => taken.next.subjectId)).toEqual([ids[0], ids[0]]);
    expect((await next(judges.bo)).next.subjectId).toBe(ids[1]);
  });

  it('given back come last for whoever gave them back, and are free for all others', async () => {
    await cleared();
    const [first = '', second = ''] = await filed(2);
    expect((await next(judges.ai)).next.subjectId).toBe(first);
    await judges.ai.ask(RELEASE, command(first));
    expect((await next(judges.ai)).next.subjectId).toBe(second);
    expect((await next(judges.ai)).next.subjectId).toBe(first);
    await judges.ai.ask(RELEASE, command(first));
    expect((await next(judges.bo)).next.subjectId).toBe(first);
  });

  it('are for referees of the exercise on what was filed, and nobody else', async () => {
    const [id = ''] = await filed(1);
    expect(await world.as.stranger.refusal(CLAIM, command(id))).toBe('NOT_ALLOWED');
    expect(await world.as.organizer.refusal(CLAIM, command(id))).toBe('NOT_ALLOWED');
    expect(await judges.ai.refusal(CLAIM, command(commandId()))).toBe('NOT_FOUND');
    const drafts = await data.query<{ id: string }[]>(
      `INSERT INTO attack_submission (id, exercise_id, team_id, code, state, version, list_no, title, source_addresses,
                                      controlled_addresses, summary, remediation, updated_at)
       VALUES (gen_random_uuid(), $1, $2, 'draft', 'DRAFT', 1, 999999, '', '{}', '{}', '', '', now()) RETURNING id`,
      [world.exerciseId, world.teams.north],
    );
    expect(await judges.ai.refusal(CLAIM, command(drafts[0]?.id ?? ''))).toBe('NOT_FOUND');
  });
});

describe('the policy', () => {
  it('is set by an organizer with a reason, version by version', async () => {
    await cleared();
    const first = await setPolicy({ claimMinutes: 10 });
    expect(first).toMatchObject({ current: { claimMinutes: 10 }, versions: [{ reason: '开赛前设定' }] });
    const stale = policyInput({ claimMinutes: 20 }, { expectedVersionId: null });
    expect(await world.as.organizer.refusal(SET, stale)).toBe('STALE_VERSION');
    expect(await judges.ai.refusal(SET, policyInput({}))).toBe('NOT_ALLOWED');
    expect(await world.as.stranger.refusal(SET, policyInput({}))).toBe('NOT_ALLOWED');
    const [record] = await data.query<{ details: { sealed: object[] } }[]>(
      `SELECT details FROM journal_record WHERE kind = 'POLICY_SET'`,
    );
    expect(record?.details.sealed).toEqual([expect.objectContaining({ table: 'adjudication_policy', id: versionId })]);
  });

  it('names every wrong field and changes nothing', async () => {
    const groups = [
      { key: 'g', name: '', refereeIds: [userIds.ai, userIds.ai] },
      { key: 'g', name: '组', refereeIds: [userIds.north] },
    ];
    const wrong = {
      claimMinutes: 0,
      serviceMinutes: { HIGH: 4, NORMAL: 60, LOW: 50_000 },
      reviews: [{ fromClaimedPoints: 'much', referees: 99, priority: 'HIGH' }],
      agreementShare: '1.5',
      groups,
      assignments: [{ side: 'ATTACK', unitId: world.units.waterPlant, groupKey: 'none' }],
      reasonTemplates: [{ key: 'Ü', use: 'REJECTED', text: ' ' }],
      retentionDays: 0,
    };
    const fields = await problems(world.as.organizer, SET, policyInput(wrong, { reason: ' ' }));
    expect(fields.map(({ path, code }) => `${path} ${code}`).sort()).toEqual([
      'policy.agreementShare NOT_A_SHARE',
      'policy.assignments.0.groupKey NOT_A_CHOICE',
      'policy.assignments.0.unitId NOT_FOUND',
      'policy.claimMinutes TOO_SMALL',
      'policy.groups.0.name REQUIRED',
      'policy.groups.0.refereeIds.1 TAKEN',
      'policy.groups.1.key TAKEN',
      'policy.groups.1.refereeIds.0 NOT_FOUND',
      'policy.reasonTemplates.0.key WRONG_FORM',
      'policy.reasonTemplates.0.text REQUIRED',
      'policy.retentionDays TOO_SMALL',
      'policy.reviews REQUIRED',
      'policy.reviews.0.fromClaimedPoints WRONG_FORM',
      'policy.reviews.0.referees TOO_LARGE',
      'policy.serviceMinutes.HIGH TOO_SMALL',
      'policy.serviceMinutes.LOW TOO_LARGE',
      'reason REQUIRED',
    ]);
    const [{ n }] = await data.query<[{ n: number }]>('SELECT count(*)::int AS n FROM adjudication_policy');
    expect(n).toBe(1);
  });

  it('refuses a group too small for the referees its work takes', async () => {
    const changes = {
      reviews: [{ fromClaimedPoints: '0', referees: 2, priority: 'NORMAL' }],
      groups: [{ key: 'solo', name: '一人组', refereeIds: [userIds.ai] }],
      assignments: [{ side: 'ATTACK', unitId: null, groupKey: 'solo' }],
    };
    const tooSmall = [{ path: 'policy.assignments.0.groupKey', code: 'GROUP_TOO_SMALL' }];
    expect(await problems(world.as.organizer, SET, policyInput(changes))).toEqual(tooSmall);
    const withChief = [{ key: 'solo', name: '一人组', refereeIds: [userIds.ai, userIds.chief] }];
    expect(await problems(world.as.organizer, SET, policyInput({ ...changes, groups: withChief }))).toEqual(tooSmall);
  });

  it('counts no chief referee among those who take a seat of several', async () => {
    const asked = (markReferees: number) => problems(world.as.organizer, SET, policyInput({ markReferees }));
    const referees = ['referee', 'ai', 'bo', 'cy'].length;
    expect(await asked(referees + 1)).toEqual([{ path: 'policy.markReferees', code: 'TOO_LARGE' }]);
    await setPolicy({ markReferees: referees });
  });

  it('places by claimed points: priority, due time, seats; what waits already moves with it', async () => {
    await cleared();
    const [id = ''] = await filed(1);
    expect(await item(judges.ai, id)).toMatchObject({ priority: 'NORMAL', seats: 1, claimedPoints: '500' });
    await setPolicy({
      claimMinutes: 10,
      reviews: [
        { fromClaimedPoints: '0', referees: 1, priority: 'LOW' },
        { fromClaimedPoints: '500', referees: 2, priority: 'HIGH' },
      ],
    });
    const placed = await item(judges.ai, id);
    expect(placed).toMatchObject({ priority: 'HIGH', seats: 2, freeSeats: 2, isOverdue: false });
    const due = Date.parse(placed.dueAt) - world.server.clock.now().getTime();
    expect(Math.round(due / 60_000)).toBe(60);
  });

  it('gives so many referees a seat and no more', async () => {
    const { subjectId } = (await next(judges.ai)).next;
    expect(await refusedNext(judges.ai)).toBe('NOTHING_TO_CLAIM');
    expect((await next(judges.bo)).next).toMatchObject({ subjectId, seats: 2, freeSeats: 0 });
    expect(await refusedNext(judges.cy)).toBe('NOTHING_TO_CLAIM');
    expect(await judges.cy.refusal(CLAIM, command(subjectId))).toBe('CLAIMED_BY_OTHER');
    expect((await item(judges.ai, subjectId)).claim).toEqual({ isMine: true });
    await judges.ai.ask(RELEASE, command(subjectId));
    expect((await next(judges.cy)).next).toMatchObject({ subjectId, freeSeats: 0 });
  });

  it('keeps the seats of what somebody has begun', async () => {
    const [id = ''] = await filed(1);
    await next(judges.cy);
    expect((await item(judges.cy, id)).seats).toBe(2);
    await setPolicy({});
    expect((await item(judges.cy, id)).seats).toBe(2);
  });
});

describe('priority', () => {
  it('comes first, then the due time, then the receipt', async () => {
    await cleared();
    const reviews = [
      { fromClaimedPoints: '0', referees: 1, priority: 'LOW' },
      { fromClaimedPoints: '100', referees: 1, priority: 'HIGH' },
    ];
    await setPolicy({ reviews });
    const where = { exerciseId: world.exerciseId, teamId: world.teams.north, unitId: world.units.water };
    const load = { ...where, filedById: userIds.north ?? '', filedAt: world.server.clock.now(), count: 1 };
    const [low] = await fileMany(data, { ...load, from: (from += 10), categoryKey: 'none', privilegeKey: null });
    const [high] = await fileMany(data, { ...load, from: (from += 10) });
    expect((await next(judges.ai)).next.subjectId).toBe(high);
    expect((await next(judges.ai)).next.subjectId).toBe(low);
    world.server.clock.set(new Date(world.server.clock.now().getTime() + 480 * 60_000 + 1000));
    expect(await item(judges.ai, low ?? '')).toMatchObject({ isOverdue: true, claim: null });
  });
});

describe('groups', () => {
  it('judge what is assigned to them, by unit before side, and nobody else does', async () => {
    await cleared();
    await setPolicy({
      groups: [
        { key: 'all', name: '攻方组', refereeIds: [userIds.ai, userIds.bo] },
        { key: 'bank', name: '金融组', refereeIds: [userIds.bo] },
      ],
      assignments: [
        { side: 'ATTACK', unitId: null, groupKey: 'all' },
        { side: 'ATTACK', unitId: world.units.bank, groupKey: 'bank' },
      ],
    });
    const [onBank = ''] = await filed(1, { unitId: world.units.bank });
    const [onPlant = ''] = await filed(1, { unitId: world.units.waterPlant });
    expect(await refusedNext(judges.cy)).toBe('NOTHING_TO_CLAIM');
    expect(await judges.cy.refusal(CLAIM, command(onPlant))).toBe('OTHER_GROUP');
    expect((await next(judges.ai)).next).toMatchObject({ subjectId: onPlant, groupKey: 'all' });
    expect(await refusedNext(judges.ai)).toBe('NOTHING_TO_CLAIM');
    expect(await item(judges.ai, onBank)).toMatchObject({ isOfMyGroup: false, isRecused: false });
    await world.as.chief.ask(CLAIM, command(onBank));
    await world.as.chief.ask(RELEASE, command(onBank));
    expect((await next(judges.bo)).next.subjectId).toBe(onBank);
    await setPolicy({});
  });
});

describe('the chief referee', () => {
  it('is told of what only he decides, and offered no seat of several', async () => {
    await cleared();
    await setPolicy({ reviews: [{ fromClaimedPoints: '0', referees: 2, priority: 'NORMAL' }] });
    const [left = '', open = ''] = await filed(2);
    expect(await item(judges.ai, left)).toMatchObject({ seats: 2 });
    await data.query(`UPDATE queue_item SET state = 'CHIEF' WHERE subject_id = $1`, [left]);
    const told = async (client: TestClient): Promise<string[]> => {
      const { waiting, counts } = await client.ask<Answer>(WAITING, { id: world.exerciseId });
      expect(counts.forMe).toBe(client === world.as.chief ? 0 : 1);
      return waiting.map(({ subjectId }: Answer) => subjectId);
    };
    expect(await told(world.as.chief)).toEqual([left]);
    expect(await told(judges.ai)).toEqual([open]);
    await setPolicy({});
  });
});

describe('an incident', () => {
  let incidentId: string;
  const marking = async () => ({
    input: {
      commandId: commandId(),
      incidentId,
      marks: await halfMarks(world),
      comment: '',
      expectedMarkSheetId: null,
    },
  });

  beforeAll(async () => {
    const groups = [{ key: 'blue', name: '守方组', refereeIds: [userIds.bo] }];
    await setPolicy({ groups, assignments: [{ side: 'DEFENSE', unitId: null, groupKey: 'blue' }] });
    const evidenceIds = [await storeProof(world, 'water')];
    const options = { unitId: world.units.water, mark: 'G', found: [], evidenceIds, sectionKeys: ['process'] };
    incidentId = await fileIncident(world.as.water, world, options);
  });

  it('is in the queue again with another report after its only one was withdrawn', async () => {
    const { water } = world.as;
    const state = async () => (await item(judges.bo, incidentId)).state;
    const { incident } = await water.ask<Answer>(`query ($id: ID!) { incident(id: $id) { reports { id } } }`, {
      id: incidentId,
    });
    await make(water, 'withdrawReport', 'WithdrawReportInput', { reportId: incident.reports[0].id, reason: '' });
    expect(await state()).toBe('CLOSED');
    const times = { startedAt: '2026-09-15T01:20:00Z', endedAt: '2026-09-15T01:45:00Z' };
    const sections = [{ key: 'process', text: '处置经过', evidenceIds: [] }];
    const report = { id: commandId(), incidentId, kind: 'RESPONSE', version: 0, ...times, sections, evidenceIds: [] };
    await water.ask(`mutation ($input: ReportDraftInput!) { saveReportDraft(input: $input) { id } }`, {
      input: report,
    });
    await make(water, 'fileReport', 'FileReportInput', { reportId: report.id, version: 1 });
    expect(await state()).toBe('WAITING');
  });

  it('of a group is marked by its members, though they need not take it', async () => {
    expect(await judges.ai.refusal(MARK, await marking())).toBe('OTHER_GROUP');
    await judges.bo.ask(MARK, await marking());
    await setPolicy({});
  });
});

describe('recusal', () => {
  const declaration = (more: object) => ({
    input: { commandId: commandId(), exerciseId: world.exerciseId, kind: 'FAMILY', note: '', ...more },
  });

  it('keeps a related referee from the party’s work at once, also from what he holds', async () => {
    await cleared();
    const [ofSouth = ''] = await filed(1, { teamId: world.teams.south });
    await next(judges.ai);
    const { relations } = await judges.ai.ask<Answer>(DECLARE, declaration({ partyId: world.teams.south }));
    expect(relations).toMatchObject([
      { partyName: '南队', side: 'ATTACK', kind: 'FAMILY', endedAt: null, mayEnd: false },
    ]);
    expect(await item(judges.ai, ofSouth)).toMatchObject({ isRecused: true, claim: null });
    expect(await refusedNext(judges.ai)).toBe('NOTHING_TO_CLAIM');
    expect(await judges.ai.refusal(CLAIM, command(ofSouth))).toBe('CONFLICT_OF_INTEREST');
    expect((await next(judges.bo)).next.subjectId).toBe(ofSouth);
  });

  it('reaches subordinate units of a related unit', async () => {
    const [onPlant = ''] = await filed(1, { unitId: world.units.waterPlant });
    const { organizer } = world.as;
    const own = { partyId: world.units.water, kind: 'OWN_ORGANISATION', refereeId: userIds.cy };
    await organizer.ask(DECLARE, declaration(own));
    expect(await judges.cy.refusal(CLAIM, command(onPlant))).toBe('CONFLICT_OF_INTEREST');
    expect(await problems(organizer, DECLARE, declaration(own))).toEqual([{ path: 'partyId', code: 'TAKEN' }]);
    const others = { partyId: world.units.waterPlant, refereeId: userIds.north, kind: 'OTHER' };
    expect(await problems(organizer, DECLARE, declaration(others))).toEqual([
      { path: 'refereeId', code: 'NOT_FOUND' },
      { path: 'partyId', code: 'NOT_FOUND' },
      { path: 'note', code: 'REQUIRED' },
    ]);
  });

  it('is declared by oneself, read by oneself and control, ended by an organizer only', async () => {
    const list = async (client: TestClient) =>
      (await client.ask<Answer>(RELATIONS, { id: world.exerciseId })).relations as {
        id: string;
        refereeName: string;
      }[];
    const [own] = await list(judges.ai);
    expect((await list(judges.ai)).map(({ refereeName }) => refereeName)).toEqual(['ai']);
    expect(await list(judges.bo)).toEqual([]);
    expect((await list(world.as.chief)).map(({ refereeName }) => refereeName)).toEqual(['cy', 'ai']);
    expect(await world.as.north.refusal(RELATIONS, { id: world.exerciseId })).toBe('NOT_ALLOWED');
    const forOther = declaration({ partyId: world.teams.north, refereeId: userIds.bo });
    expect(await judges.ai.refusal(DECLARE, forOther)).toBe('NOT_ALLOWED');
    const ending = () => ({ input: { commandId: commandId(), relationId: own?.id, reason: '已离职满三年' } });
    expect(await judges.ai.refusal(END, ending())).toBe('NOT_ALLOWED');
    expect(await judges.bo.refusal(END, ending())).toBe('NOT_FOUND');
    const { relations } = await world.as.organizer.ask<Answer>(END, ending());
    expect(relations.find(({ id }: Answer) => id === own?.id)).toMatchObject({ endReason: '已离职满三年' });
    expect(await world.as.organizer.refusal(END, ending())).toBe('WRONG_STATE');
    const ofSouth = await filed(1, { teamId: world.teams.south });
    await judges.ai.ask(CLAIM, command(ofSouth[0] ?? ''));
  });

  it('is told to no party', async () => {
    const told = await data.query<{ party: string | null }[]>(
      `SELECT party_id AS party FROM journal_record WHERE kind LIKE 'RELATION%'`,
    );
    expect(told.map(({ party }) => party)).toEqual([null, null, null]);
    await expect(data.query(`DELETE FROM referee_relation`)).rejects.toThrow('refused');
  });
});
