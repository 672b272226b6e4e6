import { Injectable } from '@nestjs/common';
import { grantsIn, type Permission, playsIn, type Viewer } from '../../core/access/permissions.js';
import {
  type AppealCase,
  mayDecide,
  requireArbitrationOpen,
  requireRuling,
  requireTaking,
  stateAfter,
} from '../../core/appeal/appeal.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Appeal, AppealActRow } from './appeal.entity.js';
import { AppealService, arbitrationUntil, partiesOf, stateOf } from './appeal.service.js';
import type { AppealRights } from './appeal.types.js';

/** What a page offers whom. Relations to parties are looked at when somebody acts. */
@Injectable()
export class AppealRightsService {
  constructor(
    private readonly clock: Clock,
    private readonly appeals: AppealService,
  ) {}

  /** What the viewer may do with an appeal as it is. */
  async of(appeal: Appeal, acts: readonly AppealActRow[], viewer: Viewer | null): Promise<AppealRights> {
    const matter = await this.appeals.caseOf(appeal);
    const isOwn = partiesOf(viewer, appeal.exerciseId).includes(appeal.partyId);
    const deadline = arbitrationUntil(acts);
    const now = this.clock.now();
    return {
      withdraw: isOwn && stateAfter(stateOf(acts), 'WITHDRAWN') !== null,
      requestArbitration:
        isOwn && deadline !== null && passes(() => requireArbitrationOpen(matter.acts, deadline, now)),
      ...judging(matter, appeal.exerciseId, viewer),
    };
  }
}

function judging(
  matter: AppealCase,
  exerciseId: string,
  viewer: Viewer | null,
): Pick<AppealRights, 'take' | 'rule' | 'arbitrate' | 'isBarred'> {
  if (viewer === null || playsIn(viewer, exerciseId))
    return { take: false, rule: false, arbitrate: false, isBarred: false };
  const may = (permission: Permission): boolean => grantsIn(viewer, exerciseId, permission).length > 0;
  const [isReferee, isChief] = [may('appeal.rule'), may('appeal.arbitrate')];
  const { userId } = viewer;
  return {
    take: isReferee && passes(() => requireTaking(matter, userId, isChief)),
    rule: isReferee && passes(() => requireRuling(matter, userId, 'DISMISSED')),
    arbitrate: isChief && passes(() => requireRuling(matter, userId, 'ARBITRATION_DISMISSED')),
    isBarred: isReferee && !mayDecide(matter, userId),
  };
}

function passes(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
