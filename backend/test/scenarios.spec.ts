import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { planProblems } from '../src/core/plan/check-plan.js';
import { readProtectionFile } from '../src/core/protection/template-file.js';
import { TestClient } from './client.js';
import { type ExpectedUnit, readScenarios, type Scenario } from './scenario-files.js';
import { type PlayedDrill, ScenarioPlayer } from './scenario-play.js';
import { startTestServer, type TestServer } from './server.js';

const PLAY_TIMEOUT_MS = 300_000;
const PROTECTION = join(import.meta.dirname, '../../scenarios/protection');
/** Advice items of the report's chapters on sites, terminals, servers and mail. */
const ADVICE = { 网站: 7, 终端: 5, 服务器: 9, 邮箱: 5 } as const;
const FIGURES = '一二三四五六七八九';
const CATEGORIES = 15;

const CONFIDENCES = ['HIGH', 'MEDIUM', 'LOW'];

interface AnswerKey {
  readonly key: string;
  readonly indicators: readonly { readonly confidence: string }[];
  readonly traps: readonly { readonly inject: string }[];
}

const scenarios = readScenarios();
const named = scenarios.map((one) => [one.key, one] as const);

describe('scenarios as files', () => {
  it('there are the three ways into mail, the traced case, the 15 categories and the day on the cloud', () => {
    const kinds = scenarios.flatMap(({ head }) =>
      head.category ? [`${head.category.object} ${head.category.kind}`] : [],
    );
    expect(new Set(kinds).size).toBe(CATEGORIES);
    const others = scenarios.filter(({ head }) => head.category === undefined).map(({ key }) => key);
    expect(others.sort()).toEqual([
      'gov-cloud-24h',
      'mail-brute-force',
      'mail-phishing',
      'mail-unpatched',
      'ssh-trojan',
    ]);
  });

  it.each(named)('%s is a sound plan for its units', (_, { problems, plan, head }) => {
    expect(problems).toEqual([]);
    expect(planProblems(plan, { unitNames: head.units.map(({ name }) => name) })).toEqual([]);
    expect(head.isSample).toBe(true);
    expect(head.units.length).toBeGreaterThanOrEqual(3);
    expect(plan.injects.length).toBeGreaterThanOrEqual(8);
  });

  it.each(named)('%s names no real address', (_, { planText, head }) => {
    const text = planText + JSON.stringify(head);
    const addresses = text.match(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g) ?? [];
    const real = addresses.filter((one) => !/^(192\.0\.2|198\.51\.100|203\.0\.113|0\.0\.0)\./.test(one));
    expect(real).toEqual([]);
    const hosts = text.match(/(?<![\w.-])(?:[a-z0-9-]+\.)+(?:com|net|org|cn|top|zip)(?![\w-])/g) ?? [];
    expect(hosts.filter((one) => !/(^|\.)example\.(com|net|org)$/.test(one) && !/^[\w-]+\.zip$/.test(one))).toEqual([]);
  });

  it.each(named.filter(([, { answerKey }]) => answerKey !== null))('%s has an answer key that fits', (_, scenario) => {
    const { key, traps, indicators } = scenario.answerKey as AnswerKey;
    const codes = scenario.plan.injects.map(({ code }) => code);
    expect(key).toBe(scenario.key);
    expect(traps.map(({ inject }) => inject).filter((code) => !codes.includes(code))).toEqual([]);
    expect(indicators.map(({ confidence }) => confidence).filter((one) => !CONFIDENCES.includes(one))).toEqual([]);
  });

  it('the traced case keeps the two spellings of one e-mail address, and says so to facilitators only', () => {
    const found = scenarios.find(({ key }) => key === 'ssh-trojan')?.plan.injects.find(({ code }) => code === 'I-09');
    const spellings = (found?.attachments ?? []).map(({ text }) => /[a-z]+@mail\.example\.com/.exec(text ?? '')?.[0]);
    expect(new Set(spellings).size).toBe(2);
    expect(`${found?.title}${found?.body}${found?.expectation?.text}`).not.toContain('写法');
    expect(found?.note).toContain('两处拼写不一致');
  });

  it.each(Object.entries(ADVICE))('every advice item on %s is expected somewhere', (object, count) => {
    const given = new Set(
      scenarios
        .filter(({ head }) => head.category?.object === object)
        .flatMap(({ plan }) => plan.injects.filter(({ expectation }) => expectation !== null))
        .flatMap(({ values }) => (values.advice ?? '').split('、')),
    );
    const wanted = [...FIGURES.slice(0, count)].map((figure) => `${object}${figure}`);
    expect(wanted.filter((item) => !given.has(item))).toEqual([]);
  });

  it('the protection files read without a problem', () => {
    const names = readdirSync(PROTECTION).filter((name) => name.endsWith('.yaml'));
    expect(names.sort()).toEqual(['base.yaml', 'mail.yaml', 'real-windows.yaml', 'year-cycle.yaml']);
    const problems = names.flatMap((name) => {
      const read = readProtectionFile(readFileSync(join(PROTECTION, name), 'utf8'), name);
      return 'problems' in read ? read.problems.map(({ line, message }) => `${name}:${line} ${message.en}`) : [];
    });
    expect(problems).toEqual([]);
  });
});

