import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { commandId, TestClient } from '../../../test/client.js';
import { draftOf, fileIncident, fileSubmission, type NodeClaim, tinyPng, upload } from '../../../test/play.js';
import { startTestServer, type TestServer } from '../../../test/server.js';
import { buildWorld, make, PASSWORD, type ServedWorld } from '../../../test/world.js';
import { exactText } from '../../core/kernel/points.js';
import { diffLedger } from '../../core/ledger/ledger.js';
import type { Award } from '../../core/scoring/award.js';
import { computeAwards } from '../../core/scoring/compute-awards.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { IncidentService } from '../incident/incident.service.js';
import { entryFact, LedgerService } from '../ledger/ledger.service.js';
import { phaseOf, ScoringService } from './scoring.service.js';
import { Verdict } from './verdict.entity.js';

jest.setTimeout(240_000);

/** Answers are looked at field by field. */
type Answer = Awaited<ReturnType<typeof JSON.parse>>;
type Filed = Awaited<ReturnType<typeof fileSubmission>>;

const SERVER = { category: 'row-3', privilege: 'admin' };
const DEVICE = { category: 'row-9', privilege: 'admin' };

let world: ServedWorld;
let second: TestServer;
/** The same referee on both instances, one after the other. */
let referees: readonly [TestClient, TestClient];
let proof: { north: string; water: string };

beforeAll(async () => {
  world = await buildWorld();
  second = await anotherInstance();
  referees = [world.as.referee, await new TestClient(second.url).login('referee', PASSWORD)];
  const [north, water] = await Promise.all(
    ([world.as.north, world.as.water] as const).map(async (person) => {
      const response = await upload(person, world.exerciseId, { name: 'proof.png', bytes: tinyPng() });
      return ((await response.json()) as { id: string }).id;
    }),
  );
  proof = { north: north ?? '', water: water ?? '' };
});
afterAll(async () => {
  await second?.stop();
  await world?.stop();
});

/** On the same database, with the same secret. */
function anotherInstance(): Promise<TestServer> {
  const { databaseUrl, dataDir } = world.server.app.get<Config>(CONFIG);
  return startTestServer({ DATABASE_URL: databaseUrl, YANWU_DATA_DIR: dataDir });
}

let filings = 0;

function attack(nodes: NodeClaim[]): Promise<Filed> {
  filings += 1;
  const options = { unitId: world.units.water, source: '203.0.113.5', destination: '198.51.100.7', nodes };
  return fileSubmission(
    world.as.north,
    draftOf(world, { ...options, mark: `S${filings}`, evidenceIds: [proof.north] }),
  );
}

async function claim(submission: Filed): Promise<void> {
  const mutation = `mutation ($input: ClaimInput!) { claimSubmission(input: $input) { id } }`;
  await referees[0].ask(mutation, { input: { commandId: commandId(), submissionId: submission.id } });
}

async function judge(
  referee: TestClient,
  nodeId: string,
  { category, privilege, expected = null }: NodeClaim & { expected?: string | null },
): Promise<string> {
  const input = {
    commandId: commandId(),
    nodeId,
    expectedVerdictId: expected,
    outcome: 'ACCEPTED',
    categoryKey: category,
    privilegeKey: privilege,
    quantity: 1,
    systemKey: `system-${nodeId}`,
    factors: [],
    measures: [],
    reason: '',
  };
  await referee.ask(`mutation ($input: VerdictInput!) { recordVerdict(input: $input) { id } }`, { input });
  return input.commandId;
}

function shown(awards: readonly Award[]): string[] {
  return awards.map((award) => JSON.stringify({ ...award, amount: exactText(award.amount) })).sort();
}

async function derived(app: INestApplication): Promise<Award[]> {
  const scoring = app.get(ScoringService);
  const exercise = await app.get(ExerciseService).byId(world.exerciseId);
  const facts = await scoring.factsOf(exercise.id);
  return computeAwards(await scoring.rulesOf(exercise), facts, phaseOf(exercise));
}

/** What each instance holds, and what the ledger says, is what a full computation says. */
async function expectRight(): Promise<void> {
  const wanted = await derived(world.server.app);
  const standing = await world.server.app.get(LedgerService).standingOf(world.exerciseId);
  expect(diffLedger(standing.map(entryFact), wanted)).toEqual([]);
  expect(standing.length).toBe(wanted.length);
  for (const app of [world.server.app, second.app]) {
    expect(shown((await app.get(ScoringService).scoresOf(world.exerciseId)).awards)).toEqual(shown(wanted));
  }
}

