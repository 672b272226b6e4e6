import type { PeriodMode, PeriodPhase } from '../../../gql/schema.js';
import { wallTimeOf } from '../../../lib/time.js';
import type { PeriodSettings } from './documents.js';

export const MODES: readonly PeriodMode[] = ['NORMAL', 'WORK_HOURS', 'OFF_HOURS', 'PROTECTION'];
/** 实战 is what the windows say. */
export const OWN_PHASES = ['BEFORE', 'EVE', 'AFTER'] as const satisfies readonly PeriodPhase[];
export type OwnPhase = (typeof OWN_PHASES)[number];

export interface SpanForm {
  startsLocal: string;
  endsLocal: string;
}

/** A period as it is typed. */
export interface PeriodForm {
  name: string;
  basis: string;
  zone: string;
  windows: SpanForm[];
  hasOwnPhases: boolean;
  phases: Record<OwnPhase, SpanForm>;
  zeroReportAt: string;
  incidentHours: number;
  ownerUnitId: string;
  unitIds: string[];
  measures: Record<PeriodMode, string>;
}

/** What an entry of the calendar hands over. */
export interface Start {
  readonly name?: string | undefined;
  readonly windows?: readonly SpanForm[] | undefined;
  readonly zeroReportAt?: string | undefined;
  readonly incidentHours?: number | undefined;
}

const blank = (): SpanForm => ({ startsLocal: '', endsLocal: '' });

/** A new period, maybe from an entry of the calendar. Figures are those of N1: 17:00, 2 hours. */
export function newForm(zone: string, unitIds: readonly string[], start: Start): PeriodForm {
  return {
    name: start.name ?? '',
    basis: '',
    zone,
    windows: start.windows && start.windows.length > 0 ? start.windows.map((span) => ({ ...span })) : [blank()],
    hasOwnPhases: false,
    phases: { BEFORE: blank(), EVE: blank(), AFTER: blank() },
    zeroReportAt: start.zeroReportAt ?? '17:00',
    incidentHours: start.incidentHours ?? 2,
    ownerUnitId: '',
    unitIds: [...unitIds],
    measures: { NORMAL: '', WORK_HOURS: '', OFF_HOURS: '', PROTECTION: '' },
  };
}

/** A period that stands, to be changed. */
export function formOf(period: PeriodSettings): PeriodForm {
  const wall = (at: string): string => wallTimeOf(at, period.zone).slice(0, 16);
  const span = (phase: OwnPhase): SpanForm => {
    const found = period.phases.find((one) => one.phase === phase);
    return found ? { startsLocal: wall(found.startsAt), endsLocal: wall(found.endsAt) } : blank();
  };
  const text = (mode: PeriodMode): string =>
    period.measures.find((one) => one.mode === mode)?.measures.join('\n') ?? '';
  return {
    name: period.name,
    basis: period.basis,
    zone: period.zone,
    windows: period.windows.map(({ startsLocal, endsLocal }) => ({ startsLocal, endsLocal })),
    hasOwnPhases: true,
    phases: { BEFORE: span('BEFORE'), EVE: span('EVE'), AFTER: span('AFTER') },
    zeroReportAt: period.zeroReportAt,
    incidentHours: period.incidentHours,
    ownerUnitId: period.ownerUnit?.id ?? '',
    unitIds: period.units.map(({ id }) => id),
    measures: {
      NORMAL: text('NORMAL'),
      WORK_HOURS: text('WORK_HOURS'),
      OFF_HOURS: text('OFF_HOURS'),
      PROTECTION: text('PROTECTION'),
    },
  };
}

/** The times of a form as the server takes them. */
export function timesOf({ zone, windows, hasOwnPhases, phases, zeroReportAt }: PeriodForm) {
  return {
    zone: zone.trim(),
    windows: windows.map((span) => ({ ...span })),
    phases: hasOwnPhases ? OWN_PHASES.map((phase) => ({ phase, ...phases[phase] })) : null,
    zeroReportAt,
  };
}

/** The rest of it. */
export function settingsOf(form: PeriodForm) {
  return {
    name: form.name.trim(),
    basis: form.basis.trim(),
    times: timesOf(form),
    measures: MODES.map((mode) => ({
      mode,
      measures: form.measures[mode]
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    })),
    ownerUnitId: form.ownerUnitId === '' ? null : form.ownerUnitId,
    unitIds: [...form.unitIds],
    incidentHours: Number(form.incidentHours),
  };
}

/** Whether enough is typed to ask what the times make. */
export function hasTimes({ windows }: PeriodForm): boolean {
  return windows.length > 0 && windows.every(({ startsLocal, endsLocal }) => startsLocal !== '' && endsLocal !== '');
}
