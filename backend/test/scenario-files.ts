import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { PlanContent } from '../src/core/plan/plan.js';
import { readPlan } from '../src/core/plan/read-plan.js';

const FOLDER = join(import.meta.dirname, '../../scenarios/drills');

/** Somebody of a unit, by the part he has in the drill. */
export interface ScenarioPerson {
  readonly name: string;
  readonly duty: string;
  readonly cell: string;
}

/** What scenario.yaml says. */
export interface ScenarioHead {
  readonly key: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly summary: { readonly zh: string; readonly en: string };
  readonly source: string;
  readonly isSample: boolean;
  readonly category?: Readonly<Record<'object' | 'kind' | 'phenomenon' | 'harm' | 'method' | 'purpose', string>>;
  readonly attackRules: string;
  readonly defenseRules: string;
  readonly startsLocal: string;
  readonly timeZone: string;
  readonly units: readonly {
    readonly name: string;
    readonly industry: string;
    readonly people: readonly ScenarioPerson[];
  }[];
}

/** One line of a story; `at` is drill time. Which act it is, is said by the field that names the inject or the words. */
export interface StoryAct {
  readonly at: string;
  readonly unit?: string;
  readonly acknowledge?: string;
  readonly complete?: string;
  readonly release?: string;
  readonly takeBack?: string;
  readonly call?: string;
  readonly note?: string;
  readonly openIncident?: string;
  readonly pauseMinutes?: number;
  readonly jumpTo?: string;
  readonly text?: string;
}

/** A mark given after the end. */
export interface StoryMark {
  readonly unit: string;
  readonly inject: string;
  readonly points: number;
  readonly comment: string;
}

/** What the story comes to, worked out beside the product. */
export interface ExpectedUnit {
  readonly unit: string;
  readonly marked: number;
  readonly points: string;
  readonly of: string;
  readonly value: string;
  readonly rank: number;
  readonly reminded: number;
  readonly late: number;
  readonly escalated: number;
}

/** A scenario of scenarios/drills with everything that is in its folder. */
export interface Scenario {
  readonly key: string;
  readonly head: ScenarioHead;
  readonly planText: string;
  readonly plan: PlanContent;
  readonly problems: readonly string[];
  readonly answerKey: unknown;
  readonly acts: readonly StoryAct[];
  readonly marks: readonly StoryMark[];
  readonly units: readonly ExpectedUnit[];
  /** By inject, then by unit: state, and where something was expected minutes used and allowed. */
  readonly cells: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** All scenarios, the earliest first. */
export function readScenarios(): Scenario[] {
  const all = readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [readScenario(entry.name)] : [],
  );
  return all.sort((a, b) => a.head.startsLocal.localeCompare(b.head.startsLocal));
}

function readScenario(key: string): Scenario {
  const text = (name: string): string => readFileSync(join(FOLDER, key, name), 'utf8');
  const names = readdirSync(join(FOLDER, key));
  const planText = text('plan.yaml');
  const { plan, problems } = readPlan(planText);
  if (plan === null)
    throw new Error(`${key}: ${problems.map(({ line, message }) => `${line} ${message.en}`).join('; ')}`);
  const story = parse(text('story.yaml')) as Pick<Scenario, 'acts' | 'marks'>;
  const expected = JSON.parse(text('expected-standings.json')) as Pick<Scenario, 'units' | 'cells'>;
  return {
    key,
    head: parse(text('scenario.yaml')) as ScenarioHead,
    planText,
    plan,
    problems: problems.map(({ line, code, message }) => `${line} ${code} ${message.en}`),
    answerKey: names.includes('answer-key.yaml') ? (parse(text('answer-key.yaml')) as unknown) : null,
    ...{ acts: story.acts, marks: story.marks, units: expected.units, cells: expected.cells },
  };
}

/** Minutes of a drill time such as T+01:10. */
export function minutesOf(text: string): number {
  const match = /^T\+(\d+):(\d\d)$/.exec(text);
  if (match === null) throw new RangeError(`no drill time: ${text}`);
  return Number(match[1]) * 60 + Number(match[2]);
}
