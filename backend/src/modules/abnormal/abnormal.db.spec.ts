import { jest } from '@jest/globals';
import pg from 'pg';
import { commandId, type TestClient } from '../../../test/client.js';
import { tinyPng, upload } from '../../../test/play.js';
import { buildWorld, PASSWORD, type Person, type ServedWorld } from '../../../test/world.js';

jest.setTimeout(240_000);

const EPISODE = `id code state form systemName narrative evidenceAt filedAt noticedAt confirmedAt repairedAt mayAct
  unit { name } team { name } evidence { fileName } acts { id kind statedAt reason refereeName }
  clock { graceEndsAt booked accrued nextAt nextPoints zeroReason { code } steps { code params { name value } } }`;
const DESK = `query ($id: ID!) { abnormalDesk(exerciseId: $id) {
  isCharged graceMinutes mayReport clause { zh } episodes { ${EPISODE} } } }`;
const BOARD = `query ($id: ID!) { board(exerciseId: $id, audience: REFEREE) { defense { name value } } }`;
const FEED = `subscription ($id: ID!, $after: Int!) { exerciseFeed(exerciseId: $id, after: $after) { seq kind subjectId } }`;

/** Answers are looked at field by field. */
type Answer = Awaited<ReturnType<typeof JSON.parse>>;
type ActName = 'notice' | 'dismiss' | 'confirm' | 'close';

let world: ServedWorld;
let evidenceId: string;
/** The episode of V11. */
let first: Answer;

/** 2026-09-15 in Shanghai; the exercise began at 9:00 there. */
const at = (clock: string): string => `2026-09-15T${clock}:00+08:00`;

beforeAll(async () => {
  world = await buildWorld();
  const file = { name: '封禁截图.png', bytes: tinyPng() };
  const stored = await upload(world.as.north, world.exerciseId, file);
  evidenceId = ((await stored.json()) as { id: string }).id;
});
afterAll(() => world?.stop());

function setClock(clock: string): void {
  world.server.clock.set(new Date(at(clock)));
}

function reportOf(more: Record<string, unknown> = {}): Record<string, unknown> {
  const what = { form: 'RANGE_BLOCKED', systemName: '门户网站', narrative: '北队看到整段封禁' };
  const where = { exerciseId: world.exerciseId, unitId: world.units.waterPlant };
  return { commandId: commandId(), ...where, ...what, evidenceAt: at('09:30'), evidenceIds: [evidenceId], ...more };
}

const REPORT = `mutation ($input: AbnormalReportInput!) { done: reportAbnormalDefense(input: $input) { ${EPISODE} } }`;

async function report(person: Person, more: Record<string, unknown> = {}): Promise<Answer> {
  return (await world.as[person].ask<Answer>(REPORT, { input: reportOf(more) })).done;
}

function actOf(name: ActName): string {
  const type = name === 'confirm' || name === 'close' ? 'AbnormalTimedActInput' : 'AbnormalActInput';
  return `mutation ($input: ${type}!) { done: ${name}AbnormalDefense(input: $input) { ${EPISODE} } }`;
}

/** An act on an episode as it was last seen. */
async function act(name: ActName, episode: Answer, more: Record<string, unknown> = {}): Promise<Answer> {
  return (await world.as.referee.ask<Answer>(actOf(name), { input: inputOf(episode, more) })).done;
}

function inputOf(episode: Answer, more: Record<string, unknown> = {}): Record<string, unknown> {
  const seen = { episodeId: episode.id, expectedActId: episode.acts.at(-1)?.id ?? null };
  return { commandId: commandId(), ...seen, reason: '核验属实：贵单位整段封禁来源地址', ...more };
}

function refused(client: TestClient, name: ActName, episode: Answer, more: Record<string, unknown> = {}) {
  return client.refusal(actOf(name), { input: inputOf(episode, more) });
}

async function fieldsOf(query: string, input: Record<string, unknown>, person: Person): Promise<string[]> {
  const { errors } = await world.as[person].query(query, { input });
  return errors?.[0]?.extensions.fields.map(({ path, code }) => `${path} ${code}`) ?? [];
}

async function desk(person: Person): Promise<Answer> {
  return (await world.as[person].ask<Answer>(DESK, { id: world.exerciseId })).abnormalDesk;
}

async function valueOfWater(): Promise<string> {
  const { board } = await world.as.referee.ask<Answer>(BOARD, { id: world.exerciseId });
  return board.defense.find(({ name }: Answer) => name === '澜江水务')?.value;
}

