import type { FoundAddressInput, ReportDraftInput, ReportKind } from '../../../gql/schema.js';
import { uuidv7 } from '../../../lib/ids.js';
import type { DefenseRules, FullIncident, FullReport, RubricItem } from '../documents.js';

/** The section every report has, whatever the rules ask for. */
export const SUMMARY = 'summary';

export interface SectionForm {
  readonly key: string;
  text: string;
  evidenceIds: string[];
}
export type FoundForm = { -readonly [K in keyof Required<Omit<FoundAddressInput, '__typename'>>]: Required<FoundAddressInput>[K] };

/** A report while it is typed; times are instants. Found addresses and means only travel with detection. */
export interface ReportForm {
  readonly id: string;
  readonly incidentId: string;
  readonly kind: ReportKind;
  startedAt: string | null;
  endedAt: string | null;
  sections: SectionForm[];
  foundAddresses: FoundForm[];
  means: string[];
}

/** Rubric items a kind of report is marked for, with the dimension they belong to, in the order of the rules. */
export function itemsFor(rules: DefenseRules, kind: ReportKind): { readonly dimension: DefenseRules['dimensions'][number]; readonly item: RubricItem }[] {
  return rules.dimensions
    .filter(({ filedWith }) => filedWith === kind)
    .flatMap((dimension) => dimension.items.map((item) => ({ dimension, item })));
}

/** A form with a section for every item; what was saved under a key the rules do not have stays, too. */
export function reportFormOf(incident: FullIncident, kind: ReportKind, rules: DefenseRules): ReportForm {
  const report: FullReport | undefined = incident.reports.find((one) => one.kind === kind);
  const keys = [SUMMARY, ...itemsFor(rules, kind).map(({ item }) => item.key)];
  const known = new Map(report?.sections.map((section) => [section.key, section]));
  const other = (report?.sections ?? []).map(({ key }) => key).filter((key) => !keys.includes(key));
  const isDetection = kind === 'DETECTION';
  return {
    id: report?.id ?? uuidv7(),
    incidentId: incident.id,
    kind,
    startedAt: report ? (report.startedAt ?? null) : isDetection ? (incident.attackStartedAt ?? null) : null,
    endedAt: report ? (report.endedAt ?? null) : isDetection ? incident.discoveredAt : null,
    sections: [...keys, ...other].map((key) => ({
      key,
      text: known.get(key)?.text ?? '',
      evidenceIds: [...(known.get(key)?.evidenceIds ?? [])],
    })),
    foundAddresses: isDetection
      ? incident.foundAddresses.map(({ address, url, unitName, foundAt }) => ({ address, url, unitName, foundAt: foundAt ?? null }))
      : [],
    means: isDetection ? [...incident.means] : [],
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
