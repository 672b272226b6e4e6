import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { commandId, TestClient } from '../../../test/client.js';
import { startTestServer, type TestServer } from '../../../test/server.js';
import { buildWorld, type ServedWorld } from '../../../test/world.js';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { diffLedger } from '../../core/ledger/ledger.js';
import { computeAwards } from '../../core/scoring/compute-awards.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { entryFact, LedgerService } from '../ledger/ledger.service.js';
import { DrillMarkService, type GivenDrillMark } from './drill-mark.service.js';
import { phaseOf, ScoringService } from './scoring.service.js';

jest.setTimeout(240_000);

/** Answers are looked at field by field. */
type Answer = Awaited<ReturnType<typeof JSON.parse>>;

let world: ServedWorld;
let second: TestServer;
let referee: Viewer;
const drillId = randomUUID();

beforeAll(async () => {
  world = await buildWorld({ attack: 'tprq', defense: 'drill-simple' });
  const { databaseUrl, dataDir } = world.server.app.get<Config>(CONFIG);
  second = await startTestServer({ DATABASE_URL: databaseUrl, YANWU_DATA_DIR: dataDir });
  const {
    me: { user: me },
  } = (await world.as.referee.ask(`{ me { user { id displayName } } }`)) as Answer;
  referee = { userId: me.id, displayName: me.displayName, isAdmin: false, sessionId: randomUUID(), memberships: [] };
});
afterAll(async () => {
  await second?.stop();
  await world?.stop();
});

function given(more: Partial<GivenDrillMark> = {}): GivenDrillMark {
  return {
    id: randomUUID(),
    exerciseId: world.exerciseId,
    drillId,
    unitId: world.units.water,
    injectCode: 'I-01',
    injectTitle: '登录失败激增',
    expectation: 'DETECT',
    fullPoints: '10',
    points: '7.5',
    comment: '研判清楚',
    releaseSeq: 5,
    ...more,
  };
}

/** As the drill's own act does it. */
async function mark(more: Partial<GivenDrillMark> = {}, server: TestServer = world.server): Promise<string> {
  const wanted = given(more);
  const marks = server.app.get(DrillMarkService);
  await marks.prepare(world.exerciseId);
  const command = { streamId: world.exerciseId, kind: 'DRILL_MARKED', commandId: wanted.id };
  await server.app.get(Journal).append({ ...command, content: wanted, actor: referee }, async (tx, slot) => {
    const { sealed, posted } = await marks.record(tx, slot, referee, wanted);
    return { subjectId: drillId, partyId: wanted.unitId, details: { sealed, posted } };
  });
  return wanted.id;
}

/** What each instance holds, and what the ledger says, is what a full computation says. */
async function expectRight(): Promise<void> {
  const { app } = world.server;
  const scoring = app.get(ScoringService);
  const exercise = await app.get(ExerciseService).byId(world.exerciseId);
  const wanted = computeAwards(await scoring.rulesOf(exercise), await scoring.factsOf(exercise.id), phaseOf(exercise));
  const standing = await app.get(LedgerService).standingOf(world.exerciseId);
  expect(diffLedger(standing.map(entryFact), wanted)).toEqual([]);
  for (const held of [app, second.app]) {
    const { awards } = await held.get(ScoringService).scoresOf(world.exerciseId);
    expect(diffLedger(standing.map(entryFact), awards)).toEqual([]);
  }
}

async function board(client: TestClient): Promise<Record<string, { drill: string; value: string }>> {
  const query = `query ($id: ID!) { board(exerciseId: $id) { defense { partyId drill value } } }`;
  const { board: found } = (await client.ask(query, { id: world.exerciseId })) as Answer;
  return Object.fromEntries(found.defense.map(({ partyId, drill, value }: Answer) => [partyId, { drill, value }]));
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing',
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );
}

describe('marks of a drill', () => {
  it('reach the board of the root unit', async () => {
    await mark();
    await mark({ unitId: world.units.bank, points: '10' });
    const found = await board(world.as.referee);
    expect(found[world.units.water]).toEqual({ drill: '7.5', value: '7.50' });
    expect(found[world.units.bank]).toEqual({ drill: '10', value: '10.00' });
    await expectRight();
  });

  it('are corrected by a later mark from another instance: the line is reversed and one comes new', async () => {
    await mark({ points: '1/3' }, second);
    expect((await board(world.as.referee))[world.units.water]).toEqual({ drill: '1/3', value: '0.33' });
    const lines = await world.server.app.get(LedgerService).entriesOfParty(world.exerciseId, world.units.water);
    expect(lines.map(({ amount, reversesId }) => [amount, reversesId === null])).toEqual([
      ['7.5', true],
      ['-7.5', false],
      ['1/3', true],
    ]);
    await expectRight();
  });

  it('are explained with the inject, its title and the words of the evaluator, to the unit itself', async () => {
    const query = `query ($id: ID!, $party: ID!) { explanation: explainScore(exerciseId: $id, side: DEFENSE, partyId: $party) {
      lines { sourceCode sourceTitle entry { account amount reversesId } steps { code params { name value } } }
    } }`;
    const variables = { id: world.exerciseId, party: world.units.water };
    const { explanation } = (await world.as.water.ask(query, variables)) as Answer;
    const standing = explanation.lines.at(-1);
    expect(standing).toMatchObject({ sourceCode: 'I-01', sourceTitle: '登录失败激增', entry: { account: 'DRILL' } });
    expect(standing.steps[0]).toMatchObject({ code: 'DRILL_MARK' });
    const other = (await world.as.bank.ask(query, variables)) as Answer;
    expect(JSON.stringify(other)).not.toContain('I-01');
    expect(JSON.stringify(other)).not.toContain('登录失败激增');
  });

  it('use up limits in order of release, whatever is marked first', async () => {
    const ack = { expectation: 'ACKNOWLEDGE', fullPoints: '15', points: '15', unitId: world.units.bank } as const;
    await mark({ ...ack, injectCode: 'I-09', releaseSeq: 90 });
    await mark({ ...ack, injectCode: 'I-08', releaseSeq: 80 });
    // 20 at most for acknowledgements: the one released first keeps its 15.
    const standing = await world.server.app.get(LedgerService).standingOf(world.exerciseId);
    const amounts = standing.filter(({ sourceReceiptSeq }) => sourceReceiptSeq >= 80).map(({ amount }) => amount);
    expect(amounts.sort()).toEqual(['15', '5']);
    expect((await board(world.as.referee))[world.units.bank]?.drill).toBe('30');
    await expectRight();
  });

  it('are refused above the points of the plan, and in no form but an exact one', async () => {
    expect(await refusalOf(mark({ points: '10.5' }))).toBe('BAD_INPUT');
    expect(await refusalOf(mark({ points: '-1' }))).toBe('BAD_INPUT');
    expect(await refusalOf(mark({ points: '1e3' }))).toBe('BAD_INPUT');
    await expectRight();
  });

  it('are given by nobody related to the unit', async () => {
    await world.as.organizer.ask(`mutation ($input: DeclareRelationInput!) { declareRelation(input: $input) { id } }`, {
      input: {
        commandId: commandId(),
        exerciseId: world.exerciseId,
        refereeId: referee.userId,
        partyId: world.units.water,
        kind: 'FORMER_EMPLOYER',
        note: '曾在该单位任职',
      },
    });
    expect(await refusalOf(mark())).toBe('CONFLICT_OF_INTEREST');
    await mark({ unitId: world.units.bank, points: '9' });
  });
});
