import { jest } from '@jest/globals';
import pg from 'pg';
import { commandId, type TestClient } from '../../../test/client.js';
import { buildWorld, make, type Person, type ServedWorld } from '../../../test/world.js';

jest.setTimeout(180_000);

const V14: Record<string, number> = {
  ...{ ol: 3, od: 2, tr: 4, al: 3, pl: 2, dl: 2, rl: 3, tl: 1, vd: 3, ve: 3, vl: 3, vdw: 4 },
  ...{ lc: 3, li: 1, la: 1, fd: 1, rd: 2, ci: 2, dlc: 2, olc: 2, esa: 1 },
};
const RESULT =
  'result { values { key kind exact text grade missing } warnings { factors sum expected } missing factors { key level meanOf } }';
const SHEET = `id seq comment recordedBy recordedAt ruleSetHash levels { key level } ${RESULT}`;
const READ = `query ($id: ID!) { rating(exerciseId: $id) {
  exerciseId mayRecord choices { hash key } ruleSet { hash key rating { places } } current { ${SHEET} } history { ${SHEET} } } }`;
const RECORD = `mutation ($input: RatingInput!) { recordRating(input: $input) { ${SHEET} } }`;
const PREVIEW = `query ($input: RatingLevelsInput!) { previewRating(input: $input) {
  values { key exact text grade missing } warnings { factors levels sum expected } missing } }`;

interface Sheet {
  readonly id: string;
  readonly seq: number;
  readonly comment: string | null;
  readonly recordedBy: string | null;
  readonly levels: readonly { key: string; level: string }[];
  readonly result: {
    readonly values: readonly {
      key: string;
      exact: string | null;
      text: string | null;
      grade: string | null;
      missing: string[];
    }[];
    readonly missing: readonly string[];
  };
}

interface Rating {
  readonly mayRecord: boolean;
  readonly choices: readonly { hash: string; key: string }[];
  readonly ruleSet: { readonly hash: string; readonly key: string };
  readonly current: Sheet | null;
  readonly history: readonly Sheet[];
}

let world: ServedWorld;
let hash: string;

beforeAll(async () => {
  world = await buildWorld();
  hash = (await read('referee')).ruleSet.hash;
});
afterAll(() => world.stop());

async function read(person: Person): Promise<Rating> {
  const answer = await world.as[person].ask<{ rating: Rating }>(READ, { id: world.exerciseId });
  return answer.rating;
}

function inputOf(levels: Record<string, string | number>, more: Record<string, unknown> = {}) {
  return {
    exerciseId: world.exerciseId,
    ruleSetHash: hash,
    levels: Object.entries(levels).map(([key, level]) => ({ key, level: String(level) })),
    ...more,
  };
}

async function record(
  person: Person,
  levels: Record<string, string | number>,
  expectedSheetId: string | null,
): Promise<Sheet> {
  const input = inputOf(levels, { commandId: commandId(), comment: `${person} 关键路径`, expectedSheetId });
  return (await world.as[person].ask<{ recordRating: Sheet }>(RECORD, { input })).recordRating;
}

function refusal(client: TestClient, more: Record<string, unknown> = {}, levels = V14): Promise<string> {
  const input = inputOf(levels, { commandId: commandId(), comment: '', expectedSheetId: null, ...more });
  return client.refusal(RECORD, { input });
}

async function fields(more: Record<string, unknown>, levels: Record<string, string | number> = {}): Promise<string[]> {
  const input = { ...inputOf(levels, { commandId: commandId(), comment: '', expectedSheetId: null }), ...more };
  const { errors } = await world.as.referee.query(RECORD, { input });
  const [error] = errors ?? [];
  if (error?.extensions.code !== 'BAD_INPUT') throw new Error(JSON.stringify(errors));
  return error.extensions.fields.map(({ path, code }) => `${path} ${code}`);
}

