import { Controller, Get, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Viewer } from '../../core/access/permissions.js';
import { contentDisposition } from '../../core/evidence/content-disposition.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { BlockExportService } from './block-export.service.js';

/** The blocking log as a workbook. */
@Controller('api/blocks')
export class BlockExportController {
  constructor(private readonly exports: BlockExportService) {}

  @Get(':exerciseId')
  @Allow('block.read')
  async download(
    @Param('exerciseId') exerciseId: string,
    @Asker() viewer: Viewer | null,
    @Res() response: Response,
  ): Promise<void> {
    const { fileName, bytes } = await this.exports.workbook(exerciseId, viewer);
    response.set({
      'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'Content-Disposition': contentDisposition('attachment', fileName),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    response.end(bytes);
  }
}
