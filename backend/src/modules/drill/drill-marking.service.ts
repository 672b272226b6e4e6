import { Injectable } from '@nestjs/common';
import { playsIn, type Viewer } from '../../core/access/permissions.js';
import { canonicalMark, type CellCase, markProblems, requireMarkable } from '../../core/drill/release.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { requireViewer } from '../../platform/access/viewer.js';
import { DrillMarkService } from '../adjudication/drill-mark.service.js';
import { RecusalService } from '../adjudication/recusal.service.js';
import { type ActMoment, type Decided, DrillActingService } from './drill-acting.service.js';
import type { Drill } from './drill.entity.js';
import type { MarkResponseInput } from './drill.inputs.js';
import { caseOf, DrillService } from './drill.service.js';

/** Marks of evaluators on what units did. */
@Injectable()
export class DrillMarkingService {
  constructor(
    private readonly drills: DrillService,
    private readonly acting: DrillActingService,
    private readonly marks: DrillMarkService,
    private readonly recusal: RecusalService,
  ) {}

  /**
   * Marks what a unit did, also after the end; given again it corrects. What counts is posted in the same act.
   * @throws Refusal NOT_FOUND, BAD_INPUT, WRONG_STATE, CONFLICT_OF_INTEREST for who plays or is related to the unit
   */
  async mark(input: MarkResponseInput, viewer: Viewer | null): Promise<Drill> {
    const drill = await this.drills.byIdFor(input.drillId, viewer, 'drill.evaluate');
    const actor = requireViewer(viewer);
    if (playsIn(actor, drill.exerciseId)) throw new Refusal('CONFLICT_OF_INTEREST');
    const inject = drill.content.injects.find(({ code }) => code === input.code);
    if (inject === undefined || !drill.units.some(({ id }) => id === input.unitId)) throw new Refusal('NOT_FOUND');
    refuseBadInput(markProblems(inject, input.points));
    if (!drill.isRehearsal) await this.marks.prepare(drill.exerciseId);
    await this.acting.act({
      ...{ drill, commandId: input.commandId, content: input, actor, kind: 'MARKED' },
      decide: (moment) => this.decide(drill, actor, input, moment),
    });
    return drill;
  }

  private async decide(drill: Drill, actor: Viewer, input: MarkResponseInput, moment: ActMoment): Promise<Decided> {
    const { tx, scene, fold, slot } = moment;
    const about = caseOf(scene, fold, input.code, input.unitId);
    requireMarkable(about);
    await this.recusal.requireImpartial(tx, actor, [about.unitId]);
    const points = canonicalMark(input.points);
    const place = { code: input.code, unitId: about.unitId, atMs: slot.recordedAt.getTime() };
    const act = { ...place, kind: 'MARKED', points, comment: input.comment.trim() } as const;
    if (drill.isRehearsal) return { act };
    const { sealed, posted } = await this.marks.record(tx, slot, actor, {
      ...{ id: input.commandId.toLowerCase(), exerciseId: drill.exerciseId, drillId: drill.id, points },
      ...{ unitId: about.unitId, comment: act.comment, releaseSeq: releaseSeqOf(moment, about) },
      ...marked(about),
    });
    return { act, details: { sealed, posted } };
  }
}

function marked({ inject }: CellCase) {
  const { kind = 'ACKNOWLEDGE', points = '0' } = inject.expectation ?? {};
  return { injectCode: inject.code, injectTitle: inject.title, expectation: kind, fullPoints: points } as const;
}

/** Journal number of the latest release to the unit. */
function releaseSeqOf({ rows }: ActMoment, { inject, unitId }: CellCase): number {
  const isIt = (row: ActMoment['rows'][number]): boolean =>
    row.kind === 'RELEASED' && row.code === inject.code && row.unitId === unitId;
  return rows.findLast(isIt)?.seq ?? 0;
}
