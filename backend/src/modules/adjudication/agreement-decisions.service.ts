import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import type { Basis } from '../../core/adjudication/agreement-state.js';
import type { SheetDraft } from '../../core/adjudication/agreement.js';
import type { RulingDraft } from '../../core/adjudication/ruling.js';
import type { SealedTable } from '../../core/journal/seal.js';
import { exactText, sum, ZERO } from '../../core/kernel/points.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { IncidentFact } from '../../core/scoring/facts.js';
import type { Scorer } from '../../core/scoring/scorer.js';
import type { Slot } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { Incident } from '../incident/incident.entity.js';
import type { AttackNode } from '../submission/attack-node.entity.js';
import { AttackSubmission } from '../submission/submission.entity.js';
import { claimOn, ClaimService, type Holder } from './claim.service.js';
import { requireJudging } from './judging.rights.js';
import { MarkSheet } from './mark-sheet.entity.js';
import { OpinionPanels } from './opinion-panels.service.js';
import { QueueItems, type QueueSubject } from './queue-items.service.js';
import { RecusalService } from './recusal.service.js';
import { ScoringService } from './scoring.service.js';
import { Verdict } from './verdict.entity.js';

/** How a decision came about. */
export interface DecisionOrigin {
  /** The id of the command becomes that of the decision. */
  readonly id: string;
  readonly exercise: Exercise;
  readonly refereeId: string;
  readonly basis: Basis;
  readonly opinionIds: readonly string[];
  /** Rows the act wrote before, to be sealed with it. */
  readonly written?: Readonly<Partial<Record<SealedTable, readonly string[]>>>;
}

/** Writes what is decided, whether by one referee or several: the row, its points, its place in the queue. */
@Injectable()
export class Decisions {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly scoring: ScoringService,
    private readonly queueItems: QueueItems,
    private readonly recusal: RecusalService,
    private readonly claims: ClaimService,
    private readonly panels: OpinionPanels,
  ) {}

  /** Has what the checks below read at hand, before a transaction begins. */
  async prepare(exerciseId: string): Promise<void> {
    await this.scoring.prepare(exerciseId);
    await this.panels.prepare(exerciseId);
  }

  /**
   * The exercise of a submission that may be judged by this referee.
   * @throws Refusal WRONG_STATE unless it is filed and judging has begun, CONFLICT_OF_INTEREST
   */
  async requireSubmission(tx: EntityManager, { id }: AttackSubmission, referee: Viewer): Promise<Exercise> {
    const { state, exerciseId, teamId, unitId } = await tx.findOneByOrFail(AttackSubmission, { id });
    const exercise = await this.exercises.byId(exerciseId, tx);
    requireJudging(exercise);
    if (state !== 'FILED') throw new Refusal('WRONG_STATE', { state });
    await this.recusal.requireImpartial(tx, referee, [teamId, ...(unitId === null ? [] : [unitId])]);
    return exercise;
  }

  /** The same for an incident. @throws Refusal WRONG_STATE, CONFLICT_OF_INTEREST */
  async requireIncident(tx: EntityManager, incident: Incident, referee: Viewer): Promise<Exercise> {
    const exercise = await this.exercises.byId(incident.exerciseId, tx);
    requireJudging(exercise);
    await this.recusal.requireImpartial(tx, referee, [incident.rootId, incident.unitId]);
    return exercise;
  }

  /**
   * A submission is judged by whoever holds it, an incident also by whoever might take it.
   * @throws Refusal NOT_CLAIMED, CLAIMED_BY_OTHER, OTHER_GROUP
   */
  async requireSeat(tx: EntityManager, subject: QueueSubject, holder: Holder): Promise<void> {
    if (subject.kind === 'SUBMISSION') await this.claims.requireMine(tx, subject.id, holder);
    else await this.claims.requireMineOrOpen(tx, subject.id, holder);
  }

  /** One referee alone decides what takes no more. @throws Refusal PANEL_NEEDED */
  async requireAlone(tx: EntityManager, subject: QueueSubject): Promise<void> {
    if ((await this.panels.seatsOf(subject.id, tx)) > 1) throw new Refusal('PANEL_NEEDED');
  }

  /** Starts the time of the referee's claim anew; `keep` makes the seat his for good once he has said all he can. */
  async renew(
    tx: EntityManager,
    { subject, exercise, keep }: { subject: QueueSubject; exercise: Exercise; keep: boolean },
    { referee, now }: Holder,
  ): Promise<void> {
    await this.claims.renew(tx, claimOn(subject, exercise.id, referee.userId), now);
    if (keep) await this.claims.finish(tx, { subjectId: subject.id, referee, now });
  }

  /** Writes a verdict and posts what it changes. @returns the seals and sums for the record */
  async verdict(
    tx: EntityManager,
    slot: Slot,
    { node, draft, ...origin }: DecisionOrigin & { readonly node: AttackNode; readonly draft: RulingDraft },
  ) {
    const { exercise } = origin;
    const scoring = await this.scoring.begin(tx, exercise, slot);
    await tx.insert(Verdict, {
      ...draft,
      ...decided(slot, origin),
      factors: [...draft.factors],
      submissionId: node.submissionId,
      nodeId: node.id,
    });
    const posted = await scoring.post({ submissions: [node.submissionId] });
    await this.queueItems.settle(tx, { kind: 'SUBMISSION', id: node.submissionId });
    return { sealed: await sealRows(tx, { ...origin.written, verdict: origin.id }), posted };
  }

  /** Writes a mark sheet and posts what it changes. @returns the seals and sums for the record */
  async sheet(
    tx: EntityManager,
    slot: Slot,
    { incident, draft, ...origin }: DecisionOrigin & { readonly incident: Incident; readonly draft: SheetDraft },
  ) {
    const scoring = await this.scoring.begin(tx, origin.exercise, slot);
    await tx.insert(MarkSheet, {
      ...decided(slot, origin),
      incidentId: incident.id,
      marks: draft.marks.map(({ itemKey, share, comment }) => ({ itemKey, share, comment })),
      comment: draft.comment,
      // For rule-sets that pay on the deduction as it stood when the marks were given.
      deductionAtMarking: linkedDeduction(scoring.before, incident),
    });
    const posted = await scoring.post({ incidents: [incident.id] });
    await this.queueItems.settle(tx, { kind: 'INCIDENT', id: incident.id });
    return { sealed: await sealRows(tx, { ...origin.written, mark_sheet: origin.id }), posted };
  }
}

function decided({ seq, recordedAt }: Slot, { id, exercise, refereeId, basis, opinionIds }: DecisionOrigin) {
  return { id, exerciseId: exercise.id, seq, refereeId, basis, opinionIds: [...opinionIds], recordedAt };
}

/** Deduction of the results an incident is linked to, exact text; null without a link. */
export function linkedDeduction(scorer: Scorer, { id, unitId }: Pick<IncidentFact, 'id' | 'unitId'>): string | null {
  const fact = scorer.around(unitId).facts.incidents.find((incident) => incident.id === id);
  const linked = fact?.linkedResultIds ?? [];
  return linked.length === 0 ? null : exactText(sum(linked.map((resultId) => scorer.costOf(resultId) ?? ZERO)));
}
