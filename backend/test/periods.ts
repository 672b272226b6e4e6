import { make, type World } from './world.js';

/** Makes a period of the test world, 15 to 17 September 2026 in Shanghai, with whatever differs; answers its id. */
export function makePeriod(
  { as, exerciseId, units }: World,
  {
    name = '中秋重保',
    windows = [['2026-09-15T08:00', '2026-09-17T20:00']],
    unitIds = [units.water, units.bank],
  }: {
    readonly name?: string;
    readonly windows?: readonly (readonly [string, string])[];
    readonly unitIds?: readonly string[];
  } = {},
): Promise<string> {
  return make(as.organizer, 'createProtectionPeriod', 'CreateProtectionPeriodInput', {
    ...{ exerciseId, name, basis: '测试通知', measures: [], ownerUnitId: null, unitIds, incidentHours: 2 },
    times: {
      zone: 'Asia/Shanghai',
      windows: windows.map(([startsLocal, endsLocal]) => ({ startsLocal, endsLocal })),
      phases: null,
      zeroReportAt: '17:00',
    },
  });
}
