import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandId, TestClient } from '../../../test/client.js';
import {
  act,
  EXPECTED,
  forward,
  injectOf,
  makeDrill,
  planOf,
  type SeenDrill,
  seeDrill,
  seeMine,
  timed,
} from '../../../test/drills.js';
import { buildWorld, make, PASSWORD, type ServedWorld } from '../../../test/world.js';
import type { Inject } from '../../core/plan/plan.js';
import { exactText, points, sum } from '../../core/kernel/points.js';

const INJECTS = 40;
const code = (number: number): string => `I-${String(number).padStart(2, '0')}`;

/** 36 by the clock, every ten minutes at most; one by hand, two by condition, one that needs another. */
function story(): Inject[] {
  const expectation = { ...EXPECTED, points: '2.5' };
  const byClock = Array.from({ length: 36 }, (_, index) =>
    injectOf(code(index + 1), { ...timed(index * 5), expectation }),
  );
  return [
    ...byClock,
    injectOf(code(37), { trigger: { kind: 'MANUAL', offsetSeconds: null }, expectation }),
    injectOf(code(38), {
      trigger: {
        kind: 'CONDITION',
        notBeforeSeconds: 0,
        when: { inject: code(1), is: 'NOT_ACKNOWLEDGED', afterMinutes: 12 },
      },
    }),
    injectOf(code(39), {
      trigger: { kind: 'CONDITION', notBeforeSeconds: 0, when: { inject: code(3), is: 'COMPLETED', afterMinutes: 0 } },
    }),
    injectOf(code(40), { ...timed(0), requires: [code(2)] }),
  ];
}

