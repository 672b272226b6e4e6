import { Inject, Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { extensionOf } from '../../core/evidence/file-name.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { kindOf, thumbnailOf } from './evidence-kind.js';
import { EvidenceStages } from './evidence-stages.service.js';
import { EvidenceUpload } from './evidence-upload.entity.js';
import { Evidence } from './evidence.entity.js';
import { EvidenceFiles } from './evidence-files.service.js';

/** Makes evidence of a file that has arrived whole: one journal record, one permanent row, one receipt. */
@Injectable()
export class EvidenceFiling {
  /** Those being filed at this moment: asked twice, a file is filed once. */
  private readonly underway = new Map<string, Promise<string>>();

  constructor(
    private readonly transaction: Transaction,
    private readonly journal: Journal,
    private readonly stages: EvidenceStages,
    private readonly files: EvidenceFiles,
    @Inject(CONFIG) private readonly config: Pick<Config, 'clamd'>,
  ) {}

  /**
   * @returns id of the evidence; for a repeated command that of the first
   * @throws Refusal WRONG_STATE while bytes are missing, HASH_MISMATCH, FILE_TYPE_REFUSED, COMMAND_REUSED
   */
  file(upload: EvidenceUpload, viewer: Viewer): Promise<string> {
    const running = this.underway.get(upload.id) ?? this.fileOnce(upload, viewer);
    this.underway.set(upload.id, running);
    return running.finally(() => this.underway.delete(upload.id));
  }

  /** Takes back what was kept of an upload that has not become evidence. */
  withdraw(id: string): Promise<void> {
    return this.files.withdraw(id);
  }

  /**
   * Removes an upload and whatever lies under its id. What has become evidence stays. Files can be removed twice: if one
   * cannot be removed the row stays, and it is tried again.
   */
  async giveUp(id: string): Promise<void> {
    await this.underway.get(id)?.catch(() => undefined);
    await this.transaction.run(async (tx) => {
      // Without its row nothing becomes evidence under this id any more.
      await tx.delete(EvidenceUpload, { id });
      if (!(await tx.existsBy(Evidence, { id }))) await this.withdraw(id);
      await this.stages.discard(id);
    });
  }

  private async fileOnce(upload: EvidenceUpload, viewer: Viewer): Promise<string> {
    if (upload.evidenceId !== null) return upload.evidenceId;
    const staged = await this.stages.of(upload);
    if (!staged.isWhole) throw new Refusal('WRONG_STATE');
    const sha256 = await staged.digest();
    if (upload.statedSha256 !== null && upload.statedSha256 !== sha256) {
      throw new Refusal('HASH_MISMATCH', { sha256 }, [{ path: 'sha256', code: 'HASH_MISMATCH' }]);
    }
    const { mediaType, isImage } = await kindOf(staged.content, extensionOf(upload.fileName));
    const preview = isImage ? await thumbnailOf(staged.content) : null;
    await this.files.keep(upload, preview);
    return this.record(upload, { mediaType, isImage, hasThumbnail: preview !== null, sha256 }, viewer);
  }

  private async record(
    upload: EvidenceUpload,
    file: Pick<Evidence, 'mediaType' | 'isImage' | 'hasThumbnail' | 'sha256'>,
    viewer: Viewer,
  ): Promise<string> {
    const { id, exerciseId, partyId, commandId, fileName, sizeBytes } = upload;
    const content = { fileName, sizeBytes, sha256: file.sha256 };
    const command = { streamId: exerciseId, kind: 'EVIDENCE_STORED', commandId, content, actor: viewer };
    const receipt = await this.journal.append(command, async (tx, slot) => {
      const times = { recordedAt: slot.recordedAt, receiptSeq: slot.seq };
      const owner = { exerciseId, ownerPartyId: partyId, uploadedById: viewer.userId };
      await tx.insert(Evidence, { id, ...owner, ...content, ...file, ...times });
      await this.files.note(tx, upload, this.config.clamd === undefined ? 'NOT_CONFIGURED' : 'PENDING');
      const { affected } = await tx.update(EvidenceUpload, { id }, { evidenceId: id });
      // Given up meanwhile: what is kept under its id will be taken back.
      if (affected !== 1) throw new Refusal('NOT_FOUND');
      const sealed = await sealRows(tx, { evidence: id });
      return { subjectId: id, partyId, details: { ...content, mediaType: file.mediaType, sealed } };
    });
    return receipt.subjectId;
  }
}
