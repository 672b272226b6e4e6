import { act, injectOf, EXPECTED, makeDrill, makePlan, planOf } from '../drills.js';
import type { Scene, ValidInputs } from './valid-scene.js';

/** What one may do about drills: one that runs, one that is only prepared, a rehearsal that stands still. */
export async function drillInputs({ world, evidence }: Scene): Promise<ValidInputs> {
  const { as, exerciseId, units } = world;
  const byHand = { trigger: { kind: 'MANUAL', offsetSeconds: null } } as const;
  const plan = planOf(['I-01', 'I-02', 'I-03'].map((code) => injectOf(code, { ...byHand, expectation: EXPECTED })));
  const planId = await makePlan(world, plan);
  const prepared = await makeDrill(world, plan);
  const drillId = await makeDrill(world, plan);
  const rehearsal = await makeDrill(world, plan, { isRehearsal: true });
  for (const id of [drillId, rehearsal]) await act(as.organizer, 'startDrill', { drillId: id });
  await act(as.organizer, 'pauseDrill', { drillId: rehearsal });
  for (const code of ['I-01', 'I-02'])
    await act(as.organizer, 'releaseInject', { drillId, code, unitIds: [units.water] });
  await act(as.water, 'acknowledgeInject', { drillId, code: 'I-02' });
  const [open, known] = ['I-01', 'I-02'].map((code) => ({ drillId, code, unitId: units.water }));
  const runs = (input: Record<string, unknown>) => ({ by: 'organizer', input }) as const;
  return {
    createDrill: runs({ exerciseId, planId, isRehearsal: true, unitIds: [units.water] }),
    startDrill: runs({ drillId: prepared }),
    pauseDrill: runs({ drillId }),
    resumeDrill: runs({ drillId: rehearsal }),
    jumpDrill: runs({ drillId, toSeconds: 600 }),
    setDrillSpeed: runs({ drillId: rehearsal, factor: 10 }),
    endDrill: runs({ drillId }),
    noteDrill: runs({ drillId, text: '值守换班中' }),
    releaseInject: runs({ drillId, code: 'I-03', unitIds: [units.water] }),
    takeBackInject: runs({ ...open, reason: '发错单位' }),
    recordCall: runs({ ...open, text: '已联系值守员' }),
    markResponse: { by: 'referee', input: { ...known, points: '7.5', comment: '回执及时' } },
    acknowledgeInject: { by: 'water', input: { drillId, code: 'I-01', unitId: units.water } },
    completeInject: { by: 'water', input: { ...known, text: '已封禁', evidenceIds: [evidence.water] } },
  };
}
