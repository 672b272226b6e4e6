import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { sha256 } from '../../core/journal/chain.js';
import { canonicalJson } from '../../core/kernel/canonical.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { DrillPlan } from '../plan/plan.entity.js';
import { PlanService } from '../plan/plan.service.js';
import { Drill } from './drill.entity.js';
import type { CreateDrillInput } from './drill.inputs.js';
import { DrillService } from './drill.service.js';

/** Makes a drill of a plan as it stands. */
@Injectable()
export class DrillMakingService {
  constructor(
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly plans: PlanService,
    private readonly drills: DrillService,
  ) {}

  /**
   * Freezes the plan; later changes to it are of no concern to the drill.
   * @throws Refusal NOT_FOUND, BAD_INPUT for units that are none, INCOMPLETE naming what is wrong with the plan or, unless
   *   it is a rehearsal, every inject that is not approved
   */
  async make(input: CreateDrillInput, viewer: Viewer | null): Promise<Drill> {
    const { exerciseId, commandId } = input;
    requireGrants(viewer, exerciseId, 'drill.run');
    const command = { streamId: exerciseId, kind: 'DRILL_CREATED', commandId, content: input, actor: viewer };
    const { userId } = requireViewer(viewer);
    const receipt = await this.journal.append(command, (tx, slot) => this.write(tx, slot, input, userId));
    return this.drills.byId(receipt.subjectId);
  }

  private async write(tx: EntityManager, slot: Slot, input: CreateDrillInput, createdById: string): Promise<Written> {
    const { exerciseId, commandId: id, isRehearsal, planId } = input;
    const plan = await this.plans.byId(planId, tx);
    if (plan.exerciseId !== exerciseId) throw new Refusal('NOT_FOUND');
    if (plan.archived) throw new Refusal('WRONG_STATE', { state: 'ARCHIVED' });
    await this.requireRunnable(tx, plan, isRehearsal);
    const units = await this.unitsFor(tx, input);
    const { content } = plan;
    const contentHash = sha256(canonicalJson(content));
    const place = { exerciseId, seq: slot.seq, recordedAt: slot.recordedAt };
    const row = { id, ...place, planId, content, contentHash, units, isRehearsal, createdById };
    await tx.insert(Drill, row);
    const sealed = await sealRows(tx, { drill: id });
    return { subjectId: id, details: { planId, contentHash, isRehearsal, units: units.length, sealed } };
  }

  private async requireRunnable(tx: EntityManager, plan: DrillPlan, isRehearsal: boolean): Promise<void> {
    const problems = (await this.plans.problemsOf(plan, tx)).map(({ code, path }) => ({ path, code }));
    if (problems.length > 0) throw new Refusal('INCOMPLETE', { count: String(problems.length) }, problems);
    if (isRehearsal) return;
    const approvals = await this.plans.approvalsOf(plan, tx);
    const open = plan.content.injects.flatMap(({ code }, index) =>
      approvals.get(code)?.verdict === 'APPROVED' ? [] : [{ path: `injects.${index}`, code: 'NOT_APPROVED' }],
    );
    if (open.length > 0) throw new Refusal('INCOMPLETE', { count: String(open.length) }, open);
  }

  private async unitsFor(tx: EntityManager, { exerciseId, unitIds }: CreateDrillInput) {
    const all = await this.exercises.unitsOf(exerciseId, tx);
    const roots = all.filter(({ parentId, isParticipant }) => parentId === null && isParticipant);
    const ids = new Set(roots.map(({ id }) => id));
    const wanted = unitIds?.map((id) => id.toLowerCase()) ?? null;
    refuseBadInput(
      (wanted ?? []).flatMap((id, index) => (ids.has(id) ? [] : [{ path: `unitIds.${index}`, code: 'NOT_FOUND' }])),
    );
    const chosen = roots.filter(({ id }) => wanted === null || wanted.includes(id));
    if (chosen.length === 0) throw new Refusal('INCOMPLETE', { count: '1' }, [{ path: 'unitIds', code: 'REQUIRED' }]);
    return chosen.map(({ id, name }) => ({ id, name }));
  }
}