describe('the rating of an exercise', () => {
  it('offers the rated rule-sets and starts without a sheet', async () => {
    expect(await read('organizer')).toMatchObject({
      mayRecord: true,
      current: null,
      history: [],
      ruleSet: { key: 'rtass' },
    });
    expect((await read('chief')).choices.map(({ key }) => key)).toEqual(['rtass']);
  });

  it('previews without writing', async () => {
    const { previewRating } = await world.as.referee.ask<{ previewRating: Sheet['result'] & { warnings: unknown[] } }>(
      PREVIEW,
      {
        input: inputOf({ ol: 3, od: 2, tr: 4, al: 1, pl: 2, dl: 2, rl: 3, tl: 1 }),
      },
    );
    expect(previewRating.warnings).toEqual([{ factors: ['al', 'tl'], levels: ['1', '1'], sum: '2', expected: '4' }]);
    const values = new Map(previewRating.values.map((value) => [value.key, value]));
    expect(values.get('os')).toMatchObject({ exact: '6.25', text: '6.25', grade: 'medium', missing: [] });
    expect(values.get('oe')).toMatchObject({ exact: null, text: null, grade: null, missing: ['fd', 'rd', 'ci'] });
    expect((await read('referee')).history).toEqual([]);
  });

  it('is recorded by referees and control, permanent, with all figures of the published example', async () => {
    const first = await record('referee', { ol: 3 }, null);
    expect(first.result.missing).toHaveLength(20);
    const second = await record('organizer', V14, first.id);
    const { current, history } = await read('chief');
    expect(history.map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(current).toMatchObject({ id: second.id, recordedBy: 'organizer-name', comment: 'organizer 关键路径' });
    const shown = Object.fromEntries(
      (current?.result.values ?? []).map(({ key, text, grade }) => [key, `${text} ${grade}`]),
    );
    expect(shown).toEqual({
      ...{
        os: '7.50 high',
        ds: '5.00 medium',
        vr: '8.13 high',
        ti: '4.17 medium',
        ei: '4.17 medium',
        bs: '4.17 medium',
      },
      ...{ oe: '5.56 medium', de: '4.24 medium', br: '4.72 medium', er: '5.76 medium' },
    });
  });

  it('stands in the journal under its own kind, with its seal', async () => {
    const client = new pg.Client({ connectionString: world.server.databaseUrl });
    await client.connect();
    const { rows } = await client.query<{
      party_id: string | null;
      details: { sealed: { table: string; id: string }[] };
    }>(`SELECT party_id, details FROM journal_record WHERE kind = 'RATING_RECORDED' ORDER BY seq`);
    expect(rows).toHaveLength(2);
    for (const { party_id, details } of rows) {
      expect(party_id).toBeNull();
      expect(details.sealed.map(({ table }) => table).sort()).toEqual(['rating_sheet', 'rule_set']);
    }
    for (const sql of [
      'UPDATE rating_sheet SET comment = $$x$$',
      'DELETE FROM rating_sheet',
      'TRUNCATE rating_sheet',
    ]) {
      await expect(client.query(sql)).rejects.toThrow(/permanent/);
    }
    await client.end();
  });

  it('refuses a sheet written over one its author did not see, and answers a repeat with the first', async () => {
    const { current } = await read('referee');
    expect(await refusal(world.as.referee)).toBe('STALE_VERSION');
    const input = inputOf(V14, { commandId: commandId(), comment: 'again', expectedSheetId: current?.id });
    const ask = () => world.as.referee.ask<{ recordRating: Sheet }>(RECORD, { input });
    const [once, twice] = [await ask(), await ask()];
    expect(twice.recordRating.id).toBe(once.recordRating.id);
    expect((await read('referee')).history).toHaveLength(3);
    const changed = { input: { ...input, comment: 'other' } };
    expect(await world.as.referee.refusal(RECORD, changed)).toBe('COMMAND_REUSED');
  });

  it('names every wrong level at its place', async () => {
    expect(await fields({ levels: [] })).toEqual(['levels REQUIRED']);
    const levels = [
      { key: 'ol', level: '3' },
      { key: 'xx', level: '3' },
      { key: 'od', level: '5' },
      { key: 'ol', level: '2' },
      { key: 'tr', level: '1e0' },
      { key: '__proto__', level: '1' },
      { key: 'irc', level: '3' },
    ];
    expect(await fields({ levels })).toEqual([
      'levels.1.key NOT_A_CHOICE',
      'levels.2.level NOT_A_CHOICE',
      'levels.3.key TAKEN',
      'levels.4.level NOT_A_CHOICE',
      'levels.5.key NOT_A_CHOICE',
    ]);
    expect(await fields({ ruleSetHash: 'f'.repeat(64) }, { ol: 3 })).toEqual(['ruleSetHash NOT_FOUND']);
    const { ruleSets } = await world.as.admin.ask<{ ruleSets: { key: string; hash: string }[] }>(
      '{ ruleSets { key hash } }',
    );
    const fhz = ruleSets.find(({ key }) => key === 'fhz')?.hash;
    expect(await fields({ ruleSetHash: fhz }, { ol: 3 })).toEqual(['ruleSetHash WRONG_SIDE']);
    expect(await fields({ comment: 'x'.repeat(2001), commandId: 'no' }, { ol: 3 })).toEqual([
      'commandId NOT_AN_ID',
      'comment TOO_LONG',
    ]);
  });

  it.each(['north', 'water', 'observer'] as const)(
    '%s may neither read it while it runs nor record one',
    async (person) => {
      expect(await world.as[person].refusal(READ, { id: world.exerciseId })).toBe('NOT_FOUND');
      expect(await refusal(world.as[person])).toBe('NOT_ALLOWED');
      expect(await world.as[person].refusal(PREVIEW, { input: inputOf(V14) })).toBe('NOT_ALLOWED');
    },
  );

  it('is nothing to strangers, and a referee elsewhere is a stranger here', async () => {
    expect(await world.as.nobody.refusal(READ, { id: world.exerciseId })).toBe('NOT_SIGNED_IN');
    expect(await world.as.stranger.refusal(READ, { id: world.exerciseId })).toBe('NOT_ALLOWED');
    expect(await world.as.referee.refusal(READ, { id: commandId() })).toBe('NOT_FOUND');
    expect(await refusal(world.as.referee, { exerciseId: commandId() })).toBe('NOT_FOUND');
  });

  it('is not for a referee who also plays', async () => {
    const account = { username: 'both', displayName: '两头', password: 'world-password-1' };
    const userId = await make(world.as.admin, 'createUser', 'CreateUserInput', account);
    for (const grant of [{ role: 'REFEREE' }, { role: 'ATTACKER', teamId: world.teams.north }]) {
      const input = { commandId: commandId(), exerciseId: world.exerciseId, userId, ...grant };
      const { errors } = await world.as.admin.query(
        `mutation ($input: GrantMembershipInput!) { grantMembership(input: $input) { id } }`,
        { input },
      );
      // The product does not even let a player become a referee.
      if (grant.role === 'ATTACKER') expect(errors?.[0]?.extensions.code).toBe('ONE_SIDE_ONLY');
    }
  });

  it('is open to the members once the exercise has ended, without comment, names and history', async () => {
    const { exercise } = await world.as.organizer.ask<{ exercise: { version: number } }>(
      `query ($code: String!) { exercise(code: $code) { version } }`,
      { code: world.code },
    );
    await world.as.organizer.ask(`mutation ($input: ExerciseCommandInput!) { endExercise(input: $input) { state } }`, {
      input: { commandId: commandId(), exerciseId: world.exerciseId, version: exercise.version },
    });
    for (const person of ['north', 'water', 'observer'] as const) {
      const rating = await read(person);
      expect(rating).toMatchObject({ mayRecord: false, history: [], choices: [] });
      expect(rating.current).toMatchObject({ comment: null, recordedBy: null });
      expect(rating.current?.result.values).toHaveLength(10);
    }
    expect((await read('referee')).history).toHaveLength(3);
    expect(await world.as.stranger.refusal(READ, { id: world.exerciseId })).toBe('NOT_ALLOWED');
    // A rating is often only made when all is over.
    const { current } = await read('referee');
    await record('chief', { ...V14, ol: 4 }, current?.id ?? null);
    expect((await read('referee')).history).toHaveLength(4);
  });
});
