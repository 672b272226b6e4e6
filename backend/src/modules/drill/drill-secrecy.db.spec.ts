import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { Workbook } from '@cj-tech-master/excelts';
import { crawl } from '../../../test/api/crawl.js';
import { commandId, type TestClient } from '../../../test/client.js';
import {
  act,
  cellIn,
  EXPECTED,
  forward,
  injectOf,
  makeDrill,
  planOf,
  refusalOf,
  seeDrill,
  seeMine,
  timed,
} from '../../../test/drills.js';
import { storeProof } from '../../../test/proof/played.js';
import { differenceIn, undetectedRecords, undetectedRows } from '../../../test/proof/tampering.js';
import { buildWorld, type Person, type ServedWorld } from '../../../test/world.js';

/** Words of which each must stay where it belongs. */
const FUTURE = 'MARKFUTURE';
const NOTE = 'MARKNOTE';
const COMMON = 'MARKCOMMON';
const BANK_ONLY = 'MARKBANKONLY';
const WATER_REPLY = 'MARKWATERREPLY';
const BANK_REPLY = 'MARKBANKREPLY';
const WATER_MARK = 'MARKWATERMARK';
const BACK = 'MARKBACK';

const FORBIDDEN: Readonly<Partial<Record<Person, readonly string[]>>> = {
  water: [FUTURE, NOTE, BANK_ONLY, BANK_REPLY, BACK],
  bank: [FUTURE, NOTE, WATER_REPLY, WATER_MARK, BACK],
  north: [FUTURE, NOTE, COMMON, BANK_ONLY, WATER_REPLY, BANK_REPLY, WATER_MARK, BACK],
  observer: [FUTURE, NOTE, COMMON, BANK_ONLY, WATER_REPLY, BANK_REPLY, WATER_MARK, BACK],
  stranger: [FUTURE, NOTE, COMMON, BANK_ONLY, WATER_REPLY, BANK_REPLY, WATER_MARK, BACK],
  nobody: [FUTURE, NOTE, COMMON, BANK_ONLY, WATER_REPLY, BANK_REPLY, WATER_MARK, BACK],
};

interface FeedAnswer {
  readonly exerciseFeed: { readonly kind: string; readonly subjectId: string | null };
}

