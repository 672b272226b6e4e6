import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, Not } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { violatedConstraint } from '../../platform/database/transaction.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { Unit } from '../exercise/unit.entity.js';
import { RemediationItem } from './remediation.entity.js';
import type { CarryOverRemediationInput } from './remediation.inputs.js';
import { RemediationService } from './remediation.service.js';
import type { CarriableRemediation, RemediationView } from './remediation.types.js';
import { deadlineProblems, RemediationWorkService } from './remediation-work.service.js';

/** Items outlive exercises: what a unit still owes goes on where a unit of the same name plays again. */
@Injectable()
export class CarryOverService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly items: RemediationService,
    private readonly work: RemediationWorkService,
  ) {}

  /** Open items of other exercises the viewer directs, whose unit bears the name of one here. @throws Refusal NOT_FOUND */
  async carriable(exerciseId: string, viewer: Viewer): Promise<CarriableRemediation[]> {
    requireGrants(viewer, exerciseId, 'remediation.direct');
    const others = directed(viewer).filter((id) => id !== exerciseId);
    if (others.length === 0) return [];
    const here = await this.rootsByName(exerciseId, this.dataSource.manager);
    const rows = await this.dataSource.manager.findBy(RemediationItem, { exerciseId: In(others) });
    const exercises = new Map((await this.exercises.byIds(others)).map((one) => [one.id, one]));
    const exerciseOf = new Map(rows.map((row) => [row.id, exercises.get(row.exerciseId)]));
    return (await this.items.views(rows, viewer)).flatMap((item) => {
      const unit = here.get(item.unit.name);
      const exercise = exerciseOf.get(item.id);
      const isOver = item.state === 'CLOSED' || item.state === 'CARRIED';
      if (unit === undefined || exercise === undefined || isOver) return [];
      return [{ item, unit, exerciseCode: exercise.code, exerciseName: exercise.name }];
    });
  }

  /**
   * Goes on with an item in this exercise, linked to the old one, which takes no further acts.
   * @throws Refusal NOT_FOUND for an item of an exercise the viewer does not direct, WRONG_STATE, BAD_INPUT
   */
  async carryOver(input: CarryOverRemediationInput, viewer: Viewer): Promise<RemediationView> {
    const { commandId, exerciseId, itemId } = input;
    requireGrants(viewer, exerciseId, 'remediation.direct');
    const old = await this.items.load(itemId);
    if (old.exerciseId === exerciseId || !directed(viewer).includes(old.exerciseId)) throw new Refusal('NOT_FOUND');
    const command = { streamId: exerciseId, kind: 'REMEDIATION_CARRIED', commandId, content: input, actor: viewer };
    try {
      const receipt = await this.journal.append(command, async (tx, slot) => {
        const { state } = await this.items.standing(tx, old, slot.recordedAt);
        if (state === 'CLOSED' || state === 'CARRIED') throw new Refusal('WRONG_STATE', { state });
        const { name } = await tx.findOneByOrFail(Unit, { id: old.rootId });
        const unit = (await this.rootsByName(exerciseId, tx)).get(name);
        refuseBadInput([
          ...(unit === undefined ? [{ path: 'itemId', code: 'OTHER_UNIT' }] : []),
          ...deadlineProblems(input.deadlineAt, slot.recordedAt),
        ]);
        const { title, detail, severity, source, ownerName } = old;
        const what = { title, detail, severity, source, ownerName, deadlineAt: input.deadlineAt };
        const place = { id: commandId, exerciseId, rootId: unit?.id ?? '', sourceId: null, carriedFromId: old.id };
        return this.work.insert(tx, { ...place, ...what }, { slot, viewer });
      });
      return await this.items.read(receipt.subjectId, viewer);
    } catch (error) {
      // Somebody else carried it on in the same moment, maybe into a third exercise.
      if (violatedConstraint(error) === 'remediation_item_carried')
        throw new Refusal('WRONG_STATE', { state: 'CARRIED' });
      throw error;
    }
  }

  private async rootsByName(exerciseId: string, tx: EntityManager): Promise<Map<string, Unit>> {
    const units = await tx.find(Unit, { where: { exerciseId, name: Not('') } });
    return new Map(units.filter(({ id, rootId }) => id === rootId).map((unit) => [unit.name, unit]));
  }
}

/** Exercises the viewer directs. */
function directed({ memberships }: Viewer): string[] {
  return memberships.filter(({ role }) => role === 'ORGANIZER').map(({ exerciseId }) => exerciseId);
}
