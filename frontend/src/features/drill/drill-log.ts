import type { ActData } from './documents.js';

/** One line of the log: an act, or one that befell several units at once. */
export interface LogLine {
  readonly act: ActData;
  /** Names of the units, in the order of the log. */
  readonly units: readonly string[];
}

/** What happens to several units by one cause; everything people say stays by itself. */
const JOINED: readonly string[] = ['RELEASED', 'REMINDED', 'ESCALATED'];

/** The log with neighbours that differ in nothing but the unit put together. */
export function logLines(acts: readonly ActData[]): LogLine[] {
  const lines: { act: ActData; units: string[] }[] = [];
  for (const act of acts) {
    const last = lines.at(-1);
    const names = act.unitName == null ? [] : [act.unitName];
    if (last && isSameCause(last.act, act)) last.units.push(...names);
    else lines.push({ act, units: names });
  }
  return lines;
}

function isSameCause(a: ActData, b: ActData): boolean {
  if (!JOINED.includes(a.kind)) return false;
  return (
    a.kind === b.kind &&
    a.code === b.code &&
    a.drillSeconds === b.drillSeconds &&
    a.actorName === b.actorName &&
    a.level === b.level
  );
}
