import type { Readable } from 'node:stream';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, In, LessThanOrEqual } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { Clock } from '../../platform/clock/clock.js';
import { type Announced, EvidenceAdmission } from './evidence-admission.service.js';
import { EvidenceFiling } from './evidence-filing.service.js';
import { EvidenceScans } from './evidence-scans.service.js';
import { EvidenceStages } from './evidence-stages.service.js';
import { EvidenceUpload } from './evidence-upload.entity.js';

const SWEEP_MINUTES = 10;

/** Uploads from their announcement to their receipt, in one piece or in many. */
@Injectable()
export class EvidenceUploads implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger(EvidenceUploads.name);
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly dataSource: DataSource,
    private readonly admission: EvidenceAdmission,
    private readonly stages: EvidenceStages,
    private readonly filing: EvidenceFiling,
    private readonly scans: EvidenceScans,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweep(), SWEEP_MINUTES * 60_000).unref();
  }

  onModuleDestroy(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  /** Opens an upload; its body comes later, perhaps in pieces. @throws Refusal as EvidenceAdmission.admit */
  async open(announced: Announced, viewer: Viewer): Promise<EvidenceUpload> {
    const { upload, replaced } = await this.admission.admit(announced, viewer);
    for (const id of replaced) await this.filing.giveUp(id);
    await this.stages.begin(upload);
    return upload;
  }

  /** @throws Refusal NOT_FOUND for what is unknown, foreign or expired alike */
  async resume(id: string, viewer: Viewer): Promise<EvidenceUpload> {
    const upload = await this.byId(id);
    await this.admission.requireOwn(upload, viewer);
    return upload;
  }

  /** For who has made sure of the rights. @throws Refusal NOT_FOUND */
  async byId(id: string): Promise<EvidenceUpload> {
    const upload = isUUID(id) ? await this.dataSource.manager.findOneBy(EvidenceUpload, { id }) : null;
    if (upload === null) throw new Refusal('NOT_FOUND');
    return upload;
  }

  /** Bytes that have arrived; all of them once it is evidence. */
  async offset(upload: EvidenceUpload): Promise<number> {
    return upload.evidenceId === null ? (await this.stages.of(upload)).offset : upload.sizeBytes;
  }

  /** Takes the next bytes, keeping what comes before a break. @returns the new offset */
  async append(upload: EvidenceUpload, chunks: AsyncIterable<Uint8Array>): Promise<number> {
    if (upload.evidenceId !== null) throw new Refusal('WRONG_STATE');
    return (await this.stages.of(upload)).append(chunks);
  }

  /**
   * Makes evidence of what has arrived. A refused file is not kept; after any other fault it can be tried again.
   * @returns id of the evidence
   */
  async file(upload: EvidenceUpload, viewer: Viewer): Promise<string> {
    try {
      const evidenceId = await this.filing.file(upload, viewer);
      await this.stages.discard(upload.id);
      if (evidenceId !== upload.id) await this.answerWith(upload, evidenceId);
      this.scans.wake();
      return evidenceId;
    } catch (error) {
      if (error instanceof Refusal && error.code !== 'WRONG_STATE' && error.code !== 'INTERNAL')
        await this.drop(upload);
      throw error;
    }
  }

  /** A repeated command answers with its first file: this one has become nothing. */
  private async answerWith({ id }: EvidenceUpload, evidenceId: string): Promise<void> {
    await this.dataSource.manager.update(EvidenceUpload, { id }, { evidenceId });
    await this.filing.withdraw(id);
  }

  /** A whole body at once. @throws Refusal BAD_INPUT when it breaks off, and as `open` and `file`; nothing is left then */
  async take(announced: Announced, body: Readable, viewer: Viewer): Promise<string> {
    const upload = await this.open(announced, viewer);
    try {
      // The connection stays usable after a refusal, so that the answer still reaches the sender.
      const offset = await this.append(upload, body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>);
      if (offset < upload.sizeBytes) throw interrupted();
      return await this.file(upload, viewer);
    } catch (error) {
      throw body.errored ? interrupted() : error;
    } finally {
      // Nobody knows its id, so nobody can go on with it or ask for its receipt.
      await this.drop(upload);
    }
  }

  /** Gives an upload up. What has become evidence stays. */
  drop({ id }: EvidenceUpload): Promise<void> {
    return this.filing.giveUp(id);
  }

  /** Gives up what nobody went on with, and what lies here without an upload. @returns how many */
  async expire(): Promise<number> {
    const old = await this.dataSource.manager.findBy(EvidenceUpload, { expiresAt: LessThanOrEqual(this.clock.now()) });
    let count = 0;
    for (const id of [...old.map((upload) => upload.id), ...(await this.strays())]) {
      try {
        await this.filing.giveUp(id);
        count += 1;
      } catch (error) {
        this.log.error(`abandoned upload ${id}: ${String(error)}`);
      }
    }
    return count;
  }

  /** Ids of what lies here without an upload: a crash came between. A row is there before its first file. */
  private async strays(): Promise<string[]> {
    const present = [...(await this.stages.present())].filter((id) => isUUID(id));
    const rows = await this.dataSource.manager.find(EvidenceUpload, {
      where: { id: In(present) },
      select: { id: true },
    });
    const known = new Set(rows.map(({ id }) => id));
    return present.filter((id) => !known.has(id));
  }

  private async sweep(): Promise<void> {
    try {
      await this.expire();
    } catch (error) {
      this.log.error(`abandoned uploads: ${String(error)}`);
    }
  }
}

function interrupted(): Refusal {
  return new Refusal('BAD_INPUT', {}, [{ path: 'file', code: 'INTERRUPTED' }]);
}
