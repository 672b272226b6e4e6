import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { jest } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType, GraphQLInputObjectType, type GraphQLInputField, isRequiredInputField } from 'graphql';
import pg from 'pg';
import { DEFAULT_POLICY } from '../../src/core/adjudication/policy.js';
import { REFUSAL_CODES } from '../../src/core/kernel/refusal.js';
import { type Answer, commandId, type TestClient } from '../client.js';
import { draftOf, fileIncident, fileSubmission, tinyPng, upload } from '../play.js';
import { propose } from '../rescoring.js';
import { buildWorld, make, PASSWORD, type Person, type ServedWorld } from '../world.js';

jest.setTimeout(240_000);

let world: ServedWorld;
let database: pg.Client;
/** A valid input per mutation and who may send it; each test spoils one thing. */
let valid: Record<string, { by: Person; input: Record<string, unknown> }>;

beforeAll(async () => {
  world = await buildWorld();
  database = new pg.Client({ connectionString: world.server.databaseUrl });
  await database.connect();
  valid = await validInputs();
});

afterAll(async () => {
  await database.end();
  await world.stop();
});

async function validInputs(): Promise<typeof valid> {
  const { as, exerciseId, units, teams } = world;
  const stored = await upload(as.north, exerciseId, { name: '证据.png', bytes: tinyPng() });
  const { id: evidenceId } = (await stored.json()) as { id: string };
  const options = {
    unitId: units.water,
    source: '203.0.113.5',
    destination: '198.51.100.7',
    evidenceIds: [evidenceId],
  };
  const nodes = [{ category: 'row-3', privilege: 'admin' }];
  const submission = await fileSubmission(as.north, draftOf(world, { ...options, mark: 'filed', nodes }));
  const draft = draftOf(world, { ...options, mark: 'draft', nodes });
  await as.north.ask(`mutation ($input: SubmissionDraftInput!) { saveSubmissionDraft(input: $input) { id } }`, {
    input: draft,
  });
  const incidentId = await fileIncident(as.water, world, {
    ...{ unitId: units.water, mark: 'case', found: ['198.51.100.7'], evidenceIds: [], sectionKeys: ['timeliness'] },
  }).catch(() => randomUUID());
  const span = { startsAt: '2026-09-15T01:00:00Z', endsAt: '2026-09-17T01:00:00Z' };
  const { ruleSets } = await as.admin.ask<{ ruleSets: { key: string; hash: string }[] }>('{ ruleSets { key hash } }');
  const hashOf = (key: string): string => ruleSets.find((rule) => rule.key === key)?.hash ?? '';
  const rules = { attackRuleSetHash: hashOf('tprq'), defenseRuleSetHash: hashOf('fhz') };
  const settings = { name: '演习', host: '指挥部', timeZone: 'Asia/Shanghai', ...span, ...rules };
  const { exercise } = await as.organizer.ask<{ exercise: { version: number } }>(
    `query ($code: String!) { exercise(code: $code) { version } }`,
    { code: world.code },
  );
  return {
    createUser: { by: 'admin', input: { username: 'someone', displayName: '某人', password: PASSWORD } },
    createExercise: { by: 'admin', input: { code: 'other-2026', ...settings } },
    configureExercise: { by: 'organizer', input: { exerciseId, version: exercise.version, ...settings } },
    startExercise: { by: 'organizer', input: { exerciseId, version: exercise.version } },
    addUnit: {
      by: 'organizer',
      input: {
        exerciseId,
        parentId: units.water,
        name: '新单位',
        industry: '水利',
        isKeyUnit: false,
        isParticipant: true,
      },
    },
    addAttackTeam: { by: 'organizer', input: { exerciseId, name: '新队' } },
    registerSourceAddress: {
      by: 'organizer',
      input: { exerciseId, teamId: teams.north, cidr: '203.0.113.9', validFrom: span.startsAt, validTo: span.endsAt },
    },
    addTarget: {
      by: 'organizer',
      input: {
        exerciseId,
        unitId: units.water,
        name: '靶标',
        targetClass: '系统',
        address: '198.51.100.9',
        description: '',
      },
    },
    saveSubmissionDraft: { by: 'north', input: { ...draft, version: 1 } },
    fileSubmission: { by: 'north', input: { submissionId: draft.id, version: 1 } },
    openIncident: {
      by: 'water',
      input: { exerciseId, unitId: units.water, title: '异常外联', discoveredAt: '2026-09-15T01:20:00Z' },
    },
    claimSubmission: { by: 'referee', input: { submissionId: submission.id } },
    recordVerdict: {
      by: 'referee',
      input: {
        ...{ nodeId: submission.nodes[0]?.id, expectedVerdictId: null, outcome: 'ACCEPTED', categoryKey: 'row-3' },
        ...{ privilegeKey: 'admin', quantity: 1, systemKey: 's', factors: [], measures: [], reason: '' },
      },
    },
    recordMarks: { by: 'referee', input: { incidentId, marks: [], comment: '' } },
    linkIncident: { by: 'referee', input: { incidentId, submissionId: submission.id, reason: '同一地址' } },
    ...(await returnInputs(submission.id, incidentId)),
    ...(await abnormalInputs(evidenceId)),
    ...(await rescoringInputs()),
    ...appealInputs(submission.id, evidenceId),
    ...queueInputs(incidentId),
  };
}

