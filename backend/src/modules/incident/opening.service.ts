import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { refuseBadInput } from '../../core/kernel/refusal.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { NumberingService } from '../exercise/numbering.service.js';
import { DefenderService } from './defender.service.js';
import { Incident } from './incident.entity.js';
import type { OpenIncidentInput } from './incident.inputs.js';
import { IncidentService } from './incident.service.js';

/** Opens a defender's case 立案. */
@Injectable()
export class OpeningService {
  constructor(
    private readonly journal: Journal,
    private readonly incidents: IncidentService,
    private readonly defender: DefenderService,
    private readonly numbering: NumberingService,
  ) {}

  /**
   * Opens an incident for a unit of the viewer's tree; discovery time is the defender's own proof 防守方自证.
   * @throws Refusal EXERCISE_NOT_LIVE, BAD_INPUT for a foreign unit or times out of order
   */
  async open(input: OpenIncidentInput, viewer: Viewer): Promise<Incident> {
    const { commandId, exerciseId, unitId, discoveredAt } = input;
    const attackStartedAt = input.attackStartedAt ?? null;
    if (attackStartedAt !== null && discoveredAt < attackStartedAt) {
      refuseBadInput([{ path: 'discoveredAt', code: 'BEFORE_START' }]);
    }
    const command = { streamId: exerciseId, kind: 'INCIDENT_OPENED', commandId, content: input, actor: viewer };
    const receipt = await this.journal.append(command, async (tx, slot) => {
      const { rootId } = await this.defender.unitFor(viewer, { exerciseId, unitId }, tx);
      await this.defender.liveExercise(exerciseId, tx);
      const code = await this.numbering.nextCode(tx, exerciseId, 'E');
      const title = input.title.trim();
      const opened = { openedById: viewer.userId, openedSeq: slot.seq, createdAt: slot.recordedAt };
      const row = { id: commandId, exerciseId, rootId, unitId, code, title, attackStartedAt, discoveredAt, ...opened };
      await tx.insert(Incident, { ...row, version: 1, receiptSeq: null });
      const sealed = await sealRows(tx, { incident: commandId });
      return { subjectId: commandId, partyId: rootId, details: { code, title, unitId, sealed } };
    });
    return this.incidents.read(receipt.subjectId, viewer);
  }
}
