/**
 * What a rescoring 重评 changes, and what the facts are afterwards. A change says what is to be otherwise and nothing of
 * points: those follow from the changed facts by the computation that scores everything else.
 */
import { type RulingDraft, rulingFact } from '../adjudication/ruling.js';
import type { Account } from '../scoring/award.js';
import type { AdjustmentFact, Facts, IncidentFact, MarkFact, NodeRuling, ResultFact } from '../scoring/facts.js';

export const RESCORING_KINDS = [
  'VERDICT_OVERTURNED',
  'MARKS_OVERTURNED',
  'BONUS_OVERTURNED',
  'VULNERABILITY_REGROUPED',
  'EVENT_REGROUPED',
  'LINK_CORRECTED',
  'RULE_SET_CHANGED',
  'ADJUSTMENT',
  'UNIT_KNOCKED_OUT',
  'KNOCK_OUT_REVOKED',
] as const;
export type RescoringKind = (typeof RESCORING_KINDS)[number];

/** Another ruling on a judged node 改判. */
export interface OverturnedVerdict {
  readonly kind: 'VERDICT_OVERTURNED';
  readonly nodeId: string;
  /** The verdict it replaces: another one meanwhile makes the change void. */
  readonly expectedVerdictId: string;
  readonly ruling: RulingDraft;
}

/** Other marks on an incident; the deduction they are a share of stays the one of the sheet they replace. */
export interface OverturnedMarks {
  readonly kind: 'MARKS_OVERTURNED';
  readonly incidentId: string;
  /** The mark sheet it replaces. */
  readonly expectedMarkSheetId: string;
  readonly marks: readonly (MarkFact & { readonly comment: string })[];
  readonly comment: string;
}

/** Another verdict on a bonus claim. */
export interface OverturnedBonus {
  readonly kind: 'BONUS_OVERTURNED';
  readonly bonusClaimId: string;
  readonly expectedVerdictId: string;
  readonly isAccepted: boolean;
  /** Exact text; '0' when rejected. */
  readonly points: string;
  readonly reason: string;
}

/** Nodes put into one group 同一漏洞, or, with null, each into one of its own. */
export interface RegroupedVulnerability {
  readonly kind: 'VULNERABILITY_REGROUPED';
  readonly nodeIds: readonly string[];
  readonly vulnerabilityKey: string | null;
}

/** Incidents of one root put into one event group 同一事件, or, with null, each into one of its own. */
export interface RegroupedEvent {
  readonly kind: 'EVENT_REGROUPED';
  readonly incidentIds: readonly string[];
  readonly eventKey: string | null;
}

/** An incident and the attack result it is about. */
export interface LinkedPair {
  readonly incidentId: string;
  readonly submissionId: string;
}

/** Links undone and made, so that an event 同一事件 can be moved from one result to another in one act. */
export interface CorrectedLinks {
  readonly kind: 'LINK_CORRECTED';
  readonly undone: readonly (LinkedPair & { readonly linkId: string })[];
  readonly made: readonly LinkedPair[];
}

/** Other versions of the rules, for everything from the beginning. */
export interface ChangedRuleSets {
  readonly kind: 'RULE_SET_CHANGED';
  readonly attackRuleSetHash: string;
  readonly defenseRuleSetHash: string;
  /** The versions that were pinned when it was proposed. */
  readonly replaces: { readonly attackRuleSetHash: string; readonly defenseRuleSetHash: string };
}

/** Points given or taken by hand. */
export interface Adjustment {
  readonly kind: 'ADJUSTMENT';
  readonly party: AdjustmentFact['party'];
  readonly account: Account;
  /** Exact signed text, as it goes into the ledger. */
  readonly amount: string;
}

/** A unit leaves play 击穿 with this result, which itself still counts. */
export interface KnockedOut {
  readonly kind: 'UNIT_KNOCKED_OUT';
  readonly unitId: string;
  readonly submissionId: string;
  /** Receipt of that result. */
  readonly receiptSeq: number;
}

export interface KnockOutRevoked {
  readonly kind: 'KNOCK_OUT_REVOKED';
  readonly unitId: string;
}

export type Change =
  | OverturnedVerdict
  | OverturnedMarks
  | OverturnedBonus
  | RegroupedVulnerability
  | RegroupedEvent
  | CorrectedLinks
  | ChangedRuleSets
  | Adjustment
  | KnockedOut
  | KnockOutRevoked;

/** The set a change stands in. */
export interface ChangeContext {
  readonly setId: string;
  readonly setCode: string;
  /** Journal number under which it takes, or would take, effect. */
  readonly seq: number;
  /** Groups referees made, by node: they win over the key of a verdict. */
  readonly groupings: ReadonlyMap<string, string | null>;
}

