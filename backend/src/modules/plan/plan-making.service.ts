import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { emptyPlan, type PlanContent } from '../../core/plan/plan.js';
import { readPlan } from '../../core/plan/read-plan.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { contentHash, editsOf } from './plan-change.service.js';
import { DrillPlan } from './plan.entity.js';
import type { CreateDrillPlanInput } from './plan.inputs.js';
import { PlanService } from './plan.service.js';
import type { DrillPlanView, PlanTextCheck } from './plan.types.js';
import { PlanViewService, problemView } from './plan-view.service.js';
import { ShippedPlansService } from './shipped-plans.service.js';

/** Minutes of a new, empty plan; 示例. */
const NEW_MINUTES = 240;

/** Where a new plan comes from, for the record. */
export interface PlanOrigin {
  readonly commandId: string;
  readonly exerciseId: string;
  /** What the command is known by when it is repeated. */
  readonly command: unknown;
  readonly from: string;
}

/** Making plans: empty, from a file, from what ships, as a copy. */
@Injectable()
export class PlanMakingService {
  constructor(
    private readonly journal: Journal,
    private readonly plans: PlanService,
    private readonly views: PlanViewService,
    private readonly shipped: ShippedPlansService,
  ) {}

  /** @throws Refusal NOT_FOUND, BAD_INPUT naming every line of a text that is no plan, or the fields that are too many */
  async create(input: CreateDrillPlanInput, viewer: Viewer | null): Promise<DrillPlanView> {
    const { commandId, exerciseId } = input;
    requireGrants(viewer, exerciseId, 'drill.plan');
    const { content, from } = await this.sourceOf(input, viewer);
    const title = input.title?.trim();
    const titled = title ? { ...content, title } : content;
    return this.add({ commandId, exerciseId, command: input, from }, titled, viewer);
  }

  /** Stores a content as a new plan. */
  async add(origin: PlanOrigin, content: PlanContent, viewer: Viewer | null): Promise<DrillPlanView> {
    const { commandId: id, exerciseId, from } = origin;
    const actor = requireViewer(viewer);
    requireGrants(actor, exerciseId, 'drill.plan');
    const command = { streamId: exerciseId, kind: 'PLAN_CREATED', commandId: id, content: origin.command, actor };
    const { subjectId } = await this.journal.append(command, async (tx, slot) => {
      const edit = { byId: actor.userId, at: slot.recordedAt.toISOString() };
      const { edits } = editsOf({ content: { ...content, injects: [] }, edits: {} }, content, edit);
      const changed = { createdAt: slot.recordedAt, changedAt: slot.recordedAt, changedById: actor.userId };
      await tx.insert(DrillPlan, { id, exerciseId, content, edits, archived: false, version: 1, ...changed });
      const details = { title: content.title, injects: content.injects.length, from, after: contentHash(content) };
      return { subjectId: id, details: { ...details, sealed: await sealRows(tx, { drill_plan: id }) } };
    });
    return this.views.byId(subjectId, viewer);
  }

  /** Every problem of a text at its place; nothing is stored. @throws Refusal NOT_FOUND */
  check(exerciseId: string, text: string, viewer: Viewer | null): PlanTextCheck {
    requireGrants(viewer, exerciseId, 'drill.plan');
    const { plan, problems } = readPlan(text);
    return {
      isReadable: plan !== null,
      title: plan?.title ?? null,
      injectCount: plan?.injects.length ?? 0,
      problems: problems.map(problemView),
    };
  }

  private async sourceOf(
    input: CreateDrillPlanInput,
    viewer: Viewer | null,
  ): Promise<{ content: PlanContent; from: string }> {
    const sources = (['text', 'shippedKey', 'copyOfId'] as const).filter((name) => input[name] != null);
    refuseBadInput(sources.slice(1).map((path) => ({ path, code: 'TOO_MANY' })));
    if (input.text != null) return { content: contentOf(input.text), from: 'TEXT' };
    if (input.shippedKey != null)
      return { content: await this.shipped.contentOf(input.shippedKey), from: input.shippedKey };
    if (input.copyOfId != null) return this.copied(input.copyOfId, input.exerciseId, viewer);
    const title = input.title?.trim() ?? '';
    if (title === '') refuseBadInput([{ path: 'title', code: 'REQUIRED' }]);
    return { content: emptyPlan(title, NEW_MINUTES), from: 'EMPTY' };
  }

  private async copied(id: string, exerciseId: string, viewer: Viewer | null) {
    const { content, exerciseId: home } = await this.plans.byIdFor(id, viewer, 'drill.plan');
    // Files belong to their exercise: a copy elsewhere names them no more.
    const isHere = home.toLowerCase() === exerciseId.toLowerCase();
    const injects = isHere
      ? content.injects
      : content.injects.map((inject) => ({
          ...inject,
          attachments: inject.attachments.map((file) => ({ ...file, evidenceId: null })),
        }));
    return { content: { ...content, injects }, from: id };
  }
}

/** @throws Refusal BAD_INPUT naming each problem as text:line:column */
function contentOf(text: string): PlanContent {
  const { plan, problems } = readPlan(text);
  if (plan !== null) return plan;
  const fields = problems.map(({ line, column, code }) => ({ path: `text:${line}:${column}`, code }));
  throw new Refusal('BAD_INPUT', {}, fields);
}