/** Kinds a person's feed tells of abnormal defence, up to the end of the exercise, which everybody hears of. */
async function heard(person: Person): Promise<string[]> {
  const live = world.as[person].live();
  const kinds: string[] = [];
  const feed = live.iterate<Answer>({ query: FEED, variables: { id: world.exerciseId, after: 0 } });
  for await (const { data } of feed) {
    if (data?.exerciseFeed.kind === 'EXERCISE_ENDED') break;
    kinds.push(data?.exerciseFeed.kind);
  }
  await live.dispose();
  return kinds.filter((kind) => kind.startsWith('ABNORMAL'));
}

describe('a lead becomes a penalty (FHZ 减分一, V11)', () => {
  it('is handed in by a team, and seen by it and those who judge alone', async () => {
    setClock('09:40');
    first = await report('north');
    expect(first).toMatchObject({ code: 'F-0001', state: 'REPORTED', team: { name: '北队' }, acts: [], clock: null });
    expect((await desk('referee')).episodes[0]).toMatchObject({
      mayAct: ['NOTICED', 'DISMISSED'],
      team: { name: '北队' },
    });
    expect((await desk('organizer')).episodes[0]).toMatchObject({ mayAct: [], narrative: '北队看到整段封禁' });
    for (const person of ['south', 'water', 'bank'] as const) expect((await desk(person)).episodes).toEqual([]);
    expect(await desk('north')).toMatchObject({ isCharged: true, graceMinutes: 120, mayReport: true });
    expect(await desk('water')).toMatchObject({ mayReport: false });
  });

  it('is noticed at 10:00; the unit is told what and when, not by whom', async () => {
    setClock('10:00');
    first = await act('notice', first);
    expect(first).toMatchObject({ state: 'NOTICED', mayAct: ['DISMISSED', 'CONFIRMED', 'CLOSED'] });
    const [told] = (await desk('water')).episodes;
    expect(told).toMatchObject({
      ...{ state: 'NOTICED', form: 'RANGE_BLOCKED', unit: { name: '澜江水务三厂' }, mayAct: [] },
      ...{ team: null, systemName: null, narrative: null, filedAt: null, evidence: [] },
      noticedAt: '2026-09-15T02:00:00.000Z',
      acts: [{ kind: 'NOTICED', reason: '核验属实：贵单位整段封禁来源地址', refereeName: null }],
      clock: { graceEndsAt: '2026-09-15T04:00:00.000Z', booked: '0', accrued: '0', nextPoints: '10' },
    });
    expect(told.clock.nextAt).toBe('2026-09-15T04:30:00.000Z');
    expect((await desk('bank')).episodes).toEqual([]);
    const [lead] = (await desk('north')).episodes;
    expect(lead).toMatchObject({
      state: 'NOTICED',
      noticedAt: null,
      clock: null,
      acts: [{ kind: 'NOTICED', reason: '' }],
    });
  });

  it('drips while it is confirmed to be still so', async () => {
    setClock('14:10');
    expect((await desk('water')).episodes[0].clock).toMatchObject({ booked: '0', accrued: '40' });
    first = await act('confirm', first, { at: at('14:10'), reason: '仍整段封禁' });
    expect(first.clock).toMatchObject({ booked: '40', zeroReason: null });
    expect(first.clock.steps.map(({ code }: Answer) => code)).toEqual([
      'ABNORMAL_SPAN',
      'ABNORMAL_OPEN',
      'ABNORMAL_TIER',
    ]);
    expect(await valueOfWater()).toBe('7960.00');
  });

  it('ends with the repair at 18:20: 140, 8000 becomes 7860', async () => {
    setClock('19:00');
    first = await act('close', first, { at: at('18:20'), reason: '复测已恢复' });
    expect(first).toMatchObject({ state: 'CLOSED', repairedAt: '2026-09-15T10:20:00.000Z' });
    expect(first.clock).toMatchObject({ booked: '140', accrued: null, nextAt: null });
    expect(await valueOfWater()).toBe('7860.00');
  });

  it('explains itself to the unit without a word of the team', async () => {
    const query = `query ($id: ID!, $party: ID!) { explainScore(exerciseId: $id, side: DEFENSE, partyId: $party) { value
      lines { isInForce sourceKind sourceCode sourceTitle reason ruleTitle { zh } evidence { fileName }
              entry { account amount ruleKey } steps { code params { name value } } } } }`;
    const variables = { id: world.exerciseId, party: world.units.water };
    const { explainScore } = await world.as.water.ask<Answer>(query, variables);
    const line = explainScore.lines.findLast(({ isInForce }: Answer) => isInForce);
    expect(line).toMatchObject({
      ...{ sourceKind: 'ABNORMAL', sourceCode: 'F-0001', reason: '复测已恢复', evidence: [] },
      ruleTitle: { zh: '非正常防守' },
      entry: { account: 'PENALTY', amount: '-140', ruleKey: 'abnormal' },
    });
    expect(line.steps.map(({ code }: Answer) => code)).toEqual(['ABNORMAL_SPAN', 'ABNORMAL_TIER', 'ABNORMAL_TIER']);
    expect(JSON.stringify(explainScore)).not.toContain('北队');
  });

  it('is corrected by further acts, never by changing one', async () => {
    first = await act('close', first, { at: at('11:50'), reason: '更正：日志显示 11:50 已恢复' });
    expect(first.clock).toMatchObject({ booked: '0', zeroReason: { code: 'WITHIN_GRACE' } });
    expect(await valueOfWater()).toBe('8000.00');
    first = await act('dismiss', first, { reason: '经复核不属非正常防守' });
    expect(first).toMatchObject({ state: 'DISMISSED', clock: null, mayAct: ['NOTICED'] });
    expect((await desk('water')).episodes[0]).toMatchObject({ state: 'DISMISSED', clock: null });
    expect((await desk('north')).episodes[0].acts.at(-1)).toMatchObject({ reason: '经复核不属非正常防守' });
    first = await act('notice', first, { reason: '重新核验属实' });
    expect(first).toMatchObject({ state: 'NOTICED', repairedAt: null, clock: { booked: '0', accrued: '0' } });
    expect(first.acts.map(({ kind }: Answer) => kind)).toEqual([
      ...['NOTICED', 'CONFIRMED', 'CLOSED', 'CLOSED', 'DISMISSED', 'NOTICED'],
    ]);
  });
});

