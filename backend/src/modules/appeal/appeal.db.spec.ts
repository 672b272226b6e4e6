import { jest } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import {
  FILE,
  TAKE,
  RULE,
  ARBITRATE,
  ASK,
  WITHDRAW,
  ONE,
  ALL,
  OPEN,
  PATHS,
  RELEASE,
  CATEGORY,
  ruling,
  act,
  dismissal,
} from '../../../test/appeal-documents.js';
import { commandId, TestClient } from '../../../test/client.js';
import { draftOf, fileIncident, fileSubmission, tinyPng, upload } from '../../../test/play.js';
import { halfMarks } from '../../../test/proof/played.js';
import { differenceOf } from '../../../test/proof/tampering.js';
import { type Answer, application, APPLY, CANCEL, NOTICES, READ, rederived } from '../../../test/rescoring.js';
import { buildWorld, make, PASSWORD, type ServedWorld } from '../../../test/world.js';
import { readDatabase } from '../proof/read-database.js';

jest.setTimeout(240_000);

type Filed = Awaited<ReturnType<typeof fileSubmission>>;

const HOUR = 3_600_000;

let world: ServedWorld;
let second: TestClient;
let third: TestClient;
const files: Record<string, { old: string; fresh: string }> = {};
const filed: Filed[] = [];
let incidentId: string;

beforeAll(async () => {
  world = await buildWorld({ attack: 'xc-2022', defense: 'fhz' });
  second = await person('second', 'REFEREE');
  third = await person('third', 'REFEREE');
  for (const who of ['north', 'south', 'water', 'bank'] as const) {
    files[who] = { old: await store(who, 'proof.png'), fresh: await store(who, 'new.png') };
  }
  for (const [index, who] of (['north', 'south', 'north', 'south'] as const).entries()) {
    const place = { unitId: world.units.water, destination: `198.51.100.${7 + index}`, nodes: [CATEGORY] };
    const source = who === 'north' ? '203.0.113.5' : '203.0.113.20';
    const evidenceIds = [files[who]?.old ?? ''];
    const submission = await fileSubmission(
      world.as[who],
      draftOf(world, { ...place, source, mark: `R${index}`, evidenceIds }),
    );
    filed.push(submission);
    await judge(submission, index === 3 ? 'CVE-2026-0009' : 'CVE-2026-0001');
  }
  const place = { unitId: world.units.water, mark: 'CASE', found: ['198.51.100.7'], sectionKeys: ['timeliness'] };
  incidentId = await fileIncident(world.as.water, world, { ...place, evidenceIds: [files.water?.old ?? ''] });
  // What is recovered is a share of what was lost: only so has the unit a value to change.
  await world.as.referee.ask(`mutation ($input: LinkIncidentInput!) { linkIncident(input: $input) { id } }`, {
    input: { commandId: commandId(), incidentId, submissionId: filed[1]?.id, reason: '同一地址' },
  });
  await make(world.as.referee, 'recordMarks', 'MarksInput', { incidentId, marks: await halfMarks(world), comment: '' });
});

afterAll(async () => {
  await world?.stop();
});

async function person(name: string, role: string): Promise<TestClient> {
  const account = { username: name, displayName: `${name}-name`, password: PASSWORD };
  const userId = await make(world.as.admin, 'createUser', 'CreateUserInput', account);
  await make(world.as.admin, 'grantMembership', 'GrantMembershipInput', { exerciseId: world.exerciseId, userId, role });
  return new TestClient(world.as.admin.url).login(name, PASSWORD);
}

async function store(who: 'north' | 'south' | 'water' | 'bank', name: string): Promise<string> {
  const response = await upload(world.as[who], world.exerciseId, { name, bytes: tinyPng(name.length) });
  return ((await response.json()) as { id: string }).id;
}

async function judge(submission: Filed, vulnerabilityKey: string): Promise<void> {
  await world.as.referee.ask(`mutation ($input: ClaimInput!) { claimSubmission(input: $input) { id } }`, {
    input: { commandId: commandId(), submissionId: submission.id },
  });
  await world.as.referee.ask(`mutation ($input: VerdictInput!) { recordVerdict(input: $input) { id } }`, {
    input: { ...ruling(submission, null), vulnerabilityKey, commandId: commandId() },
  });
}

const nodeId = (index: number): string => filed[index]?.nodes[0]?.id ?? '';

