import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { makePlan } from '../../../test/api/valid-inputs-plan.js';
import { commandId } from '../../../test/client.js';
import { buildWorld, type Person, type ServedWorld } from '../../../test/world.js';
import { readPlan } from '../../core/plan/read-plan.js';

jest.setTimeout(240_000);

const PLAN = `id version durationMinutes problems { code inject } injects { code hash offsetSeconds approval { state reason byName } mayApprove color }`;
const READ = `query ($id: ID!) { drillPlan(id: $id) { ${PLAN} } }`;
const LIST = `query ($id: ID!) { drillPlans(exerciseId: $id) { id title injectCount approvedCount problemCount archived } }`;

interface Plan {
  readonly id: string;
  readonly version: number;
  readonly durationMinutes: number;
  readonly problems: readonly { readonly code: string; readonly inject: string | null }[];
  readonly injects: readonly {
    readonly code: string;
    readonly hash: string;
    readonly offsetSeconds: number | null;
    readonly approval: { readonly state: string; readonly reason: string; readonly byName: string | null };
    readonly mayApprove: boolean;
  }[];
}

let world: ServedWorld;
beforeAll(async () => {
  world = await buildWorld();
});
afterAll(() => world?.stop());

const mutation = (name: string, type: string) =>
  `mutation ($input: ${type}!) { done: ${name}(input: $input) { ${PLAN} } }`;
const RETIME = mutation('retimeInjects', 'RetimeInjectsInput');
const JUDGE = mutation('judgeInjects', 'JudgeInjectsInput');
const SHIFT = mutation('shiftPlan', 'ShiftPlanInput');
async function act(person: Person, query: string, input: object): Promise<Plan> {
  const { done } = await world.as[person].ask<{ done: Plan }>(query, { input: { commandId: commandId(), ...input } });
  return done;
}
const refused = (person: Person, query: string, input: object) =>
  world.as[person].refusal(query, { input: { commandId: commandId(), ...input } });
const read = async (id: string, person: Person = 'chief') =>
  (await world.as[person].ask<{ drillPlan: Plan }>(READ, { id })).drillPlan;

describe('a plan', () => {
  it('changes version by version; who saw an older one is told', async () => {
    const { id } = await makePlan(world);
    const changed = await act('organizer', RETIME, { planId: id, version: 1, times: [{ code: 'I-01', seconds: 600 }] });
    expect(changed).toMatchObject({ version: 2, injects: [{ code: 'I-01', offsetSeconds: 600 }, { code: 'I-02' }] });
    const late = { planId: id, version: 1, times: [{ code: 'I-01', seconds: 900 }] };
    expect(await refused('organizer', RETIME, late)).toBe('STALE_VERSION');
    expect(await read(id)).toEqual(expect.objectContaining({ version: 2 }));
  });

  it('is approved by another person than who changed it; an edit voids that', async () => {
    const { id, hash } = await makePlan(world);
    const injects = [{ code: 'I-01', hash }];
    expect(await refused('organizer', JUDGE, { planId: id, injects, verdict: 'APPROVED', reason: '' })).toBe(
      'SECOND_APPROVER',
    );
    expect(await refused('referee', JUDGE, { planId: id, injects, verdict: 'APPROVED', reason: '' })).toMatch(
      /NOT_(ALLOWED|FOUND)/,
    );
    expect(await refused('chief', JUDGE, { planId: id, injects, verdict: 'RETURNED', reason: ' ' })).toBe('BAD_INPUT');
    const approved = await act('chief', JUDGE, { planId: id, injects, verdict: 'APPROVED', reason: '' });
    expect(approved.injects.map(({ approval }) => approval.state)).toEqual(['APPROVED', 'PENDING']);
    const edited = await act('organizer', RETIME, { planId: id, version: 1, times: [{ code: 'I-01', seconds: 660 }] });
    expect(edited.injects[0]?.approval.state).toBe('PENDING');
    expect(await refused('chief', JUDGE, { planId: id, injects, verdict: 'APPROVED', reason: '' })).toBe(
      'STALE_VERSION',
    );
  });

  it('with a circle names it, and neither inject in it can be approved', async () => {
    const circle = `title: 环
durationMinutes: 60
injects:
  - { code: A, title: 甲, requires: [B], trigger: { kind: TIMED, at: 0 } }
  - { code: B, title: 乙, requires: [A], trigger: { kind: TIMED, at: 5 } }
`;
    const { id, hash } = await makePlan(world, circle);
    expect((await read(id)).problems).toEqual([{ code: 'CYCLE', inject: 'A' }]);
    expect(
      await refused('chief', JUDGE, { planId: id, injects: [{ code: 'A', hash }], verdict: 'APPROVED', reason: '' }),
    ).toBe('INCOMPLETE');
  });

  it('shifts as a whole, not outside of the drill unless that is wanted', async () => {
    const { id } = await makePlan(world);
    const by = (minutes: number, more = {}) => ({
      ...{ planId: id, version: 1, shift: { part: 'ALL', key: null, minutes }, allowOutside: false, lengthen: false },
      ...more,
    });
    expect(await refused('organizer', SHIFT, by(-10))).toBe('INCOMPLETE');
    expect(await refused('organizer', SHIFT, by(110))).toBe('INCOMPLETE');
    const { injects, durationMinutes } = await act('organizer', SHIFT, by(110, { lengthen: true }));
    expect(injects.map(({ offsetSeconds }) => offsetSeconds)).toEqual([115 * 60, 150 * 60]);
    expect(durationMinutes).toBe(150);
  });

  it('goes out as YAML and XLSX and comes back the same', async () => {
    const { id } = await makePlan(world);
    const yaml = await (await world.as.referee.fetch(`/api/plans/${id}/plan.yaml`)).text();
    expect(readPlan(yaml).plan?.injects.map(({ code }) => code)).toEqual(['I-01', 'I-02']);
    const xlsx = await (await world.as.referee.fetch(`/api/plans/${id}/plan.xlsx`)).arrayBuffer();
    const headers = { 'x-yanwu': '1', 'x-exercise-id': world.exerciseId, 'x-command-id': commandId() };
    const sent = await world.as.organizer.fetch('/api/plans/chronogram', { method: 'POST', body: xlsx, headers });
    const answer = (await sent.json()) as { isOwn: boolean; planId: string; problems: unknown[] };
    expect(answer).toMatchObject({ isOwn: true, problems: [] });
    const again = await (await world.as.organizer.fetch(`/api/plans/${answer.planId}/plan.yaml`)).text();
    expect(readPlan(again).plan).toEqual(readPlan(yaml).plan);
  });
});

