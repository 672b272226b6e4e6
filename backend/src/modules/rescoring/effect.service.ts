import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { Change } from '../../core/rescoring/change.js';
import type { Slot } from '../../platform/journal/journal.service.js';
import type { WrittenRows } from '../../platform/journal/sealed-rows.js';
import { Adjustment } from '../adjudication/adjustment.entity.js';
import { BonusVerdict } from '../adjudication/bonus-verdict.entity.js';
import { IncidentGrouping } from '../adjudication/incident-grouping.entity.js';
import { IncidentLink } from '../adjudication/incident-link.entity.js';
import { MarkSheet } from '../adjudication/mark-sheet.entity.js';
import { NodeGrouping } from '../adjudication/node-grouping.entity.js';
import { Verdict } from '../adjudication/verdict.entity.js';
import { Exercise } from '../exercise/exercise.entity.js';
import { Unit } from '../exercise/unit.entity.js';
import { AttackNode } from '../submission/attack-node.entity.js';
import { type NewNotice, NoticeService } from '../notice/notice.service.js';
import type { ComparedRules } from './comparison.service.js';
import { RescoringNoticesService } from './rescoring-notices.service.js';
import { type Followed, SettledSets } from './settled-sets.service.js';
import type { RescoringSet } from './rescoring-set.entity.js';

/** An act that puts a set into effect. */
export interface Effect {
  readonly set: RescoringSet;
  readonly slot: Slot;
  readonly approver: Viewer;
}

type Of<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;

/** Writes what a change says, as rows of their own: what stood before stays on record. */
@Injectable()
export class EffectService {
  constructor(
    private readonly planning: RescoringNoticesService,
    private readonly notices: NoticeService,
    private readonly settled: SettledSets,
  ) {}

  /** What others have to do once a set took effect, within the same act. */
  async follow(tx: EntityManager, { set, slot, approver }: Effect): Promise<Followed> {
    return this.settled.tell(tx, { set, slot, actorId: approver.userId, isApplied: true });
  }

  /** Tells the parties concerned what changed for them, and the proposer that it took effect. */
  async tell(
    tx: EntityManager,
    { set, slot }: Effect,
    { comparison, after }: ComparedRules,
  ): Promise<{ ids: string[]; parties: string[] }> {
    const planned = await this.planning.planned(set, comparison, { after, tx });
    const subjectId = set.id;
    const toParties = planned.map(({ party, code, params }): NewNotice => {
      return { to: { partyId: party.id }, subjectId, code, params };
    });
    const params = { set: set.code, kind: set.kind };
    const toProposer = { to: { personId: set.proposedById }, subjectId, code: 'PROPOSAL_APPLIED', params };
    const ids = await this.notices.give(tx, set.exerciseId, slot, [...toParties, toProposer]);
    return { ids, parties: planned.map(({ party }) => party.id).sort() };
  }

  /** @returns the rows written, for the journal record to seal */
  async write(tx: EntityManager, act: Effect): Promise<WrittenRows> {
    const { change } = act.set;
    switch (change.kind) {
      case 'VERDICT_OVERTURNED':
        return this.verdict(tx, change, act);
      case 'MARKS_OVERTURNED':
        return this.marks(tx, change, act);
      case 'BONUS_OVERTURNED':
        return this.bonus(tx, change, act);
      case 'VULNERABILITY_REGROUPED':
        return this.groupings(tx, change, act);
      case 'EVENT_REGROUPED':
        return this.events(tx, change, act);
      case 'LINK_CORRECTED':
        return this.links(tx, change, act);
      default:
        return this.writeGround(tx, change, act);
    }
  }

  /** What is changed is no decision on a piece of work, but what all of them stand on. */
  private async writeGround(
    tx: EntityManager,
    change: Of<'RULE_SET_CHANGED' | 'ADJUSTMENT' | 'UNIT_KNOCKED_OUT' | 'KNOCK_OUT_REVOKED'>,
    act: Effect,
  ): Promise<WrittenRows> {
    switch (change.kind) {
      case 'RULE_SET_CHANGED':
        return this.rules(tx, change, act);
      case 'ADJUSTMENT':
        return this.adjustment(tx, change, act);
      case 'UNIT_KNOCKED_OUT':
        return this.knockOut(tx, change.unitId, change.receiptSeq);
      case 'KNOCK_OUT_REVOKED':
        return this.knockOut(tx, change.unitId, null);
    }
  }

  /** The ruling is the proposer's; it stands because somebody else approved it. */
  private async verdict(
    tx: EntityManager,
    change: Of<'VERDICT_OVERTURNED'>,
    { set, slot }: Effect,
  ): Promise<WrittenRows> {
    const node = await tx.findOneByOrFail(AttackNode, { id: change.nodeId });
    const { ruling, nodeId } = change;
    await tx.insert(Verdict, {
      ...ruling,
      factors: [...ruling.factors],
      measures: { ...ruling.measures },
      ...placeOf(set, slot),
      submissionId: node.submissionId,
      nodeId,
    });
    return { verdict: set.id };
  }