function appealOn(subjectKind: string, subjectId: string, who: string): { input: Record<string, unknown> } {
  const evidenceIds = [files[who]?.fresh ?? ''];
  return { input: { commandId: commandId(), subjectKind, subjectId, grounds: `${who} 的理由`, evidenceIds } };
}

async function standingVerdict(index: number): Promise<string> {
  const { submission } = await world.as.referee.ask<Answer>(
    `query ($id: ID!) { submission(id: $id) { nodes { verdict { id } } } }`,
    { id: filed[index]?.id },
  );
  return submission.nodes[0].verdict.id;
}

async function board(): Promise<Record<string, string>> {
  const query = `query ($id: ID!) { board(exerciseId: $id, audience: PUBLIC) {
    attack { name points } defense { name value } } }`;
  const { board: shown } = await world.as.nobody.ask<Answer>(query, { id: world.exerciseId });
  const attack = shown.attack.map(({ name, points }: Answer) => [name, points]);
  return Object.fromEntries([...attack, ...shown.defense.map(({ name, value }: Answer) => [name, value])]);
}

async function heard(client: TestClient): Promise<string[]> {
  const { notices } = await client.ask<Answer>(NOTICES, { id: world.exerciseId });
  return notices.nodes.map(({ code }: Answer) => code);
}

/** The clock of a test server stands: everything was decided at its first instant. */
const DECIDED_AT = new Date('2026-09-15T01:00:00Z');

describe('who may appeal, and until when', () => {
  it('nobody without standing, and he does not learn that there is anything', async () => {
    expect(await world.as.south.refusal(FILE, appealOn('NODE', nodeId(0), 'south'))).toBe('NOT_FOUND');
    expect(await world.as.bank.refusal(FILE, appealOn('LOSS', nodeId(0), 'bank'))).toBe('NOT_FOUND');
    expect(await world.as.water.refusal(FILE, appealOn('NODE', nodeId(0), 'water'))).toBe('NOT_FOUND');
    expect(await world.as.north.refusal(FILE, appealOn('LOSS', nodeId(0), 'north'))).toBe('NOT_FOUND');
    expect(await world.as.bank.refusal(FILE, appealOn('INCIDENT', incidentId, 'bank'))).toBe('NOT_FOUND');
    expect(await world.as.water.refusal(FILE, appealOn('LOSS', commandId(), 'water'))).toBe('NOT_FOUND');
    expect(await world.as.referee.refusal(FILE, appealOn('NODE', nodeId(0), 'north'))).toBe('NOT_ALLOWED');
    expect(await world.as.nobody.refusal(FILE, appealOn('NODE', nodeId(0), 'north'))).toBe('NOT_SIGNED_IN');
  });

  it('with evidence of its own that the work did not carry', async () => {
    const given = (evidenceIds: (string | undefined)[]) => {
      const { input } = appealOn('NODE', nodeId(2), 'north');
      return { input: { ...input, evidenceIds } };
    };
    const wrong = async (evidenceIds: (string | undefined)[]) => {
      const { errors } = await world.as.north.query(FILE, given(evidenceIds));
      return errors?.[0]?.extensions.fields;
    };
    expect(await wrong([])).toEqual([expect.objectContaining({ path: 'evidenceIds' })]);
    expect(await wrong([files.north?.old])).toEqual([{ path: 'evidenceIds', code: 'NOT_NEW' }]);
    expect(await wrong([files.south?.fresh])).toEqual([{ path: 'evidenceIds.0', code: 'NOT_FOUND' }]);
    expect((await world.as.north.ask<Answer>(ALL, { id: world.exerciseId })).appeals).toEqual([]);
  });

  it('with a number of its own and until its hours are over; it can be taken back', async () => {
    const { appealables } = await world.as.north.ask<Answer>(OPEN, { id: world.exerciseId });
    expect(appealables.map(({ until }: Answer) => until)).toEqual(Array(2).fill('2026-09-16T01:00:00.000Z'));
    const { appeal } = await world.as.north.ask<Answer>(FILE, appealOn('NODE', nodeId(2), 'north'));
    expect(appeal).toMatchObject({ code: 'S-0001', state: 'FILED', thing: { code: filed[2]?.code, ordinal: 1 } });
    const { appeal: gone } = await world.as.north.ask<Answer>(WITHDRAW, act(appeal.id, { reason: '内部复核后撤回' }));
    expect(gone).toMatchObject({ state: 'WITHDRAWN', isOver: true });
  });

  it('once: also one that was withdrawn counts', async () => {
    expect(await world.as.north.refusal(FILE, appealOn('NODE', nodeId(2), 'north'))).toBe('ALREADY_APPEALED');
  });
});

