import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { type ApprovalAct, approvalsInForce } from '../../core/plan/approval.js';
import type { PlanContext } from '../../core/plan/check-context.js';
import { planProblems } from '../../core/plan/check-plan.js';
import type { PlanProblem } from '../../core/plan/plan-problem.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { DrillPlan, PlanApproval } from './plan.entity.js';

/** Reads of drill plans. Inside a transaction pass its manager. */
@Injectable()
export class PlanService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly exercises: ExerciseService,
  ) {}

  /** @throws Refusal NOT_FOUND */
  async byId(id: string, tx: EntityManager = this.dataSource.manager): Promise<DrillPlan> {
    const plan = await tx.findOneBy(DrillPlan, { id });
    if (plan === null) throw new Refusal('NOT_FOUND');
    return plan;
  }

  /** The plan for somebody with `permission` in its exercise. @throws Refusal NOT_FOUND */
  async byIdFor(
    id: string,
    viewer: Viewer | null,
    permission: 'drill.read' | 'drill.plan' | 'drill.approve' = 'drill.read',
  ): Promise<DrillPlan> {
    const plan = await this.byId(id);
    requireGrants(viewer, plan.exerciseId, permission);
    return plan;
  }

  /** All plans of an exercise, the latest changed first. */
  async ofExercise(exerciseId: string): Promise<DrillPlan[]> {
    return this.dataSource.manager.find(DrillPlan, { where: { exerciseId }, order: { changedAt: 'DESC', id: 'ASC' } });
  }

  /** The judgement in force on each inject, by code; none for what was never judged or was edited since. */
  async approvalsOf(
    plan: DrillPlan,
    tx: EntityManager = this.dataSource.manager,
  ): Promise<ReadonlyMap<string, ApprovalAct>> {
    const acts = await tx.find(PlanApproval, { where: { planId: plan.id }, order: { seq: 'ASC' } });
    return approvalsInForce(plan.content.injects, acts);
  }

  /** What keeps a plan from being run, with the exercise's own units and files taken into account. */
  async problemsOf(plan: DrillPlan, tx: EntityManager = this.dataSource.manager): Promise<PlanProblem[]> {
    return planProblems(plan.content, await this.contextOf(plan, tx));
  }

  private async contextOf({ exerciseId, content }: DrillPlan, tx: EntityManager): Promise<PlanContext> {
    const roots = (await this.exercises.unitsOf(exerciseId, tx)).filter(({ parentId }) => parentId === null);
    const wanted = content.injects.flatMap(({ attachments }) =>
      attachments.flatMap(({ evidenceId }) => (evidenceId === null ? [] : [evidenceId])),
    );
    const rows =
      wanted.length === 0
        ? []
        : await tx.query<{ id: string }[]>(`SELECT id FROM evidence WHERE exercise_id = $1 AND id = ANY($2::uuid[])`, [
            exerciseId,
            wanted,
          ]);
    return { unitNames: roots.map(({ name }) => name), evidenceIds: new Set(rows.map(({ id }) => id)) };
  }
}
