import type { InjectInput } from '../../gql/graphql.js';
import { type Condition, conditionIn } from './condition.js';
import type { PlanInject } from './plan-documents.js';
import { offsetText, readOffset } from './plan-time.js';

/** An inject while it is written: times and lists as the texts people type. */
export interface InjectForm {
  code: string;
  title: string;
  body: string;
  note: string;
  moveKey: string;
  trigger: PlanInject['trigger'];
  time: string;
  condition: Condition;
  cell: string;
  units: string[] | null;
  channel: PlanInject['channel'];
  attachments: { name: string; text: string; evidenceId: string | null }[];
  expects: NonNullable<PlanInject['expectation']>['kind'] | '';
  expectsText: string;
  withinMinutes: number;
  points: string;
  escalateTo: string;
  remindMinutes: number;
  requires: string[];
  otherwise: string;
  color: string | null;
  values: Record<string, string>;
}

/** A form with what an inject says; a new one for null. */
export function formOf(inject: PlanInject | null): InjectForm {
  if (inject === null) return newForm();
  const { code, title, body, note, trigger, cell, channel, otherwise, offsetSeconds } = inject;
  return {
    ...{ code, title, body, note, trigger, cell, channel, otherwise },
    moveKey: inject.moveKey ?? '',
    time: offsetSeconds == null ? '' : offsetText(offsetSeconds),
    condition: conditionIn(inject.condition) ?? { all: [] },
    units: inject.units ? [...inject.units] : null,
    attachments: inject.attachments.map(({ name, text, evidenceId }) => {
      return { name, text: text ?? '', evidenceId: evidenceId == null ? null : String(evidenceId) };
    }),
    ...expectationForm(inject.expectation ?? null),
    requires: [...inject.requires],
    color: inject.color ?? null,
    values: Object.fromEntries(inject.values.map(({ key, value }) => [key, value])),
  };
}

function newForm(): InjectForm {
  return {
    ...{ code: '', title: '', body: '', note: '', moveKey: '', otherwise: '' },
    ...{ trigger: 'TIMED', time: 'T+00:00', condition: { all: [] }, cell: 'ALL', units: null, channel: 'IN_SITE' },
    ...expectationForm(null),
    ...{ attachments: [], requires: [], color: null, values: {} },
  };
}

const NO_EXPECTATION = { text: '', withinMinutes: 30, points: '0', escalateTo: [] as string[], remindMinutes: 0 };

function expectationForm(expectation: PlanInject['expectation'] | null) {
  const { text, withinMinutes, points, escalateTo, remindMinutes } = expectation ?? NO_EXPECTATION;
  const expects: InjectForm['expects'] = expectation?.kind ?? '';
  return { expects, expectsText: text, withinMinutes, points, escalateTo: escalateTo.join('\n'), remindMinutes };
}

/** Whether what is typed for the time can be read, or need not be there. */
export function isTimeFit({ time, trigger }: InjectForm): boolean {
  return time.trim() === '' ? trigger !== 'TIMED' : readOffset(time) !== null;
}

/** What the server is sent. */
export function inputOf(form: InjectForm): InjectInput {
  const { code, title, body, note, trigger, cell, units, channel, requires, otherwise, color } = form;
  return {
    ...{ title, body, note, trigger, cell, units, channel, requires, otherwise, color },
    code: code.trim() || null,
    moveKey: form.moveKey || null,
    offsetSeconds: form.time.trim() === '' ? null : readOffset(form.time),
    condition: trigger === 'CONDITION' ? JSON.stringify(form.condition) : null,
    attachments: form.attachments.map(({ name, text, evidenceId }) => ({ name, text: text || null, evidenceId })),
    expectation:
      form.expects === ''
        ? null
        : {
            kind: form.expects,
            text: form.expectsText,
            withinMinutes: form.withinMinutes,
            points: form.points.trim() || '0',
            escalateTo: form.escalateTo
              .split('\n')
              .map((line) => line.trim())
              .filter((line) => line !== ''),
            remindMinutes: form.remindMinutes,
          },
    values: Object.entries(form.values)
      .filter(([, value]) => value !== '')
      .map(([key, value]) => ({ key, value })),
  };
}
