import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { PeriodService } from './period.service.js';
import { TaskFactsService } from './task-facts.service.js';
import { taskWorkbook } from './task-sheet.js';
import type { SheetLanguage } from './task-sheet-words.js';
import { TaskViewService } from './task-view.service.js';

const FORMAT = 'protection-tasks.xlsx';

/** The tasks of a period as a workbook, as far as the viewer may know them. */
@Injectable()
export class TaskExport {
  constructor(
    private readonly journal: Journal,
    private readonly periods: PeriodService,
    private readonly facts: TaskFactsService,
    private readonly view: TaskViewService,
  ) {}

  /** Records that it was taken, then makes it. @throws Refusal NOT_FOUND */
  async take(
    periodId: string,
    language: SheetLanguage,
    viewer: Viewer | null,
  ): Promise<{ readonly fileName: string; readonly body: Buffer }> {
    const period = await this.periods.read(periodId, viewer);
    const content = { format: FORMAT, periodId: period.id };
    const { exerciseId: streamId } = period;
    const command = { streamId, kind: 'EXPORT_TAKEN', commandId: randomUUID(), content, actor: viewer };
    const { seq } = await this.journal.append(command, () =>
      Promise.resolve({ subjectId: period.id, details: content }),
    );
    const matrix = await this.view.matrix(periodId, viewer);
    const seen = new Set(matrix.units.map(({ id }) => id));
    const stored = (await this.facts.of(periodId)).acts.filter(({ unitId }) => seen.has(unitId));
    const views = await this.view.acts(stored);
    const acts = stored.flatMap(({ taskId, unitId }, index) => {
      const view = views[index];
      return view === undefined ? [] : [{ ...view, taskId, unitId }];
    });
    return { fileName: `yanwu-protection-${seq}.xlsx`, body: await taskWorkbook({ period, matrix, acts, language }) };
  }
}
