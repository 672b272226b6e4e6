import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { isRoundIn, openRound, type PanelFacts, panelState } from '../../core/adjudication/agreement-state.js';
import type { SheetDraft } from '../../core/adjudication/agreement.js';
import type { RulingDraft } from '../../core/adjudication/ruling.js';
import { sha256 } from '../../core/journal/chain.js';
import { canonicalJson } from '../../core/kernel/canonical.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { Slot } from '../../platform/journal/journal.service.js';
import { Opinion, OpinionContent, type OpinionSubject } from './opinion.entity.js';
import { QueueItems } from './queue-items.service.js';
import { QueuePlacing } from './queue-placing.service.js';

/** What a panel sits on: a node or an incident, and the decision that stood when it met. */
export interface PanelSubject {
  readonly exerciseId: string;
  readonly kind: OpinionSubject;
  readonly id: string;
  /** What referees claim: the node's submission, or the incident. */
  readonly itemId: string;
  readonly replacesId: string | null;
}

/** The opinions of one sitting, oldest first. */
export interface Sitting extends PanelFacts {
  readonly opinions: readonly Opinion[];
}

/** An opinion about to be given. */
export interface Giving {
  readonly commandId: string;
  readonly refereeId: string;
  /** The round its author saw. */
  readonly round: number;
  readonly content: RulingDraft | SheetDraft;
}

/** What became of it: the sitting with it, and what all of its round say once the round is in. */
export interface Given<T> {
  readonly sitting: Sitting;
  readonly round: number;
  readonly contents: readonly T[] | null;
}

/** Opinions and what they say, as they are kept. */
@Injectable()
export class OpinionPanels {
  constructor(
    private readonly dataSource: DataSource,
    private readonly placing: QueuePlacing,
    private readonly queueItems: QueueItems,
  ) {}

  /** Has the seats of new work worked out, before a transaction begins. */
  async prepare(exerciseId: string): Promise<void> {
    await this.placing.ensure(exerciseId);
  }

  /** The sitting on a subject; a new one has the seats its item has in the queue. */
  async sitting(tx: EntityManager, { id, itemId, replacesId }: PanelSubject): Promise<Sitting> {
    const rows = await tx.find(Opinion, { where: { subjectId: id }, order: { seq: 'ASC' } });
    const opinions = rows.filter((row) => row.replacesId === replacesId);
    const seats = opinions[0]?.seats ?? (await this.seatsOf(itemId, tx));
    return { seats, opinions, isSettled: false };
  }

  /** Referees an item of the queue takes; one while nobody has placed it. */
  async seatsOf(itemId: string, tx: EntityManager = this.dataSource.manager): Promise<number> {
    const [row] = await tx.query<{ seats: number | null }[]>('SELECT seats FROM queue_item WHERE subject_id = $1', [
      itemId,
    ]);
    return row?.seats ?? 1;
  }

  /** Seats of many items. */
  async seatsOfAll(itemIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.dataSource.query<{ id: string; seats: number | null }[]>(
      'SELECT subject_id AS id, seats FROM queue_item WHERE subject_id = ANY ($1)',
      [itemIds],
    );
    return new Map(rows.map(({ id, seats }) => [id, seats ?? 1]));
  }

  /** All opinions on these subjects, oldest first. */
  async ofSubjects(subjectIds: readonly string[]): Promise<Opinion[]> {
    if (subjectIds.length === 0) return [];
    return this.dataSource.manager.find(Opinion, { where: { subjectId: In([...subjectIds]) }, order: { seq: 'ASC' } });
  }

  /** What these opinions say, by id. Whether the reader may know it is for the caller to decide. */
  async contentsOf(
    ids: readonly string[],
    tx: EntityManager = this.dataSource.manager,
  ): Promise<Map<string, OpinionContent>> {
    const rows = ids.length === 0 ? [] : await tx.findBy(OpinionContent, { id: In([...ids]) });
    return new Map(rows.map((row) => [row.id, row]));
  }