describe('who has no business with plans', () => {
  it.each(['north', 'water', 'observer', 'stranger', 'nobody'] as const)('%s gets nothing', async (person) => {
    const { id, hash } = await makePlan(world);
    const hidden = /^NOT_(ALLOWED|FOUND|SIGNED_IN)$/;
    const client = world.as[person];
    expect(await client.refusal(READ, { id })).toMatch(hidden);
    expect(await client.refusal(READ, { id: randomUUID() })).toMatch(hidden);
    expect(await client.refusal(LIST, { id: world.exerciseId })).toMatch(hidden);
    expect(await refused(person, RETIME, { planId: id, version: 1, times: [{ code: 'I-01', seconds: 0 }] })).toMatch(
      hidden,
    );
    expect(
      await refused(person, JUDGE, { planId: id, injects: [{ code: 'I-01', hash }], verdict: 'APPROVED', reason: '' }),
    ).toMatch(hidden);
    const file = await client.fetch(`/api/plans/${id}/plan.yaml`);
    expect(file.ok).toBe(false);
    expect(await file.text()).not.toContain('MARKPLAN');
    const headers = { 'x-yanwu': '1', 'x-exercise-id': world.exerciseId };
    expect((await client.fetch('/api/plans/chronogram', { method: 'POST', body: 'x', headers })).ok).toBe(false);
  });

  it.each(['referee', 'chief'] as const)('%s reads and does not change', async (person) => {
    const { id } = await makePlan(world);
    expect((await read(id, person)).injects).toHaveLength(2);
    expect(await refused(person, RETIME, { planId: id, version: 1, times: [{ code: 'I-01', seconds: 0 }] })).toMatch(
      /^NOT_(ALLOWED|FOUND)$/,
    );
  });
});

describe('a file that is no workbook', () => {
  it.each([
    ['text', 'x', {}, 415],
    ['nothing', '', {}, 400],
    ['without the header that forms cannot send', 'x', { 'x-yanwu': '0' }, 400],
    ['with a mapping that is none', 'x', { 'x-reading': 'e30x' }, 400],
  ])('is refused: %s', async (_, body, more, status) => {
    const headers = { 'x-yanwu': '1', 'x-exercise-id': world.exerciseId, ...more };
    const answer = await world.as.organizer.fetch('/api/plans/chronogram', { method: 'POST', body, headers });
    expect(answer.status).toBe(status);
  });
});
