import { jest } from '@jest/globals';
import {
  ARBITRATE,
  ASK,
  act,
  CATEGORY,
  dismissal,
  FILE,
  ONE,
  RULE,
  ruling,
  TAKE,
} from '../../../test/appeal-documents.js';
import { commandId, TestClient } from '../../../test/client.js';
import { draftOf, fileSubmission, judgeAll, tinyPng, upload } from '../../../test/play.js';
import { type Answer, application, APPLY, CANCEL, propose, PROPOSE, READ } from '../../../test/rescoring.js';
import { buildWorld, make, PASSWORD, type ServedWorld } from '../../../test/world.js';

jest.setTimeout(240_000);

type Filed = Awaited<ReturnType<typeof fileSubmission>>;

let world: ServedWorld;
let second: TestClient;
let evidenceIds: string[];
const filed: Filed[] = [];

beforeAll(async () => {
  world = await buildWorld({ attack: 'xc-2022', defense: 'fhz' });
  const account = { username: 'second', displayName: 'second-name', password: PASSWORD };
  const userId = await make(world.as.admin, 'createUser', 'CreateUserInput', account);
  const grant = { exerciseId: world.exerciseId, userId, role: 'REFEREE' };
  await make(world.as.admin, 'grantMembership', 'GrantMembershipInput', grant);
  second = await new TestClient(world.as.admin.url).login('second', PASSWORD);
  const old = await store('north');
  evidenceIds = [await store('north')];
  for (const [index, judge] of (['referee', 'chief', 'referee'] as const).entries()) {
    const place = { unitId: world.units.water, source: '203.0.113.5', destination: `198.51.100.${7 + index}` };
    const draft = draftOf(world, { ...place, mark: `R${index}`, evidenceIds: [old], nodes: [CATEGORY] });
    const submission = await fileSubmission(world.as.north, draft);
    filed.push(submission);
    await judgeAll(world.as[judge], submission, [CATEGORY]);
  }
});

afterAll(async () => {
  await world?.stop();
});

async function store(who: 'north' | 'water'): Promise<string> {
  const response = await upload(world.as[who], world.exerciseId, { name: 'proof.png', bytes: tinyPng() });
  return ((await response.json()) as { id: string }).id;
}

async function appealed(index: number): Promise<Answer> {
  const subject = { subjectKind: 'NODE', subjectId: filed[index]?.nodes[0]?.id };
  const input = { commandId: commandId(), ...subject, grounds: '理由', evidenceIds };
  return (await world.as.north.ask<Answer>(FILE, { input })).appeal;
}

/** Another ruling on the verdict in force. */
async function rejection(index: number): Promise<Record<string, unknown>> {
  const query = `query ($id: ID!) { submission(id: $id) { nodes { verdict { id } } } }`;
  const { submission } = await world.as.referee.ask<Answer>(query, { id: filed[index]?.id });
  return ruling(filed[index] as Filed, submission.nodes[0].verdict.id, 'REJECTED');
}

it('arbitration is final: no proposal goes around it, made before or after', async () => {
  const appeal = await appealed(0);
  await second.ask(TAKE, act(appeal.id));
  await second.ask(RULE, dismissal(appeal.id));
  await world.as.north.ask(ASK, act(appeal.id, { reason: '请求仲裁' }));
  const part = { kind: 'VERDICT_OVERTURNED', ruling: await rejection(0) };
  const early = await propose(second, world.exerciseId, part);
  await world.as.chief.ask(ARBITRATE, dismissal(appeal.id));
  const said = { commandId: commandId(), exerciseId: world.exerciseId, reason: '理由', publicReason: '理由' };
  const { errors } = await second.query(PROPOSE, { input: { ...said, ...part } });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'WRONG_STATE', params: { state: 'ARBITRATED' } });
  const { set } = await world.as.organizer.ask<Answer>(READ, { id: early.id });
  expect(set.preview.obstacle).toBe('ARBITRATED');
  expect(await world.as.organizer.refusal(APPLY, application(set))).toBe('STALE_PREVIEW');
});

it('who decided does not take back what was ruled against him', async () => {
  const appeal = await appealed(1);
  await second.ask(TAKE, act(appeal.id));
  const upheld = { isUpheld: true, reason: '成立', publicReason: '复核后更正', ruling: await rejection(1) };
  const { appeal: ruled } = await second.ask<Answer>(RULE, act(appeal.id, upheld));
  const taken = { input: { commandId: commandId(), setId: ruled.acts.at(-1).setId, reason: '重写' } };
  expect(await world.as.chief.refusal(CANCEL, taken)).toBe('CONFLICT_OF_INTEREST');
  await world.as.organizer.ask(CANCEL, taken);
  expect((await world.as.north.ask<Answer>(ONE, { id: appeal.id })).appeal.state).toBe('ARBITRATION');
});

it('who made the decision in force by now rules on no appeal, whichever it was filed against', async () => {
  const appeal = await appealed(2);
  const set = await propose(second, world.exerciseId, { kind: 'VERDICT_OVERTURNED', ruling: await rejection(2) });
  await world.as.organizer.ask(APPLY, application(set));
  expect(await second.refusal(TAKE, act(appeal.id))).toBe('CONFLICT_OF_INTEREST');
});
