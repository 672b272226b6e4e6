import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { marksProblems } from '../../core/adjudication/marks.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import type { PinnedRules } from '../../core/scoring/compute-awards.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { Incident } from '../incident/incident.entity.js';
import { IncidentService } from '../incident/incident.service.js';
import type { MarksInput } from './adjudication.inputs.js';
import { Decisions } from './agreement-decisions.service.js';
import { requireReferee } from './judging.rights.js';
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
    private readonly decisions: Decisions,
  ) {}

  /**
   * Records a whole mark sheet and posts what it changes.
   * @throws Refusal BAD_INPUT naming every unmarked item, CONFLICT_OF_INTEREST, STALE_VERSION, WRONG_STATE,
   * PANEL_NEEDED where several referees mark, CLAIMED_BY_OTHER, RESCORING_NEEDED once marked
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
    await this.decisions.prepare(incident.exerciseId);
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
    refuseBadInput(marksProblems(defenseRules(await this.rulesFor(incident)), input.marks));
    return incident;
  }

  /** The rules an incident is marked by. */
  async rulesFor({ exerciseId }: Incident): Promise<PinnedRules> {
    return this.scoring.rulesOf(await this.exercises.byId(exerciseId));
  }

  /** All mark sheets on these incidents, oldest first. */
  async ofIncidents(incidentIds: readonly string[]): Promise<MarkSheet[]> {
    if (incidentIds.length === 0) return [];
    const where = { incidentId: In([...incidentIds]) };
    return this.dataSource.manager.find(MarkSheet, { where, order: { seq: 'ASC' } });
  }

  private async write(tx: EntityManager, slot: Slot, { input, incident, referee }: Act): Promise<Written> {
    const exercise = await this.decisions.requireIncident(tx, incident, referee);
    await this.incidents.requireMarkable(tx, incident.id, slot.recordedAt);
    const before = await this.inForce(tx, incident.id);
    if ((before?.id ?? null) !== (input.expectedMarkSheetId ?? null)) throw new Refusal('STALE_VERSION');
    await this.requireUnsettled(tx, before);
    const subject = { kind: 'INCIDENT', id: incident.id } as const;
    await this.decisions.requireAlone(tx, subject);
    await this.decisions.requireSeat(tx, subject, { referee, now: slot.recordedAt });
    const origin = { id: input.commandId, refereeId: referee.userId, basis: 'SINGLE', opinionIds: [] } as const;
    const { sealed, posted } = await this.decisions.sheet(tx, slot, { exercise, incident, draft: input, ...origin });
    const details = { before: before?.id ?? null, sealed, posted };
    return { subjectId: incident.id, partyId: incident.rootId, details };
  }

  /**
   * Marks that stand are changed by a reviewed set; anew they are given only for a report filed since.
   * @throws Refusal RESCORING_NEEDED
   */
  async requireUnsettled(tx: EntityManager, before: MarkSheet | null): Promise<void> {
    if (before === null) return;
    const [row] = await tx.query<{ has: boolean }[]>(
      `SELECT EXISTS (SELECT 1 FROM incident_report r
                       WHERE r.incident_id = $1 AND r.state = 'FILED' AND r.receipt_seq > $2) AS has`,
      [before.incidentId, before.seq],
    );
    if (row?.has !== true) throw new Refusal('RESCORING_NEEDED');
  }

  /** The mark sheet in force on an incident. */
  inForce(tx: EntityManager, incidentId: string): Promise<MarkSheet | null> {
    return tx.findOne(MarkSheet, { where: { incidentId }, order: { seq: 'DESC' } });
  }
}
