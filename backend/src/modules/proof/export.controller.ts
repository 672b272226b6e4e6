import { pipeline } from 'node:stream/promises';
import { Controller, Get, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { contentDisposition } from '../../core/evidence/content-disposition.js';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { ExportService } from './export.service.js';

/** The export over plain HTTP: JSON Lines, streamed. */
@Controller('api/export')
export class ExportController {
  constructor(private readonly exports: ExportService) {}

  @Get(':exerciseId')
  @Allow('exercise.direct')
  async download(
    @Param('exerciseId') exerciseId: string,
    @Asker() viewer: Viewer | null,
    @Res() response: Response,
  ): Promise<void> {
    const { fileName, lines } = await this.exports.take(exerciseId, viewer);
    response.set({
      'Content-Type': 'application/x-ndjson; charset=utf-8',
      'Content-Disposition': contentDisposition('attachment', fileName),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    // What breaks off half-way has no last line, and the check says so. Of a reader who is gone the lines may not know.
    await pipeline(lines, response).catch(() => {
      lines.destroy();
      response.destroy();
    });
  }
}