describe('scores held by two instances of one database', () => {
  let submissions: Filed[];
  let incidentId: string;

  it('are right after verdicts given now here, now there', async () => {
    submissions = [await attack([SERVER, DEVICE, SERVER]), await attack([DEVICE, SERVER]), await attack([SERVER])];
    for (const submission of submissions) await claim(submission);
    for (const [index, submission] of submissions.entries()) {
      await judge(referees[index % 2] ?? referees[0], submission.nodes[0]?.id ?? '', index === 1 ? DEVICE : SERVER);
      await expectRight();
    }
  });

  it('are right when a verdict replaces one given on the other instance', async () => {
    const nodeId = submissions[0]?.nodes[1]?.id ?? '';
    const first = await judge(referees[0], nodeId, DEVICE);
    await expectRight();
    const other = await judge(referees[1], nodeId, { category: 'row-22', privilege: null, expected: first });
    await judge(referees[0], nodeId, { ...DEVICE, expected: other });
    await expectRight();
  });

  it('are right with reports filed, links and marks on whichever instance', async () => {
    const options = { unitId: world.units.water, found: ['198.51.100.7'], evidenceIds: [proof.water] };
    const filed = { ...options, mark: 'I1', sectionKeys: ['timeliness'] };
    incidentId = await fileIncident(world.as.water, world, filed);
    await fileIncident(world.as.water, world, { ...filed, mark: 'I2' });
    // The filings posted nothing: the next act does, whichever instance it comes to.
    const link = { incidentId, submissionId: submissions[0]?.id, reason: '' };
    await make(referees[1], 'linkIncident', 'LinkIncidentInput', link);
    await expectRight();
    await mark(referees[0]);
    await expectRight();
    const { incident } = await referees[1].ask<Answer>(`query ($id: ID!) { incident(id: $id) { links { id } } }`, {
      id: incidentId,
    });
    await make(referees[1], 'unlinkIncident', 'UnlinkIncidentInput', { linkId: incident.links[0].id, reason: '另有' });
    await expectRight();
    await make(referees[0], 'linkIncident', 'LinkIncidentInput', link);
    await expectRight();
  });

  async function mark(referee: TestClient): Promise<void> {
    const { exercise } = await world.as.nobody.ask<Answer>(
      `query ($code: String!) { exercise(code: $code) { defenseRuleSet { dimensions { items { key mark } } } } }`,
      { code: world.code },
    );
    const items: { key: string; mark: string }[] = exercise.defenseRuleSet.dimensions.flatMap(
      (dimension: Answer) => dimension.items,
    );
    const judged = items.filter((item) => item.mark === 'judged');
    const marks = judged.map(({ key }) => ({ itemKey: key, share: '1/2', comment: '' }));
    await make(referee, 'recordMarks', 'MarksInput', { incidentId, marks, comment: '' });
  }

  it('are right when both instances judge at the same time', async () => {
    const filed = await Promise.all(Array.from({ length: 6 }, () => attack([SERVER, DEVICE])));
    for (const submission of filed) await claim(submission);
    await Promise.all(
      filed.map((submission, index) =>
        judge(referees[index % 2] ?? referees[0], submission.nodes[0]?.id ?? '', index % 3 === 0 ? DEVICE : SERVER),
      ),
    );
    await expectRight();
  });

  it('know nothing of an act that was rolled back', async () => {
    const { app } = world.server;
    const scoring = app.get(ScoringService);
    const exercise = await app.get(ExerciseService).byId(world.exerciseId);
    const before = shown((await scoring.scoresOf(exercise.id)).awards);
    const [, submission] = submissions;
    const command = { streamId: exercise.id, kind: 'VERDICT_RECORDED', commandId: randomUUID(), content: {} };
    let posted = 0;
    const act = app.get(Journal).append({ ...command, actor: null }, async (tx, slot) => {
      const scored = await scoring.begin(tx, exercise, slot);
      await tx.insert(Verdict, {
        id: command.commandId,
        exerciseId: exercise.id,
        seq: slot.seq,
        submissionId: submission?.id ?? '',
        nodeId: submission?.nodes[1]?.id ?? '',
        outcome: 'ACCEPTED',
        categoryKey: 'row-7',
        privilegeKey: 'admin',
        quantity: 1,
        systemKey: 'rolled-back',
        factors: [],
        measures: {},
        reason: '',
        refereeId: (await app.get(IncidentService).load(incidentId, tx)).openedById,
        recordedAt: slot.recordedAt,
      });
      posted = (await scored.post({ submissions: [submission?.id ?? ''] })).lines;
      throw new Error('changed my mind');
    });
    await expect(act).rejects.toThrow('changed my mind');
    expect(posted).toBeGreaterThan(0);
    expect(shown((await scoring.scoresOf(exercise.id)).awards)).toEqual(before);
    await expectRight();
    await judge(referees[1], submission?.nodes[1]?.id ?? '', SERVER);
    await expectRight();
  });

  it('start from nothing on an instance that comes later', async () => {
    const third = await anotherInstance();
    const held = await third.app.get(ScoringService).scoresOf(world.exerciseId);
    expect(shown(held.awards)).toEqual(shown(await derived(world.server.app)));
    await third.stop();
  });

  it('are final at the end, here and there', async () => {
    const { exercise } = await world.as.organizer.ask<Answer>(
      `query ($code: String!) { exercise(code: $code) { version } }`,
      { code: world.code },
    );
    const end = `mutation ($input: ExerciseCommandInput!) { endExercise(input: $input) { state } }`;
    const input = { commandId: commandId(), exerciseId: world.exerciseId, version: exercise.version };
    await world.as.organizer.ask(end, { input });
    await expectRight();
    expect((await second.app.get(ScoringService).scoresOf(world.exerciseId)).phase).toBe('FINAL');
    await judge(referees[1], submissions[0]?.nodes[2]?.id ?? '', SERVER);
    await expectRight();
  });
});
