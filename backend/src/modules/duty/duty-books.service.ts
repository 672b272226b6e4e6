import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import type { DutyAct } from '../../core/duty/acts.js';
import { type DutyStanding, foldDuty } from '../../core/duty/duty-fold.js';
import type { Span } from '../../core/duty/roster-problems.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { Membership } from '../exercise/membership.entity.js';
import { PeriodService } from '../protection/period.service.js';
import { actOf, DutyActRow } from './duty-act.entity.js';
import { requireSeen } from './duty.rights.js';
import { DutyPersonRow, DutyRosterRow } from './duty-roster.entity.js';

/** Everything about one roster: what is set, who is on its list, what was done, what stands. */
export interface DutyBook {
  readonly roster: DutyRosterRow;
  /** In the order of the list. */
  readonly people: readonly DutyPersonRow[];
  /** By journal number. */
  readonly acts: readonly DutyAct[];
  readonly standing: DutyStanding;
  /** Protection windows that hold for it. */
  readonly windows: readonly Span[];
  /** Accounts that are members of its unit now. */
  readonly memberIds: ReadonlySet<string>;
  /** People who may stand: active, and if with an account still members. */
  readonly standingIds: ReadonlySet<string>;
}

/** Reads of rosters. Inside a transaction pass its manager. */
@Injectable()
export class DutyBooks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly periods: PeriodService,
  ) {}

  /** The settings of a roster, whoever asks. @throws Refusal NOT_FOUND */
  async roster(id: string, tx: EntityManager = this.dataSource.manager): Promise<DutyRosterRow> {
    const roster = isUUID(id) ? await tx.findOneBy(DutyRosterRow, { id }) : null;
    if (roster === null) throw new Refusal('NOT_FOUND');
    return roster;
  }

  /** The settings of a roster the viewer may read. @throws Refusal NOT_FOUND */
  async rosterFor(id: string, viewer: Viewer | null): Promise<DutyRosterRow> {
    const roster = await this.roster(id);
    requireSeen(viewer, roster);
    return roster;
  }

  /** A person of whatever roster. @throws Refusal NOT_FOUND */
  async person(id: string): Promise<DutyPersonRow> {
    const person = isUUID(id) ? await this.dataSource.manager.findOneBy(DutyPersonRow, { id }) : null;
    if (person === null) throw new Refusal('NOT_FOUND');
    return person;
  }

  /** The rosters of an exercise, control's first, whoever asks. */
  async rostersOf(exerciseId: string): Promise<DutyRosterRow[]> {
    const rosters = await this.dataSource.manager.find(DutyRosterRow, { where: { exerciseId }, order: { seq: 'ASC' } });
    return rosters.sort((a, b) => Number(a.rootId !== null) - Number(b.rootId !== null));
  }

  /** Everything about a roster. @throws Refusal NOT_FOUND */
  async open(id: string, tx: EntityManager = this.dataSource.manager): Promise<DutyBook> {
    const roster = await this.roster(id, tx);
    const people = await tx.find(DutyPersonRow, { where: { rosterId: id }, order: { ordinal: 'ASC', id: 'ASC' } });
    const rows = await tx.find(DutyActRow, { where: { rosterId: id }, order: { seq: 'ASC' } });
    const memberIds = new Set((await this.membersOf(roster, tx)).map(({ userId }) => userId));
    const acts = rows.map(actOf);
    const may = people.filter(({ isActive, userId }) => isActive && (userId === null || memberIds.has(userId)));
    return {
      roster,
      people,
      acts,
      standing: foldDuty(acts),
      windows: await this.windowsOf(roster, tx),
      memberIds,
      standingIds: new Set(may.map((person) => person.id)),
    };
  }

  /** Members whom a roster may name: of its unit, or organizers. */
  async membersOf(
    { exerciseId, rootId }: Pick<DutyRosterRow, 'exerciseId' | 'rootId'>,
    tx: EntityManager = this.dataSource.manager,
  ): Promise<Membership[]> {
    const inForce = { exerciseId, revokedAt: IsNull() };
    return rootId === null
      ? tx.find(Membership, { where: { ...inForce, role: 'ORGANIZER' }, order: { id: 'ASC' } })
      : tx.find(Membership, {
          where: { ...inForce, unitId: rootId, role: In(['DEFENDER', 'DUTY_OFFICER']) },
          order: { id: 'ASC' },
        });
  }

  private async windowsOf({ exerciseId, rootId }: DutyRosterRow, tx: EntityManager): Promise<Span[]> {
    const periods = await this.periods.ofExercise(exerciseId, tx);
    const holding = periods.filter(
      ({ ownerUnitId, unitIds }) => rootId === null || ownerUnitId === rootId || unitIds.includes(rootId),
    );
    return holding.flatMap(({ windows }) => windows).sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  }
}

/** A person of the roster. @throws Refusal NOT_FOUND */
export function personIn({ people }: DutyBook, id: string): DutyPersonRow {
  const person = people.find((one) => one.id === id);
  if (person === undefined) throw new Refusal('NOT_FOUND');
  return person;
}

/** Whether the viewer may act as this person: he is it, or it has no account and colleagues act for it. */
export function mayActAs({ userId }: DutyPersonRow, viewer: Viewer | null): boolean {
  return viewer !== null && (userId === null || userId === viewer.userId);
}

/** The person the viewer is on this roster; null for none. */
export function meIn({ people }: DutyBook, viewer: Viewer | null): DutyPersonRow | null {
  return people.find(({ userId }) => userId !== null && userId === viewer?.userId) ?? null;
}
