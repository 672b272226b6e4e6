import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { Membership } from '../exercise/membership.entity.js';
import { Unit } from '../exercise/unit.entity.js';
import type { NewNotice } from '../notice/notice.service.js';

/** What is told of one thing. */
export type Telling = Omit<NewNotice, 'to'>;

/** Whom reminders and escalations reach. */
@Injectable()
export class RecipientsService {
  /** The same to everybody who directs the exercise. */
  async toControl(tx: EntityManager, exerciseId: string, telling: Telling): Promise<NewNotice[]> {
    const people = await tx.findBy(Membership, { exerciseId, role: 'ORGANIZER', revokedAt: IsNull() });
    const ids = [...new Set(people.map(({ userId }) => userId))].sort();
    return ids.map((personId) => ({ ...telling, to: { personId } }));
  }

  /** Names of the units of an exercise, by id. */
  async namesOf(tx: EntityManager, exerciseId: string): Promise<ReadonlyMap<string, string>> {
    return new Map((await tx.findBy(Unit, { exerciseId })).map(({ id, name }) => [id, name]));
  }
}

/** To everybody of a unit. */
export function toUnit(rootId: string, telling: Telling): NewNotice {
  return { ...telling, to: { partyId: rootId } };
}
