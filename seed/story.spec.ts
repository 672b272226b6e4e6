import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type FreshDatabase, freshDatabase } from '../backend/test/database.js';
import { AppModule } from '../backend/src/app.module.js';
import { diffLedger } from '../backend/src/core/ledger/ledger.js';
import { computeAwards, type Phase } from '../backend/src/core/scoring/compute-awards.js';
import { ClaimService } from '../backend/src/modules/adjudication/claim.service.js';
import { EndingService } from '../backend/src/modules/adjudication/ending.service.js';
import { ScoringService } from '../backend/src/modules/adjudication/scoring.service.js';
import { AppealService, stateOf } from '../backend/src/modules/appeal/appeal.service.js';
import { BoardService } from '../backend/src/modules/board/board.service.js';
import { JournalViewService } from '../backend/src/modules/board/journal-view.service.js';
import { ExerciseService } from '../backend/src/modules/exercise/exercise.service.js';
import { entryFact, LedgerService, linesInForce } from '../backend/src/modules/ledger/ledger.service.js';
import { DisagreementService } from '../backend/src/modules/likeness/disagreement.service.js';
import { FixedClock } from '../backend/src/platform/clock/clock.js';
import { loadConfig } from '../backend/src/platform/config/config.js';
import { prepareDatabase } from '../backend/src/server.js';
import { nodeId, submissionId } from './attack-scene.js';
import { incidentId } from './incident-scene.js';
import { idOf } from './ids.js';
import { isPlayed, playStory, SEED_FOLDER } from './player.js';
import { EXERCISE_ID, Stage } from './stage.js';
import { readStory } from './story.js';
import { Timeline } from './timeline.js';

const NOW = new Date('2026-09-16T14:33:00+08:00');
const PLAY_TIMEOUT_MS = 120_000;

interface ExpectedUnit {
  readonly unit: string;
  readonly deduction: string;
  readonly recovery: string;
  readonly bonus: string;
  readonly value: string;
  readonly rank: number;
}

interface Expected {
  readonly attack: readonly { readonly team: string; readonly points: string; readonly rank: number }[];
  readonly defense: Readonly<Record<'live' | 'final', readonly ExpectedUnit[]>>;
}

const expected = JSON.parse(readFileSync(join(SEED_FOLDER, 'expected-standings.json'), 'utf8')) as Expected;

let database: FreshDatabase;
let dataDir: string;
let app: INestApplicationContext;
let clock: FixedClock;

const get = <T>(type: new (...parts: never[]) => T): T => app.get<T>(type, { strict: false });
const play = (): Promise<void> => playStory(app, { clock, now: NOW, progress: () => undefined });

/** Opens the server on the same database with the clock set back to before the story. */
async function open(): Promise<void> {
  clock = new FixedClock(new Date('2026-09-01T00:00:00Z'));
  const config = loadConfig({ DATABASE_URL: database.url, YANWU_DATA_DIR: dataDir, YANWU_LOG_LEVEL: 'error' });
  app = await NestFactory.createApplicationContext(AppModule.of(config, clock), { logger: ['error'] });
}

beforeAll(async () => {
  database = await freshDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'yanwu-story-'));
  await open();
  await prepareDatabase(app);
  await play();
}, PLAY_TIMEOUT_MS);

