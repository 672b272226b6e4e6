import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { injectHash } from '../../core/plan/approval.js';
import { requireInject } from '../../core/plan/edit-plan.js';
import { requireViewer } from '../../platform/access/viewer.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { type DrillPlan, PlanApproval } from './plan.entity.js';
import type { JudgeInjectsInput } from './plan.inputs.js';
import { PlanService } from './plan.service.js';
import type { DrillPlanView } from './plan.types.js';
import { PlanViewService } from './plan-view.service.js';

/** Approving and returning injects: by somebody else than who changed them last. */
@Injectable()
export class PlanJudgingService {
  constructor(
    private readonly journal: Journal,
    private readonly plans: PlanService,
    private readonly views: PlanViewService,
  ) {}

  /**
   * @throws Refusal NOT_FOUND, BAD_INPUT for a return without a reason, STALE_VERSION for an inject that says something
   *   else by now, SECOND_APPROVER for one's own edit, INCOMPLETE for an approval of what has problems, WRONG_STATE for
   *   an archived plan
   */
  async judge(input: JudgeInjectsInput, viewer: Viewer | null): Promise<DrillPlanView> {
    const { commandId, planId, verdict, reason } = input;
    const { exerciseId } = await this.plans.byIdFor(planId, viewer, 'drill.approve');
    const actor = requireViewer(viewer);
    if (verdict === 'RETURNED' && reason.trim() === '') refuseBadInput([{ path: 'reason', code: 'REQUIRED' }]);
    const command = { streamId: exerciseId, kind: 'PLAN_JUDGED', commandId, content: input, actor };
    await this.journal.append(command, (tx, slot) => this.write(tx, slot, { input, actor }));
    return this.views.byId(planId, viewer);
  }

  private async write(
    tx: EntityManager,
    slot: Slot,
    { input, actor }: { readonly input: JudgeInjectsInput; readonly actor: Viewer },
  ): Promise<Written> {
    const plan = await this.plans.byId(input.planId, tx);
    if (plan.archived) throw new Refusal('WRONG_STATE', { state: 'ARCHIVED' });
    const codes = codesOf(plan, input, actor);
    if (input.verdict === 'APPROVED') await this.requireSound(tx, plan, codes);
    const rows = input.injects.map(({ code, hash: contentHash }) => {
      const { verdict } = input;
      const by = { actorId: actor.userId, recordedAt: slot.recordedAt, seq: slot.seq };
      const of = { exerciseId: plan.exerciseId, planId: plan.id, code, contentHash };
      return { id: randomUUID(), ...of, verdict, reason: input.reason.trim(), ...by };
    });
    await tx.insert(PlanApproval, rows);
    const sealed = await sealRows(tx, { plan_approval: rows.map(({ id }) => id) });
    return { subjectId: plan.id, details: { verdict: input.verdict, codes, sealed } };
  }

  /** @throws Refusal INCOMPLETE naming the problems of these injects */
  private async requireSound(tx: EntityManager, plan: DrillPlan, codes: readonly string[]): Promise<void> {
    const problems = (await this.plans.problemsOf(plan, tx)).filter(({ inject }) => codes.includes(inject ?? ''));
    if (problems.length === 0) return;
    const fields = problems.map(({ inject, code }) => ({ path: inject ?? '', code }));
    throw new Refusal('INCOMPLETE', { count: String(problems.length) }, fields);
  }
}

/** The codes that are judged, each once and as the judge saw it. @throws Refusal STALE_VERSION, SECOND_APPROVER */
function codesOf(plan: DrillPlan, { injects }: JudgeInjectsInput, { userId }: Viewer): string[] {
  const codes = injects.map(({ code }) => code);
  if (new Set(codes).size < codes.length) refuseBadInput([{ path: 'injects', code: 'TAKEN' }]);
  for (const { code, hash } of injects) {
    if (injectHash(requireInject(plan.content, code)) !== hash) throw new Refusal('STALE_VERSION');
    if (plan.edits[code]?.byId === userId) throw new Refusal('SECOND_APPROVER');
  }
  return codes;
}
