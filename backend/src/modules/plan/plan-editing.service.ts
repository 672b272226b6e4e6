import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import {
  movedOne,
  renumbered,
  withColor,
  withCopy,
  withInject,
  withoutInjects,
  withSettings,
  withTimes,
} from '../../core/plan/edit-plan.js';
import type { PlanContent } from '../../core/plan/plan.js';
import { type Shift, type ShiftPart, shiftPlan } from '../../core/plan/shift.js';
import { injectOf, settingsOf } from './inject-of.js';
import { PlanChangeService } from './plan-change.service.js';
import { PlanService } from './plan.service.js';
import type {
  ArchivePlanInput,
  ColorInjectsInput,
  InjectCodeInput,
  InjectCodesInput,
  MoveInjectInput,
  PlanChangeInput,
  RetimeInjectsInput,
  SaveInjectInput,
  SavePlanSettingsInput,
  ShiftInput,
  ShiftPlanInput,
} from './plan.inputs.js';
import type { DrillPlanView, PlanShift } from './plan.types.js';
import { PlanViewService } from './plan-view.service.js';

/** What organizers do to a plan; each answers with the plan as it is then. */
@Injectable()
export class PlanEditingService {
  constructor(
    private readonly plans: PlanService,
    private readonly changes: PlanChangeService,
    private readonly views: PlanViewService,
  ) {}

  /** @throws Refusal NOT_FOUND, STALE_VERSION, BAD_INPUT by field, LIMIT_REACHED */
  saveInject(input: SaveInjectInput, viewer: Viewer | null): Promise<DrillPlanView> {
    return this.done(input, viewer, (content) =>
      withInject(content, injectOf(input.inject, content), input.before ?? null),
    );
  }

  removeInjects(input: InjectCodesInput, viewer: Viewer | null): Promise<DrillPlanView> {
    return this.done(input, viewer, (content) => withoutInjects(content, input.codes));
  }

  copyInject(input: InjectCodeInput, viewer: Viewer | null): Promise<DrillPlanView> {
    return this.done(input, viewer, (content) => withCopy(content, input.code).content);
  }

  moveInject(input: MoveInjectInput, viewer: Viewer | null): Promise<DrillPlanView> {
    return this.done(input, viewer, (content) => movedOne(content, input.code, input.direction));
  }

  retimeInjects(input: RetimeInjectsInput, viewer: Viewer | null): Promise<DrillPlanView> {
    return this.done(input, viewer, (content) => withTimes(content, input.times));
  }

  colorInjects(input: ColorInjectsInput, viewer: Viewer | null): Promise<DrillPlanView> {
    return this.done(input, viewer, (content) => withColor(content, input.codes, input.color ?? null));
  }

  renumberInjects(input: PlanChangeInput, viewer: Viewer | null): Promise<DrillPlanView> {
    return this.done(input, viewer, renumbered);
  }

  saveSettings(input: SavePlanSettingsInput, viewer: Viewer | null): Promise<DrillPlanView> {
    return this.done(input, viewer, (content) => withSettings(content, settingsOf(input)));
  }

  /** @throws Refusal INCOMPLETE naming what would fall outside the drill, unless that is allowed */
  shift(input: ShiftPlanInput, viewer: Viewer | null): Promise<DrillPlanView> {
    const { allowOutside, lengthen } = input;
    return this.done(input, viewer, (before) => {
      const { content, moved, neededMinutes } = shifted(before, input.shift);
      const outside = moved.filter(({ outside }) => outside === 'BEFORE' || (outside === 'AFTER' && !lengthen));
      if (outside.length > 0 && !allowOutside) {
        const fields = outside.map(({ code, outside }) => ({ path: code, code: outside ?? '' }));
        throw new Refusal('INCOMPLETE', { count: String(outside.length) }, fields);
      }
      return lengthen ? { ...content, durationMinutes: neededMinutes } : content;
    });
  }

  /** What a shift would do; nothing is stored. @throws Refusal NOT_FOUND, BAD_INPUT */
  async previewShift(planId: string, shift: ShiftInput, viewer: Viewer | null): Promise<PlanShift> {
    const { content } = await this.plans.byIdFor(planId, viewer, 'drill.plan');
    const { moved, untimed, neededMinutes } = shifted(content, shift);
    return { moved: [...moved], untimed: [...untimed], neededMinutes };
  }

  async archive(input: ArchivePlanInput, viewer: Viewer | null): Promise<DrillPlanView> {
    await this.changes.archive(input, viewer);
    return this.views.byId(input.planId, viewer);
  }

  private async done(
    input: PlanChangeInput,
    viewer: Viewer | null,
    edit: (content: PlanContent) => PlanContent,
  ): Promise<DrillPlanView> {
    await this.changes.change(input, viewer, edit);
    return this.views.byId(input.planId, viewer);
  }
}

function shifted(content: PlanContent, { part, key, minutes }: ShiftInput): Shift {
  return shiftPlan(content, partOf(part, key ?? ''), minutes * 60);
}

/** @throws Refusal BAD_INPUT for a part without its key */
function partOf(kind: ShiftInput['part'], key: string): ShiftPart {
  if (kind === 'ALL') return { kind };
  if (key === '') refuseBadInput([{ path: 'shift.key', code: 'REQUIRED' }]);
  return { kind, key };
}
