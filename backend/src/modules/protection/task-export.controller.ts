import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Viewer } from '../../core/access/permissions.js';
import { contentDisposition } from '../../core/evidence/content-disposition.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { TaskExport } from './task-export.service.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The task workbook over plain HTTP. */
@Controller('api/protection')
export class TaskExportController {
  constructor(private readonly exports: TaskExport) {}

  @Get(':periodId/tasks.xlsx')
  @Allow('protection.read')
  async download(
    @Param('periodId') periodId: string,
    @Query('lang') lang: unknown,
    @Asker() viewer: Viewer | null,
    @Res() response: Response,
  ): Promise<void> {
    const { fileName, body } = await this.exports.take(periodId, lang === 'en' ? 'en' : 'zh', viewer);
    response.set({
      'Content-Type': XLSX,
      'Content-Disposition': contentDisposition('attachment', fileName),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    response.send(body);
  }
}
