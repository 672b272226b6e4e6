import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import type { AdjudicationPolicy } from '../../core/adjudication/policy.js';
import { DEFAULT_POLICY } from '../../core/adjudication/policy.js';
import { policyProblems } from '../../core/adjudication/policy-problems.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { IdentityService } from '../identity/identity.service.js';
import { StoredPolicy } from './adjudication-policy.entity.js';
import type { AdjudicationPolicyInput, SetAdjudicationPolicyInput } from './policy.inputs.js';
import type { ExercisePolicy, PolicyVersion, RefereePerson } from './policy.types.js';

/** Versions shown; an exercise has a handful. */
const MAX_VERSIONS = 100;

/** Setting how an exercise judges: versions with reasons, each a record of its own. */
@Injectable()
export class PolicySetting {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly identity: IdentityService,
  ) {}

  /** The policy with its history, for those who judge or direct. @throws Refusal NOT_FOUND */
  async ofExercise(exerciseId: string, viewer: Viewer | null): Promise<ExercisePolicy> {
    requireGrants(viewer, exerciseId, 'policy.read');
    const rows = await this.dataSource.manager.find(StoredPolicy, {
      where: { exerciseId },
      order: { seq: 'DESC' },
      take: MAX_VERSIONS,
    });
    const { state } = await this.exercises.byId(exerciseId);
    const maySet = state !== 'FINAL' && grantsIn(viewer, exerciseId, 'policy.set').length > 0;
    return { exerciseId, current: whole(rows[0]?.policy), versions: rows.map(versionOf), maySet };
  }

  /** Everybody who judges in the exercise, by name. @throws Refusal NOT_FOUND */
  async referees(exerciseId: string, viewer: Viewer | null): Promise<RefereePerson[]> {
    requireGrants(viewer, exerciseId, 'policy.read');
    const judging = (await this.exercises.membersOf(exerciseId)).filter(({ role }) => REFEREES.has(role));
    const names = new Map(
      (await this.identity.byIds(judging.map(({ userId }) => userId))).map((user) => [user.id, user]),
    );
    const chiefs = chiefsOf(judging);
    return [...names.values()]
      .map(({ id, displayName }) => ({ userId: id, displayName, isChief: chiefs.has(id) }))
      .sort((a, b) => a.displayName.localeCompare(b.displayName, 'zh'));
  }

  /**
   * Sets a new version; what waits in the queue is placed anew under it.
   * @throws Refusal NOT_FOUND, BAD_INPUT naming every wrong field, STALE_VERSION, WRONG_STATE once the result is final
   */
  async set(input: SetAdjudicationPolicyInput, viewer: Viewer | null): Promise<ExercisePolicy> {
    const { exerciseId, commandId } = input;
    const actor = requireViewer(viewer);
    requireGrants(actor, exerciseId, 'policy.set');
    const policy = policyOf(input.policy);
    const isBlank = input.reason.trim() === '';
    const problems = policyProblems(policy, await this.context(exerciseId));
    refuseBadInput([
      ...(isBlank ? [{ path: 'reason', code: 'REQUIRED' }] : []),
      ...problems.map(({ path, code }) => ({ path: `policy.${path}`, code })),
    ]);
    const command = { streamId: exerciseId, kind: 'POLICY_SET', commandId, content: input, actor };
    await this.journal.append(command, (tx, slot) => this.write(tx, slot, { input, policy, actor }));
    return this.ofExercise(exerciseId, viewer);
  }

  private async write(tx: EntityManager, slot: Slot, act: Act): Promise<Written> {
    const { exerciseId, commandId: id, expectedVersionId, reason } = act.input;
    const exercise = await this.exercises.byId(exerciseId, tx);
    if (exercise.state === 'FINAL') throw new Refusal('WRONG_STATE', { state: exercise.state });
    const before = await tx.findOne(StoredPolicy, { where: { exerciseId }, order: { seq: 'DESC' } });
    if ((before?.id ?? null) !== (expectedVersionId ?? null)) throw new Refusal('STALE_VERSION');
    const set = { setById: act.actor.userId, recordedAt: slot.recordedAt };
    await tx.insert(StoredPolicy, { id, exerciseId, seq: slot.seq, policy: act.policy, reason: reason.trim(), ...set });
    const sealed = await sealRows(tx, { adjudication_policy: id });
    return { subjectId: id, details: { before: before?.id ?? null, reason: reason.trim(), sealed } };
  }

  private async context(exerciseId: string) {
    const judging = (await this.exercises.membersOf(exerciseId)).filter(({ role }) => REFEREES.has(role));
    const roots = (await this.exercises.unitsOf(exerciseId)).filter(({ parentId }) => parentId === null);
    return {
      refereeIds: new Set(judging.map(({ userId }) => userId)),
      chiefIds: chiefsOf(judging),
      rootUnitIds: new Set(roots.map(({ id }) => id)),
    };
  }
}

interface Act {
  readonly input: SetAdjudicationPolicyInput;
  readonly policy: AdjudicationPolicy;
  readonly actor: Viewer;
}

const REFEREES: ReadonlySet<string> = new Set(['REFEREE', 'CHIEF_REFEREE']);

function chiefsOf(judging: readonly { readonly userId: string; readonly role: string }[]): Set<string> {
  return new Set(judging.filter(({ role }) => role === 'CHIEF_REFEREE').map(({ userId }) => userId));
}

/** What a version does not say is the default's: it may be older than the field. */
function whole(policy: AdjudicationPolicy | undefined): AdjudicationPolicy {
  return { ...DEFAULT_POLICY, ...policy };
}

function versionOf({ id, seq, reason, recordedAt, policy, setById }: StoredPolicy): PolicyVersion {
  return { id, seq, reason, recordedAt, policy: whole(policy), setById };
}

/** Plain values without spaces around, in the shape that is stored and sealed. */
function policyOf(input: AdjudicationPolicyInput): AdjudicationPolicy {
  const { HIGH, NORMAL, LOW } = input.serviceMinutes;
  return {
    ...input,
    serviceMinutes: { HIGH, NORMAL, LOW },
    reviews: input.reviews.map(({ fromClaimedPoints, referees, priority }) => {
      return { fromClaimedPoints: fromClaimedPoints.trim(), referees, priority };
    }),
    groups: input.groups.map(({ key, name, refereeIds }) => ({ key: key.trim(), name: name.trim(), refereeIds })),
    assignments: input.assignments.map(({ side, unitId, groupKey }) => ({ side, unitId: unitId ?? null, groupKey })),
    reasonTemplates: input.reasonTemplates.map(({ key, use, text }) => ({ key: key.trim(), use, text: text.trim() })),
  };
}
