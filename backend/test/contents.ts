import { buffer } from 'node:stream/consumers';
import type { INestApplication } from '@nestjs/common';
import { type ByteRange, EvidenceFiles } from '../src/modules/evidence/evidence-files.service.js';
import { EvidenceService } from '../src/modules/evidence/evidence.service.js';

/** What a server gives out of stored evidence, whole or a range, past those who may read it. */
export async function contentOf(app: INestApplication, id: string, range?: ByteRange): Promise<Buffer> {
  const [evidence] = await app.get(EvidenceService).byIds([id]);
  if (evidence === undefined) throw new Error(`no evidence ${id}`);
  return buffer(await app.get(EvidenceFiles).openRead(evidence, range));
}

/** Its preview. */
export async function previewOf(app: INestApplication, id: string): Promise<Buffer> {
  return buffer(await app.get(EvidenceFiles).openThumbnail({ id, hasThumbnail: true }));
}
