import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { parseNetwork } from '../../core/kernel/address.js';
import { settingsProblems } from '../../core/exercise/settings.js';
import { hasEnded } from '../../core/exercise/states.js';
import type { Viewer } from '../../core/access/permissions.js';
import { type FieldProblem, Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { violatedConstraint } from '../../platform/database/transaction.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { SigningKeys } from '../../platform/signing/signing-keys.service.js';
import { RuleSetService } from '../ruleset/ruleset.service.js';
import { AttackTeam, SourceAddress } from './attack-team.entity.js';
import { Exercise } from './exercise.entity.js';
import type {
  AddAttackTeamInput,
  AddTargetInput,
  AddUnitInput,
  ConfigureExerciseInput,
  CreateExerciseInput,
  ExerciseCommandInput,
  RegisterSourceAddressInput,
} from './exercise.inputs.js';
import { ExerciseService } from './exercise.service.js';
import { Membership } from './membership.entity.js';
import { Target } from './target.entity.js';
import { Unit } from './unit.entity.js';

type Work = (tx: EntityManager, exercise: Exercise, slot: Slot) => Promise<Written>;

/** What the organizers 指挥部 do to an exercise. */
@Injectable()
export class ControlService {
  constructor(
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly ruleSets: RuleSetService,
    private readonly keys: SigningKeys,
  ) {}

  /** Creates a draft; the one who creates it directs it. @throws Refusal BAD_INPUT, NAME_TAKEN */
  async create(input: CreateExerciseInput, viewer: Viewer): Promise<Exercise> {
    const settings = await this.checkedSettings(input);
    const id = input.commandId;
    await this.keys.prepare();
    await this.journal.open(id);
    const command = { streamId: id, kind: 'EXERCISE_CREATED', commandId: id, content: input, actor: viewer };
    await namesTaken('code', input.code, () =>
      this.journal.append(command, async (tx, slot) => {
        await tx.insert(Exercise, { id, code: input.code, ...settings, state: 'DRAFT', version: 1 });
        const membership = randomUUID();
        await tx.insert(Membership, { id: membership, exerciseId: id, userId: viewer.userId, role: 'ORGANIZER' });
        await this.keys.make(tx, id, slot.recordedAt);
        const rule_set = [settings.attackRuleSetHash, settings.defenseRuleSetHash];
        const sealed = await sealRows(tx, { exercise: id, exercise_key: id, membership, rule_set });
        return { subjectId: id, details: { code: input.code, name: input.name, sealed } };
      }),
    );
    return this.exercises.byId(id);
  }

  /** Changes the settings; the rules only while it is a draft, since later that is a rescoring. */
  async configure(input: ConfigureExerciseInput, viewer: Viewer | null): Promise<Exercise> {
    const settings = await this.checkedSettings(input);
    await this.command('EXERCISE_CONFIGURED', input, viewer, async (tx, exercise) => {
      requireVersion(exercise, input.version);
      if (hasEnded(exercise.state)) throw new Refusal('WRONG_STATE', { state: exercise.state });
      const keepsRules =
        exercise.attackRuleSetHash === settings.attackRuleSetHash &&
        exercise.defenseRuleSetHash === settings.defenseRuleSetHash;
      if (exercise.state !== 'DRAFT' && !keepsRules) throw new Refusal('WRONG_STATE', { state: exercise.state });
      await tx.update(Exercise, { id: exercise.id }, { ...settings, version: exercise.version + 1 });
      const rule_set = [settings.attackRuleSetHash, settings.defenseRuleSetHash];
      const sealed = await sealRows(tx, { exercise: exercise.id, rule_set });
      return { subjectId: exercise.id, details: { name: settings.name, sealed } };
    });
    return this.exercises.byId(input.exerciseId);
  }

  /** DRAFT → LIVE. @throws Refusal WRONG_STATE, STALE_VERSION, INCOMPLETE naming what is still missing */
  async start(input: ExerciseCommandInput, viewer: Viewer | null): Promise<Exercise> {
    await this.command('EXERCISE_STARTED', input, viewer, async (tx, exercise, slot) => {
      requireVersion(exercise, input.version);
      if (exercise.state !== 'DRAFT') throw new Refusal('WRONG_STATE', { state: exercise.state });
      await this.requireReady(tx, exercise);
      const started = { state: 'LIVE' as const, startedAt: slot.recordedAt, version: exercise.version + 1 };
      await tx.update(Exercise, { id: exercise.id }, started);
      return { subjectId: exercise.id, details: { sealed: await sealRows(tx, { exercise: exercise.id }) } };
    });
    return this.exercises.byId(input.exerciseId);
  }

  async addUnit(input: AddUnitInput, viewer: Viewer | null): Promise<Unit> {
    const receipt = await namesTaken('name', input.name, () =>
      this.command('UNIT_ADDED', input, viewer, async (tx, exercise) => {
        const { commandId: id, parentId = null, name, industry, isKeyUnit, isParticipant } = input;
        const parent = parentId === null ? null : await tx.findOneBy(Unit, { id: parentId, exerciseId: exercise.id });
        if (parentId !== null && parent === null) refuseBadInput([{ path: 'parentId', code: 'NOT_FOUND' }]);
        const rootId = parent?.rootId ?? id;
        await tx.insert(Unit, {
          id,
          exerciseId: exercise.id,
          parentId,
          rootId,
          name,
          industry,
          isKeyUnit,
          isParticipant,
        });
        return { subjectId: id, details: { name, sealed: await sealRows(tx, { unit: id }) } };
      }),
    );
    return this.rowOf(Unit, receipt.subjectId);
  }

  async addAttackTeam(input: AddAttackTeamInput, viewer: Viewer | null): Promise<AttackTeam> {
    const receipt = await namesTaken('name', input.name, () =>
      this.command('ATTACK_TEAM_ADDED', input, viewer, async (tx, exercise) => {
        const { commandId: id, name } = input;
        await tx.insert(AttackTeam, { id, exerciseId: exercise.id, name });
        return { subjectId: id, details: { name, sealed: await sealRows(tx, { attack_team: id }) } };
      }),
    );
    return this.rowOf(AttackTeam, receipt.subjectId);
  }

  /** Registers an egress address 攻击出口 with its validity. */
  async registerSourceAddress(input: RegisterSourceAddressInput, viewer: Viewer | null): Promise<AttackTeam> {
    const network = parseNetwork(input.cidr);
    refuseBadInput([
      ...(network === null ? [{ path: 'cidr', code: 'NOT_A_NETWORK' }] : []),
      ...(input.validFrom < input.validTo ? [] : [{ path: 'validTo', code: 'BEFORE_START' }]),
    ]);
    await this.command('SOURCE_ADDRESS_REGISTERED', input, viewer, async (tx, exercise) => {
      const { commandId: id, teamId, validFrom, validTo } = input;
      const team = await tx.findOneBy(AttackTeam, { id: teamId, exerciseId: exercise.id });
      if (team === null) refuseBadInput([{ path: 'teamId', code: 'NOT_FOUND' }]);
      await tx.insert(SourceAddress, { id, teamId, cidr: network ?? '', validFrom, validTo });
      const sealed = await sealRows(tx, { source_address: id });
      // As the database spells it, since the record is hashed with it.
      return { subjectId: id, partyId: team?.id ?? teamId, details: { cidr: input.cidr, sealed } };
    });
    return this.rowOf(AttackTeam, input.teamId);
  }

  async addTarget(input: AddTargetInput, viewer: Viewer | null): Promise<Target> {
    if (parseNetwork(input.address) === null) refuseBadInput([{ path: 'address', code: 'NOT_A_NETWORK' }]);
    const receipt = await this.command('TARGET_ADDED', input, viewer, async (tx, exercise) => {
      const { commandId: id, unitId, name, targetClass, address, url = null, description } = input;
      const unit = await tx.findOneBy(Unit, { id: unitId, exerciseId: exercise.id });
      if (unit === null) refuseBadInput([{ path: 'unitId', code: 'NOT_FOUND' }]);
      await tx.insert(Target, { id, exerciseId: exercise.id, unitId, name, targetClass, address, url, description });
      return { subjectId: id, details: { name, sealed: await sealRows(tx, { target: id }) } };
    });
    return this.rowOf(Target, receipt.subjectId);
  }

  /** Opens the journal for a command of control, loads the exercise and checks the right to direct it. */
  private command(
    kind: string,
    input: { commandId: string; exerciseId: string },
    viewer: Viewer | null,
    work: Work,
  ): ReturnType<Journal['append']> {
    requireGrants(viewer, input.exerciseId, 'exercise.direct');
    const command = { streamId: input.exerciseId, kind, commandId: input.commandId, content: input, actor: viewer };
    return this.journal.append(command, async (tx, slot) =>
      work(tx, await this.exercises.byId(input.exerciseId, tx), slot),
    );
  }

  private async checkedSettings(input: CreateExerciseInput | ConfigureExerciseInput) {
    const { name, host, timeZone, startsAt, endsAt, attackRuleSetHash, defenseRuleSetHash } = input;
    const daily = { dailyOpensAt: input.dailyOpensAt ?? null, dailyClosesAt: input.dailyClosesAt ?? null };
    const rules = [
      await this.ruleProblem('attackRuleSetHash', attackRuleSetHash, 'attack'),
      await this.ruleProblem('defenseRuleSetHash', defenseRuleSetHash, 'defense'),
    ].flat();
    refuseBadInput([...settingsProblems({ timeZone, startsAt, endsAt, ...daily }), ...rules]);
    return { name, host, timeZone, startsAt, endsAt, ...daily, attackRuleSetHash, defenseRuleSetHash };
  }

  private async ruleProblem(path: string, hash: string, side: 'attack' | 'defense') {
    const rules = await this.ruleSets.byHash(hash).catch(() => null);
    if (rules === null) return [{ path, code: 'NOT_FOUND' }];
    return rules[side] === null ? [{ path, code: 'WRONG_SIDE' }] : [];
  }

  private async requireReady(tx: EntityManager, exercise: Exercise): Promise<void> {
    const fields: FieldProblem[] = [];
    for (const table of ['unit', 'attack_team', 'target']) {
      const [row] = await tx.query<{ exists: boolean }[]>(
        `SELECT EXISTS (SELECT 1 FROM ${table} WHERE exercise_id = $1) AS exists`,
        [exercise.id],
      );
      if (row?.exists !== true) fields.push({ path: table, code: 'REQUIRED' });
    }
    if (fields.length > 0) throw new Refusal('INCOMPLETE', {}, fields);
  }

  private async rowOf<T extends { id: string }>(entity: new () => T, id: string): Promise<T> {
    return this.exercises.rowById(entity, id);
  }
}

function requireVersion(exercise: Exercise, version: number): void {
  if (exercise.version !== version) throw new Refusal('STALE_VERSION', { version: String(exercise.version) });
}

/** Turns a lost race for a name into a refusal that names the field. */
async function namesTaken<T>(path: string, name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (violatedConstraint(error) === null) throw error;
    throw new Refusal('NAME_TAKEN', { name }, [{ path, code: 'TAKEN' }]);
  }
}