/** The facts as they are once the change has taken effect. Other rules are no facts: they leave them as they are. */
export function changedFacts(facts: Facts, change: Change, context: ChangeContext): Facts {
  switch (change.kind) {
    case 'VERDICT_OVERTURNED':
      return withRulings(facts, new Map([[change.nodeId, overturned(change, context)]]));
    case 'MARKS_OVERTURNED':
      return withMarks(facts, change);
    case 'BONUS_OVERTURNED':
      return withBonus(facts, change);
    case 'VULNERABILITY_REGROUPED':
      return withKeys(facts, change);
    case 'EVENT_REGROUPED':
      return withEvents(facts, change);
    case 'LINK_CORRECTED':
      return { ...facts, incidents: facts.incidents.map((incident) => relinked(incident, change)) };
    case 'ADJUSTMENT':
      return { ...facts, adjustments: [...facts.adjustments, adjustmentOf(change, context)] };
    case 'RULE_SET_CHANGED':
      return facts;
    default:
      return withKnockOut(facts, change.unitId, 'receiptSeq' in change ? change.receiptSeq : null);
  }
}

/** What a change touches: two open sets that touch the same are in each other's way. */
export function subjectsOf(change: Change): string[] {
  switch (change.kind) {
    case 'VERDICT_OVERTURNED':
      return [`node:${change.nodeId}`];
    case 'MARKS_OVERTURNED':
      return [`incident:${change.incidentId}`];
    case 'BONUS_OVERTURNED':
      return [`bonus:${change.bonusClaimId}`];
    case 'VULNERABILITY_REGROUPED':
      return change.nodeIds.map((id) => `node:${id}`);
    case 'EVENT_REGROUPED':
      return change.incidentIds.map((id) => `incident:${id}`);
    case 'LINK_CORRECTED':
      return [...new Set([...change.undone, ...change.made].map(({ incidentId }) => `incident:${incidentId}`))];
    case 'RULE_SET_CHANGED':
      return ['rules'];
    case 'ADJUSTMENT':
      return [`party:${change.party.side}:${change.party.id}:${change.account}`];
    default:
      return [`unit:${change.unitId}`];
  }
}

function overturned(change: OverturnedVerdict, { setId, groupings }: ChangeContext): NodeRuling {
  const ruling = rulingFact(setId, change.ruling);
  const group = groupings.get(change.nodeId);
  return group === undefined ? ruling : { ...ruling, vulnerabilityKey: group };
}

function adjustmentOf({ party, account, amount }: Adjustment, { setId, setCode, seq }: ChangeContext): AdjustmentFact {
  return { id: setId, code: setCode, receiptSeq: seq, party, account, amount };
}

function withRulings(facts: Facts, rulings: ReadonlyMap<string, NodeRuling>): Facts {
  const changed = (result: ResultFact): ResultFact => ({
    ...result,
    nodes: result.nodes.map((node) => ({ ...node, ruling: rulings.get(node.id) ?? node.ruling })),
  });
  return { ...facts, results: facts.results.map(changed) };
}

function withMarks(facts: Facts, { incidentId, marks }: OverturnedMarks): Facts {
  const given = marks.map(({ itemKey, share }) => ({ itemKey, share }));
  const incidents = facts.incidents.map((incident) =>
    incident.id === incidentId ? { ...incident, marks: given, isMarked: true } : incident,
  );
  return { ...facts, incidents };
}

function withBonus(facts: Facts, { bonusClaimId, isAccepted, points }: OverturnedBonus): Facts {
  const bonuses = facts.bonuses.map((bonus) =>
    bonus.id === bonusClaimId ? { ...bonus, points: isAccepted ? points : null } : bonus,
  );
  return { ...facts, bonuses };
}

function withKeys(facts: Facts, { nodeIds, vulnerabilityKey }: RegroupedVulnerability): Facts {
  const rulings = facts.results
    .flatMap(({ nodes }) => nodes)
    .flatMap(({ id, ruling }): [string, NodeRuling][] =>
      nodeIds.includes(id) && ruling !== null ? [[id, { ...ruling, vulnerabilityKey }]] : [],
    );
  return withRulings(facts, new Map(rulings));
}

function withEvents(facts: Facts, { incidentIds, eventKey }: RegroupedEvent): Facts {
  const own = new Set(incidentIds);
  const incidents = facts.incidents.map((incident) => (own.has(incident.id) ? { ...incident, eventKey } : incident));
  return { ...facts, incidents };
}

function relinked(incident: IncidentFact, { undone, made }: CorrectedLinks): IncidentFact {
  const own = (pairs: readonly LinkedPair[]): string[] =>
    pairs.filter(({ incidentId }) => incidentId === incident.id).map(({ submissionId }) => submissionId);
  const gone = new Set(own(undone));
  const kept = incident.linkedResultIds.filter((id) => !gone.has(id));
  return { ...incident, linkedResultIds: [...kept, ...own(made)] };
}

function withKnockOut(facts: Facts, unitId: string, knockedOutAtSeq: number | null): Facts {
  const units = facts.units.map((unit) => (unit.id === unitId ? { ...unit, knockedOutAtSeq } : unit));
  return { ...facts, units };
}