/** What goes back and forth between authors and referees. */
async function returnInputs(submissionId: string, incidentId: string): Promise<typeof valid> {
  const query = `query ($id: ID!) { incident(id: $id) { reports { id } } }`;
  const { incident } = await world.as.water.ask<{ incident: { reports: { id: string }[] } }>(query, { id: incidentId });
  const reportId = incident.reports[0]?.id;
  const because = { reasons: [{ code: 'ALERT_COPIES', note: '' }], comment: '请补正' };
  return {
    returnSubmission: { by: 'referee', input: { submissionId, ...because } },
    resubmitSubmission: { by: 'north', input: { submissionId, version: 2 } },
    withdrawSubmission: { by: 'north', input: { submissionId, reason: '重复' } },
    returnReport: { by: 'referee', input: { reportId, ...because } },
    resubmitReport: { by: 'water', input: { reportId, version: 2 } },
    withdrawReport: { by: 'water', input: { reportId, reason: '重复' } },
  };
}

/** A lead, one that waits to be verified, and one whose unit has been told. */
async function abnormalInputs(evidenceId: string): Promise<typeof valid> {
  const { as, exerciseId, units } = world;
  const lead = {
    ...{ exerciseId, unitId: units.water, form: 'SITE_DOWN', systemName: '门户网站', narrative: '整站不可用' },
    ...{ evidenceAt: '2026-09-15T01:00:00Z', evidenceIds: [evidenceId] },
  };
  const waiting = await make(as.north, 'reportAbnormalDefense', 'AbnormalReportInput', lead);
  const told = await make(as.north, 'reportAbnormalDefense', 'AbnormalReportInput', lead);
  const notice = { episodeId: told, expectedActId: null, reason: '核验属实' };
  const { made } = await as.referee.ask<{ made: { acts: { id: string }[] } }>(
    `mutation ($input: AbnormalActInput!) { made: noticeAbnormalDefense(input: $input) { acts { id } } }`,
    { input: { commandId: commandId(), ...notice } },
  );
  const act = { episodeId: told, expectedActId: made.acts[0]?.id, reason: '仍不可用', at: '2026-09-15T01:00:00Z' };
  return {
    reportAbnormalDefense: { by: 'north', input: lead },
    noticeAbnormalDefense: { by: 'referee', input: { ...notice, episodeId: waiting } },
    dismissAbnormalDefense: { by: 'referee', input: { ...notice, episodeId: waiting } },
    confirmAbnormalDefense: { by: 'referee', input: act },
    closeAbnormalDefense: { by: 'referee', input: act },
  };
}

/** A proposal, and what may be done with one that is open. */
async function rescoringInputs(): Promise<typeof valid> {
  const { as, exerciseId, teams } = world;
  const adjustment = { side: 'ATTACK', partyId: teams.north, account: 'ATTACK', amount: '-5' };
  const proposal = { exerciseId, kind: 'ADJUSTMENT', reason: '多次违规', publicReason: '违反演习纪律', adjustment };
  const { id: setId, preview } = await propose(as.chief, exerciseId, proposal);
  const seen = { setId, previewHash: preview.previewHash };
  return {
    proposeRescoring: { by: 'chief', input: proposal },
    approveRescoring: { by: 'organizer', input: { ...seen, comment: '' } },
    cancelRescoring: { by: 'chief', input: { setId, reason: '重复' } },
    applyRescoring: { by: 'organizer', input: { ...seen, password: PASSWORD } },
  };
}

