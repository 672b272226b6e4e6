import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { ClaimInput } from './adjudication.inputs.js';
import { claimOn, ClaimService } from './claim.service.js';
import { requireJudging, requireReferee } from './judging.rights.js';
import type { QueueSubject } from './queue-items.service.js';
import { QueueChoice } from './queue-choice.service.js';
import { QueueRow } from './queue-row.entity.js';
import type { ClaimIncidentInput, ClaimNextInput } from './queue.inputs.js';

/** Kind of the record by which somebody takes an item. */
const CLAIMED = { SUBMISSION: 'SUBMISSION_CLAIMED', INCIDENT: 'INCIDENT_CLAIMED' } as const;

/** Taking items of the queue and giving them back. Answers are ids: the caller reads what it needs. */
@Injectable()
export class ClaimingService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly claims: ClaimService,
    private readonly choice: QueueChoice,
  ) {}

  /**
   * Takes a seat at a filed submission for the policy's time, or renews one's own.
   * @throws Refusal NOT_FOUND, WRONG_STATE once it waits no more, CLAIMED_BY_OTHER, OTHER_GROUP, CONFLICT_OF_INTEREST
   */
  claim({ submissionId, commandId }: ClaimInput, viewer: Viewer | null): Promise<string> {
    return this.take({ kind: 'SUBMISSION', id: submissionId }, commandId, viewer);
  }

  /** The same for a filed incident. @throws Refusal as `claim` */
  claimIncident({ incidentId, commandId }: ClaimIncidentInput, viewer: Viewer | null): Promise<string> {
    return this.take({ kind: 'INCIDENT', id: incidentId }, commandId, viewer);
  }

  /** Gives a submission back. @throws Refusal NOT_CLAIMED, CLAIMED_BY_OTHER */
  release({ submissionId, commandId }: ClaimInput, viewer: Viewer | null): Promise<string> {
    return this.giveBack({ kind: 'SUBMISSION', id: submissionId }, commandId, viewer);
  }

  /** Gives an incident back. @throws Refusal NOT_CLAIMED, CLAIMED_BY_OTHER */
  releaseIncident({ incidentId, commandId }: ClaimIncidentInput, viewer: Viewer | null): Promise<string> {
    return this.giveBack({ kind: 'INCIDENT', id: incidentId }, commandId, viewer);
  }

  /**
   * Takes the next item for this referee: of his groups or of none, no party of it related to him, a seat free; by
   * priority, then by due time, then by receipt; what he gave back comes last.
   * @throws Refusal NOTHING_TO_CLAIM
   */
  async claimNext(input: ClaimNextInput, viewer: Viewer | null): Promise<string> {
    const { exerciseId, subjectKind, commandId } = input;
    const referee = requireReferee(viewer, exerciseId);
    const rules = await this.choice.prepare(exerciseId);
    const command = { streamId: exerciseId, kind: CLAIMED[subjectKind], commandId, content: input, actor: referee };
    const receipt = await this.journal.append(command, async (tx, slot) => {
      requireJudging(await this.exercises.byId(exerciseId, tx));
      const row = await this.choice.next(tx, { exerciseId, subjectKind, referee, now: slot.recordedAt, rules });
      if (row === null) throw new Refusal('NOTHING_TO_CLAIM');
      return this.sit(tx, slot, { row, referee });
    });
    return receipt.subjectId;
  }

  private async take(subject: QueueSubject, commandId: string, viewer: Viewer | null): Promise<string> {
    const { exerciseId } = await this.queued(subject);
    const referee = requireReferee(viewer, exerciseId);
    const rules = await this.choice.prepare(exerciseId);
    const content = { commandId, subjectId: subject.id };
    const command = { streamId: exerciseId, kind: CLAIMED[subject.kind], commandId, content, actor: referee };
    await this.journal.append(command, async (tx, slot) => {
      requireJudging(await this.exercises.byId(exerciseId, tx));
      await this.choice.requireFor(tx, subject, { exerciseId, referee, rules });
      const row = await tx.findOneByOrFail(QueueRow, { subjectId: subject.id });
      await this.claims.requireNotTaken(tx, subject.id, { referee, now: slot.recordedAt });
      return this.sit(tx, slot, { row, referee });
    });
    return subject.id;
  }

  private async giveBack(subject: QueueSubject, commandId: string, viewer: Viewer | null): Promise<string> {
    const row = await this.queued(subject);
    const { exerciseId } = row;
    const referee = requireReferee(viewer, exerciseId);
    const content = { commandId, subjectId: subject.id };
    const command = { streamId: exerciseId, kind: 'CLAIM_RELEASED', commandId, content, actor: referee };
    await this.journal.append(command, async (tx, slot) => {
      const holder = { referee, now: slot.recordedAt };
      await this.claims.requireMine(tx, subject.id, holder);
      await this.claims.end(tx, { ...holder, subjectId: subject.id });
      return { subjectId: subject.id, partyId: toldTo(row) };
    });
    return subject.id;
  }

  private async sit(
    tx: EntityManager,
    slot: Slot,
    { row, referee }: { row: QueueRow; referee: Viewer },
  ): Promise<Written> {
    const subject = { kind: row.subjectKind, id: row.subjectId };
    await this.claims.renew(tx, claimOn(subject, row.exerciseId, referee.userId), slot.recordedAt);
    return { subjectId: row.subjectId, partyId: toldTo(row) };
  }

  /** A filed item: drafts and open incidents are their authors' own. @throws Refusal NOT_FOUND */
  private async queued({ kind, id }: QueueSubject): Promise<QueueRow> {
    const row = await this.dataSource.manager.findOneBy(QueueRow, { subjectKind: kind, subjectId: id });
    if (row === null) throw new Refusal('NOT_FOUND');
    return row;
  }
}

/** A team sees that its submission is being judged; that an incident is, shows nowhere, so nobody is told. */
function toldTo({ subjectKind, teamId }: QueueRow): string | null {
  return subjectKind === 'SUBMISSION' ? teamId : null;
}
