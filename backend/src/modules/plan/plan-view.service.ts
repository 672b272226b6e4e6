import { Injectable } from '@nestjs/common';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import { type ApprovalAct, injectHash } from '../../core/plan/approval.js';
import { type Inject, orderedInjects, plannedSeconds } from '../../core/plan/plan.js';
import type { PlacedProblem, PlanProblem } from '../../core/plan/plan-problem.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { IdentityService } from '../identity/identity.service.js';
import type { DrillPlan } from './plan.entity.js';
import { PlanService } from './plan.service.js';
import type { DrillPlanSummary, DrillPlanView, InjectApproval, PlanInject, PlanProblemView } from './plan.types.js';

type Names = ReadonlyMap<string, string>;

/** Plans as those who plan, approve and judge see them. */
@Injectable()
export class PlanViewService {
  constructor(
    private readonly plans: PlanService,
    private readonly identity: IdentityService,
  ) {}

  /** @throws Refusal NOT_FOUND */
  async ofExercise(exerciseId: string, viewer: Viewer | null): Promise<DrillPlanSummary[]> {
    requireGrants(viewer, exerciseId, 'drill.read');
    const plans = await this.plans.ofExercise(exerciseId);
    const names = await this.namesOf(plans.map(({ changedById }) => changedById));
    const rows: DrillPlanSummary[] = [];
    for (const plan of plans) {
      const approvals = await this.plans.approvalsOf(plan);
      const problems = await this.plans.problemsOf(plan);
      rows.push({ ...summaryOf(plan, approvals, names), problemCount: problems.length });
    }
    return rows;
  }

  /** @throws Refusal NOT_FOUND */
  async byId(id: string, viewer: Viewer | null): Promise<DrillPlanView> {
    const plan = await this.plans.byIdFor(id, viewer);
    const approvals = await this.plans.approvalsOf(plan);
    const problems = (await this.plans.problemsOf(plan)).map(problemView);
    const people = [
      plan.changedById,
      ...Object.values(plan.edits).map(({ byId }) => byId),
      ...[...approvals.values()].map(({ actorId }) => actorId),
    ];
    const names = await this.namesOf(people);
    const mayApprove = grantsIn(viewer, plan.exerciseId, 'drill.approve').length > 0 && !plan.archived;
    const judge = mayApprove ? (viewer?.userId ?? null) : null;
    const { cells, moves, columns } = plan.content;
    return {
      ...summaryOf(plan, approvals, names),
      problemCount: problems.length,
      exerciseId: plan.exerciseId,
      cells: [...cells],
      moves: [...moves],
      columns: columns.map((column) => ({ ...column, choices: [...column.choices] })),
      injects: orderedInjects(plan.content).map((inject) => injectView(inject, { plan, approvals, names, judge })),
      problems,
      mayEdit: grantsIn(viewer, plan.exerciseId, 'drill.plan').length > 0 && !plan.archived,
      mayApprove,
    };
  }

  private async namesOf(ids: readonly string[]): Promise<Names> {
    const users = await this.identity.byIds([...new Set(ids)]);
    return new Map(users.map(({ id, displayName }) => [id, displayName]));
  }
}

/** A problem as the API shows it. */
export function problemView(problem: PlanProblem & Partial<PlacedProblem>): PlanProblemView {
  const { code, path, inject, message, line, column } = problem;
  return { code, path, inject, message: { ...message }, line: line ?? null, column: column ?? null };
}

function summaryOf(plan: DrillPlan, approvals: ReadonlyMap<string, ApprovalAct>, names: Names) {
  const { id, content, version, archived, changedAt } = plan;
  const verdicts = [...approvals.values()].map(({ verdict }) => verdict);
  return {
    ...{ id, version, archived, changedAt },
    ...{ title: content.title, summary: content.summary, durationMinutes: content.durationMinutes },
    injectCount: content.injects.length,
    approvedCount: verdicts.filter((verdict) => verdict === 'APPROVED').length,
    returnedCount: verdicts.filter((verdict) => verdict === 'RETURNED').length,
    changedByName: names.get(plan.changedById) ?? '',
  };
}

interface Surroundings {
  readonly plan: DrillPlan;
  readonly approvals: ReadonlyMap<string, ApprovalAct>;
  readonly names: Names;
  /** Who looks, if he may approve at all. */
  readonly judge: string | null;
}

function injectView(inject: Inject, around: Surroundings): PlanInject {
  const { trigger, expectation, values, units, requires, attachments, ...plain } = inject;
  return {
    ...plain,
    hash: injectHash(inject),
    trigger: trigger.kind,
    offsetSeconds: plannedSeconds(inject),
    condition: trigger.kind === 'CONDITION' ? JSON.stringify(trigger.when) : null,
    units: units === null ? null : [...units],
    attachments: [...attachments],
    expectation: expectation === null ? null : { ...expectation, escalateTo: [...expectation.escalateTo] },
    requires: [...requires],
    values: Object.entries(values).map(([key, value]) => ({ key, value })),
    approval: approvalView(around.approvals.get(inject.code), around.names),
    ...editView(inject.code, around),
  };
}

function approvalView(act: ApprovalAct | undefined, names: Names): InjectApproval {
  if (act === undefined) return { state: 'PENDING', reason: '', byName: null, at: null };
  return { state: act.verdict, reason: act.reason, byName: names.get(act.actorId) ?? '', at: act.recordedAt };
}

function editView(code: string, { plan, names, judge }: Surroundings) {
  const { byId, at } = plan.edits[code] ?? { byId: plan.changedById, at: plan.changedAt.toISOString() };
  return {
    editedByName: names.get(byId) ?? '',
    editedAt: new Date(at),
    mayApprove: judge !== null && byId !== judge,
  };
}
