import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, MoreThan } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { markCodeOf } from '../../core/evidence/mark-code.js';
import { sealOf } from '../../core/journal/seal.js';
import { Clock } from '../../platform/clock/clock.js';
import { Journal, type Slotted, type Written } from '../../platform/journal/journal.service.js';
import type { Evidence } from '../evidence/evidence.entity.js';
import { Custody, type CustodyAct, type CustodyForm } from './custody.entity.js';

/** Looking again within this time is the same look, and the marks say the same. 示例/自拟. */
export const SAME_LOOK_MINUTES = 15;

/** Somebody about to be handed content. */
export interface Handing {
  readonly evidence: Evidence;
  readonly viewer: Viewer;
  readonly act: CustodyAct;
  readonly form: CustodyForm;
  /** Command id of the act; absent for looks, which nobody repeats by id. */
  readonly commandId?: string;
  readonly reason?: string;
}

/** A handing with the row it will be. */
interface Entry {
  readonly handing: Handing;
  readonly id: string;
  readonly code: string;
}

/** The chain of custody: no content leaves before its record is written. */
@Injectable()
export class CustodyService {
  /** Looks being written: pages ask for a preview and its picture at once. */
  private readonly underway = new Map<string, Promise<Custody>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** The record of a look or of fetching one's own file: the one that stands if it is recent, else a new one. */
  async look(handing: Handing): Promise<Custody> {
    const { evidence, viewer, act } = handing;
    const key = [evidence.id, viewer.userId, act].join();
    const running = this.underway.get(key);
    if (running !== undefined) return running;
    const looking = this.recentOr(handing).finally(() => this.underway.delete(key));
    this.underway.set(key, looking);
    return looking;
  }

  /** Records an act of its own. The same command id again answers the first record. @throws Refusal COMMAND_REUSED */
  async record(handing: Handing): Promise<Custody> {
    const { evidence, viewer, act, form, reason = '', commandId = randomUUID() } = handing;
    const kind = act === 'VIEWED' ? 'EVIDENCE_VIEWED' : 'EVIDENCE_DOWNLOADED';
    const content = { evidenceId: evidence.id, act, form, reason };
    const command = { streamId: evidence.exerciseId, kind, commandId, content, actor: viewer };
    const entry = { handing, id: commandId.toLowerCase(), code: markCodeOf(randomBytes(5)) };
    await this.journal.appendItem(command, entry, this.write);
    return this.dataSource.manager.findOneByOrFail(Custody, { id: entry.id });
  }

  /** How many looks and downloads of this evidence a person has had. */
  countOf(evidenceId: string, personId: string): Promise<number> {
    return this.dataSource.manager.countBy(Custody, { evidenceId, personId });
  }

  /** A record by its id; null when there is none. */
  find(id: string): Promise<Custody | null> {
    return this.dataSource.manager.findOneBy(Custody, { id });
  }

  /** Whether a record is so recent that what it allowed still holds. */
  isRecent({ recordedAt }: Custody): boolean {
    return recordedAt > this.since();
  }

  private async recentOr(handing: Handing): Promise<Custody> {
    const { evidence, viewer, act } = handing;
    const where = { evidenceId: evidence.id, personId: viewer.userId, act, recordedAt: MoreThan(this.since()) };
    const recent = await this.dataSource.manager.findOne(Custody, { where, order: { recordedAt: 'DESC' } });
    return recent ?? this.record(handing);
  }

  private since(): Date {
    return new Date(this.clock.now().getTime() - SAME_LOOK_MINUTES * 60_000);
  }

  /** Writes records of one exercise together. A field: the journal must know it for one and the same work. */
  private readonly write = async (tx: EntityManager, entries: readonly Slotted<Entry>[]): Promise<Written[]> => {
    const rows = entries.map(({ item, slot }): Custody => {
      const { evidence, viewer, act, form, reason = '' } = item.handing;
      const { id, code } = item;
      const { exerciseId } = evidence;
      const place = { seq: slot.seq, recordedAt: slot.recordedAt };
      return { id, exerciseId, code, evidenceId: evidence.id, personId: viewer.userId, act, form, reason, ...place };
    });
    await tx.insert(Custody, rows);
    return rows.map((row) => {
      const { evidenceId, code, form, reason } = row;
      return { subjectId: evidenceId, details: { code, form, reason, sealed: [sealOf('custody', row)] } };
    });
  };
}