describe('an appeal of a unit against its loss', () => {
  let loss: Answer;
  let setId: string;
  let before: Record<string, string>;

  it('names the loss and learns nothing of the attack; numbers tell nobody of others', async () => {
    before = await board();
    const { losses } = await world.as.water.ask<Answer>(`query ($id: ID!) { losses(exerciseId: $id) { nodeId } }`, {
      id: world.exerciseId,
    });
    expect(losses.map(({ nodeId: id }: Answer) => id)).toContain(nodeId(0));
    loss = (await world.as.water.ask<Answer>(FILE, appealOn('LOSS', nodeId(0), 'water'))).appeal;
    expect(loss).toMatchObject({ code: 'S-0001', partyName: '澜江水务', thing: { code: null, submissionId: null } });
    expect(loss.decision).toMatchObject({ id: null, outcome: null, reason: null, refereeName: null });
    expect(loss.history).toBeNull();
    const said = JSON.stringify(loss);
    for (const secret of [filed[0]?.code, 'R0-', '203.0.113', '北队']) expect(said).not.toContain(secret);
  });

  it('is nobody else’s business: not of the team’s, whose own appeals keep their numbers', async () => {
    expect(await world.as.north.refusal(ONE, { id: loss.id })).toBe('NOT_FOUND');
    expect(await world.as.bank.refusal(ONE, { id: loss.id })).toBe('NOT_FOUND');
    expect((await world.as.north.ask<Answer>(ALL, { id: world.exerciseId })).appeals).toEqual([
      { code: 'S-0001', partyName: '北队' },
    ]);
    expect((await world.as.referee.ask<Answer>(ALL, { id: world.exerciseId })).appeals).toHaveLength(2);
    expect(await heard(world.as.north)).not.toContain('APPEAL_TAKEN');
  });

  it('is ruled on by another referee, who is not related to a party and has taken it', async () => {
    expect(await world.as.referee.refusal(TAKE, act(loss.id))).toBe('CONFLICT_OF_INTEREST');
    expect(await world.as.organizer.refusal(TAKE, act(loss.id))).toBe('NOT_ALLOWED');
    expect(await world.as.north.refusal(TAKE, act(loss.id))).toBe('NOT_ALLOWED');
    const relation = { commandId: commandId(), exerciseId: world.exerciseId, partyId: world.units.water };
    await third.ask(`mutation ($input: DeclareRelationInput!) { declareRelation(input: $input) { id } }`, {
      input: { ...relation, kind: 'FORMER_EMPLOYER', note: '' },
    });
    expect(await third.refusal(TAKE, act(loss.id))).toBe('CONFLICT_OF_INTEREST');
    expect(await second.refusal(RULE, dismissal(loss.id))).toBe('WRONG_STATE');
    const { appeal } = await second.ask<Answer>(TAKE, act(loss.id));
    expect(appeal).toMatchObject({ state: 'TAKEN', thing: { code: filed[0]?.code }, rights: { rule: true } });
    expect(await third.refusal(RULE, dismissal(loss.id))).toBe('CONFLICT_OF_INTEREST');
    expect(await world.as.chief.refusal(RULE, dismissal(loss.id))).toBe('NOT_CLAIMED');
    expect(await heard(world.as.water)).toContain('APPEAL_TAKEN');
  });

  it('refuses a ruling on something else, on an old verdict, or with words that tell of the attack', async () => {
    const upheld = async (more: Record<string, unknown>) => {
      const said = { isUpheld: true, reason: '证据不足', publicReason: '复核后更正' };
      const { errors } = await second.query(RULE, act(loss.id, { ...said, ...more }));
      return errors?.[0]?.extensions;
    };
    const verdictId = await standingVerdict(0);
    expect(await upheld({})).toMatchObject({ fields: [{ path: 'ruling.nodeId', code: 'REQUIRED' }] });
    const other = ruling(filed[1] as Filed, await standingVerdict(1), 'REJECTED');
    expect(await upheld({ ruling: other })).toMatchObject({ fields: [{ code: 'OTHER_SUBJECT' }] });
    const old = ruling(filed[0] as Filed, commandId(), 'REJECTED');
    expect(await upheld({ ruling: old })).toMatchObject({ code: 'STALE_VERSION' });
    const fine = ruling(filed[0] as Filed, verdictId, 'REJECTED');
    for (const reason of [`见 ${filed[0]?.code}`, '北队的截图不清', '来自 203.0.113.5']) {
      expect(await upheld({ ruling: fine, reason })).toMatchObject({
        fields: [{ path: 'reason', code: 'NAMES_OTHERS' }],
      });
    }
    expect(await upheld({ ruling: fine, publicReason: '' })).toMatchObject({ fields: [{ path: 'publicReason' }] });
    expect((await world.as.water.ask<Answer>(ONE, { id: loss.id })).appeal.state).toBe('TAKEN');
  });

  it('upheld, proposes the new verdict in the same act and scores nothing', async () => {
    const fine = ruling(filed[0] as Filed, await standingVerdict(0), 'REJECTED');
    const said = { isUpheld: true, reason: '所附日志表明未取得权限', publicReason: '复核后更正', ruling: fine };
    const { appeal } = await second.ask<Answer>(RULE, act(loss.id, said));
    expect(appeal).toMatchObject({ state: 'UPHELD', isOver: false });
    setId = appeal.acts.at(-1).setId;
    expect(await board()).toEqual(before);
    const { appeal: own } = await world.as.water.ask<Answer>(ONE, { id: loss.id });
    expect(own.acts.at(-1)).toMatchObject({ kind: 'UPHELD', setCode: null, setId: null });
    const { set } = await world.as.chief.ask<Answer>(READ, { id: setId });
    const touched = set.preview.parties.filter(({ hasChangedLines }: Answer) => hasChangedLines);
    expect(touched.map(({ name }: Answer) => name).sort()).toEqual(['北队', '南队', '澜江水务'].sort());
    expect(await second.refusal(APPLY, application(set))).toBe('NOT_ALLOWED');
  });

  it('executed, changes a third party’s decay and the unit’s value, and tells both', async () => {
    const { set } = await world.as.chief.ask<Answer>(READ, { id: setId });
    await world.as.chief.ask(APPLY, application(set));
    const after = await board();
    expect([before['南队'], after['南队']]).toEqual(['170.00', '200.00']);
    expect([before['北队'], after['北队']]).toEqual(['140.00', '70.00']);
    expect(Number(after['澜江水务'])).toBeGreaterThan(Number(before['澜江水务']));
    expect(await rederived(world)).toEqual([]);
    const { appeal } = await world.as.water.ask<Answer>(ONE, { id: loss.id });
    expect(appeal).toMatchObject({ state: 'EXECUTED', isOver: true, result: { outcome: 'REJECTED' } });
    expect(await heard(world.as.water)).toEqual(expect.arrayContaining(['RESCORED', 'APPEAL_EXECUTED']));
    expect(await heard(world.as.north)).toContain('RESCORED');
    expect(await heard(world.as.south)).toContain('RESCORED');
    expect(await heard(world.as.north)).not.toContain('APPEAL_EXECUTED');
  });

  it('leaves a new verdict beside the old one, which the other side may appeal in its turn', async () => {
    const { appeal } = await second.ask<Answer>(ONE, { id: loss.id });
    expect(appeal.history.map(({ outcome }: Answer) => outcome)).toEqual(['ACCEPTED', 'REJECTED']);
    const { appeal: answer } = await world.as.north.ask<Answer>(FILE, appealOn('NODE', nodeId(0), 'north'));
    expect(answer).toMatchObject({ code: 'S-0002', decision: { outcome: 'REJECTED', refereeName: 'second-name' } });
    // Who proposed it and who put it into effect have both decided.
    expect(await second.refusal(TAKE, act(answer.id))).toBe('CONFLICT_OF_INTEREST');
    expect(await world.as.chief.refusal(TAKE, act(answer.id))).toBe('CONFLICT_OF_INTEREST');
    await world.as.north.ask(WITHDRAW, act(answer.id, { reason: '不再坚持' }));
  });
});

