import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataStore, Upload } from '@tus/server';
import { Clock } from '../../platform/clock/clock.js';
import { UPLOAD_HOURS } from './evidence-admission.service.js';
import { EvidenceUploads } from './evidence-uploads.service.js';

/** What the protocol's library sees of uploads. Rights have been checked before it comes here. */
@Injectable()
export class EvidenceUploadStore extends DataStore {
  override extensions = ['creation', 'creation-with-upload', 'expiration', 'termination'];

  constructor(
    private readonly uploads: EvidenceUploads,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async write(stream: Readable, id: string): Promise<number> {
    return this.uploads.append(await this.uploads.byId(id), stream as AsyncIterable<Buffer>);
  }

  override async getUpload(id: string): Promise<Upload> {
    const upload = await this.uploads.byId(id);
    // The library measures age by the machine's clock.
    const age = this.clock.now().getTime() - upload.startedAt.getTime();
    return new Upload({
      id,
      size: upload.sizeBytes,
      offset: await this.uploads.offset(upload),
      creation_date: new Date(Date.now() - age).toISOString(),
    });
  }

  override async remove(id: string): Promise<void> {
    await this.uploads.drop(await this.uploads.byId(id));
  }

  override deleteExpired(): Promise<number> {
    return this.uploads.expire();
  }

  override getExpiration(): number {
    return UPLOAD_HOURS * 3_600_000;
  }
}
