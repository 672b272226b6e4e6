import type { ConfigureExerciseInput } from '../../gql/schema.js';
import type { ExerciseFrame } from '../../lib/exercise.js';
import { instantOf, wallTimeOf } from '../../lib/time.js';

/** The settings as they stand in the fields: wall times of the exercise's zone, '' for nothing. */
export interface ExerciseForm {
  code: string;
  name: string;
  host: string;
  timeZone: string;
  startsAt: string;
  endsAt: string;
  dailyOpensAt: string;
  dailyClosesAt: string;
  attackRuleSetHash: string;
  defenseRuleSetHash: string;
}

type Settings = Omit<ConfigureExerciseInput, 'commandId' | 'exerciseId' | 'version'>;

export function emptyForm(): ExerciseForm {
  return {
    code: '',
    name: '',
    host: '',
    timeZone: 'Asia/Shanghai',
    startsAt: '',
    endsAt: '',
    dailyOpensAt: '09:00',
    dailyClosesAt: '21:00',
    attackRuleSetHash: '',
    defenseRuleSetHash: '',
  };
}

export function formOfExercise(exercise: ExerciseFrame): ExerciseForm {
  const minute = (at: string) => wallTimeOf(at, exercise.timeZone).slice(0, 16);
  return {
    code: exercise.code,
    name: exercise.name,
    host: exercise.host,
    timeZone: exercise.timeZone,
    startsAt: minute(exercise.startsAt),
    endsAt: minute(exercise.endsAt),
    dailyOpensAt: exercise.dailyOpensAt ?? '',
    dailyClosesAt: exercise.dailyClosesAt ?? '',
    attackRuleSetHash: exercise.attackRuleSet.hash,
    defenseRuleSetHash: exercise.defenseRuleSet.hash,
  };
}

const isZone = (name: string) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name !== '';
  } catch {
    return false;
  }
};

/** What is sent. A zone nobody knows is left to the server to refuse; its wall times are then read as UTC. */
export function settingsOf(form: ExerciseForm): Settings {
  const zone = isZone(form.timeZone) ? form.timeZone : 'UTC';
  const { name, host, timeZone, attackRuleSetHash, defenseRuleSetHash } = form;
  return {
    name: name.trim(),
    host: host.trim(),
    timeZone: timeZone.trim(),
    startsAt: instantOf(form.startsAt, zone) ?? '',
    endsAt: instantOf(form.endsAt, zone) ?? '',
    dailyOpensAt: form.dailyOpensAt || null,
    dailyClosesAt: form.dailyClosesAt || null,
    attackRuleSetHash,
    defenseRuleSetHash,
  };
}

/** Fields that are still empty; all of these must be there before anything is sent. */
export function emptyFields(form: ExerciseForm, isNew: boolean): (keyof ExerciseForm)[] {
  const needed: (keyof ExerciseForm)[] = [
    'name',
    'host',
    'timeZone',
    'startsAt',
    'endsAt',
    'attackRuleSetHash',
    'defenseRuleSetHash',
  ];
  return [...(isNew ? (['code'] as const) : []), ...needed].filter((key) => form[key].trim() === '');
}
