/**
 * A defender's reports 监测发现、应急处置、追踪溯源 on an incident, and claims for bonus points 附加分.
 * (FHZ B1: logic and hard evidence; 防守方自证 of attack time and discovery time.)
 */
import { canonicalAddress } from '../kernel/address.js';
import { missingInterval, required, unknownIds, unknownKeys } from '../kernel/form.js';
import type { FieldProblem } from '../kernel/refusal.js';
import type { DefenseRules } from '../ruleset/defense-rules.js';

export const REPORT_KINDS = ['DETECTION', 'RESPONSE', 'ATTRIBUTION'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** What a response came to: blocked 已阻断, contained 已遏制, compromised 已失陷, or not known. */
export const CONTAINMENT_OUTCOMES = ['BLOCKED', 'CONTAINED', 'COMPROMISED', 'UNKNOWN'] as const;
export type ContainmentOutcome = (typeof CONTAINMENT_OUTCOMES)[number];

/** A part of a report, keyed by rubric item or by a field of the form. */
export interface SectionDraft {
  readonly key: string;
  readonly text: string;
  readonly evidenceIds: readonly string[];
}

/** A machine the defender found under the attackers' control: numerator of coverage 覆盖率. */
export interface FoundAddressDraft {
  readonly address: string;
  readonly url: string;
  readonly unitName: string;
  readonly foundAt: Date | null;
}

export interface ReportDraft {
  readonly kind: ReportKind;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly sections: readonly SectionDraft[];
  readonly evidenceIds: readonly string[];
  readonly foundAddresses: readonly FoundAddressDraft[];
  readonly means: readonly string[];
  /** Of a response report; null while it says nothing of it. */
  readonly outcome?: ContainmentOutcome | null;
}

/** What a report may refer to. */
export interface ReportReferences {
  /** Evidence of the unit itself. */
  readonly evidenceIds: ReadonlySet<string>;
  readonly meansKeys: ReadonlySet<string>;
}

/** What a report must never contain, however unfinished. */
export function reportProblems(report: ReportDraft, known: ReportReferences): FieldProblem[] {
  const { sections } = report;
  return [
    ...unknownIds('evidenceIds', report.evidenceIds, known.evidenceIds),
    ...unknownKeys('means', report.means, known.meansKeys),
    ...sections.flatMap(({ evidenceIds }, index) =>
      unknownIds(`sections.${index}.evidenceIds`, evidenceIds, known.evidenceIds),
    ),
    ...sections.flatMap(({ key }, index) =>
      sections.findIndex((section) => section.key === key) < index
        ? [{ path: `sections.${index}.key`, code: 'TAKEN' }]
        : [],
    ),
    ...misplaced('foundAddresses', report, report.foundAddresses),
    ...misplaced('means', report, report.means),
    ...(report.kind !== 'RESPONSE' && (report.outcome ?? null) !== null
      ? [{ path: 'outcome', code: 'MISPLACED' }]
      : []),
  ];
}

/** What a report still lacks before it can be filed: exact times, words, and addresses that are addresses. */
export function missingOfReport(report: ReportDraft): FieldProblem[] {
  const hasText = report.sections.some(({ text }) => text.trim() !== '');
  return [
    ...missingInterval('', report),
    ...(hasText ? [] : [{ path: 'sections', code: 'REQUIRED' }]),
    ...report.foundAddresses.flatMap(({ address }, index) =>
      canonicalAddress(address) === null ? [{ path: `foundAddresses.${index}.address`, code: 'NOT_AN_ADDRESS' }] : [],
    ),
  ];
}

/** What a bonus claim still lacks: title, words and proof. */
export function missingOfBonus(claim: {
  readonly title: string;
  readonly narrative: string;
  readonly evidenceIds: readonly string[];
}): FieldProblem[] {
  return [
    ...required('title', claim.title),
    ...required('narrative', claim.narrative),
    ...(claim.evidenceIds.length === 0 ? [{ path: 'evidenceIds', code: 'REQUIRED' }] : []),
  ];
}

/** Whether the unit may hand in one more event (FHZ: at most 50 reports, option `reject`). */
export function isWithinReportLimit(rules: DefenseRules, filedEvents: number): boolean {
  const { reportLimit, options } = rules;
  return reportLimit === null || options.reportLimitPolicy !== 'reject' || filedEvents < reportLimit;
}

/** Found addresses and means belong to the detection report alone. */
function misplaced(path: string, { kind }: ReportDraft, values: readonly unknown[]): FieldProblem[] {
  return kind !== 'DETECTION' && values.length > 0 ? [{ path, code: 'MISPLACED' }] : [];
}
