import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandId } from '../../../test/client.js';
import {
  act,
  cellIn,
  EXPECTED,
  forward,
  injectOf,
  makeDrill,
  makePlan,
  planOf,
  refusalOf,
  seeDrill,
  seeMine,
  timed,
  tryAct,
} from '../../../test/drills.js';
import { buildWorld, type ServedWorld } from '../../../test/world.js';
import type { Inject } from '../../core/plan/plan.js';

const MANUAL: Pick<Inject, 'trigger'> = { trigger: { kind: 'MANUAL', offsetSeconds: null } };

describe('running a drill', () => {
  let world: ServedWorld;
  beforeAll(async () => {
    world = await buildWorld();
  });
  afterAll(() => world.stop());

  async function started(injects: Inject[], more = {}): Promise<string> {
    const drillId = await makeDrill(world, planOf(injects), more);
    await act(world.as.organizer, 'startDrill', { drillId });
    return drillId;
  }

  const codes = (mine: { injects: { code: string }[] } | undefined): string[] =>
    (mine?.injects ?? []).map(({ code }) => code).sort();

  async function mineOf(who: 'water' | 'bank', drillId: string) {
    return (await seeMine(world.as[who], world.exerciseId)).find(({ id }) => id === drillId);
  }

  it('starts only what was approved, and needs no approval to rehearse', async () => {
    const planId = await makePlan(world, planOf([injectOf('I-01')]));
    const input = { commandId: commandId(), exerciseId: world.exerciseId, planId, isRehearsal: false };
    const query = `mutation ($input: CreateDrillInput!) { createDrill(input: $input) { id state isRehearsal } }`;
    const { errors } = await world.as.organizer.query(query, { input });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'INCOMPLETE',
      fields: [{ path: 'injects.0', code: 'NOT_APPROVED' }],
    });
    const again = { ...input, commandId: commandId(), isRehearsal: true };
    const { createDrill } = await world.as.organizer.ask<{ createDrill: object }>(query, { input: again });
    expect(createDrill).toMatchObject({ state: 'PREPARED', isRehearsal: true });
    expect(await world.as.organizer.refusal(query, { input: { ...again, unitIds: [world.units.waterPlant] } })).toBe(
      'COMMAND_REUSED',
    );
    const foreign = { ...again, commandId: commandId(), unitIds: [world.units.waterPlant] };
    expect(await world.as.organizer.refusal(query, { input: foreign })).toBe('BAD_INPUT');
    expect(await world.as.referee.refusal(query, { input: { ...again, commandId: commandId() } })).toBe('NOT_ALLOWED');
  });

  it('releases by its clock, and nothing while paused', async () => {
    const drillId = await started([injectOf('I-01'), injectOf('I-02', timed(10)), injectOf('I-03', timed(20))]);
    await forward(world.server, 0);
    expect(codes(await mineOf('water', drillId))).toEqual(['I-01']);
    await forward(world.server, 10);
    expect(codes(await mineOf('water', drillId))).toEqual(['I-01', 'I-02']);
    await act(world.as.organizer, 'pauseDrill', { drillId });
    await forward(world.server, 60);
    const paused = await seeDrill(world.as.organizer, drillId);
    expect(paused).toMatchObject({ state: 'PAUSED', clock: { drillSeconds: 600, isRunning: false } });
    expect(cellIn(paused, 'I-03', world.units.bank).state).toBe('WAITING');
    expect(await refusalOf(world.as.organizer, 'releaseInject', { drillId, code: 'I-03' })).toBe('WRONG_STATE');
    await act(world.as.organizer, 'resumeDrill', { drillId });
    await forward(world.server, 9);
    expect(codes(await mineOf('bank', drillId))).toEqual(['I-01', 'I-02']);
    await forward(world.server, 1);
    expect(codes(await mineOf('bank', drillId))).toEqual(['I-01', 'I-02', 'I-03']);
    await act(world.as.organizer, 'endDrill', { drillId });
    expect(await refusalOf(world.as.organizer, 'resumeDrill', { drillId })).toBe('WRONG_STATE');
  });

  it('jumps forward releasing in order, and back without taking anything back', async () => {
    const drillId = await started([
      injectOf('I-02', timed(60)),
      injectOf('I-01', timed(60)),
      injectOf('I-09', timed(90)),
    ]);
    await act(world.as.organizer, 'jumpDrill', { drillId, toSeconds: 3600 });
    await forward(world.server, 0);
    const jumped = await seeDrill(world.as.organizer, drillId);
    const releases = jumped.acts.filter(({ kind }) => kind === 'RELEASED').reverse();
    expect(releases.map(({ code }) => code)).toEqual(['I-01', 'I-01', 'I-02', 'I-02']);
    const back = await act(world.as.organizer, 'jumpDrill', { drillId, toSeconds: 0 });
    expect(back.clock.drillSeconds).toBe(0);
    expect(cellIn(back, 'I-01', world.units.water).state).toBe('RELEASED');
    await forward(world.server, 89);
    expect(codes(await mineOf('water', drillId))).toEqual(['I-01', 'I-02']);
    expect(await refusalOf(world.as.organizer, 'jumpDrill', { drillId, toSeconds: 14_401 })).toBe('BAD_INPUT');
    expect(await refusalOf(world.as.organizer, 'setDrillSpeed', { drillId, factor: 10 })).toBe('WRONG_STATE');
    await act(world.as.organizer, 'endDrill', { drillId });
  });

  it('takes a wrong release back before anybody acknowledged it, and lets it be released again', async () => {
    const drillId = await started([injectOf('I-01', MANUAL), injectOf('I-02', { ...MANUAL, requires: ['I-01'] })]);
    const { water, bank } = world.units;
    expect(await refusalOf(world.as.organizer, 'releaseInject', { drillId, code: 'I-02' })).toBe('REQUIREMENT_OPEN');
    const command = commandId();
    await act(world.as.organizer, 'releaseInject', { commandId: command, drillId, code: 'I-01', unitIds: [water] });
    await act(world.as.organizer, 'releaseInject', { commandId: command, drillId, code: 'I-01', unitIds: [water] });
    expect(codes(await mineOf('water', drillId))).toEqual(['I-01']);
    expect(codes(await mineOf('bank', drillId))).toEqual([]);
    const wrong = { drillId, code: 'I-01', unitId: water, reason: '发错单位' };
    const back = await act(world.as.organizer, 'takeBackInject', wrong);
    expect(cellIn(back, 'I-01', water).state).toBe('TAKEN_BACK');
    expect(codes(await mineOf('water', drillId))).toEqual([]);
    expect(await refusalOf(world.as.water, 'acknowledgeInject', { drillId, code: 'I-01' })).toBe('NOT_FOUND');
    const all = await act(world.as.organizer, 'releaseInject', { drillId, code: 'I-01', unitIds: null });
    expect([water, bank].map((id) => cellIn(all, 'I-01', id).state)).toEqual(['RELEASED', 'RELEASED']);
    await act(world.as.water, 'acknowledgeInject', { drillId, code: 'I-01' });
    expect(await refusalOf(world.as.organizer, 'takeBackInject', wrong)).toBe('ALREADY_ACKNOWLEDGED');
    expect(await refusalOf(world.as.organizer, 'releaseInject', { drillId, code: 'I-01' })).toBe('WRONG_STATE');
    await act(world.as.organizer, 'endDrill', { drillId });
  });

  it('reminds and escalates what nobody answers, in drill time, until somebody does', async () => {
    const drillId = await started([injectOf('I-01', { expectation: EXPECTED })]);
    await forward(world.server, 0);
    await act(world.as.bank, 'acknowledgeInject', { drillId, code: 'I-01' });
    await forward(world.server, 12);
    const chased = await seeDrill(world.as.organizer, drillId);
    expect(cellIn(chased, 'I-01', world.units.water)).toMatchObject({ state: 'RELEASED', reminders: 1, level: 1 });
    expect(cellIn(chased, 'I-01', world.units.bank)).toMatchObject({ state: 'ACKNOWLEDGED', reminders: 0, level: 0 });
    await forward(world.server, 10);
    const late = await seeDrill(world.as.organizer, drillId);
    expect(cellIn(late, 'I-01', world.units.water)).toMatchObject({ level: 2 });
    expect(cellIn(late, 'I-01', world.units.bank)).toMatchObject({ state: 'OVERDUE', reminders: 1 });
    expect(
      late.coming
        .filter(({ needsHand }) => needsHand)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['CALL', 'OVERDUE']);
    const call = { drillId, code: 'I-01', unitId: world.units.water, text: '已联系值守员' };
    expect(cellIn(await act(world.as.organizer, 'recordCall', call), 'I-01', world.units.water).calls).toBe(1);
    const notices = `query ($id: ID!) { notices(exerciseId: $id) { nodes { code subjectId params { name value } } } }`;
    const told = await world.as.water.ask<{ notices: { nodes: { code: string; subjectId: string }[] } }>(notices, {
      id: world.exerciseId,
    });
    const own = told.notices.nodes.filter(({ subjectId }) => subjectId === drillId).map(({ code }) => code);
    expect(own.reverse()).toEqual([
      'DRILL_STARTED',
      'DRILL_RELEASED',
      'DRILL_REMINDED',
      'DRILL_ESCALATED',
      'DRILL_ESCALATED',
    ]);
    const answer = { drillId, code: 'I-01', text: '已封禁', evidenceIds: [] };
    expect(await refusalOf(world.as.water, 'completeInject', answer)).toBe('WRONG_STATE');
    await act(world.as.bank, 'completeInject', answer);
    expect(await refusalOf(world.as.bank, 'completeInject', answer)).toBe('WRONG_STATE');
    const done = await act(world.as.organizer, 'endDrill', { drillId });
    expect(cellIn(done, 'I-01', world.units.bank)).toMatchObject({ state: 'COMPLETED_LATE', usedSeconds: 22 * 60 });
  });

  it('judges conditions for each unit by itself, on injects and on what it filed', async () => {
    const drillId = await started([
      injectOf('I-01', { expectation: EXPECTED }),
      injectOf('I-02', {
        trigger: {
          kind: 'CONDITION',
          notBeforeSeconds: 0,
          when: { inject: 'I-01', is: 'NOT_ACKNOWLEDGED', afterMinutes: 10 },
        },
      }),
      injectOf('I-03', {
        trigger: {
          kind: 'CONDITION',
          notBeforeSeconds: 0,
          when: { fact: 'INCIDENT_OPENED', is: 'THERE', afterMinutes: 0 },
        },
      }),
    ]);
    await forward(world.server, 0);
    await act(world.as.bank, 'acknowledgeInject', { drillId, code: 'I-01' });
    await forward(world.server, 5);
    const incident = {
      commandId: commandId(),
      exerciseId: world.exerciseId,
      unitId: world.units.bank,
      title: '异常登录',
    };
    await world.as.bank.ask(`mutation ($input: OpenIncidentInput!) { openIncident(input: $input) { id } }`, {
      input: { ...incident, discoveredAt: world.server.clock.now().toISOString() },
    });
    await forward(world.server, 6);
    expect(codes(await mineOf('water', drillId))).toEqual(['I-01', 'I-02']);
    expect(codes(await mineOf('bank', drillId))).toEqual(['I-01', 'I-03']);
    const board = await seeDrill(world.as.organizer, drillId);
    expect(cellIn(board, 'I-02', world.units.bank).state).toBe('NOT_TRIGGERED');
    expect(cellIn(board, 'I-03', world.units.water).state).toBe('WAITING');
    await act(world.as.organizer, 'endDrill', { drillId });
  });

  it('rehearses faster than time', async () => {
    const drillId = await started([injectOf('I-01', timed(60))], { isRehearsal: true });
    await act(world.as.organizer, 'setDrillSpeed', { drillId, factor: 60 });
    await forward(world.server, 1);
    expect(codes(await mineOf('water', drillId))).toEqual(['I-01']);
    await act(world.as.organizer, 'endDrill', { drillId });
  });

  it('acknowledges once, whoever of the unit comes second', async () => {
    const drillId = await started([injectOf('I-01')]);
    await forward(world.server, 0);
    const both = await Promise.all(
      [1, 2, 3].map(() => tryAct(world.as.water, 'acknowledgeInject', { drillId, code: 'I-01' })),
    );
    expect(both.map(({ errors }) => errors)).toEqual([undefined, undefined, undefined]);
    const { acts } = await seeDrill(world.as.organizer, drillId);
    expect(acts.filter(({ kind }) => kind === 'ACKNOWLEDGED')).toHaveLength(1);
    await act(world.as.organizer, 'endDrill', { drillId });
  });
});
