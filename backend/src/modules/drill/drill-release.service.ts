import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { foldDrill } from '../../core/drill/cells.js';
import { requireReleasable, requireTakeBack, requireUnderWay } from '../../core/drill/release.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireViewer } from '../../platform/access/viewer.js';
import { timerCommandId } from '../../platform/timetable/command-id.js';
import { type ActMoment, DrillActingService, type PersonsAct } from './drill-acting.service.js';
import type { Drill } from './drill.entity.js';
import type { RecordCallInput, ReleaseInjectInput, TakeBackInjectInput } from './drill.inputs.js';
import { caseOf, DrillService } from './drill.service.js';

/** What facilitators do to single injects by hand. */
@Injectable()
export class DrillReleaseService {
  constructor(
    private readonly drills: DrillService,
    private readonly acting: DrillActingService,
  ) {}

  /**
   * Releases an inject to units: a manual one, one ahead of its time, or one that was taken back. One record each, so
   * that no unit hears of the others.
   * @throws Refusal NOT_FOUND, WRONG_STATE while the clock stands or where it was released, REQUIREMENT_OPEN
   */
  async release(input: ReleaseInjectInput, viewer: Viewer | null): Promise<Drill> {
    const drill = await this.drills.byIdFor(input.drillId, viewer, 'drill.run');
    const actor = requireViewer(viewer);
    const acts = (await this.unitsFor(drill, input)).map((unitId): PersonsAct => {
      const commandId = timerCommandId('drill-hand', input.commandId, unitId);
      const content = { drillId: drill.id, code: input.code, unitId };
      const decide = ({ scene, fold, slot }: ActMoment) => {
        requireReleasable(fold, caseOf(scene, fold, input.code, unitId));
        const atMs = slot.recordedAt.getTime();
        return { act: { kind: 'RELEASED', atMs, code: input.code, unitId, by: 'HAND' } as const };
      };
      return { drill, commandId, content, actor, kind: 'RELEASED', decide };
    });
    await this.acting.actAll(acts);
    return drill;
  }

  /** Takes a wrong release back before the unit acknowledged it. @throws Refusal NOT_FOUND, WRONG_STATE, ALREADY_ACKNOWLEDGED */
  async takeBack(input: TakeBackInjectInput, viewer: Viewer | null): Promise<Drill> {
    const { code, unitId } = input;
    const drill = await this.drills.byIdFor(input.drillId, viewer, 'drill.run');
    await this.acting.act({
      ...{ drill, commandId: input.commandId, content: input, actor: requireViewer(viewer), kind: 'TAKEN_BACK' },
      decide: ({ scene, fold, slot }) => {
        requireTakeBack(fold, caseOf(scene, fold, code, unitId));
        const atMs = slot.recordedAt.getTime();
        return { act: { kind: 'TAKEN_BACK', atMs, code, unitId, reason: input.reason.trim() } };
      },
    });
    return drill;
  }

  /** Notes that a unit was reached by telephone. @throws Refusal NOT_FOUND, WRONG_STATE */
  async call(input: RecordCallInput, viewer: Viewer | null): Promise<Drill> {
    const { code, unitId } = input;
    const drill = await this.drills.byIdFor(input.drillId, viewer, 'drill.run');
    await this.acting.act({
      ...{ drill, commandId: input.commandId, content: input, actor: requireViewer(viewer), kind: 'CALLED' },
      decide: ({ scene, fold, slot }) => {
        requireUnderWay(fold);
        const { cell } = caseOf(scene, fold, code, unitId);
        if (cell.released === null) throw new Refusal('WRONG_STATE', { state: 'WAITING', code });
        return { act: { kind: 'CALLED', atMs: slot.recordedAt.getTime(), code, unitId, text: input.text.trim() } };
      },
    });
    return drill;
  }

  /** The units named; else all it is addressed to and that do not have it, or had it from this very command. */
  private async unitsFor(drill: Drill, { code, unitIds, commandId }: ReleaseInjectInput): Promise<string[]> {
    const { scene, rows } = await this.drills.load(drill);
    const fold = foldDrill(scene, scene.acts);
    if (unitIds != null) {
      const wanted = [...new Set(unitIds.map((id) => id.toLowerCase()))];
      for (const unitId of wanted)
        requireOpen(caseOf(scene, fold, code, unitId).cell.released === null || isOwn(unitId), code);
      return wanted;
    }
    if (!scene.content.injects.some((inject) => inject.code === code)) throw new Refusal('NOT_FOUND');
    const open = drill.units
      .map(({ id }) => id)
      .filter((id) => {
        const cell = fold.cells.get(id)?.get(code);
        return cell !== undefined && (cell.released === null || isOwn(id));
      });
    requireOpen(open.length > 0, code);
    return open;

    function isOwn(unitId: string): boolean {
      const id = timerCommandId('drill-hand', commandId, unitId);
      return rows.some((row) => row.id === id);
    }
  }
}

/** All or none: what one unit has already is refused before anything is written. */
function requireOpen(isOpen: boolean, code: string): void {
  if (!isOpen) throw new Refusal('WRONG_STATE', { state: 'RELEASED', code });
}