  /**
   * Writes an opinion of the open round.
   * @throws Refusal WRONG_STATE when none is taken (any more), STALE_VERSION when another round is open than its author
   * saw, OPINION_GIVEN, CLAIMED_BY_OTHER for a second round without a part in the first
   */
  async give<T extends RulingDraft | SheetDraft>(
    tx: EntityManager,
    slot: Slot,
    { subject, giving }: { subject: PanelSubject; giving: Giving & { readonly content: T } },
  ): Promise<Given<T>> {
    const before = await this.sitting(tx, subject);
    const { refereeId, commandId, content } = giving;
    const round = requireRound(before, giving);
    const nonce = randomBytes(24).toString('base64url');
    const row = {
      id: commandId,
      exerciseId: subject.exerciseId,
      seq: slot.seq,
      subjectKind: subject.kind,
      subjectId: subject.id,
      itemId: subject.itemId,
      replacesId: subject.replacesId,
      round,
      seats: before.seats,
      refereeId,
      contentHash: bound(nonce, content),
      recordedAt: slot.recordedAt,
    };
    await tx.insert(Opinion, row);
    await tx.insert(OpinionContent, { id: commandId, exerciseId: subject.exerciseId, content, nonce });
    const sitting = await this.sitting(tx, subject);
    return { sitting, round, contents: isRoundIn(sitting, round) ? await this.said<T>(tx, sitting, round) : null };
  }

  /**
   * Opinions on which the chief referee may decide: all of the sitting, once its first round is in.
   * @throws Refusal WRONG_STATE before, CONFLICT_OF_INTEREST when one of them is his own
   */
  async decidable(tx: EntityManager, subject: PanelSubject, chiefId: string): Promise<string[]> {
    const sitting = await this.sitting(tx, subject);
    const state = sitting.seats < 2 ? 'SINGLE' : panelState(sitting);
    if (state !== 'RECONCILIATION' && state !== 'CHIEF') throw new Refusal('WRONG_STATE', { state });
    if (sitting.opinions.some(({ refereeId }) => refereeId === chiefId)) throw new Refusal('CONFLICT_OF_INTEREST');
    return sitting.opinions.map(({ id }) => id);
  }

  /** Once nothing of a submission waits for its panel any more, but something for the chief, the queue says so. */
  async toChief(tx: EntityManager, { id }: { readonly id: string }): Promise<void> {
    const [row] = await tx.query<{ waits: boolean }[]>(WAITS_FOR_PANEL, [id]);
    if (row?.waits === false) await this.queueItems.toChief(tx, id);
  }

  /** Ids of the opinions of a round. */
  idsOf({ opinions }: Sitting, round: number): string[] {
    return opinions.filter((opinion) => opinion.round === round).map(({ id }) => id);
  }

  /** What the opinions of a round say, in the order they came in. @throws Error when one is no longer what was given */
  private async said<T>(tx: EntityManager, sitting: Sitting, round: number): Promise<T[]> {
    const contents = await this.contentsOf(this.idsOf(sitting, round), tx);
    return sitting.opinions
      .filter((opinion) => opinion.round === round)
      .map(({ id, contentHash }) => {
        const row = contents.get(id);
        if (row === undefined || bound(row.nonce, row.content) !== contentHash) {
          throw new Error(`opinion ${id} is not what was recorded`);
        }
        return row.content as T;
      });
  }
}

/** What binds an opinion without telling it. */
function bound(nonce: string, content: unknown): string {
  return sha256(canonicalJson({ nonce, content }));
}

function requireRound(sitting: Sitting, { refereeId, round: seen }: Giving): number {
  if (sitting.seats < 2) throw new Refusal('WRONG_STATE', { state: 'SINGLE' });
  const round = openRound(sitting);
  if (round === null) throw new Refusal('WRONG_STATE', { state: panelState(sitting) });
  const own = sitting.opinions.filter((opinion) => opinion.refereeId === refereeId);
  if (own.some((opinion) => opinion.round === round)) throw new Refusal('OPINION_GIVEN');
  if (seen !== round) throw new Refusal('STALE_VERSION');
  if (round > 1 && own.length === 0) throw new Refusal('CLAIMED_BY_OTHER');
  return round;
}

/** Nodes without a verdict whose second round is not in. */
const WAITS_FOR_PANEL = `
  SELECT EXISTS (
    SELECT 1 FROM attack_node n
     WHERE n.submission_id = $1
       AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.node_id = n.id)
       AND coalesce((SELECT count(*) < max(o.seats) FROM opinion o WHERE o.subject_id = n.id AND o.round = 2), true)
  ) AS waits`;
