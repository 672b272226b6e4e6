import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Refusal } from '../../core/kernel/refusal.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';

/** Files one team or unit may store, so that nobody buries the referees (自拟). */
export const MAX_FILES = 10_000;
/** Uploads one team or unit may have underway at a time (自拟). */
export const MAX_OPEN_UPLOADS = 32;

/** Team or root unit in its exercise. */
export interface Party {
  readonly exerciseId: string;
  readonly partyId: string;
}

/** What a party has stored and what is underway. */
export interface Room {
  readonly usedBytes: number;
  readonly files: number;
  readonly underwayBytes: number;
  readonly underway: number;
}

/** How much evidence a party may store. What it has announced counts from the moment it is announced. */
@Injectable()
export class EvidenceRoom {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'quotaBytes'>,
  ) {}

  /** What the party has used at this moment. */
  async of({ exerciseId, partyId }: Party, tx: EntityManager = this.dataSource.manager): Promise<Room> {
    const [row] = await tx.query<Record<keyof Room, string>[]>(
      `SELECT stored.bytes AS "usedBytes", stored.n AS files, open.bytes AS "underwayBytes", open.n AS underway
         FROM (SELECT coalesce(sum(size_bytes), 0) AS bytes, count(*) AS n FROM evidence
                WHERE exercise_id = $1 AND owner_party_id = $2) AS stored,
              (SELECT coalesce(sum(size_bytes), 0) AS bytes, count(*) AS n FROM evidence_upload
                WHERE party_id = $2 AND evidence_id IS NULL AND expires_at > $3) AS open`,
      [exerciseId, partyId, this.clock.now()],
    );
    const number = (name: keyof Room): number => Number(row?.[name] ?? 0);
    return {
      usedBytes: number('usedBytes'),
      files: number('files'),
      underwayBytes: number('underwayBytes'),
      underway: number('underway'),
    };
  }

  /**
   * Makes sure that one more file fits. Others who announce for the same party wait until the transaction ends.
   * @throws Refusal LIMIT_REACHED, QUOTA_EXCEEDED
   */
  async require(tx: EntityManager, party: Party, sizeBytes: number): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 17))', [party.partyId]);
    const { usedBytes, files, underwayBytes, underway } = await this.of(party, tx);
    if (files + underway >= MAX_FILES) throw new Refusal('LIMIT_REACHED', { max: String(MAX_FILES), what: 'FILES' });
    if (underway >= MAX_OPEN_UPLOADS) {
      throw new Refusal('LIMIT_REACHED', { max: String(MAX_OPEN_UPLOADS), what: 'OPEN_UPLOADS' });
    }
    const { quotaBytes } = this.config;
    const taken = usedBytes + underwayBytes;
    if (taken + sizeBytes > quotaBytes) {
      throw new Refusal('QUOTA_EXCEEDED', { usedBytes: String(taken), maxBytes: String(quotaBytes) });
    }
  }
}
