import { Injectable } from '@nestjs/common';
import { IsNull, type EntityManager } from 'typeorm';
import type { Role, Viewer } from '../../core/access/permissions.js';
import { type FieldProblem, Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { IdentityService } from '../identity/identity.service.js';
import { AttackTeam } from './attack-team.entity.js';
import type { GrantMembershipInput, RevokeMembershipInput } from './exercise.inputs.js';
import { ExerciseService } from './exercise.service.js';
import { Membership } from './membership.entity.js';
import { Unit } from './unit.entity.js';

/** Which camp a role belongs to; one person stands in one camp per exercise. */
const CAMP: Readonly<Record<Role, string>> = {
  ORGANIZER: 'control',
  CHIEF_REFEREE: 'referee',
  REFEREE: 'referee',
  ATTACKER: 'attack',
  DEFENDER: 'defense',
  DUTY_OFFICER: 'defense',
  OBSERVER: 'watch',
};

/** Who takes part in an exercise, and as what. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly identity: IdentityService,
  ) {}

  /**
   * Gives a person a role. Nobody may stand on two sides, nor both play and judge.
   * @throws Refusal BAD_INPUT, ONE_SIDE_ONLY, NAME_TAKEN when the role is already held
   */
  async grant(input: GrantMembershipInput, viewer: Viewer | null): Promise<Membership> {
    requireGrants(viewer, input.exerciseId, 'exercise.direct');
    const { exerciseId, commandId, role, userId } = input;
    const command = { streamId: exerciseId, kind: 'MEMBERSHIP_GRANTED', commandId, content: input, actor: viewer };
    await this.journal.append(command, async (tx) => {
      refuseBadInput(await this.problems(tx, input));
      const held = await tx.findBy(Membership, { exerciseId, userId, revokedAt: IsNull() });
      if (held.some((membership) => CAMP[membership.role] !== CAMP[role])) throw new Refusal('ONE_SIDE_ONLY');
      if (held.some((membership) => membership.role === role)) {
        throw new Refusal('NAME_TAKEN', { name: role }, [{ path: 'role', code: 'TAKEN' }]);
      }
      const party = { teamId: input.teamId ?? null, unitId: input.unitId ?? null };
      await tx.insert(Membership, { id: commandId, exerciseId, userId, role, ...party });
      const sealed = await sealRows(tx, { membership: commandId });
      return { subjectId: commandId, details: { userId, role, ...party, sealed } };
    });
    return this.exercises.rowById(Membership, commandId);
  }

  /** Takes a role away; the record that it was held stays. */
  async revoke(input: RevokeMembershipInput, viewer: Viewer | null): Promise<boolean> {
    requireGrants(viewer, input.exerciseId, 'exercise.direct');
    const { exerciseId, commandId, membershipId } = input;
    const command = { streamId: exerciseId, kind: 'MEMBERSHIP_REVOKED', commandId, content: input, actor: viewer };
    await this.journal.append(command, async (tx, slot) => {
      const membership = await tx.findOneBy(Membership, { id: membershipId, exerciseId, revokedAt: IsNull() });
      if (membership === null) throw new Refusal('NOT_FOUND');
      await this.requireAnotherOrganizer(tx, membership);
      await tx.update(Membership, { id: membershipId }, { revokedAt: slot.recordedAt });
      const sealed = await sealRows(tx, { membership: membershipId });
      return { subjectId: membershipId, details: { userId: membership.userId, role: membership.role, sealed } };
    });
    return true;
  }

  private async problems(tx: EntityManager, input: GrantMembershipInput): Promise<FieldProblem[]> {
    const { exerciseId, role } = input;
    const [user] = await this.identity.byIds([input.userId], tx);
    const teamProblem = await partyProblem(
      { path: 'teamId', id: input.teamId ?? null, isNeeded: CAMP[role] === 'attack' },
      (id) => tx.existsBy(AttackTeam, { id, exerciseId }),
    );
    const unitProblem = await partyProblem(
      { path: 'unitId', id: input.unitId ?? null, isNeeded: CAMP[role] === 'defense' },
      (id) => tx.existsBy(Unit, { id, exerciseId, parentId: IsNull() }),
    );
    return [...(user ? [] : [{ path: 'userId', code: 'NOT_FOUND' }]), ...teamProblem, ...unitProblem];
  }

  private async requireAnotherOrganizer(tx: EntityManager, membership: Membership): Promise<void> {
    if (membership.role !== 'ORGANIZER') return;
    const count = await tx.countBy(Membership, {
      exerciseId: membership.exerciseId,
      role: 'ORGANIZER',
      revokedAt: IsNull(),
    });
    if (count < 2) throw new Refusal('WRONG_STATE', { state: 'LAST_ORGANIZER' });
  }
}

async function partyProblem(
  party: { path: string; id: string | null; isNeeded: boolean },
  exists: (id: string) => Promise<boolean>,
): Promise<FieldProblem[]> {
  const { path, id, isNeeded } = party;
  if (id === null) return isNeeded ? [{ path, code: 'REQUIRED' }] : [];
  if (!isNeeded) return [{ path, code: 'NOT_FOR_THIS_ROLE' }];
  return (await exists(id)) ? [] : [{ path, code: 'NOT_FOUND' }];
}