describe('an appeal against marks', () => {
  let appealId: string;

  async function sheets(): Promise<Answer[]> {
    const { incident } = await world.as.referee.ask<Answer>(
      `query ($id: ID!) { incident(id: $id) { markSheets { id marks { itemKey share comment } } } }`,
      { id: incidentId },
    );
    return incident.markSheets;
  }

  async function better(): Promise<Record<string, unknown>> {
    const marks = (await halfMarks(world)).map((mark) => ({ ...mark, share: '1' }));
    return { incidentId, expectedMarkSheetId: (await sheets()).at(-1).id, marks, comment: '按新材料' };
  }

  it('marks that are settled are not given again past a set', async () => {
    const { expectedMarkSheetId, marks } = await better();
    const input = { commandId: commandId(), incidentId, expectedMarkSheetId, marks, comment: '' };
    const record = `mutation ($input: MarksInput!) { recordMarks(input: $input) { id } }`;
    expect(await world.as.referee.refusal(record, { input })).toBe('RESCORING_NEEDED');
  });

  it('dismissed, goes to the chief referee while the time for it runs', async () => {
    appealId = (await world.as.water.ask<Answer>(FILE, appealOn('INCIDENT', incidentId, 'water'))).appeal.id;
    await third.refusal(TAKE, act(appealId));
    await second.ask(TAKE, act(appealId));
    const { appeal } = await second.ask<Answer>(RULE, dismissal(appealId));
    expect(appeal).toMatchObject({ state: 'DISMISSED', isOver: false });
    expect(await world.as.chief.refusal(ARBITRATE, dismissal(appealId))).toBe('WRONG_STATE');
    await world.as.water.ask(ASK, act(appealId, { reason: '请求仲裁' }));
    expect(await second.refusal(ARBITRATE, dismissal(appealId))).toBe('NOT_ALLOWED');
  });

  it('upheld by the chief and taken back, comes before another chief, who is not the first', async () => {
    const said = { isUpheld: true, reason: '新材料成立', publicReason: '复核后更正', marks: await better() };
    const { appeal } = await world.as.chief.ask<Answer>(ARBITRATE, act(appealId, said));
    expect(appeal.state).toBe('UPHELD');
    const setId = appeal.acts.at(-1).setId;
    const { set } = await world.as.organizer.ask<Answer>(READ, { id: setId });
    expect(set).toMatchObject({ kind: 'MARKS_OVERTURNED' });
    expect(set.changes.length).toBeGreaterThan(3);
    await world.as.organizer.ask(CANCEL, { input: { commandId: commandId(), setId, reason: '公开理由需重写' } });
    const { appeal: reopened } = await world.as.water.ask<Answer>(ONE, { id: appealId });
    expect(reopened.state).toBe('ARBITRATION');
    expect(await heard(world.as.water)).toContain('APPEAL_REOPENED');
    expect(await world.as.chief.refusal(ARBITRATE, dismissal(appealId))).toBe('CONFLICT_OF_INTEREST');
    const deputy = await person('deputy', 'CHIEF_REFEREE');
    const { appeal: again } = await deputy.ask<Answer>(ARBITRATE, act(appealId, said));
    const { set: next } = await world.as.organizer.ask<Answer>(READ, { id: again.acts.at(-1).setId });
    await world.as.organizer.ask(APPLY, application(next));
    expect((await sheets()).map(({ marks }) => marks[0].share)).toEqual(['1/2', '1']);
    expect(await rederived(world)).toEqual([]);
    expect(await world.as.water.refusal(FILE, appealOn('INCIDENT', incidentId, 'water'))).toBe('WRONG_STATE');
  });
});

