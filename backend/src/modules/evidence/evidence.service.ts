import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type EntityManager, In } from 'typeorm';
import { type MembershipFact, seesBothSides, type Viewer } from '../../core/access/permissions.js';
import { fileKind } from '../../core/evidence/file-kind.js';
import { extensionOf, readFileName } from '../../core/evidence/file-name.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { Evidence } from './evidence.entity.js';
import { EvidenceFiles, type Received } from './evidence.files.js';

/** All evidence of one party in one exercise, in bytes. */
export const PARTY_QUOTA_BYTES = 20 * 1024 ** 3;

/** What the sender says about an upload before its body is read. */
export interface Upload {
  readonly exerciseId: string;
  readonly commandId: string;
  readonly fileName: string;
  readonly sizeBytes: number;
}

/** The team or root unit that owns evidence, in its exercise. */
export interface EvidenceOwner {
  readonly exerciseId: string;
  readonly partyId: string;
}

/** A checked upload of one party. */
interface Parcel extends Upload {
  readonly partyId: string;
  readonly viewer: Viewer;
}

/** Evidence: stored once, never changed, read by its party and by those who judge. */
@Injectable()
export class EvidenceService {
  /** Bytes each party is sending at this moment, so that many files at once cannot fill the disk past the quota. */
  private readonly underway = new Map<string, number>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly files: EvidenceFiles,
    private readonly exercises: ExerciseService,
    @Inject(CONFIG) private readonly config: Pick<Config, 'uploadMaxBytes'>,
  ) {}

  /**
   * Stores an upload for the viewer's team or unit. The same command id again answers the first receipt.
   * @throws Refusal FILE_NAME_REFUSED, FILE_TOO_LARGE, QUOTA_EXCEEDED, EXERCISE_NOT_LIVE before the body is read;
   *   FILE_TYPE_REFUSED, FILE_TOO_LARGE, COMMAND_REUSED after
   */
  async store(upload: Upload, body: Readable, viewer: Viewer): Promise<Evidence> {
    const parcel = await this.check(upload, viewer);
    return this.withRoom(parcel, async () => {
      const received = await this.files.receive(body, this.config.uploadMaxBytes);
      try {
        return await this.record(parcel, received);
      } finally {
        await this.files.discard(received.path);
      }
    });
  }

  /** Evidence the viewer may read. @throws Refusal NOT_FOUND for unknown and foreign ids alike */
  async read(id: string, viewer: Viewer | null): Promise<Evidence> {
    const evidence = isUUID(id) ? await this.dataSource.manager.findOneBy(Evidence, { id }) : null;
    if (evidence === null) throw new Refusal('NOT_FOUND');
    const grants = requireGrants(viewer, evidence.exerciseId, 'evidence.read');
    const isOwn = grants.some((grant) => partyOf(grant) === evidence.ownerPartyId);
    if (!isOwn && !seesBothSides(viewer, evidence.exerciseId)) throw new Refusal('NOT_FOUND');
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

  private async check(upload: Upload, viewer: Viewer): Promise<Parcel> {
    const [grant] = requireGrants(viewer, upload.exerciseId, 'evidence.file');
    const partyId = grant === undefined ? null : partyOf(grant);
    if (partyId === null) throw new Refusal('NOT_FOUND');
    const { state } = await this.exercises.byId(upload.exerciseId);
    if (state === 'ENDED') throw new Refusal('EXERCISE_NOT_LIVE', { state });
    const read = readFileName(upload.fileName);
    if ('problem' in read) {
      throw new Refusal('FILE_NAME_REFUSED', { problem: read.problem }, [{ path: 'fileName', code: read.problem }]);
    }
    const { uploadMaxBytes } = this.config;
    if (upload.sizeBytes > uploadMaxBytes) throw new Refusal('FILE_TOO_LARGE', { maxBytes: String(uploadMaxBytes) });
    return { ...upload, fileName: read.name, partyId, viewer };
  }

  private async withRoom<T>({ partyId, sizeBytes }: Parcel, work: () => Promise<T>): Promise<T> {
    const total = (this.underway.get(partyId) ?? 0) + sizeBytes;
    this.underway.set(partyId, total);
    try {
      await this.requireRoom(this.dataSource.manager, partyId, total);
      return await work();
    } finally {
      const left = (this.underway.get(partyId) ?? 0) - sizeBytes;
      if (left > 0) this.underway.set(partyId, left);
      else this.underway.delete(partyId);
    }
  }

  private async record(parcel: Parcel, received: Received): Promise<Evidence> {
    const { exerciseId, commandId, fileName, partyId, viewer } = parcel;
    const detected = await this.files.detect(received.path);
    const kind = fileKind({ extension: extensionOf(fileName), detected, head: received.head });
    if (kind === null) throw new Refusal('FILE_TYPE_REFUSED', { detected: detected ?? '' });
    const id = randomUUID();
    await this.files.keep(received, id);
    let isRecorded = false;
    try {
      const hasThumbnail = kind.isImage && (await this.files.makeThumbnail(id));
      const { sizeBytes, sha256 } = received;
      const content = { fileName, sizeBytes, sha256 };
      const command = { streamId: exerciseId, kind: 'EVIDENCE_STORED', commandId, content, actor: viewer };
      const receipt = await this.journal.append(command, async (tx, slot) => {
        await this.requireRoom(tx, partyId, sizeBytes);
        await tx.insert(Evidence, {
          id,
          exerciseId,
          ownerPartyId: partyId,
          uploadedById: viewer.userId,
          ...content,
          mediaType: kind.mediaType,
          isImage: kind.isImage,
          hasThumbnail,
          recordedAt: slot.recordedAt,
          receiptSeq: slot.seq,
        });
        const sealed = await sealRows(tx, { evidence: id });
        return { subjectId: id, partyId, details: { ...content, mediaType: kind.mediaType, sealed } };
      });
      isRecorded = !receipt.isRepeat;
      return await this.read(receipt.subjectId, viewer);
    } finally {
      if (!isRecorded) await this.files.withdraw(id);
    }
  }

  private async requireRoom(tx: EntityManager, partyId: string, sizeBytes: number): Promise<void> {
    const used = (await tx.sum(Evidence, 'sizeBytes', { ownerPartyId: partyId })) ?? 0;
    if (Number(used) + sizeBytes > PARTY_QUOTA_BYTES) {
      throw new Refusal('QUOTA_EXCEEDED', { usedBytes: String(used), maxBytes: String(PARTY_QUOTA_BYTES) });
    }
  }
}

/** The team or root unit a membership acts for. */
function partyOf({ teamId, unitId }: MembershipFact): string | null {
  return teamId ?? unitId;
}
