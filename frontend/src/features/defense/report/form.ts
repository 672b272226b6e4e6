import type { ContainmentOutcome, FoundAddressInput, ReportDraftInput, ReportKind } from '../../../gql/schema.js';
import { uuidv7 } from '../../../lib/ids.js';
import type { DefenseRules, FullIncident, FullReport, RubricItem } from '../documents.js';

/** The section every report has, whatever the rules ask for. */
export const SUMMARY = 'summary';

export interface SectionForm {
  readonly key: string;
  text: string;
  evidenceIds: string[];
}
export type FoundForm = {
  -readonly [K in keyof Required<Omit<FoundAddressInput, '__typename'>>]: Required<FoundAddressInput>[K];
};

/** A report while it is typed; times are instants. Found addresses and means only travel with detection. */
export interface ReportForm {
  /** Changes only when a colleague began the same report first and this form takes it over. */
  id: string;
  readonly incidentId: string;
  readonly kind: ReportKind;
  startedAt: string | null;
  endedAt: string | null;
  sections: SectionForm[];
  foundAddresses: FoundForm[];
  means: string[];
  /** What a response came to; null while nobody said so. */
  outcome: ContainmentOutcome | null;
}

/** Rubric items a kind of report is marked for, with the dimension they belong to, in the order of the rules. */
export function itemsFor(
  rules: DefenseRules,
  kind: ReportKind,
): { readonly dimension: DefenseRules['dimensions'][number]; readonly item: RubricItem }[] {
  return rules.dimensions
    .filter(({ filedWith }) => filedWith === kind)
    .flatMap((dimension) => dimension.items.map((item) => ({ dimension, item })));
}

/** Detection begins with the times of the incident itself; other reports with none. */
function intervalOf(
  incident: FullIncident,
  kind: ReportKind,
  report: FullReport | undefined,
): Pick<ReportForm, 'startedAt' | 'endedAt'> {
  if (report) return { startedAt: report.startedAt ?? null, endedAt: report.endedAt ?? null };
  if (kind !== 'DETECTION') return { startedAt: null, endedAt: null };
  return { startedAt: incident.attackStartedAt ?? null, endedAt: incident.discoveredAt };
}

/** A section for every item of the rules; what was saved under a key they do not have stays, too. */
function sectionsOf(report: FullReport | undefined, items: readonly string[]): SectionForm[] {
  const saved = report?.sections ?? [];
  const other = saved.map(({ key }) => key).filter((key) => !items.includes(key));
  return [...items, ...other].map((key) => {
    const section = saved.find((one) => one.key === key);
    return { key, text: section?.text ?? '', evidenceIds: [...(section?.evidenceIds ?? [])] };
  });
}

/** The form a report of this kind starts from: as saved, or as the incident suggests. */
export function reportFormOf(incident: FullIncident, kind: ReportKind, rules: DefenseRules): ReportForm {
  const report = incident.reports.find((one) => one.kind === kind);
  const isDetection = kind === 'DETECTION';
  return {
    id: report?.id ?? uuidv7(),
    incidentId: incident.id,
    kind,
    ...intervalOf(incident, kind, report),
    sections: sectionsOf(report, [SUMMARY, ...itemsFor(rules, kind).map(({ item }) => item.key)]),
    foundAddresses: isDetection
      ? incident.foundAddresses.map(({ address, url, unitName, foundAt }) => ({
          address,
          url,
          unitName,
          foundAt: foundAt ?? null,
        }))
      : [],
    means: isDetection ? [...incident.means] : [],
    outcome: report?.outcome ?? null,
  };
}

const isWritten = ({ text, evidenceIds }: SectionForm) => text.trim() !== '' || evidenceIds.length > 0;

/** What is sent: sections with something in them, all their files named for the whole report as well. */
export function inputOf(form: ReportForm, version: number): ReportDraftInput {
  const sections = form.sections.filter(isWritten);
  const isDetection = form.kind === 'DETECTION';
  return {
    id: form.id,
    incidentId: form.incidentId,
    kind: form.kind,
    version,
    startedAt: form.startedAt,
    endedAt: form.endedAt,
    sections,
    evidenceIds: [...new Set(sections.flatMap(({ evidenceIds }) => evidenceIds))],
    foundAddresses: isDetection ? form.foundAddresses.filter(({ address }) => address.trim() !== '') : null,
    means: isDetection ? form.means : null,
    outcome: form.kind === 'RESPONSE' ? form.outcome : null,
  };
}

/** How far a section is: nothing, words only, or words with proof. */
export function progressOf(section: SectionForm): 'empty' | 'words' | 'proved' {
  if (!isWritten(section)) return 'empty';
  return section.evidenceIds.length > 0 ? 'proved' : 'words';
}

/** Addresses out of pasted lines: 'IP', or 'IP URL unit' parted by tabs, commas or spaces; known ones are left out. */
export function foundFromText(text: string, known: readonly FoundForm[]): FoundForm[] {
  const seen = new Set(known.map(({ address }) => address.trim()));
  return text.split(/\r?\n/).flatMap((line) => {
    const [address = '', ...rest] = line.trim().split(/[\t,，;；\s]+/);
    if (address === '' || seen.has(address)) return [];
    seen.add(address);
    const url = rest.find((part) => part.includes('://')) ?? '';
    return [{ address, url, unitName: rest.filter((part) => part !== url).join(' '), foundAt: null }];
  });
}
