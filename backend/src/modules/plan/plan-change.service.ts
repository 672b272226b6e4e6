import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { sha256 } from '../../core/journal/chain.js';
import { canonicalJson } from '../../core/kernel/canonical.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { injectHash } from '../../core/plan/approval.js';
import type { PlanContent } from '../../core/plan/plan.js';
import { requireViewer } from '../../platform/access/viewer.js';
import { Journal, type Slot } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { DrillPlan, type InjectEdit } from './plan.entity.js';
import type { PlanChangeInput } from './plan.inputs.js';
import { PlanService } from './plan.service.js';

/** Codes a journal record lists; it says how many there are in any case. */
const MOST_TOLD = 50;

/** Every change of a plan goes through here: one version, one record, and who changed which inject. */
@Injectable()
export class PlanChangeService {
  constructor(
    private readonly journal: Journal,
    private readonly plans: PlanService,
  ) {}

  /**
   * Makes the next version of a plan.
   * @throws Refusal NOT_FOUND, STALE_VERSION, WRONG_STATE for an archived plan, and whatever `edit` refuses
   */
  async change(
    input: PlanChangeInput,
    viewer: Viewer | null,
    edit: (content: PlanContent) => PlanContent,
  ): Promise<void> {
    const { exerciseId } = await this.plans.byIdFor(input.planId, viewer, 'drill.plan');
    const actor = requireViewer(viewer);
    const { commandId } = input;
    const command = { streamId: exerciseId, kind: 'PLAN_CHANGED', commandId, content: input, actor };
    await this.journal.append(command, async (tx, slot) => {
      const plan = await this.current(tx, input);
      if (plan.archived) throw new Refusal('WRONG_STATE', { state: 'ARCHIVED' });
      const content = edit(plan.content);
      const { edits, changed } = editsOf(plan, content, { byId: actor.userId, at: slot.recordedAt.toISOString() });
      await this.write(tx, { ...plan, content, edits }, { actor, slot });
      const details = {
        version: plan.version + 1,
        before: contentHash(plan.content),
        after: contentHash(content),
        changedCount: changed.length,
        changed: changed.slice(0, MOST_TOLD),
      };
      return { subjectId: plan.id, details: { ...details, sealed: await sealRows(tx, { drill_plan: plan.id }) } };
    });
  }

  /** Puts a plan away or brings it back. @throws Refusal NOT_FOUND, STALE_VERSION */
  async archive(input: PlanChangeInput & { archived: boolean }, viewer: Viewer | null): Promise<void> {
    const { exerciseId } = await this.plans.byIdFor(input.planId, viewer, 'drill.plan');
    const actor = requireViewer(viewer);
    const { commandId, archived } = input;
    const command = { streamId: exerciseId, kind: 'PLAN_ARCHIVED', commandId, content: input, actor };
    await this.journal.append(command, async (tx, slot) => {
      const plan = await this.current(tx, input);
      await this.write(tx, { ...plan, archived }, { actor, slot });
      return { subjectId: plan.id, details: { archived, sealed: await sealRows(tx, { drill_plan: plan.id }) } };
    });
  }

  /** The plan as it stands, if that is the one the viewer saw. @throws Refusal STALE_VERSION */
  private async current(tx: EntityManager, { planId, version }: PlanChangeInput): Promise<DrillPlan> {
    const plan = await this.plans.byId(planId, tx);
    if (plan.version !== version) throw new Refusal('STALE_VERSION');
    return plan;
  }

  private async write(tx: EntityManager, plan: DrillPlan, by: { actor: Viewer; slot: Slot }): Promise<void> {
    const { id, content, edits, archived, version } = plan;
    const changed = { changedById: by.actor.userId, changedAt: by.slot.recordedAt, version: version + 1 };
    await tx.query(
      `UPDATE drill_plan SET content = $2, edits = $3, archived = $4, version = $5, changed_by_id = $6, changed_at = $7
        WHERE id = $1`,
      [
        ...[id, JSON.stringify(content), JSON.stringify(edits), archived],
        ...[changed.version, changed.changedById, changed.changedAt],
      ],
    );
  }
}

/** Names a content. */
export function contentHash(content: PlanContent): string {
  return sha256(canonicalJson(content));
}

/** Who edits what: an inject that says something else now was edited by whoever changes the plan. */
export function editsOf(
  before: Pick<DrillPlan, 'content' | 'edits'>,
  content: PlanContent,
  edit: InjectEdit,
): { readonly edits: Record<string, InjectEdit>; readonly changed: string[] } {
  const known = new Map(before.content.injects.map((inject) => [inject.code, injectHash(inject)]));
  const changed: string[] = [];
  const entries = content.injects.map((inject): [string, InjectEdit] => {
    const earlier = before.edits[inject.code];
    if (earlier !== undefined && known.get(inject.code) === injectHash(inject)) return [inject.code, earlier];
    changed.push(inject.code);
    return [inject.code, edit];
  });
  const left = new Set(content.injects.map(({ code }) => code));
  const removed = [...known.keys()].filter((code) => !left.has(code));
  return { edits: Object.fromEntries(entries), changed: [...changed, ...removed] };
}