  /** As the marks are corrected, not the deduction they are a share of, that of the sheet before stays. */
  private async marks(
    tx: EntityManager,
    { incidentId, expectedMarkSheetId, marks, comment }: Of<'MARKS_OVERTURNED'>,
    { set, slot }: Effect,
  ): Promise<WrittenRows> {
    const { deductionAtMarking } = await tx.findOneByOrFail(MarkSheet, { id: expectedMarkSheetId });
    const given = { marks: marks.map((mark) => ({ ...mark })), comment, deductionAtMarking };
    await tx.insert(MarkSheet, { ...given, incidentId, ...placeOf(set, slot) });
    return { mark_sheet: set.id };
  }

  private async bonus(
    tx: EntityManager,
    { bonusClaimId, isAccepted, points, reason }: Of<'BONUS_OVERTURNED'>,
    { set, slot }: Effect,
  ): Promise<WrittenRows> {
    await tx.insert(BonusVerdict, { bonusClaimId, isAccepted, points, reason, ...placeOf(set, slot) });
    return { bonus_verdict: set.id };
  }

  private async groupings(
    tx: EntityManager,
    { nodeIds, vulnerabilityKey }: Of<'VULNERABILITY_REGROUPED'>,
    { set, slot }: Effect,
  ): Promise<WrittenRows> {
    const rows = nodeIds.map((nodeId) => ({
      id: randomUUID(),
      exerciseId: set.exerciseId,
      setId: set.id,
      seq: slot.seq,
      nodeId,
      vulnerabilityKey,
      recordedAt: slot.recordedAt,
    }));
    await tx.insert(NodeGrouping, rows);
    return { node_grouping: rows.map(({ id }) => id) };
  }

  private async events(
    tx: EntityManager,
    { incidentIds, eventKey }: Of<'EVENT_REGROUPED'>,
    { set, slot }: Effect,
  ): Promise<WrittenRows> {
    const act = { exerciseId: set.exerciseId, setId: set.id, seq: slot.seq, recordedAt: slot.recordedAt };
    const rows = incidentIds.map((incidentId) => ({ ...act, id: randomUUID(), incidentId, eventKey }));
    await tx.insert(IncidentGrouping, rows);
    return { incident_grouping: rows.map(({ id }) => id) };
  }

  private async links(tx: EntityManager, change: Of<'LINK_CORRECTED'>, act: Effect): Promise<WrittenRows> {
    const { set, slot } = act;
    const ids = change.undone.map(({ linkId }) => linkId);
    const undone = { unlinkedById: set.proposedById, unlinkedAt: slot.recordedAt, unlinkReason: reasonOf(set) };
    const { affected } = await tx.update(IncidentLink, { id: In(ids), unlinkedAt: IsNull() }, undone);
    if (affected !== ids.length) throw new Refusal('STALE_PREVIEW', { reason: 'LINK_GONE' });
    const made = change.made.map((pair) => ({
      ...pair,
      id: randomUUID(),
      exerciseId: set.exerciseId,
      reason: reasonOf(set),
      reasons: [],
      linkedById: set.proposedById,
      linkedAt: slot.recordedAt,
      linkedSeq: slot.seq,
    }));
    if (made.length > 0) await tx.insert(IncidentLink, made);
    return { incident_link: [...ids, ...made.map(({ id }) => id)] };
  }

  private async rules(
    tx: EntityManager,
    { attackRuleSetHash, defenseRuleSetHash }: Of<'RULE_SET_CHANGED'>,
    { set }: Effect,
  ): Promise<WrittenRows> {
    const { id, version } = await tx.findOneByOrFail(Exercise, { id: set.exerciseId });
    await tx.update(Exercise, { id }, { attackRuleSetHash, defenseRuleSetHash, version: version + 1 });
    return { exercise: id, rule_set: [attackRuleSetHash, defenseRuleSetHash] };
  }

  private async adjustment(tx: EntityManager, change: Of<'ADJUSTMENT'>, act: Effect): Promise<WrittenRows> {
    const { set, slot, approver } = act;
    await tx.insert(Adjustment, {
      id: set.id,
      exerciseId: set.exerciseId,
      seq: slot.seq,
      code: set.code,
      side: change.party.side,
      partyId: change.party.id,
      account: change.account,
      amount: change.amount,
      reason: set.publicReason,
      approvedById: approver.userId,
      recordedAt: slot.recordedAt,
    });
    return { adjustment: set.id };
  }

  private async knockOut(tx: EntityManager, unitId: string, knockedOutAtSeq: number | null): Promise<WrittenRows> {
    await tx.update(Unit, { id: unitId }, { knockedOutAtSeq });
    return { unit: unitId };
  }
}

/** A decision made through a set is the set's own, and the proposer's. */
function placeOf({ id, exerciseId, proposedById }: RescoringSet, { seq, recordedAt }: Slot) {
  return { id, exerciseId, seq, refereeId: proposedById, recordedAt };
}

function reasonOf({ code, reason }: RescoringSet): string {
  return `${code} ${reason}`;
}
