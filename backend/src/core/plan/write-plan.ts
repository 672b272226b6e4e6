/** A plan as a file: what `readPlan` reads back to the same content. */
import { stringify } from 'yaml';
import { offsetText } from './offset.js';
import type { Inject, PlanContent, Trigger } from './plan.js';

/** YAML of a whole plan; what has its default is left out. */
export function writePlan(content: PlanContent): string {
  const { injects, ...settings } = content;
  return stringify(
    { ...settings, injects: injects.map((inject) => withoutDefaults(injectFile(inject))) },
    { lineWidth: 0, aliasDuplicateObjects: false, version: '1.2' },
  );
}

/** An inject in the form the schema takes: its trigger in words, all else as it is. */
export function injectFile(inject: Inject): Record<string, unknown> {
  return { ...inject, trigger: triggerFile(inject.trigger) };
}

function triggerFile(trigger: Trigger): Record<string, unknown> {
  const { kind } = trigger;
  if (kind === 'CONDITION') return { kind, notBefore: offsetText(trigger.notBeforeSeconds), when: trigger.when };
  const { offsetSeconds } = trigger;
  return offsetSeconds === null ? { kind } : { kind, at: offsetText(offsetSeconds) };
}

const DEFAULTS: Readonly<Record<string, unknown>> = { cell: 'ALL', channel: 'IN_SITE' };

function withoutDefaults(inject: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(inject).filter(([name, value]) => !isDefault(name, value)));
}

function isDefault(name: string, value: unknown): boolean {
  if (value === null || value === '' || value === DEFAULTS[name]) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
