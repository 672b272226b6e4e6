import { jest } from '@jest/globals';
import { commandId } from '../../../test/client.js';
import { makePeriod } from '../../../test/periods.js';
import { buildWorld, make, type Person, type ServedWorld } from '../../../test/world.js';

jest.setTimeout(240_000);

const ITEM = `id code title state isOverdue deadlineAt failures mayAct unit { name }
  carriedFrom { code exerciseCode } carriedTo { exerciseCode } acts { kind text hasPassed }`;
const DESK = `query ($id: ID!) { remediationDesk(exerciseId: $id) { mayOpen items { ${ITEM} } } }`;
const READ = `query ($id: ID!) { remediation(id: $id) { ${ITEM} } }`;
const CARRIABLE = `query ($id: ID!) { carriableRemediations(exerciseId: $id) { exerciseCode unit { id } item { code } } }`;
const NOTICES = `query ($id: ID!) { notices(exerciseId: $id) { nodes { code } } }`;
const SUMMARY = `query ($id: ID!) { periodSummary(periodId: $id) { mayDirect lessons { wentWrong unit { name } }
  items { code } units { unit { name } zeroReports { due inTime late missed situations } blocks { placed active }
    incidents { total inTime late open worstLateSeconds } remediation { total closed overdue } duty { empty } tasks { total } } } }`;
const LESSON = `mutation ($input: RecordLessonInput!) { done: recordLesson(input: $input) { id wentWrong } }`;

/** Answers are looked at field by field. */
type Answer = Awaited<ReturnType<typeof JSON.parse>>;
type ActName = 'start' | 'submit' | 'retest' | 'close' | 'reopen' | 'extend';
const TYPES: Readonly<Record<ActName, string>> = {
  start: 'RemediationActInput',
  submit: 'SubmitRemediationInput',
  retest: 'RetestRemediationInput',
  close: 'RemediationActInput',
  reopen: 'RemediationDeadlineInput',
  extend: 'RemediationDeadlineInput',
};

let world: ServedWorld;
let periodId: string;
let itemId: string;

const at = (clock: string, day = 15): string => new Date(`2026-09-${day}T${clock}+08:00`).toISOString();

function setClock(clock: string, day = 15): void {
  world.server.clock.set(new Date(at(clock, day)));
}

beforeAll(async () => {
  world = await buildWorld();
  periodId = await makePeriod(world);
});
afterAll(() => world?.stop());

function open(more: Record<string, unknown> = {}): Promise<string> {
  const what = { title: '门户网站弱口令', detail: '', severity: 'HIGH', source: 'PERIOD', sourceId: periodId };
  const who = { unitId: world.units.water, ownerName: '沈工', deadlineAt: at('12:00:00') };
  const input = { exerciseId: world.exerciseId, ...what, ...who, ...more };
  return make(world.as.organizer, 'openRemediation', 'OpenRemediationInput', input);
}

async function act(person: Person, name: ActName, more: Record<string, unknown> = {}): Promise<Answer> {
  const query = `mutation ($input: ${TYPES[name]}!) { done: ${name}Remediation(input: $input) { ${ITEM} } }`;
  const input = { commandId: commandId(), itemId, text: '已办', ...more };
  const { data, errors } = await world.as[person].query<Answer>(query, { input });
  return data?.done ?? errors?.[0]?.extensions.code;
}

async function item(person: Person): Promise<Answer> {
  return (await world.as[person].ask<Answer>(READ, { id: itemId })).remediation;
}

describe('an item', () => {
  it('is opened by control; the unit is told, and may begin', async () => {
    itemId = await open();
    expect(await item('organizer')).toMatchObject({ code: 'M-0001', state: 'OPEN', mayAct: ['EXTENDED'] });
    expect(await item('water')).toMatchObject({ mayAct: ['STARTED', 'SUBMITTED'], isOverdue: false });
    const { notices } = await world.as.water.ask<Answer>(NOTICES, { id: world.exerciseId });
    expect(notices.nodes[0].code).toBe('REMEDIATION_GIVEN');
    await expect(open({ deadlineAt: at('09:00:00') })).rejects.toThrow('TOO_EARLY');
    await expect(open({ unitId: world.units.waterPlant })).rejects.toThrow('NOT_FOUND');
  });

  it('is worked by the unit, tested and closed by control, in order', async () => {
    expect(await act('water', 'start', { text: '' })).toMatchObject({ state: 'STARTED' });
    expect(await act('water', 'close')).toBe('NOT_ALLOWED');
    expect(await act('organizer', 'submit')).toBe('NOT_ALLOWED');
    expect(await act('organizer', 'close')).toBe('WRONG_STATE');
    setClock('12:00:00.001');
    expect(await item('water')).toMatchObject({ isOverdue: true });
    expect(await act('organizer', 'extend', { deadlineAt: at('11:00:00') })).toBe('BAD_INPUT');
    expect(await act('organizer', 'extend', { deadlineAt: at('15:00:00') })).toMatchObject({ isOverdue: false });
    expect(await act('water', 'submit', { text: '口令已改，截图附后' })).toMatchObject({ state: 'SUBMITTED' });
    expect(await act('organizer', 'retest', { hasPassed: false })).toMatchObject({ state: 'STARTED', failures: 1 });
    expect(await act('water', 'submit')).toMatchObject({ state: 'SUBMITTED' });
    expect(await act('organizer', 'retest', { hasPassed: true })).toMatchObject({ state: 'PASSED' });
    expect(await act('organizer', 'close')).toMatchObject({ state: 'CLOSED' });
    expect(await act('organizer', 'reopen', { deadlineAt: at('18:00:00') })).toMatchObject({ state: 'STARTED' });
  });

  it('is known to its unit and to control alone', async () => {
    expect((await world.as.bank.ask<Answer>(DESK, { id: world.exerciseId })).remediationDesk.items).toEqual([]);
    expect(await world.as.bank.refusal(READ, { id: itemId })).toBe('NOT_FOUND');
    expect(await act('bank', 'start')).toBe('NOT_FOUND');
    for (const person of ['north', 'referee', 'observer', 'stranger'] as const) {
      expect(await world.as[person].refusal(READ, { id: itemId })).toMatch(/NOT_ALLOWED|NOT_FOUND/);
    }
  });
});

