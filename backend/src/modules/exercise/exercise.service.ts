import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { AttackTeam, SourceAddress } from './attack-team.entity.js';
import { Exercise } from './exercise.entity.js';
import { Membership } from './membership.entity.js';
import { Target } from './target.entity.js';
import { Unit } from './unit.entity.js';

/** Reads of an exercise and what belongs to it. Inside a transaction pass its manager. */
@Injectable()
export class ExerciseService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
  ) {}

  /** @throws Refusal NOT_FOUND */
  async byId(id: string, tx: EntityManager = this.dataSource.manager): Promise<Exercise> {
    const exercise = await tx.findOneBy(Exercise, { id });
    if (exercise === null) throw new Refusal('NOT_FOUND');
    return exercise;
  }

  /** The exercise of a code; null when there is none, or it is a draft the viewer does not direct. */
  async byCode(code: string, viewer: Viewer | null): Promise<Exercise | null> {
    if (!CODE.test(code)) return null;
    const exercise = await this.dataSource.manager.findOneBy(Exercise, { code });
    return exercise !== null && maySee(viewer, exercise) ? exercise : null;
  }

  /** Exercises the viewer takes part in; all of them for an administrator. Bounded by MAX_LISTED. */
  async visibleTo(viewer: Viewer): Promise<Exercise[]> {
    const ids = viewer.memberships.map(({ exerciseId }) => exerciseId);
    const where = viewer.isAdmin ? {} : { id: In(ids) };
    return this.dataSource.manager.find(Exercise, { where, order: { startsAt: 'DESC' }, take: MAX_LISTED });
  }

  async unitsOf(exerciseId: string, tx: EntityManager = this.dataSource.manager): Promise<Unit[]> {
    return tx.find(Unit, { where: { exerciseId }, order: { name: 'ASC' } });
  }

  async teamsOf(exerciseId: string, tx: EntityManager = this.dataSource.manager): Promise<AttackTeam[]> {
    return tx.find(AttackTeam, { where: { exerciseId }, order: { name: 'ASC' } });
  }

  async targetsOf(exerciseId: string, tx: EntityManager = this.dataSource.manager): Promise<Target[]> {
    return tx.find(Target, { where: { exerciseId }, order: { name: 'ASC' } });
  }

  /** Registered egress addresses of the teams. */
  async sourceAddressesOf(teamIds: readonly string[]): Promise<SourceAddress[]> {
    if (teamIds.length === 0) return [];
    return this.dataSource.manager.find(SourceAddress, { where: { teamId: In([...teamIds]) }, order: { cidr: 'ASC' } });
  }

  /** People of an exercise, those whose membership is in force. */
  async membersOf(exerciseId: string): Promise<Membership[]> {
    return this.dataSource.manager.find(Membership, {
      where: { exerciseId, revokedAt: IsNull() },
      order: { role: 'ASC' },
    });
  }

  /** Memberships in force of one user. */
  async membershipsOf(userId: string): Promise<Membership[]> {
    return this.dataSource.manager.find(Membership, { where: { userId, revokedAt: IsNull() } });
  }

  /** A row of this module that is known to exist. */
  async rowById<T extends { id: string }>(entity: new () => T, id: string): Promise<T> {
    return this.dataSource.getRepository<{ id: string }>(entity).findOneByOrFail({ id }) as Promise<T>;
  }

  async rowsById<T extends { id: string }>(entity: new () => T, ids: readonly string[]): Promise<T[]> {
    return this.dataSource.getRepository<{ id: string }>(entity).findBy({ id: In([...ids]) }) as Promise<T[]>;
  }

  /** Highest journal sequence of the exercise. */
  async headSeq(exerciseId: string): Promise<number> {
    return this.journal.headSeq(this.dataSource.manager, exerciseId);
  }

  async byIds(ids: readonly string[]): Promise<Exercise[]> {
    return ids.length === 0 ? [] : this.dataSource.manager.findBy(Exercise, { id: In([...new Set(ids)]) });
  }

  /**
   * Targets as far as the viewer may know them: defenders those of their own unit tree.
   * Anonymous viewers and observers get none.
   */
  async targetsFor(exerciseId: string, viewer: Viewer | null): Promise<Target[]> {
    const grants = grantsIn(viewer, exerciseId, 'target.read');
    if (grants.length === 0) return [];
    const targets = await this.targetsOf(exerciseId);
    if (grants.some(({ role }) => role !== 'DEFENDER')) return targets;
    const rootOf = new Map((await this.unitsOf(exerciseId)).map((unit) => [unit.id, unit.rootId]));
    return targets.filter(({ unitId }) => grants.some((grant) => grant.unitId === rootOf.get(unitId)));
  }
}

/** What a code may look like; over plain HTTP anything may stand in its place. */
const CODE = /^[a-z0-9-]{1,40}$/;

/** Most exercises one list shows; an instance holds dozens. */
const MAX_LISTED = 200;

/** A draft is nobody's business but control's. */
function maySee(viewer: Viewer | null, exercise: Exercise): boolean {
  if (exercise.state !== 'DRAFT') return true;
  return viewer?.isAdmin === true || viewer?.memberships.some(({ exerciseId }) => exerciseId === exercise.id) === true;
}
