import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, Not } from 'typeorm';
import { points } from '../../core/kernel/points.js';
import { type FieldProblem, refuseBadInput } from '../../core/kernel/refusal.js';
import type { Adjustment, RegroupedEvent } from '../../core/rescoring/change.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { Incident } from '../incident/incident.entity.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { signProblems } from './change-checks.js';
import type { AdjustmentInput, EventRegroupingInput } from './rescoring.inputs.js';

/** Signed and bounded, so that no figure can be absurdly long. */
const AMOUNT = /^-?\d{1,12}(\.\d{1,6})?$/;

/** Reads the parts of a proposal that stand by themselves: event groups and points by hand. */
@Injectable()
export class PartChangeService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly exercises: ExerciseService,
    private readonly ledger: LedgerService,
  ) {}

  /** An event happens to one root unit: reports of others cannot be about it. @throws Refusal BAD_INPUT */
  async events({ incidentIds, eventKey }: EventRegroupingInput, exercise: Exercise): Promise<RegroupedEvent> {
    const ids = [...new Set(incidentIds.map((id) => id.toLowerCase()))];
    if (ids.length === 0) refuseBadInput([{ path: 'events.incidentIds', code: 'REQUIRED' }]);
    const where = { id: In(ids), exerciseId: exercise.id, receiptSeq: Not(IsNull()) };
    const found = new Map((await this.dataSource.manager.findBy(Incident, where)).map((row) => [row.id, row]));
    const key = (eventKey ?? '').trim();
    const rootId = found.get(ids[0] ?? '')?.rootId;
    refuseBadInput(
      ids.flatMap((id, index): FieldProblem[] => {
        const incident = found.get(id);
        const path = `events.incidentIds.${index}`;
        if (incident === undefined) return [{ path, code: 'NOT_FOUND' }];
        return key !== '' && rootId !== undefined && incident.rootId !== rootId ? [{ path, code: 'OTHER_UNIT' }] : [];
      }),
    );
    return { kind: 'EVENT_REGROUPED', incidentIds: ids, eventKey: key === '' ? null : key };
  }

  /** Points given or taken by hand. @throws Refusal BAD_INPUT */
  async adjustment(input: AdjustmentInput, exercise: Exercise): Promise<Adjustment> {
    const { side, partyId, account, amount } = input;
    const problems: FieldProblem[] = [];
    if (!AMOUNT.test(amount)) problems.push({ path: 'adjustment.amount', code: 'WRONG_FORM' });
    else if (points(amount).n === 0n) problems.push({ path: 'adjustment.amount', code: 'TOO_SMALL' });
    if ((account === 'ATTACK') !== (side === 'ATTACK'))
      problems.push({ path: 'adjustment.account', code: 'NOT_A_CHOICE' });
    const parties =
      side === 'ATTACK'
        ? await this.exercises.teamsOf(exercise.id)
        : (await this.exercises.unitsOf(exercise.id)).filter((unit) => unit.parentId === null && unit.isParticipant);
    if (!parties.some(({ id }) => id === partyId)) problems.push({ path: 'adjustment.partyId', code: 'NOT_FOUND' });
    refuseBadInput(problems);
    refuseBadInput(signProblems(account, amount, await this.ledger.inForceOf(exercise.id, [partyId])));
    return { kind: 'ADJUSTMENT', party: { side, id: partyId }, account, amount };
  }
}
