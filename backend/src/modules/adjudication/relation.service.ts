import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import { type RelationDraft, relationProblems } from '../../core/adjudication/recusal.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { RecusalService } from './recusal.service.js';
import { StoredRelation } from './relation.entity.js';
import type { DeclareRelationInput, EndRelationInput, RefereeRelation } from './relation.types.js';

/** Relations of referees to parties: declared by themselves or an organizer, ended by an organizer only. */
@Injectable()
export class RelationService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly recusal: RecusalService,
  ) {}

  /** Ended ones too, latest first: a referee's own; all for organizers and the chief. @throws Refusal NOT_FOUND */
  async list(exerciseId: string, viewer: Viewer | null): Promise<RefereeRelation[]> {
    requireGrants(viewer, exerciseId, 'relation.declare');
    const { userId } = requireViewer(viewer);
    const mayEnd = directs(viewer, exerciseId);
    const rows = await this.dataSource.manager.query<Omit<RefereeRelation, 'mayEnd'>[]>(LIST, [
      exerciseId,
      oversees(viewer, exerciseId) ? null : userId,
    ]);
    return rows.map((row) => ({ ...row, mayEnd: mayEnd && row.endedAt === null && row.refereeId !== userId }));
  }

  /**
   * Declares a relation; claims of the referee on the party's work end with it.
   * @throws Refusal NOT_FOUND, NOT_ALLOWED for another referee's, BAD_INPUT
   */
  async declare(input: DeclareRelationInput, viewer: Viewer | null): Promise<RefereeRelation[]> {
    const { exerciseId, commandId, partyId, kind } = input;
    const actor = requireViewer(viewer);
    requireGrants(actor, exerciseId, 'relation.declare');
    const refereeId = input.refereeId ?? actor.userId;
    if (refereeId !== actor.userId && !directs(actor, exerciseId)) throw new Refusal('NOT_ALLOWED');
    const draft = { refereeId, partyId, kind, note: input.note.trim() };
    const known = await this.known(exerciseId);
    const command = { streamId: exerciseId, kind: 'RELATION_DECLARED', commandId, content: input, actor };
    await this.journal.append(command, async (tx, slot) => {
      const related = new Set(await this.recusal.relatedTo(tx, refereeId, exerciseId));
      refuseBadInput(relationProblems(draft, { ...known, related }));
      await tx.query(END_CLAIMS, [exerciseId, refereeId, partyId]);
      return this.insert(tx, slot, { ...draft, id: commandId, exerciseId, endsId: null, recordedById: actor.userId });
    });
    return this.list(exerciseId, viewer);
  }

  /** Ends a relation. @throws Refusal NOT_FOUND, NOT_ALLOWED for one's own or without being an organizer, WRONG_STATE */
  async end(input: EndRelationInput, viewer: Viewer | null): Promise<RefereeRelation[]> {
    const actor = requireViewer(viewer);
    const relation = await this.dataSource.manager.findOneBy(StoredRelation, { id: input.relationId });
    if (relation === null || relation.endsId !== null) throw new Refusal('NOT_FOUND');
    const { exerciseId, refereeId, partyId, kind } = relation;
    requireGrants(actor, exerciseId, 'relation.declare');
    if (!oversees(actor, exerciseId) && refereeId !== actor.userId) throw new Refusal('NOT_FOUND');
    if (!directs(actor, exerciseId) || refereeId === actor.userId) throw new Refusal('NOT_ALLOWED');
    const note = input.reason.trim();
    refuseBadInput(note === '' ? [{ path: 'reason', code: 'REQUIRED' }] : []);
    const { commandId: id } = input;
    const command = { streamId: exerciseId, kind: 'RELATION_ENDED', commandId: id, content: input, actor };
    await this.journal.append(command, async (tx, slot) => {
      const isEnded = await tx.existsBy(StoredRelation, { endsId: relation.id });
      if (isEnded) throw new Refusal('WRONG_STATE', { state: 'ENDED' });
      const row = { id, exerciseId, refereeId, partyId, kind, note, endsId: relation.id, recordedById: actor.userId };
      return this.insert(tx, slot, row);
    });
    return this.list(exerciseId, viewer);
  }

  private async insert(
    tx: EntityManager,
    slot: Slot,
    row: RelationDraft & Pick<StoredRelation, 'id' | 'exerciseId' | 'endsId' | 'recordedById'>,
  ): Promise<Written> {
    await tx.insert(StoredRelation, { ...row, seq: slot.seq, recordedAt: slot.recordedAt });
    const { id, refereeId, partyId, kind } = row;
    // Nobody outside control hears of it: which referee stands aside for whom is not the parties' business.
    const details = {
      refereeId,
      related: partyId,
      relation: kind,
      sealed: await sealRows(tx, { referee_relation: id }),
    };
    return { subjectId: id, details };
  }

  private async known(exerciseId: string) {
    const members = await this.exercises.membersOf(exerciseId);
    const judging = members.filter(({ role }) => JUDGING.has(role));
    const units = (await this.exercises.unitsOf(exerciseId)).filter(({ parentId }) => parentId === null);
    const teams = await this.exercises.teamsOf(exerciseId);
    return {
      refereeIds: new Set(judging.map(({ userId }) => userId)),
      partyIds: new Set([...units, ...teams].map(({ id }) => id)),
    };
  }
}

/** Who decides on parties: referees, and organizers, who apply rescoring sets. */
const JUDGING: ReadonlySet<string> = new Set(['REFEREE', 'CHIEF_REFEREE', 'ORGANIZER']);

function directs(viewer: Viewer | null, exerciseId: string): boolean {
  return grantsIn(viewer, exerciseId, 'policy.set').length > 0;
}

/** Sees the relations of all. */
function oversees(viewer: Viewer | null, exerciseId: string): boolean {
  return grantsIn(viewer, exerciseId, 'relation.declare').some(({ role }) => role !== 'REFEREE');
}

/** $1 exercise, $2 referee or null for all. */
const LIST = `
  SELECT r.id, r.referee_id AS "refereeId", p.display_name AS "refereeName", r.party_id AS "partyId",
         coalesce(t.name, u.name, '') AS "partyName",
         CASE WHEN t.id IS NULL THEN 'DEFENSE' ELSE 'ATTACK' END AS side, r.kind, r.note,
         d.display_name AS "declaredByName", r.recorded_at AS "declaredAt", e.recorded_at AS "endedAt",
         x.display_name AS "endedByName", e.note AS "endReason"
    FROM referee_relation r
    JOIN app_user p ON p.id = r.referee_id
    JOIN app_user d ON d.id = r.recorded_by_id
    LEFT JOIN referee_relation e ON e.ends_id = r.id
    LEFT JOIN app_user x ON x.id = e.recorded_by_id
    LEFT JOIN attack_team t ON t.id = r.party_id
    LEFT JOIN unit u ON u.id = r.party_id
   WHERE r.exercise_id = $1 AND r.ends_id IS NULL AND ($2::uuid IS NULL OR r.referee_id = $2)
   ORDER BY r.seq DESC`;

/** Claims in force of a referee $2 on work of a party $3; whoever has given his whole say has given it. */
const END_CLAIMS = `
  DELETE FROM claim c
   USING queue_item q
   WHERE q.subject_id = c.subject_id AND c.exercise_id = $1 AND c.referee_id = $2 AND c.done_at IS NULL
     AND (q.team_id = $3 OR q.root_unit_id = $3)`;
