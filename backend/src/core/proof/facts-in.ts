import type { PlainRow } from '../journal/seal.js';
import type {
  BonusClaimRow,
  BonusVerdictRow,
  IncidentRow,
  MarkSheetRow,
  SubmissionRow,
  VerdictRow,
} from '../scoring/facts-of.js';
import { type AbnormalActRow, type AbnormalEpisodeRow, abnormalFacts } from '../scoring/abnormal-standing.js';
import { factsOf, grouped } from '../scoring/facts-of.js';
import type { AdjustmentFact, DrillMarkFact, Facts, UnitFact } from '../scoring/facts.js';
import { type Dossier, objectsIn, rowsOf, textIn, textOrNull, textsIn, wholeIn } from './dossier.js';

/** The facts of a dossier, read from its rows alone. */
export function factsIn(dossier: Dossier): Facts {
  const links = rowsOf(dossier, 'incident_link').filter((row) => !('unlinked_at' in row));
  return factsOf({
    units: rowsOf(dossier, 'unit').map(unitOf),
    teamIds: rowsOf(dossier, 'attack_team').map((row) => textIn(row, 'id')),
    submissions: filed(rowsOf(dossier, 'attack_submission')).map(submissionOf),
    verdicts: grouped(inForce(rowsOf(dossier, 'verdict'), 'node_id', verdictOf), groupingsIn(dossier)),
    incidents: incidentsOf(dossier),
    sheets: inForce(rowsOf(dossier, 'mark_sheet'), 'incident_id', sheetOf),
    links: links.map((row) => ({ incidentId: textIn(row, 'incident_id'), submissionId: textIn(row, 'submission_id') })),
    bonusClaims: rowsOf(dossier, 'bonus_claim').map(bonusClaimOf),
    bonusVerdicts: inForce(rowsOf(dossier, 'bonus_verdict'), 'bonus_claim_id', bonusVerdictOf),
    abnormals: abnormalFacts(
      rowsOf(dossier, 'abnormal_episode').map((row) => columns(row) as unknown as AbnormalEpisodeRow),
      rowsOf(dossier, 'abnormal_act').map((row) => columns(row) as unknown as AbnormalActRow),
    ),
    adjustments: rowsOf(dossier, 'adjustment').map(adjustmentOf),
    drillMarks: [...inForce(rowsOf(dossier, 'drill_mark'), 'response_id', drillMarkOf).values()],
  });
}

/** Vulnerability groups made after the verdicts, by node. */
function groupingsIn(dossier: Dossier): Map<string, string | null> {
  return inForce(rowsOf(dossier, 'node_grouping'), 'node_id', (row) => textOrNull(row, 'vulnerability_key'));
}

function adjustmentOf(row: PlainRow): AdjustmentFact {
  const { seq: receiptSeq, side, partyId: id, ...rest } = columns(row);
  return { ...rest, receiptSeq, party: { side, id } } as unknown as AdjustmentFact;
}

function drillMarkOf(row: PlainRow): DrillMarkFact {
  const { responseId: id, injectCode: code, releaseSeq: receiptSeq, ...rest } = columns(row);
  return { ...rest, id, code, receiptSeq } as unknown as DrillMarkFact;
}

/** Of several acts on one thing the latest. */
function inForce<T>(rows: readonly PlainRow[], subject: string, read: (row: PlainRow) => T): Map<string, T> {
  const latest = new Map<string, PlainRow>();
  for (const row of rows) {
    const standing = latest.get(textIn(row, subject));
    if (standing === undefined || wholeIn(standing, 'seq') < wholeIn(row, 'seq')) latest.set(textIn(row, subject), row);
  }
  return new Map([...latest].map(([id, row]) => [id, read(row)]));
}

/** Every filled column under its name in code, so that a column added later is read without being named here. */
function columns(row: PlainRow): Record<string, unknown> {
  const camel = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [camel(name), value]));
}

function unitOf(row: PlainRow): UnitFact {
  return { parentId: null, knockedOutAtSeq: null, ...columns(row) } as unknown as UnitFact;
}

function submissionOf(row: PlainRow): SubmissionRow {
  return {
    ...receipt(row),
    teamId: textIn(row, 'team_id'),
    unitId: textOrNull(row, 'unit_id'),
    controlledAddresses: textsIn(row, 'controlled_addresses'),
    nodes: objectsIn(row, 'nodes').map((node) => ({ id: textIn(node, 'id'), ordinal: wholeIn(node, 'ordinal') })),
  };
}

/** What a ruling leaves open is null for scoring, and left out in a row. */
const OPEN_RULING = {
  categoryKey: null,
  privilegeKey: null,
  judgedPoints: null,
  deductionPoints: null,
  vulnerabilityKey: null,
};

function verdictOf(row: PlainRow): VerdictRow {
  return { ...OPEN_RULING, ...columns(row) } as unknown as VerdictRow;
}

/** Work that counts: what is returned or withdrawn does not. */
function filed(rows: readonly PlainRow[]): PlainRow[] {
  return rows.filter((row) => textIn(row, 'state') === 'FILED');
}

/** Incidents with a filed report; means and addresses are those of the detection report. */
function incidentsOf(dossier: Dossier): IncidentRow[] {
  const reports = filed(rowsOf(dossier, 'incident_report'));
  const reported = new Set(reports.map((row) => textIn(row, 'incident_id')));
  const detection = new Map(
    reports.filter((row) => textIn(row, 'kind') === 'DETECTION').map((row) => [textIn(row, 'incident_id'), row]),
  );
  const events = inForce(rowsOf(dossier, 'incident_grouping'), 'incident_id', (row) => textOrNull(row, 'event_key'));
  const incidents = rowsOf(dossier, 'incident').filter((row) => reported.has(textIn(row, 'id')));
  return incidents.map((row) => {
    const report = detection.get(textIn(row, 'id')) ?? {};
    const foundAddresses = objectsIn(report, 'found_addresses').map((found) => ({ address: textIn(found, 'address') }));
    const said = { means: textsIn(report, 'means'), foundAddresses };
    return {
      ...receipt(row),
      unitId: textIn(row, 'unit_id'),
      ...said,
      eventKey: events.get(textIn(row, 'id')) ?? null,
    };
  });
}

function sheetOf(row: PlainRow): MarkSheetRow {
  const marks = objectsIn(row, 'marks').map((mark) => ({
    itemKey: textIn(mark, 'itemKey'),
    share: textIn(mark, 'share'),
  }));
  return { marks, deductionAtMarking: textOrNull(row, 'deduction_at_marking') };
}

function bonusClaimOf(row: PlainRow): BonusClaimRow {
  return { ...receipt(row), unitId: textIn(row, 'unit_id'), bonusKey: textIn(row, 'bonus_key') };
}

function bonusVerdictOf(row: PlainRow): BonusVerdictRow {
  return { isAccepted: row.is_accepted === true, points: textIn(row, 'points') };
}

function receipt(row: PlainRow): { id: string; code: string; receiptSeq: number } {
  return { id: textIn(row, 'id'), code: textIn(row, 'code'), receiptSeq: wholeIn(row, 'receipt_seq') };
}