describe('an attack path', () => {
  it('is read by the unit it hit once the organizer releases it, evidence only if he says so', async () => {
    const input = { submissionId: filed[1]?.id, withEvidence: false, reason: '便于整改' };
    const paths = async (client: TestClient) =>
      (await client.ask<Answer>(PATHS, { id: world.exerciseId })).releasedPaths;
    expect(await paths(world.as.water)).toEqual([]);
    const evidence = `/api/evidence/${files.south?.old}/preview`;
    expect((await world.as.water.fetch(evidence)).status).toBe(404);
    expect(await world.as.chief.refusal(RELEASE, { input: { ...input, commandId: commandId() } })).toBe('NOT_ALLOWED');
    await world.as.organizer.ask(RELEASE, { input: { ...input, commandId: commandId() } });
    expect(await paths(world.as.water)).toEqual([
      expect.objectContaining({
        withEvidence: false,
        nodes: [{ ordinal: 1, narrative: 'R1-narrative', evidence: [] }],
      }),
    ]);
    expect((await world.as.water.fetch(evidence)).status).toBe(404);
    expect(await paths(world.as.bank)).toEqual([]);
    expect(JSON.stringify(await paths(world.as.water))).not.toContain('南队');
    const again = { ...input, commandId: commandId() };
    expect(await world.as.organizer.refusal(RELEASE, { input: again })).toBe('WRONG_STATE');
    await world.as.organizer.ask(RELEASE, { input: { ...input, withEvidence: true, commandId: commandId() } });
    expect((await paths(world.as.water))[0].nodes[0].evidence).toMatchObject([{ uploadedBy: '', receiptSeq: 0 }]);
    expect((await world.as.water.fetch(evidence)).status).toBe(200);
    expect((await world.as.bank.fetch(evidence)).status).toBe(404);
  });
});

