import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { IdentityService } from '../identity/identity.service.js';
import { PeriodService } from '../protection/period.service.js';
import { Lesson } from './remediation.entity.js';
import type { RecordLessonInput } from './remediation.inputs.js';
import type { LessonView } from './remediation.types.js';

/** Lessons 复盘 from a period: a unit reads its own and control's, control all. */
@Injectable()
export class LessonService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly periods: PeriodService,
    private readonly exercises: ExerciseService,
    private readonly identity: IdentityService,
  ) {}

  /** As far as the viewer may read them, oldest first. @throws Refusal NOT_FOUND */
  async list(periodId: string, viewer: Viewer | null): Promise<LessonView[]> {
    const { id, exerciseId } = await this.periods.read(periodId, viewer);
    const grants = requireGrants(viewer, exerciseId, 'remediation.read');
    const directs = grants.some(({ role }) => role === 'ORGANIZER');
    const own = grants.flatMap(({ unitId }) => unitId ?? []);
    const rows = await this.dataSource.manager.find(Lesson, { where: { periodId: id }, order: { seq: 'ASC' } });
    const seen = rows.filter(({ rootId }) => directs || rootId === null || own.includes(rootId));
    return this.views(exerciseId, seen);
  }

  /** Writes one down; it stays. @throws Refusal NOT_FOUND, BAD_INPUT when nothing is said */
  async record(input: RecordLessonInput, viewer: Viewer): Promise<LessonView> {
    const { commandId, periodId, unitId: rootId = null } = input;
    const { exerciseId, unitIds } = await this.periods.read(periodId, viewer);
    const works = grantsIn(viewer, exerciseId, 'remediation.work');
    const may = works.some(({ unitId, role }) => (rootId === null ? role === 'ORGANIZER' : unitId === rootId));
    if (!may || (rootId !== null && !unitIds.includes(rootId))) throw new Refusal('NOT_FOUND');
    const command = { streamId: exerciseId, kind: 'LESSON_RECORDED', commandId, content: input, actor: viewer };
    const receipt = await this.journal.append(command, async (tx, slot) => {
      const words = { wentWell: input.wentWell.trim(), wentWrong: input.wentWrong.trim() };
      const isEmpty = words.wentWell === '' && words.wentWrong === '';
      refuseBadInput(isEmpty ? [{ path: 'wentWrong', code: 'REQUIRED' }] : []);
      await tx.insert(Lesson, {
        ...{ id: commandId, exerciseId, seq: slot.seq, periodId, rootId, ...words },
        ...{ byId: viewer.userId, recordedAt: slot.recordedAt },
      });
      const sealed = await sealRows(tx, { remediation_lesson: commandId });
      return { subjectId: commandId, partyId: rootId, details: { sealed } };
    });
    const row = await this.dataSource.manager.findOneByOrFail(Lesson, { id: receipt.subjectId });
    const [view] = await this.views(exerciseId, [row]);
    if (view === undefined) throw new Refusal('NOT_FOUND');
    return view;
  }

  private async views(exerciseId: string, rows: readonly Lesson[]): Promise<LessonView[]> {
    const units = new Map((await this.exercises.unitsOf(exerciseId)).map((unit) => [unit.id, unit]));
    const users = await this.identity.byIds(rows.map(({ byId }) => byId));
    const names = new Map(users.map((user) => [user.id, user.displayName]));
    return rows.map((row) => ({
      ...row,
      unit: units.get(row.rootId ?? '') ?? null,
      byName: names.get(row.byId) ?? '',
    }));
  }
}
