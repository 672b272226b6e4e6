import { Controller, Get, Headers, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Viewer } from '../../core/access/permissions.js';
import { contentDisposition } from '../../core/evidence/content-disposition.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { CustodyQueryService } from './custody-query.service.js';
import { type MarkReading, MarkReadingService } from './mark-reading.service.js';

const MAX_LEAK_BYTES = 32 * 1024 * 1024;

/** What the organizer does with the chain of custody over plain HTTP. */
@Controller('api/custody')
export class CustodyToolsController {
  constructor(
    private readonly queries: CustodyQueryService,
    private readonly marks: MarkReadingService,
  ) {}

  @Get(':exerciseId/export')
  @Allow('custody.read')
  async csv(
    @Param('exerciseId') exerciseId: string,
    @Asker() viewer: Viewer | null,
    @Res() response: Response,
  ): Promise<void> {
    const { fileName, text } = await this.queries.csv(exerciseId, viewer);
    response.set({
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': contentDisposition('attachment', fileName),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    response.end(text);
  }

  /** `x-yanwu` cannot be set by a form of another site, which shuts out CSRF. */
  @Post(':exerciseId/mark')
  @Allow('custody.read')
  async mark(
    @Param('exerciseId') exerciseId: string,
    @Headers('x-yanwu') own: string | undefined,
    @Req() request: Request,
    @Asker() viewer: Viewer | null,
  ): Promise<MarkReading> {
    if (own !== '1') throw new Refusal('BAD_INPUT', {}, [{ path: 'x-yanwu', code: 'REQUIRED' }]);
    this.marks.requireReader(exerciseId, viewer);
    return this.marks.read(exerciseId, await bodyOf(request), viewer);
  }
}

/** @throws Refusal FILE_TOO_LARGE */
async function bodyOf(request: Request): Promise<Buffer> {
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    sizeBytes += part.length;
    if (sizeBytes > MAX_LEAK_BYTES) throw new Refusal('FILE_TOO_LARGE', { maxBytes: String(MAX_LEAK_BYTES) });
    parts.push(part);
  }
  return Buffer.concat(parts);
}
