import { Injectable } from '@nestjs/common';
import { grantsIn, playsIn, type Viewer } from '../../core/access/permissions.js';
import { drillView } from '../../core/drill/view.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import { Clock } from '../../platform/clock/clock.js';
import { RecusalService } from '../adjudication/recusal.service.js';
import { IdentityService } from '../identity/identity.service.js';
import {
  actorIds,
  actViews,
  answersOf,
  cellView,
  clockView,
  expectationView,
  injectViews,
  marksOfUnits,
  type ShownDrill,
} from './drill-board.view.js';
import { comingViews } from './drill-coming.view.js';
import type { Drill } from './drill.entity.js';
import type { AnsweredDrill } from './drill-response.service.js';
import { DrillService } from './drill.service.js';
import type { DrillBoard, DrillRights } from './drill.types.js';
import type { MyDrill, MyInject } from './my-drill.types.js';

/** How drills are shown: all of them to those who direct or evaluate, to a unit what was released to it. */
@Injectable()
export class DrillViewService {
  constructor(
    private readonly drills: DrillService,
    private readonly clock: Clock,
    private readonly identity: IdentityService,
    private readonly recusal: RecusalService,
  ) {}

  /** All drills of an exercise, latest first. @throws Refusal NOT_FOUND */
  async boards(exerciseId: string, viewer: Viewer | null): Promise<DrillBoard[]> {
    requireGrants(viewer, exerciseId, 'drill.read');
    const boards: DrillBoard[] = [];
    for (const drill of await this.drills.ofExercise(exerciseId)) boards.push(await this.board(drill, viewer));
    return boards;
  }

  /** One drill. @throws Refusal NOT_FOUND */
  async read(id: string, viewer: Viewer | null): Promise<DrillBoard> {
    return this.board(await this.drills.byIdFor(id, viewer, 'drill.read'), viewer);
  }

  /** A drill as those see it who direct or evaluate; the caller has seen to it that the viewer does. */
  async board(drill: Drill, viewer: Viewer | null): Promise<DrillBoard> {
    const { scene, ...shown } = await this.shown(drill);
    const { id, exerciseId, planId, contentHash, isRehearsal, content, units } = drill;
    return {
      ...{ id, exerciseId, planId, contentHash, isRehearsal, name: content.title, createdAt: drill.recordedAt },
      state: shown.view.clock.state,
      durationSeconds: content.durationMinutes * 60,
      clock: clockView(shown),
      units: [...units],
      groups: content.cells.map(({ key, name }) => ({ id: key, name })),
      injects: injectViews(shown),
      coming: comingViews(shown, scene),
      acts: actViews(shown),
      marksOf: marksOfUnits(shown),
      rights: await this.rightsOf(drill, viewer),
    };
  }

  /** Drills under way or over that the viewer's units take part in, latest first. @throws Refusal NOT_FOUND */
  async mine(exerciseId: string, viewer: Viewer | null): Promise<MyDrill[]> {
    requireGrants(viewer, exerciseId, 'drill.take');
    const mine: MyDrill[] = [];
    for (const drill of await this.drills.ofExercise(exerciseId)) {
      for (const { id: unitId } of this.drills.ownUnits(drill, viewer)) mine.push(await this.ofUnit({ drill, unitId }));
    }
    // What is only prepared is nothing a unit may know of.
    return mine.filter(({ state }) => state !== 'PREPARED');
  }

  /** A drill as one unit sees it; the caller has seen to it that it is the viewer's. */
  async ofUnit({ drill, unitId }: AnsweredDrill): Promise<MyDrill> {
    const shown = await this.shown(drill);
    const answers = answersOf(shown);
    const released = shown.view.cells.filter(({ unitId: own, cell }) => own === unitId && cell.released !== null);
    const injects = released.flatMap((view): MyInject[] => {
      const inject = shown.view.injects.find(({ code }) => code === view.code);
      if (inject === undefined) return [];
      const { title, body: text, channel, code, cell } = inject;
      const { releasedAt, marks, ...rest } = cellView(shown, inject, view, answers);
      const cellName = drill.content.cells.find(({ key }) => key === cell)?.name ?? '';
      const stands = { ...rest, releasedAt: releasedAt ?? shown.now };
      const own = { marks: marks && { ...marks, byName: null }, expectation: expectationView(inject) };
      return [{ ...stands, code, title, text, channel, cell, cellName, attachments: [...inject.attachments], ...own }];
    });
    const unitName = drill.units.find(({ id }) => id === unitId)?.name ?? '';
    return {
      ...{ id: drill.id, unitId, unitName, name: drill.content.title, isRehearsal: drill.isRehearsal },
      state: shown.view.clock.state,
      clock: clockView(shown),
      injects: injects.sort((a, b) => b.releasedAt.getTime() - a.releasedAt.getTime()),
    };
  }

  /** A drill folded at this moment, with the names of everybody in it. */
  async shown(drill: Drill): Promise<ShownDrill & { scene: Awaited<ReturnType<DrillService['load']>>['scene'] }> {
    const { rows, scene } = await this.drills.load(drill);
    const now = this.clock.now();
    const people = await this.identity.byIds(actorIds(rows));
    const names = new Map(people.map(({ id, displayName }) => [id, displayName]));
    return { drill, rows, scene, now, names, view: drillView(scene, now.getTime()) };
  }

  private async rightsOf(drill: Drill, viewer: Viewer | null): Promise<DrillRights> {
    const { userId } = requireViewer(viewer);
    const related = await this.recusal.relatedTo(null, userId, drill.exerciseId);
    const mayEvaluate = grantsIn(viewer, drill.exerciseId, 'drill.evaluate').length > 0;
    return {
      run: grantsIn(viewer, drill.exerciseId, 'drill.run').length > 0,
      evaluate: mayEvaluate && viewer !== null && !playsIn(viewer, drill.exerciseId),
      barredUnitIds: drill.units.map(({ id }) => id).filter((id) => related.includes(id)),
    };
  }
}