function inputType(mutation: string): GraphQLInputObjectType {
  const { schema } = world.server.app.get(GraphQLSchemaHost);
  const type = getNamedType(schema.getMutationType()?.getFields()[mutation]?.args[0]?.type);
  if (!(type instanceof GraphQLInputObjectType)) throw new Error(`${mutation} takes no input`);
  return type;
}

async function send(mutation: string, input: Record<string, unknown>, by?: TestClient): Promise<Answer> {
  const { schema } = world.server.app.get(GraphQLSchemaHost);
  const field = schema.getMutationType()?.getFields()[mutation];
  const isPlain = getNamedType(field?.type)?.name === 'Boolean';
  const client = by ?? world.as[valid[mutation]?.by ?? 'nobody'];
  const query = `mutation ($input: ${inputType(mutation).name}!) { ${mutation}(input: $input) ${isPlain ? '' : '{ id }'} }`;
  return client.query(query, { input });
}

/** One text over everything that lasts: two equal ones mean that nothing was changed. */
async function fingerprint(): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT IN ('session', 'login_attempt')
      ORDER BY 1`,
  );
  const sums: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await database.query<{ sum: string }>(
      `SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS sum FROM ${name} t`,
    );
    sums.push(`${name}=${rows[0]?.sum}`);
  }
  return sums.join('\n');
}

/** How it is judged, and who takes what. */
function queueInputs(incidentId: string): typeof valid {
  const { exerciseId, units } = world;
  return {
    setAdjudicationPolicy: { by: 'organizer', input: { exerciseId, reason: '理由', policy: DEFAULT_POLICY } },
    claimNext: { by: 'referee', input: { exerciseId, subjectKind: 'SUBMISSION' } },
    claimIncident: { by: 'referee', input: { incidentId } },
    releaseIncident: { by: 'referee', input: { incidentId } },
    declareRelation: { by: 'referee', input: { exerciseId, partyId: units.bank, kind: 'FAMILY', note: '' } },
    endRelation: { by: 'organizer', input: { relationId: randomUUID(), reason: '理由' } },
  };
}

/** Appeals, and what follows the end. */
function appealInputs(submissionId: string, evidenceId: string): typeof valid {
  const appealId = randomUUID();
  const { exerciseId } = world;
  const appeal = { subjectKind: 'NODE', subjectId: submissionId, grounds: '理由', evidenceIds: [evidenceId] };
  const ruling = { appealId, isUpheld: false, reason: '理由', publicReason: '理由' };
  return {
    fileAppeal: { by: 'north', input: appeal },
    withdrawAppeal: { by: 'north', input: { appealId, reason: '理由' } },
    requestArbitration: { by: 'north', input: { appealId, reason: '理由' } },
    takeAppeal: { by: 'referee', input: { appealId } },
    ruleOnAppeal: { by: 'referee', input: ruling },
    arbitrate: { by: 'chief', input: ruling },
    releasePath: { by: 'organizer', input: { submissionId, withEvidence: false, reason: '理由' } },
    openPublicNotice: { by: 'organizer', input: { exerciseId, version: 2 } },
    finalizeExercise: { by: 'organizer', input: { exerciseId, version: 2 } },
  };
}

/** Fields the refusal names; of a list, the list. */
function fieldsNamed(answer: Answer): string[] {
  return (answer.errors?.[0]?.extensions.fields ?? []).map(({ path }) => path.replace(/\.\d+$/, ''));
}

/** Sends it and expects a typed refusal that changed nothing. */
async function expectRefused(mutation: string, input: Record<string, unknown>, by?: TestClient): Promise<Answer> {
  const before = await fingerprint();
  const answer = await send(mutation, input, by);
  expect(answer.data?.[mutation] ?? null).toBeNull();
  expect(REFUSAL_CODES).toContain(answer.errors?.[0]?.extensions.code);
  expect(answer.errors?.[0]?.extensions.code).not.toBe('INTERNAL');
  expect(await fingerprint()).toBe(before);
  return answer;
}

const MUTATIONS = [
  'createUser',
  'createExercise',
  'configureExercise',
  'startExercise',
  'addUnit',
  'addAttackTeam',
  'registerSourceAddress',
  'addTarget',
  'saveSubmissionDraft',
  'fileSubmission',
  'openIncident',
  'claimSubmission',
  'recordVerdict',
  'recordMarks',
  'linkIncident',
  'setAdjudicationPolicy',
  'claimNext',
  'claimIncident',
  'releaseIncident',
  'declareRelation',
  'endRelation',
  'returnSubmission',
  'resubmitSubmission',
  'withdrawSubmission',
  'returnReport',
  'resubmitReport',
  'withdrawReport',
  'reportAbnormalDefense',
  'noticeAbnormalDefense',
  'dismissAbnormalDefense',
  'confirmAbnormalDefense',
  'closeAbnormalDefense',
  'proposeRescoring',
  'approveRescoring',
  'cancelRescoring',
  'applyRescoring',
  'fileAppeal',
  'withdrawAppeal',
  'requestArbitration',
  'takeAppeal',
  'ruleOnAppeal',
  'arbitrate',
  'releasePath',
  'openPublicNotice',
  'finalizeExercise',
];

function withCommand(mutation: string, input: Record<string, unknown>): Record<string, unknown> {
  return 'commandId' in inputType(mutation).getFields() ? { commandId: commandId(), ...input } : input;
}

function stringFields(mutation: string): GraphQLInputField[] {
  return Object.values(inputType(mutation).getFields()).filter((field) => getNamedType(field.type).name === 'String');
}

describe.each(MUTATIONS)('%s refuses bad input and changes nothing', (mutation) => {
  const spoiled = (change: Record<string, unknown>): Record<string, unknown> =>
    withCommand(mutation, { ...valid[mutation]?.input, ...change });

  it('a required field left out', async () => {
    for (const field of Object.values(inputType(mutation).getFields()).filter(isRequiredInputField)) {
      const answer = await expectRefused(mutation, spoiled({ [field.name]: undefined }));
      expect(answer.errors?.[0]?.extensions.code).toBe('BAD_INPUT');
    }
  });

  it('a wrong type', async () => {
    for (const field of Object.values(inputType(mutation).getFields())) {
      await expectRefused(mutation, spoiled({ [field.name]: { hostile: true } }));
    }
  });

  it('over-long text, naming the field', async () => {
    for (const { name } of stringFields(mutation)) {
      const answer = await expectRefused(mutation, spoiled({ [name]: '长'.repeat(20_000) }));
      expect(fieldsNamed(answer)).toContain(name);
    }
  });

  it('text with a NUL character, naming the field', async () => {
    for (const { name } of stringFields(mutation)) {
      const answer = await expectRefused(mutation, spoiled({ [name]: 'a\u0000b' }));
      expect(fieldsNamed(answer)).toContain(name);
    }
  });

  it('ids that are none and ids of nothing', async () => {
    const ids = Object.values(inputType(mutation).getFields()).filter(
      ({ name, type }) => getNamedType(type).name === 'ID' && !['commandId', 'id', 'expectedVerdictId'].includes(name),
    );
    for (const { name } of ids) {
      await expectRefused(mutation, spoiled({ [name]: "' OR 1=1 --" }));
      await expectRefused(mutation, spoiled({ [name]: name.endsWith('Hash') ? 'f'.repeat(64) : randomUUID() }));
    }
  });

  it('everyone who may not', async () => {
    const allowed: Person[] = ['admin', 'organizer', 'referee', 'chief', valid[mutation]?.by ?? 'nobody'];
    const others = (Object.keys(world.as) as Person[]).filter((person) => !allowed.includes(person));
    for (const person of others) {
      if (mutation === 'openIncident' && person === 'bank') continue;
      if (mutation === 'saveSubmissionDraft' && person === 'south') continue;
      await expectRefused(mutation, spoiled({}), world.as[person]);
    }
  });
});

describe('in particular', () => {
  it("another team's ids read like ids that do not exist", async () => {
    const mine = valid.fileSubmission?.input ?? {};
    const foreign = await send('fileSubmission', { commandId: commandId(), ...mine }, world.as.south);
    const unknown = { commandId: commandId(), submissionId: randomUUID(), version: 1 };
    const absent = await send('fileSubmission', unknown, world.as.south);
    expect(foreign.errors?.[0]?.extensions).toEqual(absent.errors?.[0]?.extensions);
    expect(foreign.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it("a defender cannot open an incident for another unit, nor an attacker attach another team's evidence", async () => {
    await expectRefused('openIncident', { commandId: commandId(), ...valid.openIncident?.input }, world.as.bank);
    const stored = await upload(world.as.south, world.exerciseId, { name: 'x.png', bytes: tinyPng() });
    const { id } = (await stored.json()) as { id: string };
    const draft = valid.saveSubmissionDraft?.input as { nodes: { evidenceIds: string[] }[] };
    const nodes = draft.nodes.map((node) => ({ ...node, evidenceIds: [id] }));
    const answer = await expectRefused('saveSubmissionDraft', { ...draft, nodes });
    expect(answer.errors?.[0]?.extensions.fields[0]?.path).toContain('evidenceIds');
  });

  it('a stale version, a repeated command with other content, a wrong state', async () => {
    const stale = await expectRefused('saveSubmissionDraft', { ...valid.saveSubmissionDraft?.input, version: 9 });
    expect(stale.errors?.[0]?.extensions.code).toBe('STALE_VERSION');
    const command = commandId();
    const first = { commandId: command, ...valid.addAttackTeam?.input, name: '第一次' };
    expect((await send('addAttackTeam', first)).errors).toBeUndefined();
    expect((await send('addAttackTeam', first)).errors).toBeUndefined();
    const reused = await expectRefused('addAttackTeam', { ...first, name: '第二次' });
    expect(reused.errors?.[0]?.extensions.code).toBe('COMMAND_REUSED');
    const started = await expectRefused('startExercise', { commandId: commandId(), ...valid.startExercise?.input });
    expect(started.errors?.[0]?.extensions.code).toBe('WRONG_STATE');
  });

  it('hostile HTML comes back as the text it is', async () => {
    const title = '<img src=x onerror=alert(1)><script>alert(2)</script>';
    const input = { commandId: commandId(), ...valid.openIncident?.input, title };
    const opened = await send('openIncident', input);
    const id = (opened.data as { openIncident: { id: string } }).openIncident.id;
    const read = await world.as.water.ask<{ incident: { title: string } }>(
      `query ($id: ID!) { incident(id: $id) { title } }`,
      { id },
    );
    expect(read.incident.title).toBe(title);
  });

  it('queries that are too deep, too wide or not GraphQL', async () => {
    const deep = `{ exercise(code: "x") { targets { unit { id } } ${'units { id } '.repeat(3)} } }`;
    expect((await world.as.nobody.query(deep)).errors).toBeUndefined();
    const wide = `{ ${Array.from({ length: 60 }, (_, at) => `a${at}: exercise(code: "x") { id }`).join(' ')} }`;
    expect((await world.as.nobody.query(wide)).errors?.[0]?.extensions.code).toBe('QUERY_TOO_COSTLY');
    const broken = await world.as.nobody.query('{ exercise(');
    expect(broken.errors?.[0]?.extensions.code).toBe('BAD_INPUT');
    expect(JSON.stringify(broken)).not.toMatch(/at .*\.js|node_modules/);
  });

  it('a wrong password, an unknown account and then too many attempts', async () => {
    const attempt = (username: string, password: string) =>
      world.as.nobody.refusal(`mutation ($input: LoginInput!) { login(input: $input) { id } }`, {
        input: { username, password },
      });
    expect(await attempt('water', 'wrong')).toBe('BAD_CREDENTIALS');
    expect(await attempt('nobody-at-all', 'wrong')).toBe('BAD_CREDENTIALS');
    const codes: string[] = [];
    for (let count = 0; count < 10; count += 1) codes.push(await attempt('bank', 'wrong'));
    expect(codes.at(-1)).toBe('TOO_MANY_ATTEMPTS');
    expect(await attempt('bank', PASSWORD)).toBe('TOO_MANY_ATTEMPTS');
    const atOnce = await Promise.all(Array.from({ length: 20 }, () => attempt('south', 'wrong')));
    expect(atOnce.filter((code) => code === 'BAD_CREDENTIALS')).toHaveLength(8);
  });

  it('an instant no calendar has, and an id that another exercise used', async () => {
    const { as, exerciseId, units } = world;
    const opening = `mutation ($input: OpenIncidentInput!) { openIncident(input: $input) { id } }`;
    const input = { exerciseId, unitId: units.water, title: '案', discoveredAt: '-100000-01-01T00:00:00Z' };
    const refused = await as.water.query(opening, { input: { ...input, commandId: commandId() } });
    expect(refused.errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_INPUT',
      fields: [{ path: 'discoveredAt', code: 'NOT_A_TIME' }],
    });
    const settings = { ...valid.createExercise?.input, commandId: commandId(), code: 'another-one' };
    const takeOver = { ...settings, commandId: '00000000-0000-0000-0000-000000000000' };
    const creating = `mutation ($input: CreateExerciseInput!) { createExercise(input: $input) { id } }`;
    expect(await as.admin.refusal(creating, { input: takeOver })).toBe('COMMAND_REUSED');
    const { createExercise: other } = await as.admin.ask<{ createExercise: { id: string } }>(creating, {
      input: settings,
    });
    const { rows } = await database.query<{ id: string; user_id: string }>(
      `SELECT id, user_id FROM membership WHERE exercise_id = $1 AND role = 'OBSERVER'`,
      [exerciseId],
    );
    const grant = { commandId: rows[0]?.id, exerciseId: other.id, userId: rows[0]?.user_id, role: 'OBSERVER' };
    const granting = `mutation ($input: GrantMembershipInput!) { grantMembership(input: $input) { id } }`;
    expect(await as.admin.refusal(granting, { input: grant })).toBe('COMMAND_REUSED');
  });

  it('an address of plain HTTP with characters no database holds', async () => {
    const board = await fetch(`${world.server.url}/api/board/%00`);
    expect([board.status, await board.json()]).toMatchObject([404, { code: 'NOT_FOUND' }]);
  });
});

describe('uploads', () => {
  const png = tinyPng();
  const cases: [string, { name: string; bytes: Buffer; headers?: Record<string, string> }, string][] = [
    ['a path in the name', { name: '../../etc/passwd.png', bytes: png }, 'FILE_NAME_REFUSED'],
    ['a Windows path', { name: 'C:\\x\\y.png', bytes: png }, 'FILE_NAME_REFUSED'],
    ['a control character', { name: 'a\nb.png', bytes: png }, 'FILE_NAME_REFUSED'],
    ['a direction override', { name: 'gnp.\u202Eexe.png', bytes: png }, 'FILE_NAME_REFUSED'],
    ['an over-long name', { name: `${'长'.repeat(200)}.png`, bytes: png }, 'FILE_NAME_REFUSED'],
    ['a program', { name: 'tool.exe', bytes: Buffer.from('MZ\u0090\u0000binary') }, 'FILE_TYPE_REFUSED'],
    [
      'a page under a picture name',
      { name: 'a.png', bytes: Buffer.from('<html><script>1</script>') },
      'FILE_TYPE_REFUSED',
    ],
    ['no anti-forgery header', { name: 'a.png', bytes: png, headers: { 'x-yanwu': '' } }, 'BAD_INPUT'],
  ];

  it.each(cases)('%s', async (_what, file, code) => {
    const before = await fingerprint();
    const response = await upload(world.as.north, world.exerciseId, file);
    expect(response.ok).toBe(false);
    expect(((await response.json()) as { code: string }).code).toBe(code);
    expect(await fingerprint()).toBe(before);
  });

  it('more than 2 GB announced is refused before a byte of it is read', async () => {
    const { hostname, port } = new URL(world.server.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
      const headers = {
        ...{ host: hostname, cookie: world.as.north.cookieHeader, connection: 'close', 'x-yanwu': '1' },
        ...{ 'content-type': 'application/octet-stream', 'content-length': '2147483649' },
        ...{ 'x-exercise-id': world.exerciseId, 'x-command-id': commandId(), 'x-file-name': 'big.pcap' },
      };
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`POST /api/evidence HTTP/1.1\r\n${lines.join('')}\r\n`);
    });
    expect(answer).toContain('FILE_TOO_LARGE');
  });

  it('a Chinese name comes back intact, and the same command gives the same receipt', async () => {
    const command = commandId();
    const name = '堡垒机 管理后台(第1页).png';
    const first = (await (await upload(world.as.north, world.exerciseId, { name, bytes: png, command })).json()) as {
      id: string;
      fileName: string;
      sha256: string;
    };
    expect(first.fileName).toBe(name);
    expect(first.sha256).toMatch(/^[0-9a-f]{64}$/);
    const again = await upload(world.as.north, world.exerciseId, { name, bytes: png, command });
    expect(((await again.json()) as { id: string }).id).toBe(first.id);
  });

  it('a team that is not in the exercise', async () => {
    const response = await upload(world.as.north, randomUUID(), { name: 'a.png', bytes: png });
    expect(((await response.json()) as { code: string }).code).toBe('NOT_FOUND');
    const anonymous = await upload(world.as.nobody, world.exerciseId, { name: 'a.png', bytes: png });
    expect(anonymous.status).toBe(401);
  });
});
