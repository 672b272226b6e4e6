import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { marksProblems } from '../../core/adjudication/marks.js';
import { exactText, sum, ZERO } from '../../core/kernel/points.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import type { IncidentFact } from '../../core/scoring/facts.js';
import type { Scorer } from '../../core/scoring/scorer.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { Incident } from '../incident/incident.entity.js';
import { IncidentService } from '../incident/incident.service.js';
import type { MarksInput } from './adjudication.inputs.js';
import { requireJudging, requireReferee } from './judging.js';
import { MarkSheet } from './mark-sheet.entity.js';
import { defenseRules, ScoringService } from './scoring.service.js';

interface Act {
  readonly input: MarksInput;
  readonly incident: Incident;
  readonly referee: Viewer;
}

/** Marks on incidents, by the rubric of the pinned rules. */
@Injectable()
export class MarksService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly incidents: IncidentService,
    private readonly scoring: ScoringService,
  ) {}

  /**
   * Records a whole mark sheet and posts what it changes.
   * @throws Refusal BAD_INPUT naming every unmarked item, CONFLICT_OF_INTEREST, STALE_VERSION, WRONG_STATE
   */
  async record(input: MarksInput, viewer: Viewer | null): Promise<Incident> {
    const incident = await this.markable(input, viewer);
    const referee = requireReferee(viewer, incident.exerciseId);
    const command = {
      streamId: incident.exerciseId,
      kind: 'MARKS_RECORDED',
      commandId: input.commandId,
      content: input,
    };
    await this.scoring.prepare(incident.exerciseId);
    await this.journal.append({ ...command, actor: referee }, (tx, slot) =>
      this.write(tx, slot, { input, incident, referee }),
    );
    return this.incidents.load(incident.id);
  }

  /** A filed incident with marks that fit the rubric. @throws Refusal NOT_FOUND, WRONG_STATE, BAD_INPUT */
  async markable(input: MarksInput, viewer: Viewer | null): Promise<Incident> {
    const incident = await this.incidents.load(input.incidentId);
    requireReferee(viewer, incident.exerciseId);
    if (incident.receiptSeq === null) throw new Refusal('WRONG_STATE', { state: 'OPEN' });
    const rules = await this.scoring.rulesOf(await this.exercises.byId(incident.exerciseId));
    refuseBadInput(marksProblems(defenseRules(rules), input.marks));
    return incident;
  }

  /** All mark sheets on these incidents, oldest first. */
  async ofIncidents(incidentIds: readonly string[]): Promise<MarkSheet[]> {
    if (incidentIds.length === 0) return [];
    const where = { incidentId: In([...incidentIds]) };
    return this.dataSource.manager.find(MarkSheet, { where, order: { seq: 'ASC' } });
  }

  private async write(tx: EntityManager, slot: Slot, { input, incident, referee }: Act): Promise<Written> {
    const exercise = await this.exercises.byId(incident.exerciseId, tx);
    requireJudging(exercise);
    const order = { seq: 'DESC' } as const;
    const before = await tx.findOne(MarkSheet, { where: { incidentId: incident.id }, order });
    if ((before?.id ?? null) !== (input.expectedMarkSheetId ?? null)) throw new Refusal('STALE_VERSION');
    const scoring = await this.scoring.begin(tx, exercise, slot);
    await tx.insert(MarkSheet, {
      id: input.commandId,
      exerciseId: exercise.id,
      seq: slot.seq,
      incidentId: incident.id,
      marks: input.marks.map(({ itemKey, share, comment }) => ({ itemKey, share, comment })),
      comment: input.comment,
      // For rule-sets that pay on the deduction as it stood when the marks were given.
      deductionAtMarking: linkedDeduction(scoring.before, incident),
      refereeId: referee.userId,
      recordedAt: slot.recordedAt,
    });
    const posted = await scoring.post({ incidents: [incident.id] });
    const sealed = await sealRows(tx, { mark_sheet: input.commandId });
    const details = { before: before?.id ?? null, sealed, posted };
    return { subjectId: incident.id, partyId: incident.rootId, details };
  }
}

/** Deduction of the results an incident is linked to, exact text; null without a link. */
export function linkedDeduction(scorer: Scorer, { id, unitId }: Pick<IncidentFact, 'id' | 'unitId'>): string | null {
  const fact = scorer.around(unitId).facts.incidents.find((incident) => incident.id === id);
  const linked = fact?.linkedResultIds ?? [];
  return linked.length === 0 ? null : exactText(sum(linked.map((resultId) => scorer.costOf(resultId) ?? ZERO)));
}
