import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { requireCompletable, requireUnderWay } from '../../core/drill/release.js';
import { unknownIds } from '../../core/kernel/form.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { requireViewer } from '../../platform/access/viewer.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { DrillActingService } from './drill-acting.service.js';
import type { Drill } from './drill.entity.js';
import type { AcknowledgeInjectInput, CompleteInjectInput } from './drill.inputs.js';
import { caseOf, DrillService } from './drill.service.js';

/** A drill and the unit somebody answered for. */
export interface AnsweredDrill {
  readonly drill: Drill;
  readonly unitId: string;
}

/** Somebody of the unit was faster: there is nothing left to write. */
class DoneAlready extends Error {}

/** What the people of a unit do about what was released to them. */
@Injectable()
export class DrillResponseService {
  constructor(
    private readonly drills: DrillService,
    private readonly acting: DrillActingService,
    private readonly evidence: EvidenceService,
  ) {}

  /** 签收. Whoever comes second changes nothing. @throws Refusal NOT_FOUND for what was not released to the unit, WRONG_STATE */
  async acknowledge(input: AcknowledgeInjectInput, viewer: Viewer | null): Promise<AnsweredDrill> {
    const answered = await this.answeredFor(input, viewer);
    const { drill, unitId } = answered;
    const { code } = input;
    const wanted = { drill, commandId: input.commandId, content: input, actor: requireViewer(viewer) };
    await this.acting
      .act({
        ...wanted,
        kind: 'ACKNOWLEDGED',
        decide: ({ scene, fold, slot }) => {
          const { cell } = caseOf(scene, fold, code, unitId);
          if (cell.released === null) throw new Refusal('NOT_FOUND');
          if (cell.acknowledged !== null) throw new DoneAlready();
          requireUnderWay(fold);
          return { act: { kind: 'ACKNOWLEDGED', atMs: slot.recordedAt.getTime(), code, unitId } };
        },
      })
      .catch((error: unknown) => {
        if (!(error instanceof DoneAlready)) throw error;
      });
    return answered;
  }

  /** 完成, with words and maybe evidence; once. @throws Refusal NOT_FOUND, WRONG_STATE, BAD_INPUT for evidence that is not the unit's */
  async complete(input: CompleteInjectInput, viewer: Viewer | null): Promise<AnsweredDrill> {
    const answered = await this.answeredFor(input, viewer);
    const { drill, unitId } = answered;
    const { code } = input;
    const evidenceIds = [...new Set(input.evidenceIds.map((id) => id.toLowerCase()))];
    await this.acting.act({
      ...{ drill, commandId: input.commandId, content: input, actor: requireViewer(viewer), kind: 'COMPLETED' },
      decide: async ({ tx, scene, fold, slot }) => {
        requireCompletable(fold, caseOf(scene, fold, code, unitId));
        const owner = { exerciseId: drill.exerciseId, partyId: unitId };
        refuseBadInput(unknownIds('evidenceIds', evidenceIds, await this.evidence.ownedIds(owner, evidenceIds, tx)));
        const atMs = slot.recordedAt.getTime();
        return { act: { kind: 'COMPLETED', atMs, code, unitId, text: input.text.trim(), evidenceIds } };
      },
    });
    return answered;
  }

  /** The unit the viewer answers for: the one named, else the only one. Not his, not there. @throws Refusal NOT_FOUND */
  private async answeredFor(input: AcknowledgeInjectInput, viewer: Viewer | null): Promise<AnsweredDrill> {
    const drill = await this.drills.byIdFor(input.drillId, viewer, 'drill.take');
    const own = this.drills.ownUnits(drill, viewer);
    const unitId = input.unitId == null ? own[0]?.id : own.find(({ id }) => id === input.unitId?.toLowerCase())?.id;
    if (unitId === undefined) throw new Refusal('NOT_FOUND');
    return { drill, unitId };
  }
}
