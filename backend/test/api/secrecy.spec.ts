import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import pg from 'pg';
import { commandId } from '../client.js';
import { draftOf, fileIncident, fileSubmission, judgeAll, tinyPng, upload } from '../play.js';
import { application, APPLY, propose } from '../rescoring.js';
import { buildWorld, make, type Person, type ServedWorld } from '../world.js';
import { crawl, type CrawlPool, queryNames } from './crawl.js';

jest.setTimeout(240_000);

let world: ServedWorld;
let pool: CrawlPool;
let evidenceOf: Record<'north' | 'south' | 'water' | 'bank', string>;

/** A text of each side that must never reach the other. */
const MARKS = { north: 'MARKNORTH', south: 'MARKSOUTH', water: 'MARKWATER', bank: 'MARKBANK' } as const;
const JUDGE_MARK = 'MARKREASON';
/** What referees say among themselves about a rescoring: no party's business, told or not. */
const REVIEW_MARK = 'MARKREVIEW';

/** What each person must never get to see, over all queries, arguments and fields. */
const FORBIDDEN: Record<Person, string[]> = {
  north: [MARKS.south, MARKS.water, MARKS.bank, REVIEW_MARK],
  south: [MARKS.north, MARKS.water, MARKS.bank, REVIEW_MARK],
  water: [MARKS.north, MARKS.south, MARKS.bank, JUDGE_MARK, REVIEW_MARK],
  bank: [MARKS.north, MARKS.south, MARKS.water, JUDGE_MARK, REVIEW_MARK],
  observer: [...Object.values(MARKS), JUDGE_MARK, REVIEW_MARK],
  stranger: [...Object.values(MARKS), JUDGE_MARK, REVIEW_MARK],
  nobody: [...Object.values(MARKS), JUDGE_MARK, REVIEW_MARK],
  admin: [],
  organizer: [],
  chief: [],
  referee: [],
};

beforeAll(async () => {
  world = await buildWorld();
  evidenceOf = { north: '', south: '', water: '', bank: '' };
  for (const person of ['north', 'south', 'water', 'bank'] as const) {
    const file = { name: `${MARKS[person]}.png`, bytes: tinyPng() };
    const response = await upload(world.as[person], world.exerciseId, file);
    evidenceOf[person] = ((await response.json()) as { id: string }).id;
  }
  await playBothSides();
  await giveRightsElsewhere();
  pool = await everyId();
});

afterAll(() => world.stop());

async function playBothSides(): Promise<void> {
  const { as, units } = world;
  const node = { category: 'row-3', privilege: 'admin', reason: `${JUDGE_MARK}-verdict` };
  const nodes = [node, { ...node, category: 'row-22', privilege: null }];
  const attack = (person: 'north' | 'south', unitId: string, source: string, destination: string) =>
    fileSubmission(
      as[person],
      draftOf(world, { unitId, source, destination, mark: MARKS[person], evidenceIds: [evidenceOf[person]], nodes }),
    );
  const onWater = await attack('north', units.water, '203.0.113.5', '198.51.100.7');
  const onBank = await attack('south', units.bank, '203.0.113.20', '198.51.100.140');
  await judgeAll(as.referee, onWater, nodes);
  await judgeAll(as.referee, onBank, nodes);
  await reportAbnormal('north', units.water);
  await reportAbnormal('south', units.bank);
  const sectionKeys = await detectionKeys();
  for (const [person, unitId, found, submissionId] of [
    ['water', units.water, '198.51.100.7', onWater.id],
    ['bank', units.bank, '198.51.100.140', onBank.id],
  ] as const) {
    const options = { unitId, mark: MARKS[person], found: [found], evidenceIds: [evidenceOf[person]], sectionKeys };
    const incidentId = await fileIncident(as[person], world, options);
    await make(as.referee, 'linkIncident', 'LinkIncidentInput', {
      incidentId,
      submissionId,
      reason: `${JUDGE_MARK}-link`,
    });
  }
  await rescore(onWater);
}

