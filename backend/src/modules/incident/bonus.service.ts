import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { missingOfBonus } from '../../core/incident/report.js';
import { unknownIds } from '../../core/kernel/form.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction, violatedConstraint } from '../../platform/database/transaction.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { NumberingService } from '../exercise/numbering.service.js';
import { BonusClaim } from './bonus-claim.entity.js';
import { DefenderService, requireDraft } from './defender.service.js';
import type { BonusDraftInput, FileBonusInput } from './incident.inputs.js';
import { IncidentService, isOwn } from './incident.service.js';

/** Most bonus claims of one unit, drafts included. */
export const MAX_BONUS_CLAIMS = 100;

/** The plumbing a bonus claim is written with. */
@Injectable()
export class BonusDesk {
  constructor(
    readonly transaction: Transaction,
    readonly clock: Clock,
    readonly numbering: NumberingService,
  ) {}
}

/** Claims for bonus points 附加分. */
@Injectable()
export class BonusService {
  constructor(
    private readonly journal: Journal,
    private readonly desk: BonusDesk,
    private readonly incidents: IncidentService,
    private readonly defender: DefenderService,
    private readonly evidence: EvidenceService,
  ) {}

  /**
   * Saves a draft as it shall stand, creating it with version 0.
   * @throws Refusal STALE_VERSION, WRONG_STATE once filed, EXERCISE_NOT_LIVE after the end, LIMIT_REACHED, BAD_INPUT
   */
  async save(input: BonusDraftInput, viewer: Viewer): Promise<BonusClaim> {
    const { id, exerciseId, unitId, version, bonusKey } = input;
    const isLostRace = (error: unknown): boolean => violatedConstraint(error) === 'bonus_claim_pkey';
    await this.desk.transaction.run(async (tx) => {
      const { rootId } = await this.defender.unitFor(viewer, { exerciseId, unitId }, tx);
      const standing = await tx.findOne(BonusClaim, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (standing !== null ? standing.rootId !== rootId : version !== 0) throw new Refusal('NOT_FOUND');
      if (standing !== null) requireDraft(standing, version);
      await this.requireSound(tx, input, rootId);
      const content = {
        unitId,
        bonusKey,
        title: input.title.trim(),
        narrative: input.narrative,
        evidenceIds: [...new Set(input.evidenceIds)],
        version: version + 1,
        updatedAt: this.desk.clock.now(),
      };
      if (standing === null) await this.create(tx, { id, exerciseId, rootId, ...content });
      else await tx.update(BonusClaim, { id }, content);
    }, isLostRace);
    return this.incidents.loadBonusClaim(id);
  }

  /**
   * Files a claim: permanent from now on.
   * @throws Refusal EXERCISE_NOT_LIVE, STALE_VERSION, WRONG_STATE, INCOMPLETE naming what is missing
   */
  async file(input: FileBonusInput, viewer: Viewer): Promise<BonusClaim> {
    const { commandId, bonusClaimId } = input;
    const { exerciseId, rootId } = await this.readOwn(bonusClaimId, viewer);
    const command = { streamId: exerciseId, kind: 'BONUS_CLAIM_FILED', commandId, content: input, actor: viewer };
    const receipt = await this.journal.append(command, async (tx, slot) => {
      await this.defender.liveExercise(exerciseId, tx);
      const claim = await this.incidents.loadBonusClaim(bonusClaimId, tx);
      requireDraft(claim, input.version);
      const missing = missingOfBonus(claim);
      if (missing.length > 0) throw new Refusal('INCOMPLETE', { count: String(missing.length) }, missing);
      const code = await this.desk.numbering.nextCode(tx, exerciseId, 'B');
      const { affected } = await tx.update(
        BonusClaim,
        { id: claim.id, version: claim.version, state: 'DRAFT' },
        {
          state: 'FILED',
          code,
          version: claim.version + 1,
          filedById: viewer.userId,
          filedAt: slot.recordedAt,
          receiptSeq: slot.seq,
        },
      );
      // A save slipped in since the row was read.
      if (affected !== 1) throw new Refusal('STALE_VERSION');
      const sealed = await sealRows(tx, { bonus_claim: claim.id });
      const details = { code, bonusKey: claim.bonusKey, title: claim.title, sealed };
      return { subjectId: claim.id, partyId: rootId, details };
    });
    return this.incidents.loadBonusClaim(receipt.subjectId);
  }

  private async readOwn(id: string, viewer: Viewer): Promise<BonusClaim> {
    const claim = await this.incidents.loadBonusClaim(id);
    if (!isOwn(viewer, claim)) throw new Refusal('NOT_FOUND');
    return claim;
  }

  private async requireSound(tx: EntityManager, input: BonusDraftInput, rootId: string): Promise<void> {
    const exercise = await this.defender.openExercise(input.exerciseId, tx);
    const { bonuses } = await this.defender.rulesOf(exercise);
    const owner = { exerciseId: input.exerciseId, partyId: rootId };
    const known = await this.evidence.ownedIds(owner, input.evidenceIds, tx);
    refuseBadInput([
      ...(bonuses.some(({ key }) => key === input.bonusKey) ? [] : [{ path: 'bonusKey', code: 'NOT_A_CHOICE' }]),
      ...unknownIds('evidenceIds', input.evidenceIds, known),
    ]);
  }

  private async create(
    tx: EntityManager,
    claim: Omit<BonusClaim, 'code' | 'state' | 'filedById' | 'filedAt' | 'receiptSeq'>,
  ): Promise<void> {
    const count = await tx.countBy(BonusClaim, { rootId: claim.rootId });
    if (count >= MAX_BONUS_CLAIMS) throw new Refusal('LIMIT_REACHED', { limit: String(MAX_BONUS_CLAIMS) });
    const { code } = await this.desk.numbering.nextDraft(tx, 'B');
    await tx.insert(BonusClaim, { ...claim, code, state: 'DRAFT' });
  }
}
