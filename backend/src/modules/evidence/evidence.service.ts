import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type EntityManager, In } from 'typeorm';
import { seesBothSides, type Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { type Announced, partyIn, partyOf } from './evidence-admission.service.js';
import { EvidenceRoom, MAX_FILES } from './evidence-room.service.js';
import { EvidenceUploads } from './evidence-uploads.service.js';
import { Evidence } from './evidence.entity.js';
import type { EvidenceQuota } from './evidence.types.js';

/** What the uploader learns: the receipt. */
export type EvidenceReceipt = Pick<
  Evidence,
  'id' | 'fileName' | 'sizeBytes' | 'sha256' | 'mediaType' | 'isImage' | 'recordedAt' | 'receiptSeq'
>;

/** The team or root unit that owns evidence, in its exercise. */
export interface EvidenceOwner {
  readonly exerciseId: string;
  readonly partyId: string;
}

/** Evidence: stored once, never changed, read by its party and by those who judge. */
@Injectable()
export class EvidenceService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly uploads: EvidenceUploads,
    private readonly room: EvidenceRoom,
    @Inject(CONFIG) private readonly config: Pick<Config, 'uploadMaxBytes' | 'quotaBytes'>,
  ) {}

  /**
   * Stores a body for the viewer's team or unit. The same command id again answers the first receipt.
   * @throws Refusal FILE_NAME_REFUSED, FILE_TOO_LARGE, QUOTA_EXCEEDED, LIMIT_REACHED, EXERCISE_NOT_LIVE before the body
   *   is read; FILE_TYPE_REFUSED, HASH_MISMATCH, COMMAND_REUSED after
   */
  async store(announced: Announced, body: Readable, viewer: Viewer): Promise<Evidence> {
    return this.read(await this.uploads.take(announced, body, viewer), viewer);
  }

  /** The receipt of what the viewer's party stored. @throws Refusal NOT_FOUND */
  async receipt(evidenceId: string, viewer: Viewer): Promise<EvidenceReceipt> {
    const stored = await this.read(evidenceId, viewer);
    const { id, fileName, sizeBytes, sha256, mediaType, isImage, recordedAt, receiptSeq } = stored;
    return { id, fileName, sizeBytes, sha256, mediaType, isImage, recordedAt, receiptSeq };
  }

  /** How much the viewer's team or unit has stored and may store. */
  async quota(viewer: Viewer | null, exerciseId: string): Promise<EvidenceQuota> {
    const room = await this.room.of({ exerciseId, partyId: partyIn(viewer, exerciseId) });
    const { quotaBytes: maxBytes, uploadMaxBytes: maxFileBytes } = this.config;
    return { ...room, maxBytes, maxFileBytes, maxFiles: MAX_FILES };
  }

  /** Evidence the viewer may read. @throws Refusal NOT_FOUND for unknown and foreign ids alike */
  async read(id: string, viewer: Viewer | null): Promise<Evidence> {
    const evidence = isUUID(id) ? await this.dataSource.manager.findOneBy(Evidence, { id }) : null;
    if (evidence === null) throw new Refusal('NOT_FOUND');
    const grants = requireGrants(viewer, evidence.exerciseId, 'evidence.read');
    const parties = grants.flatMap((grant) => partyOf(grant) ?? []);
    const isOwn = parties.includes(evidence.ownerPartyId) || seesBothSides(viewer, evidence.exerciseId);
    if (!isOwn && !(await isReleasedTo(this.dataSource.manager, parties, evidence.id))) throw new Refusal('NOT_FOUND');
    return evidence;
  }

  /** Evidence of the viewer's own team or unit, newest first; `after` is the id of the last one seen. */
  async ownedBy(viewer: Viewer | null, exerciseId: string, first: number, after: string | null): Promise<Evidence[]> {
    const parties = requireGrants(viewer, exerciseId, 'evidence.file').map(partyOf);
    const query = this.dataSource.manager
      .createQueryBuilder(Evidence, 'e')
      .where('e.exerciseId = :exerciseId AND e.ownerPartyId IN (:...parties)', { exerciseId, parties })
      .orderBy('e.receiptSeq', 'DESC')
      .limit(first);
    if (after !== null) {
      const last = await this.read(after, viewer);
      query.andWhere('e.receiptSeq < :seq', { seq: last.receiptSeq });
    }
    return query.getMany();
  }

  /** Those of the ids that are evidence of this party in this exercise. */
  async ownedIds(
    owner: EvidenceOwner,
    ids: readonly string[],
    tx: EntityManager = this.dataSource.manager,
  ): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const where = { exerciseId: owner.exerciseId, ownerPartyId: owner.partyId, id: In([...new Set(ids)]) };
    const rows = await tx.find(Evidence, { select: { id: true }, where });
    return new Set(rows.map(({ id }) => id));
  }

  /** Evidence by id, in any order; for edges of rows the viewer has been allowed to see. */
  async byIds(ids: readonly string[]): Promise<Evidence[]> {
    return ids.length === 0 ? [] : this.dataSource.manager.findBy(Evidence, { id: In([...new Set(ids)]) });
  }
}

/** Whether evidence was handed out to one of these root units: with an attack path, or with an inject of a drill. */
async function isReleasedTo(tx: EntityManager, rootUnitIds: readonly string[], evidenceId: string): Promise<boolean> {
  const [row] = await tx.query<{ is: boolean }[]>(
    `SELECT EXISTS (SELECT 1 FROM path_release r JOIN attack_node n ON n.submission_id = r.submission_id
                     WHERE r.with_evidence AND r.root_unit_id = ANY ($1) AND $2::uuid = ANY (n.evidence_ids))
         OR EXISTS (SELECT 1 FROM drill_act a JOIN drill d ON d.id = a.drill_id
                     CROSS JOIN jsonb_array_elements(d.content -> 'injects') AS i
                     CROSS JOIN jsonb_array_elements(i -> 'attachments') AS f
                     WHERE a.kind = 'RELEASED' AND a.unit_id = ANY ($1) AND i ->> 'code' = a.code
                       AND f ->> 'evidenceId' = $2::text
                       AND NOT EXISTS (SELECT 1 FROM drill_act b
                                        WHERE b.kind = 'TAKEN_BACK' AND b.drill_id = a.drill_id AND b.code = a.code
                                          AND b.unit_id = a.unit_id AND b.seq > a.seq)) AS is`,
    [rootUnitIds, evidenceId],
  );
  return row?.is === true;
}