describe('what a drill tells whom', () => {
  let world: ServedWorld;
  let drillId: string;
  let evidenceId: string;
  let ids: string[];

  beforeAll(async () => {
    world = await buildWorld();
    const { organizer, referee, water, bank } = world.as;
    evidenceId = await storeProof(world, 'water');
    drillId = await makeDrill(
      world,
      planOf([
        injectOf('I-01', { title: COMMON, note: NOTE, expectation: EXPECTED }),
        injectOf('I-02', { title: BANK_ONLY, units: ['云泽银行'] }),
        injectOf('I-03', { title: FUTURE, body: FUTURE, ...timed(90) }),
        injectOf('I-04', { title: BACK, body: BACK, trigger: { kind: 'MANUAL', offsetSeconds: null } }),
      ]),
    );
    ids = [drillId, world.units.water, world.units.bank, evidenceId];
    await act(organizer, 'startDrill', { drillId });
    await forward(world.server, 0);
    await act(organizer, 'releaseInject', { drillId, code: 'I-04', unitIds: [world.units.water] });
    await act(organizer, 'takeBackInject', { drillId, code: 'I-04', unitId: world.units.water, reason: BACK });
    for (const [client, text, evidenceIds] of [
      [water, WATER_REPLY, [evidenceId]],
      [bank, BANK_REPLY, []],
    ] as const) {
      await act(client, 'acknowledgeInject', { drillId, code: 'I-01' });
      await act(client, 'completeInject', { drillId, code: 'I-01', text, evidenceIds });
    }
    await act(organizer, 'noteDrill', { drillId, text: NOTE });
    await act(organizer, 'recordCall', { drillId, code: 'I-01', unitId: world.units.bank, text: NOTE });
    const mark = { drillId, code: 'I-01', unitId: world.units.water, points: '7.5', comment: WATER_MARK };
    await act(referee, 'markResponse', mark);
  });
  afterAll(() => world.stop());

  it.each(Object.keys(FORBIDDEN) as Person[])('nothing of what is not his reaches %s, by any query', async (person) => {
    const pool = { ids, exerciseIds: [world.exerciseId], code: world.code, inputs: {} };
    const schema = world.server.app.get(GraphQLSchemaHost).schema;
    const { text } = await crawl(schema, world.as[person], pool);
    expect((FORBIDDEN[person] ?? []).filter((word) => text.includes(word))).toEqual([]);
    if (person === 'water') expect([COMMON, WATER_REPLY, WATER_MARK].every((word) => text.includes(word))).toBe(true);
  });

  it('a unit reads its marks, nobody of it the plan or the console', async () => {
    const [mine] = await seeMine(world.as.water, world.exerciseId);
    expect(mine?.injects).toHaveLength(1);
    expect(mine?.injects[0]).toMatchObject({ state: 'COMPLETED', marks: { points: '7.5', comment: WATER_MARK } });
    for (const person of ['water', 'north', 'observer', 'stranger'] as const) {
      for (const query of ['drill', 'drillReview']) {
        const code = await world.as[person].refusal(`query ($id: ID!) { ${query}(id: $id) { __typename } }`, {
          id: drillId,
        });
        expect(['NOT_FOUND', 'NOT_ALLOWED']).toContain(code);
      }
      expect((await world.as[person].fetch(`/api/drills/${drillId}/review.xlsx`)).status).toBeGreaterThanOrEqual(400);
    }
    for (const person of ['organizer', 'chief', 'referee'] as const)
      expect((await seeDrill(world.as[person], drillId)).id).toBe(drillId);
  });

  it('answers unknown, unreleased and foreign alike', async () => {
    const { water } = world.as;
    for (const code of ['I-02', 'I-03', 'I-04', 'I-99'])
      expect(await refusalOf(water, 'acknowledgeInject', { drillId, code })).toBe('NOT_FOUND');
    expect(await refusalOf(water, 'acknowledgeInject', { drillId: commandId(), code: 'I-01' })).toBe('NOT_FOUND');
    const foreign = { drillId, code: 'I-01', unitId: world.units.bank };
    expect(await refusalOf(water, 'acknowledgeInject', foreign)).toBe('NOT_FOUND');
    expect(await refusalOf(world.as.north, 'acknowledgeInject', { drillId, code: 'I-01' })).toBe('NOT_ALLOWED');
    expect(await refusalOf(water, 'noteDrill', { drillId, text: 'x' })).toBe('NOT_ALLOWED');
  });

  it('shows a unit’s evidence to those who judge, and takes only its own', async () => {
    const query = `query ($id: ID!) { drill(id: $id) { injects { code cells { unitId reply { evidence { id fileName } } } } } }`;
    const { drill } = await world.as.referee.ask<{ drill: { injects: { cells: { reply: unknown }[] }[] } }>(query, {
      id: drillId,
    });
    expect(drill.injects[0]?.cells.map(({ reply }) => reply)).toContainEqual({
      evidence: [expect.objectContaining({ id: evidenceId })],
    });
    await act(world.as.organizer, 'releaseInject', { drillId, code: 'I-04' });
    await act(world.as.bank, 'acknowledgeInject', { drillId, code: 'I-04' });
    const foreign = { drillId, code: 'I-04', text: '看', evidenceIds: [evidenceId] };
    expect(await refusalOf(world.as.bank, 'completeInject', foreign)).toBe('BAD_INPUT');
    for (const unitId of [world.units.water])
      await act(world.as.organizer, 'takeBackInject', { drillId, code: 'I-04', unitId, reason: BACK });
  });

  it('feeds each side only with what concerns it', async () => {
    const water = await heard(world.as.water);
    expect(water).not.toContain('DRILL_NOTED');
    expect(water).not.toContain('DRILL_CALLED');
    expect(water.filter((kind) => kind === 'DRILL_COMPLETED')).toHaveLength(1);
    expect(water.filter((kind) => kind === 'DRILL_MARKED')).toHaveLength(1);
    expect((await heard(world.as.bank)).filter((kind) => kind === 'DRILL_MARKED')).toEqual([]);
    expect((await heard(world.as.north)).filter((kind) => kind.startsWith('DRILL_'))).toEqual([]);
    expect(await heard(world.as.referee)).toContain('DRILL_NOTED');
  });

  it('marks exactly, corrects, posts nothing twice, and never by one who is related to the unit', async () => {
    const { referee, organizer, chief } = world.as;
    const mark = { drillId, code: 'I-01', unitId: world.units.water, comment: '' };
    for (const points of ['10.5', '-1', 'x'])
      expect(await refusalOf(referee, 'markResponse', { ...mark, points })).toBe('BAD_INPUT');
    expect(await refusalOf(referee, 'markResponse', { ...mark, code: 'I-03', points: '0' })).toBe('BAD_INPUT');
    expect(await refusalOf(referee, 'markResponse', { ...mark, unitId: world.units.waterPlant, points: '1' })).toBe(
      'NOT_FOUND',
    );
    const corrected = await act(chief, 'markResponse', { ...mark, points: '8.25', comment: WATER_MARK });
    expect(cellIn(corrected, 'I-01', world.units.water).marks).toMatchObject({ points: '8.25' });
    expect(corrected.marksOf).toContainEqual({
      unitId: world.units.water,
      points: '8.25',
      of: '10',
      marked: 1,
      expected: 1,
    });
    const { me } = await referee.ask<{ me: { user: { id: string } } }>('{ me { user { id } } }');
    await organizer.ask(`mutation ($input: DeclareRelationInput!) { declareRelation(input: $input) { id } }`, {
      input: {
        ...{ commandId: commandId(), exerciseId: world.exerciseId, refereeId: me.user.id },
        ...{ partyId: world.units.bank, kind: 'FORMER_EMPLOYER', note: '' },
      },
    });
    const related = { ...mark, unitId: world.units.bank, points: '5' };
    expect(await refusalOf(referee, 'markResponse', related)).toBe('CONFLICT_OF_INTEREST');
    expect((await seeDrill(referee, drillId)).rights.barredUnitIds).toEqual([world.units.bank]);
    await act(chief, 'markResponse', related);
  });

  it('ends with a review as a page and as a workbook', async () => {
    await act(world.as.organizer, 'endDrill', { drillId });
    const query = `query ($id: ID!) { drillReview(id: $id) { name rows { code unitId isLate isMissed points acknowledgeSeconds }
      units { unitId released expected completed late missed points of } notes { text actorName } } }`;
    const { drillReview } = await world.as.referee.ask<{
      drillReview: { units: object[]; rows: object[]; notes: object[] };
    }>(query, { id: drillId });
    expect(drillReview.notes).toEqual([{ text: NOTE, actorName: 'organizer-name' }]);
    expect(drillReview.units).toContainEqual({
      ...{
        unitId: world.units.water,
        released: 1,
        expected: 1,
        completed: 1,
        late: 0,
        missed: 0,
        points: '8.25',
        of: '10',
      },
    });
    const response = await world.as.organizer.fetch(`/api/drills/${drillId}/review.xlsx`);
    const workbook = new Workbook();
    await workbook.xlsx.load(Buffer.from(await response.arrayBuffer()));
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['单位', '明细', '导调笔记']);
    expect(workbook.getWorksheet('明细')?.rowCount).toBe(8);
  });

  it('is bound by the journal: whatever is changed shows', async () => {
    const response = await world.as.organizer.fetch(`/api/export/${world.exerciseId}`);
    const whole = await response.text();
    expect(differenceIn(whole)).toBeNull();
    const kinds = [
      'CREATED',
      'STARTED',
      'RELEASED',
      'TAKEN_BACK',
      'ACKNOWLEDGED',
      'COMPLETED',
      'MARKED',
      'NOTED',
      'CALLED',
      'ENDED',
    ];
    for (const kind of kinds) expect(undetectedRecords(whole, `DRILL_${kind}`)).toEqual([]);
    for (const table of ['drill', 'drill_act']) expect(undetectedRows(whole, table)).toEqual([]);
  });

  /** Kinds somebody hears of from the beginning up to now. */
  async function heard(client: TestClient): Promise<string[]> {
    const live = client.live();
    const query = `subscription ($id: ID!) { exerciseFeed(exerciseId: $id, after: 0) { kind subjectId } }`;
    const kinds: string[] = [];
    // A unit added now is told to everybody: what came before it has all been heard.
    await world.as.organizer.ask(`mutation ($input: AddUnitInput!) { addUnit(input: $input) { id } }`, {
      input: {
        ...{ commandId: commandId(), exerciseId: world.exerciseId, name: `末尾 ${kinds.length}${commandId()}` },
        ...{ industry: '测试', isKeyUnit: false },
      },
    });
    const { exercise } = await world.as.organizer.ask<{ exercise: { units: unknown[] } }>(
      `query ($code: String!) { exercise(code: $code) { units { id } } }`,
      { code: world.code },
    );
    for await (const answer of live.iterate<FeedAnswer>({ query, variables: { id: world.exerciseId } })) {
      kinds.push(answer.data?.exerciseFeed.kind ?? '');
      if (kinds.filter((kind) => kind === 'UNIT_ADDED').length === exercise.units.length) break;
    }
    await live.dispose();
    return kinds;
  }
});
