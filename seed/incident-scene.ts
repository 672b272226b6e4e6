import type { ReportDraftInput } from '../backend/src/modules/incident/incident.inputs.js';
import { incidentFiles } from './incident-files.js';
import { idOf } from './ids.js';
import { reportSections } from './report-writing.js';
import { EXERCISE_ID, type Stage, standing } from './stage.js';
import { later, type Step } from './step.js';
import type { ReportName, StoryBonus, StoryIncident } from './story.js';
import { textFile } from './evidence-files.js';

/** Minutes from discovery to the opened case, and from writing a report to filing it. */
const OPENING_DELAY = 6;
const WRITING_LEAD = 3;

export type ReportKind = ReportDraftInput['kind'];

export const KIND_OF: Readonly<Record<ReportName, ReportKind>> = {
  detection: 'DETECTION',
  response: 'RESPONSE',
  attribution: 'ATTRIBUTION',
};

export function incidentId(key: string): string {
  return idOf(`incident/${key}`);
}

export function bonusId(key: string): string {
  return idOf(`bonus/${key}`);
}

/** What a unit does about one incident: open it, write and file its reports. */
export function incidentSteps(stage: Stage, incident: StoryIncident): Step[] {
  const { key } = incident;
  const reports = (of: StoryIncident['reports'] = {}) => Object.entries(of) as [ReportName, string][];
  return [
    { at: later(stage.at(incident.found), OPENING_DELAY), name: `open ${key}`, run: () => open(stage, incident) },
    ...reports(incident.reports).flatMap(([name, moment]) => {
      const at = stage.at(moment);
      const report = { incident, name, at };
      return [
        { at: later(at, -WRITING_LEAD), name: `write ${key}/${name}`, run: () => write(stage, report) },
        { at, name: `file ${key}/${name}`, run: () => file(stage, report) },
      ];
    }),
    ...reports(incident.drafts).map(([name, moment]) => {
      const at = stage.at(moment);
      return { at, name: `draft ${key}/${name}`, run: () => write(stage, { incident, name, at }) };
    }),
  ];
}

/** A claim for bonus points. */
export function bonusSteps(stage: Stage, bonus: StoryBonus): Step[] {
  const at = stage.at(bonus.filed);
  return [{ at, name: `file bonus ${bonus.key}`, run: () => fileBonus(stage, bonus) }];
}

async function open(stage: Stage, incident: StoryIncident): Promise<void> {
  const viewer = await stage.viewer(stage.filer(incident.unit, incident.by));
  const input = {
    commandId: incidentId(incident.key),
    exerciseId: EXERCISE_ID,
    unitId: stage.unitId(incident.unit),
    title: incident.title,
    attackStartedAt: stage.at(incident.attack),
    discoveredAt: stage.at(incident.found),
  };
  await stage.services.opening.open(input, viewer);
}

interface Report {
  readonly incident: StoryIncident;
  readonly name: ReportName;
  readonly at: Date;
}

function reportId({ incident, name }: Report): string {
  return idOf(`report/${incident.key}/${name}`);
}

async function write(stage: Stage, report: Report): Promise<void> {
  const { incident, name, at } = report;
  const id = reportId(report);
  if ((await standing(stage.services.incidents.loadReport(id))) !== null) return;
  const viewer = await stage.viewer(stage.filer(incident.unit, incident.by));
  const evidenceIds = await stage.store(await incidentFiles(stage, incident, name), viewer);
  const sections = reportSections(stage, incident, name).map((section, index) => ({
    ...section,
    evidenceIds: index === 0 ? evidenceIds : [],
  }));
  const detected = {
    foundAddresses: incident.addresses.map((address) => ({
      address: stage.machine(incident.unit, address),
      url: '',
      unitName: incident.unit,
      foundAt: stage.at(incident.found),
    })),
    means: [...incident.means],
  };
  const startedAt = stage.at(name === 'detection' ? incident.attack : incident.found);
  const kind = KIND_OF[name];
  const common = { id, incidentId: incidentId(incident.key), kind, version: 0, startedAt, endedAt: at };
  const responded = { outcome: incident.outcome ?? null };
  const own = { detection: detected, response: responded, attribution: {} }[name];
  const draft = { ...common, sections, evidenceIds, ...own };
  await stage.services.reports.save(draft, viewer);
}

async function file(stage: Stage, report: Report): Promise<void> {
  const { incident, name } = report;
  const viewer = await stage.viewer(stage.filer(incident.unit, incident.by));
  const command = { commandId: idOf(`file-report/${incident.key}/${name}`), reportId: reportId(report), version: 1 };
  await stage.services.reports.file(command, viewer);
}

async function fileBonus(stage: Stage, bonus: StoryBonus): Promise<void> {
  const { bonuses, incidents } = stage.services;
  const viewer = await stage.viewer(stage.filer(bonus.unit, bonus.by));
  const id = bonusId(bonus.key);
  if ((await standing(incidents.loadBonusClaim(id))) === null) {
    const lines = [`# ${bonus.title}`, '', bonus.text, '', '样本与日志由本单位保全，可当面核验。'];
    const note = textFile(`evidence/bonus/${bonus.key}`, `${bonus.title}说明.md`, lines);
    const content = { bonusKey: bonus.kind, title: bonus.title, narrative: bonus.text };
    const place = { id, exerciseId: EXERCISE_ID, unitId: stage.unitId(bonus.unit), version: 0 };
    await bonuses.save({ ...place, ...content, evidenceIds: await stage.store([note], viewer) }, viewer);
  }
  await bonuses.file({ commandId: idOf(`file-bonus/${bonus.key}`), bonusClaimId: id, version: 1 }, viewer);
}