describe('who may do what', () => {
  it('refuses the wrong people', async () => {
    for (const person of ['water', 'referee', 'organizer', 'observer', 'stranger'] as const) {
      expect(await world.as[person].refusal(REPORT, { input: reportOf() })).toBe('NOT_ALLOWED');
    }
    expect(await world.as.nobody.refusal(REPORT, { input: reportOf() })).toBe('NOT_SIGNED_IN');
    for (const person of ['north', 'water', 'organizer', 'observer'] as const) {
      expect(await refused(world.as[person], 'dismiss', first)).toBe('NOT_ALLOWED');
    }
    for (const person of ['observer', 'stranger'] as const) {
      expect(await world.as[person].refusal(DESK, { id: world.exerciseId })).toBe('NOT_ALLOWED');
    }
    expect(await world.as.referee.refusal(DESK, { id: commandId() })).toBe('NOT_FOUND');
  });

  it('answers NOT_FOUND for an episode one may not know, as for one that is not there', async () => {
    const read = `query ($id: ID!) { abnormalEpisode(id: $id) { id } }`;
    const lead = await report('south', { evidenceIds: [await southEvidence()], narrative: '南队线索' });
    for (const person of ['north', 'water', 'bank'] as const) {
      expect(await world.as[person].refusal(read, { id: lead.id })).toBe('NOT_FOUND');
      expect(await world.as[person].refusal(read, { id: commandId() })).toBe('NOT_FOUND');
    }
    expect(await refused(world.as.referee, 'notice', { id: commandId(), acts: [] })).toBe('NOT_FOUND');
    const dismissed = await act('dismiss', lead, { reason: '证据不足' });
    expect(dismissed.state).toBe('DISMISSED');
    // Never noticed: the unit hears nothing of it.
    expect((await desk('water')).episodes.map(({ code }: Answer) => code)).toEqual(['F-0001']);
  });

  it('refuses acts that do not fit the state, or were decided without the latest one', async () => {
    expect(await refused(world.as.referee, 'notice', first)).toBe('WRONG_STATE');
    const lead = await report('north');
    expect(await refused(world.as.referee, 'confirm', lead, { at: at('19:00') })).toBe('WRONG_STATE');
    expect(await refused(world.as.referee, 'close', lead, { at: at('19:00') })).toBe('WRONG_STATE');
    expect(await refused(world.as.referee, 'notice', lead, { expectedActId: commandId() })).toBe('STALE_VERSION');
    expect(await refused(world.as.referee, 'dismiss', { ...first, acts: [] })).toBe('STALE_VERSION');
  });

  it('names the wrong field: times, unit, files, empty words', async () => {
    const future = at('23:00');
    expect(await fieldsOf(actOf('confirm'), inputOf(first, { at: future }), 'referee')).toEqual(['at TOO_LATE']);
    expect(await fieldsOf(actOf('confirm'), inputOf(first, { at: at('18:00') }), 'referee')).toEqual([
      'at BEFORE_START',
    ]);
    expect(await fieldsOf(actOf('close'), inputOf(first, { at: at('09:00') }), 'referee')).toEqual(['at BEFORE_START']);
    expect(await fieldsOf(actOf('dismiss'), inputOf(first, { reason: '  ' }), 'referee')).toEqual(['reason REQUIRED']);
    const wrong = { unitId: commandId(), evidenceAt: future, evidenceIds: [commandId()], narrative: ' ' };
    expect(await fieldsOf(REPORT, reportOf(wrong), 'north')).toEqual([
      ...['unitId NOT_FOUND', 'narrative REQUIRED', 'evidenceAt TOO_LATE', 'evidenceIds.0 NOT_FOUND'],
    ]);
    expect(await fieldsOf(REPORT, reportOf({ evidenceIds: [] }), 'north')).toEqual(['evidenceIds REQUIRED']);
    // Files of another team are as unknown as none.
    expect(await fieldsOf(REPORT, reportOf({ evidenceIds: [evidenceId] }), 'south')).toEqual([
      'evidenceIds.0 NOT_FOUND',
    ]);
  });

  it('answers a repeated command with the first answer', async () => {
    const input = reportOf();
    const once = await world.as.north.ask<Answer>(REPORT, { input });
    const twice = await world.as.north.ask<Answer>(REPORT, { input });
    expect(twice.done.id).toBe(once.done.id);
    expect(await world.as.north.refusal(REPORT, { input: { ...input, systemName: '别的' } })).toBe('COMMAND_REUSED');
  });
});