describe('the end', () => {
  const CHECKS = `query ($id: ID!) { finalizationChecklist(exerciseId: $id) {
    noticeHours mayOpenNotice mayFinalize items { key count } } }`;
  const step = (name: string): string =>
    `mutation ($input: ExerciseCommandInput!) { exercise: ${name}(input: $input) { state noticeUntil version } }`;

  async function command(): Promise<{ input: Record<string, unknown> }> {
    const query = `query ($code: String!) { exercise(code: $code) { version } }`;
    const { exercise } = await world.as.organizer.ask<Answer>(query, { code: world.code });
    return { input: { commandId: commandId(), exerciseId: world.exerciseId, version: exercise.version } };
  }

  /** Sessions end with time. */
  async function signInAgain(): Promise<void> {
    const everybody = { ...world.as, second } as Record<string, TestClient>;
    for (const name of ['organizer', 'chief', 'referee', 'second', 'south', 'bank']) {
      await everybody[name]?.login(name, PASSWORD);
    }
  }

  async function open(): Promise<Record<string, number>> {
    const { finalizationChecklist: list } = await world.as.organizer.ask<Answer>(CHECKS, { id: world.exerciseId });
    return Object.fromEntries(list.items.map(({ key, count }: Answer) => [key, count]));
  }

  it('of the hours of a decision is a millisecond', async () => {
    const { clock } = world.server;
    clock.set(new Date(DECIDED_AT.getTime() + 24 * HOUR));
    await signInAgain();
    const { appeal } = await world.as.south.ask<Answer>(FILE, appealOn('NODE', nodeId(1), 'south'));
    await second.ask(TAKE, act(appeal.id));
    const { appeal: ruled } = await second.ask<Answer>(RULE, dismissal(appeal.id));
    clock.set(new Date(DECIDED_AT.getTime() + 24 * HOUR + 1));
    const late = await world.as.south.query(FILE, appealOn('NODE', nodeId(3), 'south'));
    expect(late.errors?.[0]?.extensions).toMatchObject({
      code: 'APPEAL_TOO_LATE',
      params: { until: '2026-09-16T01:00:00.000Z' },
    });
    expect((await world.as.south.ask<Answer>(OPEN, { id: world.exerciseId })).appealables).toEqual([]);
    clock.set(new Date(new Date(ruled.arbitrationUntil).getTime() + 1));
    await signInAgain();
    expect(await world.as.south.refusal(ASK, act(appeal.id, { reason: '请求仲裁' }))).toBe('APPEAL_TOO_LATE');
    expect((await world.as.south.ask<Answer>(ONE, { id: appeal.id })).appeal).toMatchObject({ isOver: true });
  });

  it('waits for its time, for its organizer and for what is not judged', async () => {
    expect(await world.as.organizer.refusal(step('openPublicNotice'), await command())).toBe('WRONG_STATE');
    await world.as.organizer.ask(step('endExercise'), await command());
    expect(await world.as.chief.refusal(step('openPublicNotice'), await command())).toBe('NOT_ALLOWED');
    expect(await world.as.organizer.refusal(step('finalizeExercise'), await command())).toBe('INCOMPLETE');
    expect(await open()).toMatchObject({ SUBMISSIONS: 0, INCIDENTS: 0, APPEALS: 0, NOTICE: 1 });
    const { exercise } = await world.as.organizer.ask<Answer>(step('openPublicNotice'), await command());
    expect(exercise).toMatchObject({ state: 'ENDED', noticeUntil: '2026-09-18T01:00:00.001Z' });
    expect(await world.as.organizer.refusal(step('openPublicNotice'), await command())).toBe('WRONG_STATE');
    expect(await heard(world.as.bank)).toContain('PUBLIC_NOTICE_OPENED');
  });

  it('takes appeals on anything within the public notice, with new evidence, and waits for them', async () => {
    files.south = { old: '', fresh: await store('south', 'late.png') };
    const { appeal } = await world.as.south.ask<Answer>(FILE, appealOn('NODE', nodeId(3), 'south'));
    expect(appeal.code).toBe('S-0002');
    const { clock } = world.server;
    clock.set(new Date('2026-09-18T01:00:00.001Z'));
    await signInAgain();
    expect(await open()).toMatchObject({ APPEALS: 1, NOTICE: 1 });
    clock.set(new Date('2026-09-18T01:00:00.002Z'));
    expect(await open()).toMatchObject({ APPEALS: 1, NOTICE: 0 });
    const { errors } = await world.as.organizer.query(step('finalizeExercise'), await command());
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INCOMPLETE', fields: [{ path: 'APPEALS', code: 'OPEN' }] });
    await world.as.south.ask(WITHDRAW, act(appeal.id, { reason: '不再坚持' }));
  });

  it('is final: signed, shown, and nothing is decided any more, by whatever way', async () => {
    const { exercise } = await world.as.organizer.ask<Answer>(step('finalizeExercise'), await command());
    expect(exercise.state).toBe('FINAL');
    const query = `query ($code: String!) { exercise(code: $code) { state finalizedAt noticeUntil } }`;
    expect((await world.as.nobody.ask<Answer>(query, { code: world.code })).exercise).toMatchObject({ state: 'FINAL' });
    const signed = await world.server.app.get(DataSource).query(
      `SELECT (SELECT max(seq) FROM checkpoint WHERE exercise_id = $1) AS signed,
              (SELECT max(seq) FROM journal_record WHERE stream_id = $1) AS head`,
      [world.exerciseId],
    );
    expect(signed[0].signed).toBe(signed[0].head);
    for (const [client, text, variables] of await deciding()) {
      expect([text, await client.refusal(text, variables)]).toEqual([text, expect.stringMatching(REFUSED_AFTER_FINAL)]);
    }
    await expect(
      world.server.app
        .get(DataSource)
        .query(`UPDATE exercise SET state = 'ENDED', finalized_at = NULL WHERE id = $1`, [world.exerciseId]),
    ).rejects.toThrow('a final result stays as it is');
  });

  it('leaves records that prove themselves', async () => {
    expect(await rederived(world)).toEqual([]);
    const client = new pg.Client({ connectionString: world.server.databaseUrl });
    await client.connect();
    try {
      const dossier = await readDatabase(client, world.exerciseId, new Date());
      expect(differenceOf({ dossier, file: null, published: null })).toBeNull();
    } finally {
      await client.end();
    }
  });

  const REFUSED_AFTER_FINAL = /^(WRONG_STATE|EXERCISE_NOT_LIVE)$/;

  async function deciding(): Promise<[TestClient, string, Record<string, unknown>][]> {
    const { exerciseId } = world;
    const verdict = ruling(filed[3] as Filed, await standingVerdict(3), 'REJECTED');
    const said = { reason: '复核', publicReason: '复核后更正', exerciseId };
    const adjustment = { side: 'ATTACK', partyId: world.teams.north, account: 'ATTACK', amount: '5' };
    return [
      [world.as.referee, mutation('recordVerdict', 'VerdictInput'), { input: { ...verdict, commandId: commandId() } }],
      [
        world.as.referee,
        mutation('proposeRescoring', 'ProposeRescoringInput'),
        { input: { ...said, commandId: commandId(), kind: 'VERDICT_OVERTURNED', ruling: verdict } },
      ],
      [
        world.as.organizer,
        mutation('proposeRescoring', 'ProposeRescoringInput'),
        { input: { ...said, commandId: commandId(), kind: 'ADJUSTMENT', adjustment } },
      ],
      [world.as.south, FILE, appealOn('NODE', nodeId(3), 'south')],
      [world.as.organizer, step('finalizeExercise'), await command()],
      [
        world.as.referee,
        mutation('claimSubmission', 'ClaimInput'),
        { input: { commandId: commandId(), submissionId: filed[3]?.id } },
      ],
    ];
  }

  function mutation(name: string, type: string): string {
    return `mutation ($input: ${type}!) { ${name}(input: $input) { id } }`;
  }
});
