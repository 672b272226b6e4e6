import type { FullIncident, FullReport } from '../documents.js';

/** One moment of an incident. `look` is the mark on the line; `group` what the filter asks for. */
export type Moment =
  | { readonly kind: 'ATTACK' | 'DISCOVERED' | 'OPENED'; readonly key: string; readonly at: string }
  | { readonly kind: 'REPORT'; readonly key: string; readonly at: string; readonly report: FullReport }
  | { readonly kind: 'LINK'; readonly key: string; readonly at: string; readonly link: FullIncident['links'][number] }
  | {
      readonly kind: 'MARKS';
      readonly key: string;
      readonly at: string;
      readonly marks: NonNullable<FullIncident['marks']>;
    };

/** Everything that happened to an incident in the order it happened; a draft stands where it was last saved. */
export function momentsOf(incident: FullIncident): Moment[] {
  const moments: Moment[] = [
    ...(incident.attackStartedAt ? [{ kind: 'ATTACK' as const, key: 'attack', at: incident.attackStartedAt }] : []),
    { kind: 'DISCOVERED', key: 'discovered', at: incident.discoveredAt },
    { kind: 'OPENED', key: 'opened', at: incident.createdAt },
    ...incident.reports.map((report) => ({
      kind: 'REPORT' as const,
      key: report.id,
      at: report.filedAt ?? report.updatedAt,
      report,
    })),
    ...incident.links.map((link) => ({ kind: 'LINK' as const, key: link.id, at: link.linkedAt, link })),
    ...(incident.marks
      ? [{ kind: 'MARKS' as const, key: incident.marks.id, at: incident.marks.recordedAt, marks: incident.marks }]
      : []),
  ];
  return moments.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

export type MomentFilter = 'ALL' | 'REPORTS' | 'REFEREES';

/** What the filter leaves. */
export function filterMoments(moments: readonly Moment[], filter: MomentFilter): Moment[] {
  if (filter === 'REPORTS') return moments.filter(({ kind }) => kind === 'REPORT');
  if (filter === 'REFEREES') return moments.filter(({ kind }) => kind === 'LINK' || kind === 'MARKS');
  return [...moments];
}
