import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { stateAfter } from '../../core/appeal/appeal.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { type Followed, type SettledSet, SettledSets } from '../rescoring/settled-sets.service.js';
import { AppealNoticesService } from './appeal-notices.service.js';
import { Appeal, AppealActRow } from './appeal.entity.js';
import { AppealService, stateOf } from './appeal.service.js';

/** What becomes of an upheld appeal: executed when its set is applied, before the chief referee when it is taken back. */
@Injectable()
export class AppealOutcomeService {
  constructor(
    private readonly appeals: AppealService,
    private readonly notices: AppealNoticesService,
    sets: SettledSets,
  ) {
    sets.onSettled((tx, settled) => this.follow(tx, settled));
  }

  private async follow(tx: EntityManager, { set, slot, actorId, isApplied }: SettledSet): Promise<Followed> {
    const upheld = await tx.findOneBy(AppealActRow, { rescoringSetId: set.id });
    if (upheld === null) return { rows: {}, parties: [] };
    const appeal = await tx.findOneByOrFail(Appeal, { id: upheld.appealId });
    if (!isApplied && actorId !== set.proposedById) await this.requireNoDecider(tx, appeal, actorId);
    const kind = isApplied ? 'EXECUTED' : 'REOPENED';
    const state = stateOf(await this.appeals.actsOn(appeal.id, tx));
    if (stateAfter(state, kind) === null) throw new Error(`appeal ${appeal.id} is ${state} while its set is settled`);
    const id = randomUUID();
    const { exerciseId, id: appealId, partyId } = appeal;
    const place = { exerciseId, appealId, seq: slot.seq, recordedAt: slot.recordedAt };
    await tx.insert(AppealActRow, { id, ...place, kind, reason: '', rescoringSetId: set.id, actorId });
    const code = isApplied ? 'APPEAL_EXECUTED' : 'APPEAL_REOPENED';
    const notice = await this.notices.tell(tx, appeal, { slot, code, reason: isApplied ? set.publicReason : '' });
    return { rows: { appeal_act: id, notice }, parties: [partyId] };
  }

  /** Nobody undoes what was ruled against his own decision. @throws Refusal CONFLICT_OF_INTEREST */
  private async requireNoDecider(tx: EntityManager, appeal: Appeal, actorId: string): Promise<void> {
    const { deciders } = await this.appeals.caseOf(appeal, tx);
    if (deciders.has(actorId)) throw new Refusal('CONFLICT_OF_INTEREST');
  }
}
