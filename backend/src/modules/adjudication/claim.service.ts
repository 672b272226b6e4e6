import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { claimEnd, seated, seatOf } from '../../core/adjudication/claims.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { Clock } from '../../platform/clock/clock.js';
import { PolicyService } from '../policy/policy.service.js';
import { Claim } from './claim.entity.js';
import { requireGroup } from './judging.rights.js';
import type { QueueSubject } from './queue-items.service.js';
import { QueueRow } from './queue-row.entity.js';

/** Seats 席位 at the items of the queue: who judges what at present. Commands are in ClaimingService. */
@Injectable()
export class ClaimService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly policies: PolicyService,
  ) {}

  /** @throws Refusal CLAIMED_BY_OTHER when others have all the seats, NOT_CLAIMED when he could take one but has not */
  async requireMine(tx: EntityManager, subjectId: string, { referee, now }: Holder): Promise<void> {
    const seat = await this.seat(tx, subjectId, { referee, now });
    if (seat === 'TAKEN') throw new Refusal('CLAIMED_BY_OTHER');
    if (seat === 'FREE') throw new Refusal('NOT_CLAIMED');
  }

  /** For acts that need no claim but must not cross a colleague's. @throws Refusal CLAIMED_BY_OTHER */
  async requireNotTaken(tx: EntityManager, subjectId: string, holder: Holder): Promise<void> {
    if ((await this.seat(tx, subjectId, holder)) === 'TAKEN') throw new Refusal('CLAIMED_BY_OTHER');
  }

  /** Takes a seat, or starts the time of one's own anew. */
  async renew(
    tx: EntityManager,
    claim: Pick<Claim, 'subjectId' | 'subjectKind' | 'exerciseId' | 'refereeId'>,
    now: Date,
  ): Promise<void> {
    const { claimMinutes } = await this.policies.inForce(claim.exerciseId, tx);
    const { subjectId, refereeId } = claim;
    const standing = await tx.findOneBy(Claim, { subjectId, refereeId });
    const claimedAt = standing !== null && isHeld(standing, now) ? standing.claimedAt : now;
    const expiresAt = claimEnd(now, claimMinutes);
    await tx.upsert(Claim, { ...claim, claimedAt, expiresAt, releasedAt: null }, ['subjectId', 'refereeId']);
  }

  /**
   * For acts that need no claim but are for whoever might take one.
   * @throws Refusal CLAIMED_BY_OTHER, OTHER_GROUP unless he has a seat already
   */
  async requireMineOrOpen(tx: EntityManager, subjectId: string, holder: Holder): Promise<void> {
    const seat = await this.seat(tx, subjectId, holder);
    if (seat === 'TAKEN') throw new Refusal('CLAIMED_BY_OTHER');
    if (seat === 'MINE') return;
    const row = await tx.findOneByOrFail(QueueRow, { subjectId });
    if (row.groupKey !== null) requireGroup(await this.policies.inForce(row.exerciseId, tx), row, holder.referee);
  }

  /** Ends a claim before its time; whoever gave it back is given other items first. */
  async end(tx: EntityManager, { subjectId, referee, now }: Holder & { subjectId: string }): Promise<void> {
    await tx.update(Claim, { subjectId, refereeId: referee.userId }, { expiresAt: now, releasedAt: now });
  }

  /**
   * Notes that the referee has given his whole say on an item of several seats: the seat stays his for good. While an
   * open node lacks his opinion it still ends in time, so that another may take it.
   */
  async finish(tx: EntityManager, { subjectId, referee, now }: Holder & { subjectId: string }): Promise<void> {
    await tx.query(FINISH, [subjectId, referee.userId, now]);
  }

  /** Claims in force on these items, oldest first. */
  async inForce(subjectIds: readonly string[]): Promise<Claim[]> {
    if (subjectIds.length === 0) return [];
    const where = { subjectId: In([...subjectIds]) };
    const claims = await this.dataSource.manager.find(Claim, { where, order: { claimedAt: 'ASC', refereeId: 'ASC' } });
    return seated(claims, this.clock.now());
  }

  /** Seats of these items; drafts have no row. */
  async seatsOf(subjectIds: readonly string[]): Promise<Pick<QueueRow, 'subjectId' | 'seats'>[]> {
    const select = { subjectId: true, seats: true };
    return this.dataSource.manager.find(QueueRow, { where: { subjectId: In([...subjectIds]) }, select });
  }

  /** What the seats of an item are to a referee; the item is locked until the transaction ends. */
  async seat(tx: EntityManager, subjectId: string, { referee, now }: Holder): Promise<'MINE' | 'FREE' | 'TAKEN'> {
    const [row] = await tx.query<{ seats: number | null }[]>(LOCKED_SEATS, [subjectId]);
    const claims = await tx.findBy(Claim, { subjectId });
    return seatOf(claims, { seats: row?.seats ?? 1, refereeId: referee.userId, now });
  }
}

/** Who acts, and when. */
export interface Holder {
  readonly referee: Viewer;
  readonly now: Date;
}

/** What a claim is on. */
export function claimOn(
  subject: QueueSubject,
  exerciseId: string,
  refereeId: string,
): Pick<Claim, 'subjectId' | 'subjectKind' | 'exerciseId' | 'refereeId'> {
  return { subjectId: subject.id, subjectKind: subject.kind, exerciseId, refereeId };
}

function isHeld({ expiresAt, doneAt }: Claim, now: Date): boolean {
  return doneAt !== null || expiresAt > now;
}

/** $1 item, $2 referee, $3 now. */
const FINISH = `
  UPDATE claim SET done_at = $3
   WHERE subject_id = $1 AND referee_id = $2
     AND NOT EXISTS (SELECT 1 FROM attack_node n
                      WHERE n.submission_id = $1
                        AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.node_id = n.id)
                        AND NOT EXISTS (SELECT 1 FROM opinion o WHERE o.subject_id = n.id AND o.referee_id = $2))`;

const LOCKED_SEATS = 'SELECT seats FROM queue_item WHERE subject_id = $1 FOR UPDATE';