describe('an exercise later', () => {
  let later: string;

  it('what is open goes on where a unit of the same name plays, once', async () => {
    const { admin, organizer } = world.as;
    const { exercise } = await admin.ask<Answer>(
      `query ($code: String!) { exercise(code: $code) { attackRuleSet { hash } defenseRuleSet { hash } } }`,
      { code: world.code },
    );
    later = await make(admin, 'createExercise', 'CreateExerciseInput', {
      ...{ code: 'later-2027', name: '次年演习', host: '测试指挥部', timeZone: 'Asia/Shanghai' },
      ...{ startsAt: '2027-09-15T01:00:00Z', endsAt: '2027-09-17T13:00:00Z' },
      ...{ attackRuleSetHash: exercise.attackRuleSet.hash, defenseRuleSetHash: exercise.defenseRuleSet.hash },
    });
    const { me } = await organizer.ask<Answer>('{ me { user { id } } }');
    const grant = { exerciseId: later, userId: me.user.id, role: 'ORGANIZER' };
    await make(admin, 'grantMembership', 'GrantMembershipInput', grant);
    const unit = { exerciseId: later, name: '澜江水务', industry: '水利', isKeyUnit: false };
    const again = await make(organizer, 'addUnit', 'AddUnitInput', unit);
    await open({ unitId: world.units.bank, title: '无同名单位', deadlineAt: at('18:00:00') });
    const { carriableRemediations } = await organizer.ask<Answer>(CARRIABLE, { id: later });
    expect(carriableRemediations).toEqual([
      { exerciseCode: world.code, unit: { id: again }, item: { code: 'M-0001' } },
    ]);
    const carry = `mutation ($input: CarryOverRemediationInput!) { done: carryOverRemediation(input: $input) { ${ITEM} } }`;
    const input = { commandId: commandId(), exerciseId: later, itemId, deadlineAt: '2027-09-30T00:00:00Z' };
    const { done } = await organizer.ask<Answer>(carry, { input });
    expect(done).toMatchObject({ state: 'OPEN', unit: { name: '澜江水务' }, carriedFrom: { code: 'M-0001' } });
    expect(await organizer.refusal(carry, { input: { ...input, commandId: commandId() } })).toBe('WRONG_STATE');
    expect(await item('organizer')).toMatchObject({
      state: 'CARRIED',
      mayAct: [],
      carriedTo: { exerciseCode: 'later-2027' },
    });
    // The unit's people do not belong to the later exercise: they learn that it goes on, not where.
    expect(await item('water')).toMatchObject({ state: 'CARRIED', carriedTo: null });
    expect(await act('water', 'submit')).toBe('WRONG_STATE');
    expect(await world.as.water.refusal(DESK, { id: later })).toBe('NOT_FOUND');
  });
});

describe('the summary', () => {
  it('counts each unit, and tells a unit of itself alone', async () => {
    setClock('17:30:00');
    const calm = { kind: 'CALM', situations: 0, text: '', incidentIds: [], expectedVersion: 0, day: '2026-09-15' };
    await make(world.as.water, 'fileZeroReport', 'FileZeroReportInput', {
      periodId,
      unitId: world.units.water,
      ...calm,
    });
    const said = { periodId, unitId: world.units.water, wentWell: '', wentWrong: '交接不清' };
    await world.as.water.ask(LESSON, { input: { commandId: commandId(), ...said } });
    expect(await world.as.bank.refusal(LESSON, { input: { commandId: commandId(), ...said } })).toBe('NOT_FOUND');
    const { periodSummary: all } = await world.as.organizer.ask<Answer>(SUMMARY, { id: periodId });
    expect(all.units.map(({ unit }: Answer) => unit.name)).toEqual(['云泽银行', '澜江水务']);
    expect(all.units[1]).toMatchObject({
      zeroReports: { due: 1, inTime: 0, late: 1, missed: 0, situations: 0 },
      blocks: { placed: 0 },
      incidents: { total: 0 },
      remediation: { total: 1, closed: 0 },
      duty: null,
    });
    expect(all.lessons).toMatchObject([{ wentWrong: '交接不清', unit: { name: '澜江水务' } }]);
    const { periodSummary: own } = await world.as.bank.ask<Answer>(SUMMARY, { id: periodId });
    expect(own).toMatchObject({ mayDirect: false, lessons: [], units: [{ unit: { name: '云泽银行' } }] });
    expect(own.items).toHaveLength(1);
    for (const person of ['north', 'referee', 'observer', 'stranger'] as const) {
      expect(await world.as[person].refusal(SUMMARY, { id: periodId })).toMatch(/NOT_ALLOWED|NOT_FOUND/);
    }
  });
});
