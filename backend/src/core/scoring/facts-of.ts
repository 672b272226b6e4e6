/**
 * From rows to facts: the one reading of what is stored, shared by scoring and by whoever checks it afterwards. Rows are
 * described by what is read of them, so that entities and exported rows both fit.
 */
import type { BonusFact, Facts, IncidentFact, NodeRuling, ResultFact, UnitFact } from './facts.js';

/** A filed attack submission. */
export interface SubmissionRow {
  readonly id: string;
  readonly code: string;
  readonly receiptSeq: number | null;
  readonly teamId: string;
  readonly unitId: string | null;
  readonly controlledAddresses: readonly string[];
  readonly nodes: readonly { readonly id: string; readonly ordinal: number }[];
}

export interface VerdictRow extends Omit<NodeRuling, 'verdictId'> {
  readonly id: string;
}

/** An incident with what its filed detection report says. */
export interface IncidentRow {
  readonly id: string;
  readonly code: string;
  readonly receiptSeq: number | null;
  readonly unitId: string;
  readonly means: readonly string[];
  readonly foundAddresses: readonly { readonly address: string }[];
  /** The latest event group referees put it in. */
  readonly eventKey?: string | null;
}

export interface MarkSheetRow {
  readonly marks: readonly { readonly itemKey: string; readonly share: string }[];
  readonly deductionAtMarking: string | null;
}

export interface BonusClaimRow {
  readonly id: string;
  readonly code: string;
  readonly receiptSeq: number | null;
  readonly unitId: string;
  readonly bonusKey: string;
}

export interface BonusVerdictRow {
  readonly isAccepted: boolean;
  readonly points: string;
}

/** Everything stored that scoring reads: only filed work, and of several acts on one thing the latest. */
export interface FactRows extends Pick<Facts, 'abnormals' | 'adjustments' | 'drillMarks'> {
  readonly units: readonly UnitFact[];
  readonly teamIds: readonly string[];
  readonly submissions: readonly SubmissionRow[];
  /** By node. */
  readonly verdicts: ReadonlyMap<string, VerdictRow>;
  readonly incidents: readonly IncidentRow[];
  /** By incident. */
  readonly sheets: ReadonlyMap<string, MarkSheetRow>;
  /** Those in force, oldest first. */
  readonly links: readonly { readonly incidentId: string; readonly submissionId: string }[];
  readonly bonusClaims: readonly BonusClaimRow[];
  /** By claim. */
  readonly bonusVerdicts: ReadonlyMap<string, BonusVerdictRow>;
}

/** The facts these rows establish. */
export function factsOf(rows: FactRows): Facts {
  const links = Map.groupBy(rows.links, ({ incidentId }) => incidentId);
  return {
    units: rows.units,
    teamIds: rows.teamIds,
    results: rows.submissions.map((submission) => resultFact(submission, rows.verdicts)),
    incidents: rows.incidents.map((incident) => {
      const linkedResultIds = (links.get(incident.id) ?? []).map(({ submissionId }) => submissionId);
      return incidentFact(incident, rows.sheets.get(incident.id) ?? null, linkedResultIds);
    }),
    bonuses: rows.bonusClaims.map((claim) => bonusFact(claim, rows.bonusVerdicts.get(claim.id) ?? null)),
    abnormals: rows.abnormals,
    adjustments: rows.adjustments,
    drillMarks: rows.drillMarks,
  };
}

/** Verdicts with the vulnerability groups made later, by node: a grouping wins over the key of the verdict. */
export function grouped<T extends VerdictRow>(
  verdicts: ReadonlyMap<string, T>,
  groupings: ReadonlyMap<string, string | null>,
): ReadonlyMap<string, VerdictRow> {
  if (groupings.size === 0) return verdicts;
  const regrouped = [...verdicts].map(([nodeId, verdict]): [string, VerdictRow] => {
    const vulnerabilityKey = groupings.get(nodeId);
    return [nodeId, vulnerabilityKey === undefined ? verdict : { ...verdict, vulnerabilityKey }];
  });
  return new Map(regrouped);
}

/** A submission as scoring reads it. */
export function resultFact(submission: SubmissionRow, verdicts: ReadonlyMap<string, VerdictRow>): ResultFact {
  return {
    id: submission.id,
    code: submission.code,
    receiptSeq: submission.receiptSeq ?? Number.MAX_SAFE_INTEGER,
    teamId: submission.teamId,
    unitId: submission.unitId ?? submission.id,
    controlledAddresses: submission.controlledAddresses,
    nodes: submission.nodes.map(({ id, ordinal }) => ({ id, ordinal, ruling: rulingOf(verdicts.get(id)) })),
  };
}

function rulingOf(verdict: VerdictRow | undefined): NodeRuling | null {
  return verdict === undefined ? null : { ...verdict, verdictId: verdict.id };
}

function incidentFact(incident: IncidentRow, sheet: MarkSheetRow | null, linkedResultIds: string[]): IncidentFact {
  const { id, code, unitId, receiptSeq, means, foundAddresses, eventKey = null } = incident;
  return {
    id,
    code,
    receiptSeq: receiptSeq ?? Number.MAX_SAFE_INTEGER,
    unitId,
    linkedResultIds,
    marks: sheet?.marks.map(({ itemKey, share }) => ({ itemKey, share })) ?? [],
    isMarked: sheet !== null,
    foundAddresses: foundAddresses.map(({ address }) => address),
    means,
    deductionAtMarking: sheet?.deductionAtMarking ?? null,
    eventKey,
  };
}

function bonusFact(claim: BonusClaimRow, verdict: BonusVerdictRow | null): BonusFact {
  const { id, code, unitId, bonusKey, receiptSeq } = claim;
  const points = verdict?.isAccepted === true ? verdict.points : null;
  return { id, code, receiptSeq: receiptSeq ?? Number.MAX_SAFE_INTEGER, unitId, bonusKey, points };
}
