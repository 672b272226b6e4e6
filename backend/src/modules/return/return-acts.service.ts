import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { Work } from '../../platform/journal/command.js';
import { type Command, Journal, type Receipt, type Slot } from '../../platform/journal/journal.service.js';
import { ClaimService } from '../adjudication/claim.service.js';
import { requireJudging } from '../adjudication/judging.rights.js';
import { RecusalService } from '../adjudication/recusal.service.js';
import { type ScoringAct, ScoringService } from '../adjudication/scoring.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';

/** Who returns what: impartial towards these parties; null where a party is not known yet. */
interface Returner {
  readonly referee: Viewer;
  readonly now: Date;
  readonly parties: readonly (string | null)[];
}

/** What all acts of returning, filing again and withdrawing have in common. */
@Injectable()
export class ReturnActs {
  constructor(
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly scoring: ScoringService,
    private readonly claims: ClaimService,
    private readonly recusals: RecusalService,
  ) {}

  /** Like the journal's own, with scores at hand: what stops or begins to count may change them. */
  async append(command: Command, work: Work): Promise<Receipt> {
    await this.scoring.prepare(command.streamId);
    return this.journal.append(command, work);
  }

  /** Begins to score the act. @throws Refusal WRONG_STATE before the exercise began or after its result is final */
  async begin(tx: EntityManager, exerciseId: string, slot: Slot): Promise<ScoringAct> {
    const exercise = await this.exercises.byId(exerciseId, tx);
    requireJudging(exercise);
    return this.scoring.begin(tx, exercise, slot);
  }

  /** @throws Refusal CONFLICT_OF_INTEREST, NOT_CLAIMED, CLAIMED_BY_OTHER */
  async requireHolder(tx: EntityManager, subjectId: string, { referee, now, parties }: Returner): Promise<void> {
    await this.requireImpartial(tx, referee, parties);
    await this.claims.requireMine(tx, subjectId, { referee, now });
  }

  /** Where no claim is needed. @throws Refusal CONFLICT_OF_INTEREST, CLAIMED_BY_OTHER */
  async requireNotTaken(tx: EntityManager, subjectId: string, { referee, now, parties }: Returner): Promise<void> {
    await this.requireImpartial(tx, referee, parties);
    await this.claims.requireNotTaken(tx, subjectId, { referee, now });
  }

  /** @throws Refusal WRONG_STATE once there is a verdict, mark sheet or opinion on the submission or incident */
  async requireUndecided(tx: EntityManager, subjectId: string): Promise<void> {
    const [row] = await tx.query<{ decided: boolean; begun: boolean }[]>(
      `SELECT EXISTS (SELECT 1 FROM verdict WHERE submission_id = $1)
           OR EXISTS (SELECT 1 FROM mark_sheet WHERE incident_id = $1) AS decided,
              EXISTS (SELECT 1 FROM opinion WHERE item_id = $1) AS begun`,
      [subjectId],
    );
    if (row?.decided === true) throw new Refusal('WRONG_STATE', { state: 'JUDGED' });
    if (row?.begun === true) throw new Refusal('WRONG_STATE', { state: 'JUDGING' });
  }

  private async requireImpartial(
    tx: EntityManager,
    referee: Viewer,
    parties: readonly (string | null)[],
  ): Promise<void> {
    const known = parties.filter((party) => party !== null);
    await this.recusals.requireImpartial(tx, referee, known);
  }
}
