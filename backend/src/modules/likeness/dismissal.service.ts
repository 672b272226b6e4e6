import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { requireJudging, requireReferee } from '../adjudication/judging.rights.js';
import { RecusalService } from '../adjudication/recusal.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { DismissProposalInput } from './likeness.inputs.js';
import type { ProposalKind } from './pair-store.js';
import { ProposalDismissal } from './proposal-dismissal.entity.js';

/** One of the two works of a proposal. */
interface Work {
  readonly id: string;
  readonly kind: 'SUBMISSION' | 'INCIDENT';
  readonly exerciseId: string;
  readonly rootId: string;
  readonly partyId: string;
  readonly receiptSeq: number;
}

const KINDS: Readonly<Record<ProposalKind, readonly [Work['kind'], Work['kind']]>> = {
  LINK: ['INCIDENT', 'SUBMISSION'],
  DUPLICATE: ['SUBMISSION', 'SUBMISSION'],
  EVENT: ['INCIDENT', 'INCIDENT'],
};

/** Proposals that referees found to be none. */
@Injectable()
export class DismissalService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly recusal: RecusalService,
  ) {}

  /**
   * Puts a proposal aside for good; it changes nothing else. A pair the system did not propose may be put aside too.
   * @throws Refusal NOT_FOUND, BAD_INPUT for the same work twice, WRONG_STATE when it was dismissed before,
   *   CONFLICT_OF_INTEREST
   */
  async dismiss(input: DismissProposalInput, viewer: Viewer | null): Promise<void> {
    const [first, second] = await this.worksOf(input);
    const { exerciseId } = first;
    const referee = requireReferee(viewer, exerciseId);
    const { commandId, kind } = input;
    const command = { streamId: exerciseId, kind: 'PROPOSAL_DISMISSED', commandId, content: input, actor: referee };
    await this.journal.append(command, async (tx, slot) => {
      requireJudging(await this.exercises.byId(exerciseId, tx));
      await this.recusal.requireImpartial(tx, referee, [first.partyId, first.rootId, second.partyId, second.rootId]);
      const pair = { kind, firstId: first.id, secondId: second.id };
      if (await tx.existsBy(ProposalDismissal, pair)) throw new Refusal('WRONG_STATE', { state: 'DISMISSED' });
      const act = { exerciseId, seq: slot.seq, refereeId: referee.userId, recordedAt: slot.recordedAt };
      await tx.insert(ProposalDismissal, { id: commandId, ...pair, ...act, reason: input.reason.trim() });
      const sealed = await sealRows(tx, { proposal_dismissal: commandId });
      return { subjectId: first.id, details: { kind, secondId: second.id, sealed } };
    });
  }

  /** Works that were found to be no duplicates, or no counterparts, of this one. */
  async ofSubject(id: string): Promise<ReadonlySet<string>> {
    const rows = await this.dataSource.manager.findBy(ProposalDismissal, [{ firstId: id }, { secondId: id }]);
    return new Set(rows.map(({ firstId, secondId }) => (firstId === id ? secondId : firstId)));
  }

  /** Both works in the order in which proposals name them. @throws Refusal NOT_FOUND, BAD_INPUT */
  private async worksOf({ kind, firstId, secondId }: DismissProposalInput): Promise<[Work, Work]> {
    const works = await filedWorks(this.dataSource.manager, [firstId, secondId]);
    const [a, b] = [works.get(firstId.toLowerCase()), works.get(secondId.toLowerCase())];
    if (a === undefined || b === undefined) throw new Refusal('NOT_FOUND');
    const [wantedA, wantedB] = KINDS[kind];
    if (a.exerciseId !== b.exerciseId || a.kind !== wantedA || b.kind !== wantedB) throw new Refusal('NOT_FOUND');
    if (a.id === b.id) throw new Refusal('BAD_INPUT', {}, [{ path: 'secondId', code: 'TAKEN' }]);
    return kind !== 'LINK' && b.receiptSeq < a.receiptSeq ? [b, a] : [a, b];
  }
}

async function filedWorks(tx: EntityManager, ids: readonly string[]): Promise<Map<string, Work>> {
  const rows = await tx.query<Work[]>(
    `SELECT s.id, 'SUBMISSION' AS kind, s.exercise_id AS "exerciseId", u.root_id AS "rootId", s.team_id AS "partyId",
            s.receipt_seq AS "receiptSeq"
       FROM attack_submission s JOIN unit u ON u.id = s.unit_id WHERE s.id = ANY ($1) AND s.receipt_seq IS NOT NULL
     UNION ALL
     SELECT i.id, 'INCIDENT', i.exercise_id, i.root_id, i.root_id, i.receipt_seq
       FROM incident i WHERE i.id = ANY ($1) AND i.receipt_seq IS NOT NULL`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
