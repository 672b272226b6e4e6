import type { Stage } from './stage.js';
import type { ReportName, StoryIncident } from './story.js';

/** One item of the rubric as a unit wrote it. */
export interface WrittenSection {
  readonly key: string;
  readonly text: string;
}

const PART = { detection: 'DETECTION', response: 'RESPONSE', attribution: 'ATTRIBUTION' } as const;
const MINUTE_MS = 60_000;

/** The items of a report; one that later earned nothing was left out by the unit. */
export function reportSections(stage: Stage, incident: StoryIncident, report: ReportName): WrittenSection[] {
  const texts = Object.entries(stage.story.texts[PART[report]]);
  const marks = incident.marks === undefined ? new Map<string, number>() : quartersOf(stage, incident.marks[2]);
  const facts = factsOf(stage, incident);
  const variant = incident.key.length;
  return texts
    .filter(([key]) => marks.get(key) !== 0)
    .map(([key, variants], index) => {
      const pattern = variants[(variant + index) % variants.length] ?? '';
      return { key, text: pattern.replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? '') };
    });
}

/** Quarters per judged item, in the order of the rubric. */
export function quartersOf(stage: Stage, digits: string): Map<string, number> {
  const keys = Object.values(stage.story.texts).flatMap((items) => Object.keys(items));
  const quarters = [...digits.replaceAll(' ', '')].map(Number);
  if (quarters.length !== keys.length)
    throw new RangeError(`${quarters.length} marks for ${keys.length} items: ${digits}`);
  return new Map(keys.map((key, index) => [key, quarters[index] ?? 0]));
}

function factsOf(stage: Stage, incident: StoryIncident): Readonly<Record<string, string>> {
  const { asset, source, unit, fact } = incident;
  const minutes = (stage.at(incident.found).getTime() - stage.at(incident.attack).getTime()) / MINUTE_MS;
  return {
    asset,
    source,
    unit,
    fact,
    minutes: String(minutes),
    attack: wall(stage, incident.attack),
    found: wall(stage, incident.found),
  };
}

/** `09-15 16:31` in Shanghai. */
function wall(stage: Stage, moment: string): string {
  const local = new Date(stage.at(moment).getTime() + 8 * 60 * MINUTE_MS);
  return local.toISOString().slice(5, 16).replace('T', ' ');
}