describe('what is told and kept', () => {
  it('rows are permanent and sealed', async () => {
    const client = new pg.Client({ connectionString: world.server.databaseUrl });
    await client.connect();
    for (const sql of [
      `UPDATE abnormal_episode SET code = 'x'`,
      'DELETE FROM abnormal_episode',
      'TRUNCATE abnormal_episode CASCADE',
      `UPDATE abnormal_act SET reason = 'x'`,
      'DELETE FROM abnormal_act',
      'TRUNCATE abnormal_act',
    ]) {
      await expect(client.query(sql)).rejects.toThrow(/permanent|refused/);
    }
    const { rows } = await client.query<{ kind: string; tables: string }>(
      `SELECT kind, details -> 'sealed' -> 0 ->> 'table' AS tables FROM journal_record WHERE kind LIKE 'ABNORMAL%'`,
    );
    expect(new Set(rows.map(({ tables }) => tables))).toEqual(new Set(['abnormal_episode', 'abnormal_act']));
    await client.end();
  });

  it('no more leads are taken once the exercise has ended', async () => {
    const { exercise } = await world.as.organizer.ask<Answer>(
      `query ($code: String!) { exercise(code: $code) { version } }`,
      { code: world.code },
    );
    await world.as.organizer.ask(`mutation ($input: ExerciseCommandInput!) { endExercise(input: $input) { state } }`, {
      input: { commandId: commandId(), exerciseId: world.exerciseId, version: exercise.version },
    });
    expect(await world.as.north.refusal(REPORT, { input: reportOf() })).toBe('EXERCISE_NOT_LIVE');
    expect(await desk('north')).toMatchObject({ mayReport: false });
  });

  it('the feed tells each party of its own, and others nothing', async () => {
    // Not how soon the unit put it right.
    const fate = ['ABNORMAL_REPORTED', 'ABNORMAL_NOTICED', 'ABNORMAL_DISMISSED'];
    expect(new Set(await heard('north'))).toEqual(new Set(fate));
    expect(await heard('water')).toEqual([
      ...['ABNORMAL_NOTICED', 'ABNORMAL_CONFIRMED', 'ABNORMAL_CLOSED', 'ABNORMAL_CLOSED', 'ABNORMAL_DISMISSED'],
      'ABNORMAL_NOTICED',
    ]);
    expect(await heard('south')).toEqual(['ABNORMAL_REPORTED', 'ABNORMAL_DISMISSED']);
    expect(await heard('bank')).toEqual([]);
    expect(await heard('observer')).toEqual([]);
  });

  it('what was open can still be settled', async () => {
    setClock('23:30');
    // Sessions of the morning are over by now.
    await world.as.referee.login('referee', PASSWORD);
    const confirmed = await act('confirm', first, { at: at('22:10'), reason: '结束时仍未整改' });
    expect(confirmed.clock).toMatchObject({ booked: '20' });
    expect(await valueOfWater()).toBe('7980.00');
  });
});

async function southEvidence(): Promise<string> {
  const stored = await upload(world.as.south, world.exerciseId, { name: '南队.png', bytes: tinyPng(9) });
  return ((await stored.json()) as { id: string }).id;
}
