import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { afterHours } from '../../core/appeal/window.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Journal, type Slot } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { Exercise } from '../exercise/exercise.entity.js';
import type { ExerciseCommandInput } from '../exercise/exercise.inputs.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { NoticeService } from '../notice/notice.service.js';
import { FinalizationChecks } from './finalization-checks.service.js';
import type { FinalizationChecklist, FinalizationItem } from './finalization.types.js';

type Step = 'PUBLIC_NOTICE_OPENED' | 'EXERCISE_FINALIZED';

/** After the end: public notice 公示, and then the final result 定榜, after which nothing is decided any more. */
@Injectable()
export class FinalizationService {
  private readonly followers: ((exerciseId: string) => Promise<void>)[] = [];

  constructor(
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly notices: NoticeService,
    private readonly checks: FinalizationChecks,
  ) {}

  /** Has `follow` called after a result has become final, before its answer goes out. */
  onFinalized(follow: (exerciseId: string) => Promise<void>): void {
    this.followers.push(follow);
  }

  /** What is still in the way of public notice and final result. @throws Refusal NOT_FOUND */
  async checklist(exerciseId: string, viewer: Viewer | null): Promise<FinalizationChecklist> {
    requireGrants(viewer, exerciseId, 'exercise.direct');
    return this.checks.of(await this.exercises.byId(exerciseId));
  }

  /** ENDED, everything judged → public notice for the hours of the policy. @throws Refusal WRONG_STATE, STALE_VERSION, INCOMPLETE */
  async openNotice(input: ExerciseCommandInput, viewer: Viewer | null): Promise<Exercise> {
    return this.step('PUBLIC_NOTICE_OPENED', input, viewer, async (tx, exercise, slot) => {
      if (exercise.noticeOpenedAt !== null) throw new Refusal('WRONG_STATE', { state: 'PUBLIC_NOTICE' });
      const { items, noticeHours } = await this.checks.of(exercise, { tx, now: slot.recordedAt });
      requireDone(items.filter(({ blocksNotice }) => blocksNotice));
      return { noticeOpenedAt: slot.recordedAt, noticeUntil: afterHours(slot.recordedAt, noticeHours) };
    });
  }

  /** Public notice over, nothing open → FINAL. @throws Refusal WRONG_STATE, STALE_VERSION, INCOMPLETE naming what is open */
  async finalize(input: ExerciseCommandInput, viewer: Viewer | null): Promise<Exercise> {
    const exercise = await this.step('EXERCISE_FINALIZED', input, viewer, async (tx, ended, slot) => {
      requireDone((await this.checks.of(ended, { tx, now: slot.recordedAt })).items);
      return { state: 'FINAL' as const, finalizedAt: slot.recordedAt };
    });
    for (const follow of this.followers) await follow(exercise.id);
    return exercise;
  }

  private async step(
    kind: Step,
    input: ExerciseCommandInput,
    viewer: Viewer | null,
    decide: (tx: EntityManager, exercise: Exercise, slot: Slot) => Promise<Partial<Exercise>>,
  ): Promise<Exercise> {
    const { exerciseId, commandId, version } = input;
    requireGrants(viewer, exerciseId, 'exercise.direct');
    const command = { streamId: exerciseId, kind, commandId, content: input, actor: viewer };
    await this.journal.append(command, async (tx, slot) => {
      const exercise = await this.exercises.byId(exerciseId, tx);
      if (exercise.version !== version) throw new Refusal('STALE_VERSION', { version: String(exercise.version) });
      if (exercise.state !== 'ENDED') throw new Refusal('WRONG_STATE', { state: exercise.state });
      const change = { ...(await decide(tx, exercise, slot)), version: version + 1 };
      await tx.update(Exercise, { id: exerciseId }, change);
      const notice = await this.tellAll(tx, { ...exercise, ...change }, { slot, kind });
      return { subjectId: exerciseId, details: { sealed: await sealRows(tx, { exercise: exerciseId, notice }) } };
    });
    return this.exercises.byId(exerciseId);
  }

  private async tellAll(
    tx: EntityManager,
    { id, noticeUntil }: Exercise,
    { slot, kind }: { slot: Slot; kind: Step },
  ): Promise<string[]> {
    const teams = await this.exercises.teamsOf(id, tx);
    const units = (await this.exercises.unitsOf(id, tx)).filter((unit) => unit.parentId === null && unit.isParticipant);
    const params: Record<string, string> =
      kind === 'PUBLIC_NOTICE_OPENED' ? { until: noticeUntil?.toISOString() ?? '' } : {};
    const toAll = [...teams, ...units].map((party) => {
      return { to: { partyId: party.id }, subjectId: id, code: kind, params };
    });
    return this.notices.give(tx, id, slot, toAll);
  }
}

function requireDone(items: readonly FinalizationItem[]): void {
  const open = items.filter(({ count }) => count > 0).map(({ key }) => ({ path: key, code: 'OPEN' }));
  if (open.length > 0) throw new Refusal('INCOMPLETE', {}, open);
}
