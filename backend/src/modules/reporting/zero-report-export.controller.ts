import { Controller, Get, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Viewer } from '../../core/access/permissions.js';
import { contentDisposition } from '../../core/evidence/content-disposition.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { ZeroReportExportService } from './zero-report-export.service.js';

/** Zero reports as a workbook. */
@Controller('api/zero-reports')
export class ZeroReportExportController {
  constructor(private readonly exports: ZeroReportExportService) {}

  @Get(':periodId')
  @Allow('reporting.read')
  async download(
    @Param('periodId') periodId: string,
    @Asker() viewer: Viewer | null,
    @Res() response: Response,
  ): Promise<void> {
    const { fileName, bytes } = await this.exports.workbook(periodId, viewer);
    response.set({
      'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'Content-Disposition': contentDisposition('attachment', fileName),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    response.end(bytes);
  }
}