/** One change that took effect, so that north and water are told of it, and one that is only proposed. */
async function rescore(submission: Awaited<ReturnType<typeof fileSubmission>>): Promise<void> {
  const { as, exerciseId, teams } = world;
  const read = `query ($id: ID!) { submission(id: $id) { nodes { verdict { id } } } }`;
  const found = await as.referee.ask<{ submission: { nodes: { verdict: { id: string } }[] } }>(read, submission);
  const ruling = {
    ...{ nodeId: submission.nodes[0]?.id, expectedVerdictId: found.submission.nodes[0]?.verdict.id, factors: [] },
    ...{ outcome: 'REJECTED', quantity: 1, systemKey: 's', measures: [], reason: `${JUDGE_MARK}-overturned` },
  };
  const reason = `${REVIEW_MARK}-reason`;
  const set = await propose(as.referee, exerciseId, { kind: 'VERDICT_OVERTURNED', ruling, reason });
  const seen = { setId: set.id, previewHash: set.preview.previewHash, comment: `${REVIEW_MARK}-signed` };
  await make(as.organizer, 'approveRescoring', 'ApproveRescoringInput', seen);
  await as.chief.ask(APPLY, application(set));
  const adjustment = { side: 'ATTACK', partyId: teams.south, account: 'ATTACK', amount: '-5' };
  await propose(as.chief, exerciseId, { kind: 'ADJUSTMENT', adjustment, reason });
}

/** Two leads of a team on a unit: one the unit is told of, in words without a mark, and one that is dismissed. */
async function reportAbnormal(person: 'north' | 'south', unitId: string): Promise<void> {
  const { as, exerciseId } = world;
  const mark = MARKS[person];
  for (const [act, reason] of [
    ['notice', '核验属实'],
    ['dismiss', `${JUDGE_MARK}-dismiss`],
  ] as const) {
    const episodeId = await make(as[person], 'reportAbnormalDefense', 'AbnormalReportInput', {
      ...{ exerciseId, unitId, form: 'OTHER', systemName: `${mark}-system`, narrative: `${mark}-narrative` },
      ...{ evidenceAt: '2026-09-15T01:00:00Z', evidenceIds: [evidenceOf[person]] },
    });
    await make(as.referee, `${act}AbnormalDefense`, 'AbnormalActInput', { episodeId, expectedActId: null, reason });
  }
}

/** Whoever plays here judges or directs elsewhere, so that no declared permission alone keeps anything from them. */
async function giveRightsElsewhere(): Promise<void> {
  const { as, server } = world;
  const client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  const { rows: users } = await client.query<{ id: string; username: string }>('SELECT id, username FROM app_user');
  const { rows } = await client.query<{ attack: string; defense: string }>(
    'SELECT attack_rule_set_hash AS attack, defense_rule_set_hash AS defense FROM exercise',
  );
  await client.end();
  const span = { startsAt: '2026-10-15T01:00:00Z', endsAt: '2026-10-17T01:00:00Z', timeZone: 'Asia/Shanghai' };
  const rules = { attackRuleSetHash: rows[0]?.attack, defenseRuleSetHash: rows[0]?.defense };
  const settings = { code: 'elsewhere', name: '别处', host: '别处', ...span, ...rules };
  const exerciseId = await make(as.admin, 'createExercise', 'CreateExerciseInput', settings);
  const unit = { exerciseId, name: '别处单位', industry: '水利', isKeyUnit: false };
  const unitId = await make(as.admin, 'addUnit', 'AddUnitInput', unit);
  const teamId = await make(as.admin, 'addAttackTeam', 'AddAttackTeamInput', { exerciseId, name: '别处队' });
  const roles: [Person, Record<string, string>][] = [
    ['north', { role: 'CHIEF_REFEREE' }],
    ['south', { role: 'DEFENDER', unitId }],
    ['water', { role: 'ATTACKER', teamId }],
    ['bank', { role: 'ORGANIZER' }],
    ['observer', { role: 'REFEREE' }],
  ];
  for (const [person, role] of roles) {
    const userId = users.find(({ username }) => username === person)?.id;
    await make(as.admin, 'grantMembership', 'GrantMembershipInput', { exerciseId, userId, ...role });
  }
}

async function detectionKeys(): Promise<string[]> {
  const { exercise } = await world.as.referee.ask<{
    exercise: { defenseRuleSet: { dimensions: { filedWith: string; items: { key: string; mark: string }[] }[] } };
  }>(
    `query ($code: String!) { exercise(code: $code) { defenseRuleSet { dimensions { filedWith items { key mark } } } } }`,
    {
      code: world.code,
    },
  );
  return exercise.defenseRuleSet.dimensions
    .filter(({ filedWith }) => filedWith === 'DETECTION')
    .flatMap(({ items }) => items.filter(({ mark }) => mark === 'judged').map(({ key }) => key))
    .slice(0, 2);
}