interface ReviewRow {
  readonly code: string;
  readonly unitName: string;
  readonly state: string;
  readonly usedSeconds: number | null;
  readonly limitSeconds: number | null;
  readonly reply: string | null;
  readonly points: string | null;
}

interface Reading {
  readonly drill: {
    readonly state: string;
    readonly marksOf: { unitId: string; points: string; of: string; marked: number }[];
    readonly units: { id: string; name: string }[];
    readonly acts: { kind: string; unitName: string | null; code: string | null }[];
  };
  readonly drillReview: { readonly rows: ReviewRow[] };
  readonly board: { readonly defense: { name: string; value: string; rank: number }[] };
}

const READING = `query ($drillId: ID!, $exerciseId: ID!) {
  drill(id: $drillId) {
    state
    units { id name }
    marksOf { unitId points of marked }
    acts { kind unitName code }
  }
  drillReview(id: $drillId) { rows { code unitName state usedSeconds limitSeconds reply points } }
  board(exerciseId: $exerciseId, audience: REFEREE) { defense { name value rank } }
}`;

const MY_DRILLS = `query ($exerciseId: ID!) {
  myDrills(exerciseId: $exerciseId) {
    unitName
    injects { code title text attachments { name text } expectation { kind text } reply { text } marks { points comment } }
  }
}`;

describe('scenarios played from start to after-action', () => {
  let server: TestServer;
  let player: ScenarioPlayer;

  beforeAll(async () => {
    server = await startTestServer();
    player = new ScenarioPlayer(server);
    await player.makeAccounts(scenarios);
  }, PLAY_TIMEOUT_MS);

  afterAll(() => server.stop());

  async function read({ director, drillId, exerciseId }: PlayedDrill): Promise<Reading> {
    const client = await new TestClient(server.url).login(director.username, director.password);
    return client.ask<Reading>(READING, { drillId, exerciseId });
  }

  /** What the people of the first unit get to see: what was released to them, not a word of what is for facilitators. */
  async function seesOnlyItsOwn({ exerciseId, member }: PlayedDrill, { cells, plan }: Scenario): Promise<void> {
    const client = await new TestClient(server.url).login(member.username, member.password);
    const { myDrills } = await client.ask<{ myDrills: { unitName: string; injects: { code: string }[] }[] }>(
      MY_DRILLS,
      { exerciseId },
    );
    const [mine] = myDrills;
    const released = Object.keys(cells).filter((code) => !isBefore(cells[code]?.[member.unit]));
    expect(mine?.unitName).toBe(member.unit);
    expect(mine?.injects.map(({ code }) => code).sort()).toEqual(released.sort());
    const told = JSON.stringify(myDrills);
    const secrets = plan.injects.flatMap(({ note, otherwise }) => [...note.split('\n'), otherwise].filter(Boolean));
    expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
  }

  it.each(named)(
    '%s ends as worked out by hand',
    async (_, scenario) => {
      const played = await player.play(scenario);
      const { drill, drillReview, board } = await read(played);
      expect(drill.state).toBe('ENDED');
      expect(cellsOf(drillReview.rows)).toEqual(scenario.cells);
      const units = [...scenario.units].sort(byUnit);
      expect(marksOf(drill)).toEqual(units.map(({ unit, marked, points, of }) => ({ unit, marked, points, of })));
      expect(urgingOf(drill.acts, units)).toEqual(
        units.map(({ unit, reminded, late, escalated }) => ({ unit, reminded: reminded + late, escalated })),
      );
      const standings = board.defense.map(({ name, value, rank }) => ({ unit: name, value, rank }));
      expect(standings.sort(byUnit)).toEqual(units.map(({ unit, value, rank }) => ({ unit, value, rank })));
      await seesOnlyItsOwn(played, scenario);
    },
    PLAY_TIMEOUT_MS,
  );
});

const isBefore = (state: string | undefined): boolean => state === undefined || state === 'NOT_TRIGGERED';
const byUnit = (a: { unit: string }, b: { unit: string }): number => a.unit.localeCompare(b.unit);

/** As the expected file has it: state, and where it was done minutes used and allowed. */
function cellsOf(rows: readonly ReviewRow[]): Record<string, Record<string, string>> {
  const cells: Record<string, Record<string, string>> = {};
  for (const { code, unitName, state, usedSeconds, limitSeconds } of rows) {
    const isDone = state.startsWith('COMPLETED') && limitSeconds !== null;
    const used = isDone ? ` ${(usedSeconds ?? 0) / 60}/${limitSeconds / 60}` : '';
    cells[code] = { ...cells[code], [unitName]: state + used };
  }
  return cells;
}

function marksOf({ marksOf: marks, units }: Reading['drill']) {
  const all = units.map(({ id, name }) => {
    const own = marks.find(({ unitId }) => unitId === id);
    return { unit: name, marked: own?.marked, points: own?.points, of: own?.of };
  });
  return all.sort(byUnit);
}

/** How often time reminded and escalated at each unit. */
function urgingOf(acts: Reading['drill']['acts'], units: readonly ExpectedUnit[]) {
  const count = (kind: string, unit: string): number =>
    acts.filter((act) => act.kind === kind && act.unitName === unit).length;
  return units.map(({ unit }) => ({ unit, reminded: count('REMINDED', unit), escalated: count('ESCALATED', unit) }));
}