afterAll(async () => {
  await app.close();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function attackBoard() {
  const { attack } = await get(BoardService).board(EXERCISE_ID, 'PUBLIC');
  return attack.map(({ rank, name, points }) => ({ team: name, points, rank }));
}

async function defenseBoard() {
  const { defense } = await get(BoardService).board(EXERCISE_ID, 'PUBLIC');
  return defense.map(({ rank, name, deduction, recovered, bonus, value }) => {
    return { unit: name, deduction, recovery: recovered, bonus, value, rank };
  });
}

/** Recovered figures on a board are exact text; so are ours. */
async function expectLedgerToFollowFromFacts(phase: Phase): Promise<void> {
  const scoring = get(ScoringService);
  const rules = await scoring.rulesOf(await get(ExerciseService).byId(EXERCISE_ID));
  const awards = computeAwards(rules, await scoring.factsOf(EXERCISE_ID), phase);
  const standing = linesInForce(await get(LedgerService).entriesOf(EXERCISE_ID)).map(entryFact);
  expect(standing.length).toBeGreaterThan(100);
  expect(diffLedger(standing, awards)).toEqual([]);
}

async function reasonOf(sourceId: string, account: string): Promise<string | undefined> {
  const lines = await get(LedgerService).inForceBySource([sourceId]);
  return lines.find((line) => line.account === account)?.zeroReason?.code;
}

/** Under `provisional` coverage counts from the start, and nothing more is found before the end. */
async function liveFigures(): Promise<readonly ExpectedUnit[]> {
  const rules = await get(ScoringService).rulesOf(await get(ExerciseService).byId(EXERCISE_ID));
  return rules.defense.defense?.options.coverageMode === 'final' ? expected.defense.live : expected.defense.final;
}

describe('the demo story', () => {
  it('leaves the boards as worked out by hand while the exercise is live', async () => {
    expect(await attackBoard()).toEqual(expected.attack);
    expect(await defenseBoard()).toEqual(await liveFigures());
  });

  it.each([
    {
      what: 'the same system, lower privilege',
      node: nodeId('rq-fw-normal', 1),
      account: 'ATTACK',
      code: 'DUPLICATE_SYSTEM',
    },
    {
      what: 'server and web application on one host',
      node: nodeId('gui-ops', 1),
      account: 'ATTACK',
      code: 'DUPLICATE_SYSTEM',
    },
    { what: 'another team was first', node: nodeId('rq-again', 1), account: 'ATTACK', code: 'BOUNDARY_ALREADY_SCORED' },
    { what: 'an account of their own', node: nodeId('gd-self', 1), account: 'ATTACK', code: 'REJECTED' },
    { what: 'the first server of a unit', node: nodeId('yy-web', 1), account: 'DEDUCTION', code: 'DEDUCTION_FREE' },
  ])('says why nothing was scored: $what', async ({ node, account, code }) => {
    expect(await reasonOf(node, account)).toBe(code);
  });

  it.each([
    ['no attack result', 'sw-scan', 'NO_ATTACK_RESULT'],
    ['a rejected result', 'gd-account', 'NO_ATTACK_RESULT'],
    ['a result that cost nothing', 'rq-dispatch', 'NO_DEDUCTION'],
    ['an event reported before', 'dl-ipv6-again', 'DUPLICATE_EVENT'],
    ['an unmarked report', 'gui-dc', 'NOT_MARKED'],
  ])('says why nothing was recovered: %s', async (_, incident, code) => {
    expect(await reasonOf(incidentId(incident), 'RECOVERY')).toBe(code);
  });

  it('shows how judging itself is looked after: seats, a return, appeals, a disagreement', async () => {
    const stage = new Stage(app, readStory(SEED_FOLDER), Timeline.endingAt(NOW), SEED_FOLDER);
    const { services } = stage;
    const chief = await stage.viewer('lu.wenzhou');
    const [seats] = await get(ClaimService).seatsOf([submissionId('yh-api')]);
    const holders = await get(ClaimService).inForce([submissionId('yh-api')]);
    expect([seats?.seats, holders.map(({ refereeId }) => refereeId)]).toEqual([2, [idOf('user/zhou.yan')]]);
    const { state, versionNo } = await services.submissions.load(submissionId('gui-strong'));
    expect([state, versionNo]).toEqual(['RETURNED', 1]);
    const appeals = await get(AppealService).list(EXERCISE_ID, chief);
    const states = appeals.map(async ({ id }) => stateOf(await get(AppealService).actsOn(id)));
    expect(await Promise.all(states)).toEqual(['FILED', 'DISMISSED']);
    const relations = await services.relations.list(EXERCISE_ID, chief);
    expect(relations.map(({ refereeName, partyName }) => [refereeName, partyName])).toEqual([['沈岳', '云港物流']]);
    const disagreements = await get(DisagreementService).list(EXERCISE_ID, chief);
    const codes = disagreements.flatMap(({ contradictions }) => contradictions.map(({ code }) => code));
    expect(codes).toContain('DISAGREE_BLOCKED');
  });

  it('keeps a whole journal, and a ledger that follows from the facts', async () => {
    const organizer = await new Stage(app, readStory(SEED_FOLDER), Timeline.endingAt(NOW), SEED_FOLDER).viewer(
      'jiang.xubai',
    );
    expect(await get(JournalViewService).check(EXERCISE_ID, organizer)).toMatchObject({ holds: true, brokenAt: null });
    await expectLedgerToFollowFromFacts('PROVISIONAL');
  });

  it(
    'is not played twice, and playing it again changes nothing',
    async () => {
      const head = await get(ExerciseService).headSeq(EXERCISE_ID);
      expect(await isPlayed(app)).toBe(true);
      await app.close();
      await open();
      await play();
      expect(await get(ExerciseService).headSeq(EXERCISE_ID)).toBe(head);
    },
    PLAY_TIMEOUT_MS,
  );

  it('ends with coverage settled, as worked out by hand', async () => {
    clock.set(new Date('2026-09-17T21:00:00+08:00'));
    const { version } = await get(ExerciseService).byId(EXERCISE_ID);
    const organizer = await new Stage(app, readStory(SEED_FOLDER), Timeline.endingAt(NOW), SEED_FOLDER).viewer(
      'jiang.xubai',
    );
    await get(EndingService).end({ commandId: idOf('end'), exerciseId: EXERCISE_ID, version }, organizer);
    expect(await attackBoard()).toEqual(expected.attack);
    expect(await defenseBoard()).toEqual(expected.defense.final);
    await expectLedgerToFollowFromFacts('FINAL');
  });
});