/** Every uuid in the database: more than anybody could ever guess. */
async function everyId(): Promise<CrawlPool> {
  const client = new pg.Client({ connectionString: world.server.databaseUrl });
  await client.connect();
  const ids = new Set<string>([randomUUID()]);
  const tables = [
    'exercise',
    'attack_submission',
    'attack_node',
    'incident',
    'incident_report',
    'evidence',
    'verdict',
    'attack_team',
    'abnormal_episode',
    'rescoring_set',
    'appeal',
    'appeal_act',
    'notice',
  ];
  for (const table of tables) {
    const { rows } = await client.query<{ id: string }>(`SELECT id FROM ${table}`);
    for (const { id } of rows) ids.add(id);
  }
  for (const id of Object.values(world.units)) ids.add(id);
  const nodeIds = (await client.query<{ id: string }>('SELECT id FROM attack_node')).rows.map(({ id }) => id);
  const incidentIds = (await client.query<{ id: string }>('SELECT id FROM incident')).rows.map(({ id }) => id);
  await client.end();
  const verdict = { commandId: commandId(), expectedVerdictId: null, outcome: 'ACCEPTED', categoryKey: 'row-3' };
  return {
    ids: [...ids],
    exerciseIds: [world.exerciseId, randomUUID()],
    code: world.code,
    inputs: {
      VerdictInput: nodeIds.map((nodeId) => ({
        ...verdict,
        ...{ nodeId, privilegeKey: 'admin', quantity: 1, systemKey: 's', factors: [], measures: [], reason: '' },
      })),
      MarksInput: incidentIds.map((incidentId) => ({ commandId: commandId(), incidentId, marks: [], comment: '' })),
    },
  };
}

/** What each person's crawl brought back. */
const textOf = new Map<Person, string>();

describe('secrecy: every query, every id, every field', () => {
  it.each(Object.keys(FORBIDDEN) as Person[])('%s sees nothing of the other side', async (person) => {
    const { schema } = world.server.app.get(GraphQLSchemaHost);
    const finds = await crawl(schema, world.as[person], pool);
    textOf.set(person, finds.text);
    expect(finds.requests).toBeGreaterThan(queryNames(schema).length);
    for (const mark of FORBIDDEN[person]) expect(excerpt(finds.text, mark)).toBeNull();
    expect([...finds.codes].filter((code) => code === 'INTERNAL' || code === 'QUERY_TOO_COSTLY')).toEqual([]);
  });

  it('the crawl would find it: referees see both sides, each party its own', () => {
    for (const mark of [...Object.values(MARKS), JUDGE_MARK, REVIEW_MARK]) {
      expect(textOf.get('referee')).toContain(mark);
    }
    for (const told of ['north', 'water'] as const) expect(textOf.get(told)).toContain('复核后更正');
    expect(textOf.get('bank')).not.toContain('复核后更正');
    expect(textOf.get('north')).toContain(MARKS.north);
    expect(textOf.get('water')).toContain(MARKS.water);
  });

  it.each(Object.keys(FORBIDDEN) as Person[])('%s downloads only what is theirs', async (person) => {
    // Whoever creates an exercise directs it: here that is the administrator.
    const mayRead = ['admin', 'organizer', 'chief', 'referee'].includes(person);
    for (const [owner, id] of Object.entries(evidenceOf)) {
      const isShown = mayRead || owner === person;
      for (const path of ['preview', 'picture', 'thumbnail'].map((form) => `/api/evidence/${id}/${form}`)) {
        const response = await world.as[person].fetch(path);
        expect([path, owner, response.ok]).toEqual([path, owner, isShown]);
        if (!isShown) expect([401, 403, 404]).toContain(response.status);
      }
      // The file itself goes to its own party; who else may see it has to say why, so without a ticket gets none.
      const { ok, status } = await world.as[person].fetch(`/api/evidence/${id}`);
      expect([owner, ok]).toEqual([owner, owner === person]);
      if (!ok) expect(isShown ? [400] : [401, 403, 404]).toContain(status);
    }
  });
});

/** The surroundings of a mark, to make a failure readable; null when it is absent. */
function excerpt(text: string, mark: string): string | null {
  const at = text.indexOf(mark);
  return at < 0 ? null : text.slice(Math.max(0, at - 300), at + 60);
}