describe('forty injects at three units, over the API', () => {
  let world: ServedWorld;
  let drillId: string;
  let hospital: string;
  let units: readonly { readonly id: string; readonly client: TestClient }[];

  beforeAll(async () => {
    world = await buildWorld();
    const { admin } = world.as;
    const { exerciseId } = world;
    hospital = await make(admin, 'addUnit', 'AddUnitInput', {
      exerciseId,
      name: '云泽第一医院',
      industry: '卫生',
      isKeyUnit: false,
    });
    const userId = await make(admin, 'createUser', 'CreateUserInput', {
      username: 'hospital',
      displayName: '医院',
      password: PASSWORD,
    });
    const grant = { exerciseId, userId, role: 'DUTY_OFFICER', unitId: hospital };
    await make(admin, 'grantMembership', 'GrantMembershipInput', grant);
    units = [
      { id: world.units.water, client: world.as.water },
      { id: world.units.bank, client: world.as.bank },
      { id: hospital, client: await new TestClient(admin.url).login('hospital', PASSWORD) },
    ];
    drillId = await makeDrill(world, planOf(story()));
    await act(world.as.organizer, 'startDrill', { drillId });
  });
  afterAll(() => world.stop());

  /**
   * The waterworks answers everything after two minutes; the bank acknowledges but completes every third late; the
   * hospital acknowledges nothing before an hour has passed.
   */
  async function play(minute: number): Promise<void> {
    for (const { id, client } of units) {
      const [mine] = await seeMine(client, world.exerciseId);
      for (const inject of mine?.injects ?? []) {
        const input = { drillId, code: inject.code };
        if (inject.state === 'RELEASED' && (id !== hospital || minute >= 60))
          await act(client, 'acknowledgeInject', input);
        if (isAnswered(id, inject)) await act(client, 'completeInject', { ...input, text: '已处置', evidenceIds: [] });
      }
    }
  }

  /** As it stood when the unit looked. */
  function isAnswered(unitId: string, { code: which, state }: { code: string; state: string }): boolean {
    const number = Number(which.slice(2));
    if (number > 37) return false;
    return state === 'OVERDUE' || (state === 'ACKNOWLEDGED' && (unitId !== world.units.bank || number % 3 !== 0));
  }

  it('goes from the first release to the review, each inject once for each unit', async () => {
    for (let minute = 0; minute <= 200; minute += 5) {
      await forward(world.server, minute === 0 ? 0 : 5);
      if (minute === 100) await pauseForAnHour();
      if (minute === 120) await act(world.as.organizer, 'releaseInject', { drillId, code: code(37) });
      await play(minute);
    }
    const drill = await seeDrill(world.as.organizer, drillId);
    expect(drill.clock.drillSeconds).toBe(200 * 60);
    const releases = drill.acts.filter(({ kind }) => kind === 'RELEASED');
    expect(new Set(releases.map((one) => `${one.code} ${one.unitId}`)).size).toBe(releases.length);
    expect(countsOf(drill, code(36))).toBe(3);
    expect(countsOf(drill, code(37))).toBe(3);
    expect(countsOf(drill, code(40))).toBe(3);
  });

  it('judged conditions for each unit by itself, and pressed only whom it had to', async () => {
    const drill = await seeDrill(world.as.organizer, drillId);
    const released = (which: string) => drill.acts.filter((one) => one.kind === 'RELEASED' && one.code === which);
    // Only the hospital let the first inject lie for twelve minutes.
    expect(released(code(38)).map(({ unitId }) => unitId)).toEqual([hospital]);
    expect(
      released(code(39))
        .map(({ unitId }) => unitId)
        .sort(),
    ).toEqual(units.map(({ id }) => id).sort());
    const escalated = new Set(drill.acts.filter(({ kind }) => kind === 'ESCALATED').map(({ unitId }) => unitId));
    expect([...escalated]).toEqual([hospital]);
    // It waits for the second one and follows it at once.
    const [needed, needing] = [code(2), code(40)].map((which) => released(which).map(({ at }) => at));
    expect(needing).toEqual(needed);
  });

  it('is marked by a referee, summed exactly, and reviewed', async () => {
    await act(world.as.organizer, 'endDrill', { drillId });
    for (const { id: unitId } of units) {
      for (let number = 1; number <= 37; number += 1) {
        const given = number % 3 === 0 ? '1.25' : '2.5';
        await world.as.referee.ask(`mutation ($input: MarkResponseInput!) { markResponse(input: $input) { id } }`, {
          input: { commandId: commandId(), drillId, code: code(number), unitId, points: given, comment: '示例' },
        });
      }
    }
    const { drillReview } = await world.as.organizer.ask<{ drillReview: Review }>(REVIEW, { id: drillId });
    const wanted = exactText(
      sum(Array.from({ length: 37 }, (_, index) => points((index + 1) % 3 === 0 ? '1.25' : '2.5'))),
    );
    expect(drillReview.units.map((unit) => [unit.points, unit.of, unit.expected])).toEqual(
      units.map(() => [wanted, '92.5', 37]),
    );
    const byUnit = new Map(drillReview.units.map((unit) => [unit.unitId, unit]));
    expect(byUnit.get(world.units.water)).toMatchObject({ late: 0, missed: 0, completed: 37 });
    expect(byUnit.get(world.units.bank)?.late).toBe(12);
    expect(byUnit.get(hospital)?.medianAcknowledgeSeconds).toBe(0);
    expect(drillReview.rows).toHaveLength(INJECTS * 3);
  });

  async function pauseForAnHour(): Promise<void> {
    const before = await act(world.as.organizer, 'pauseDrill', { drillId });
    await forward(world.server, 60);
    const after = await act(world.as.organizer, 'resumeDrill', { drillId });
    expect(after.clock.drillSeconds).toBe(before.clock.drillSeconds);
  }
});

function countsOf({ acts }: SeenDrill, which: string): number {
  return acts.filter((one) => one.kind === 'RELEASED' && one.code === which).length;
}

interface Review {
  readonly units: {
    readonly unitId: string;
    readonly points: string;
    readonly of: string;
    readonly expected: number;
    readonly late: number;
    readonly medianAcknowledgeSeconds: number | null;
  }[];
  readonly rows: unknown[];
}

const REVIEW = `query ($id: ID!) { drillReview(id: $id) { rows { code unitId }
  units { unitId points of expected completed late missed medianAcknowledgeSeconds } } }`;
