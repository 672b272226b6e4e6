import type { IncidentLevel } from '../backend/src/core/reporting/incident-clock.js';

/** What the story tells of a protection period, a duty roster and a drill; hours count from 00:00 of day 1. */
export interface StoryProtection {
  readonly period: {
    readonly by: string;
    readonly name: string;
    readonly basis: string;
    readonly beforeHours: number;
    readonly eveHours: number;
    readonly onHours: number;
    readonly endHours: number;
    readonly afterHours: number;
    readonly incidentHours: number;
  };
  /** Tasks of the shipped template, with the story's own deadlines. */
  readonly tasks: readonly { readonly key: string; readonly due: number }[];
  /** Where something was not simply done and signed off. */
  readonly exceptions: readonly StoryException[];
  readonly zeroReports: {
    readonly late: string;
    readonly missed: string;
    readonly waiting: readonly string[];
    readonly situation: { readonly unit: string; readonly text: string };
  };
  readonly incident: {
    readonly unit: string;
    readonly title: string;
    readonly level: IncidentLevel;
    readonly discoveredMinutesAgo: number;
  };
  readonly duty: {
    readonly unit: string;
    readonly named: readonly { readonly name: string; readonly phone: string; readonly note: string }[];
    readonly log: readonly string[];
  };
  readonly drill: {
    /** Folder of scenarios/drills whose plan is run, and whose story tells who answers. */
    readonly key: string;
    readonly elapsedMinutes: number;
    /** Units of the scenario, and who plays them here. */
    readonly units: Readonly<Record<string, string>>;
    readonly note: string;
  };
}

export interface StoryException {
  readonly task: string;
  readonly unit: string;
  readonly state: 'NOT_STARTED' | 'STARTED' | 'SUBMITTED' | 'RETURNED' | 'NOT_APPLICABLE';
  readonly text?: string;
}
