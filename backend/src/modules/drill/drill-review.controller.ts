import { Controller, Get, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Viewer } from '../../core/access/permissions.js';
import { contentDisposition } from '../../core/evidence/content-disposition.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { DrillReviewService } from './drill-review.service.js';
import { reviewWorkbook } from './drill-review-sheet.js';

/** The review of a drill as a workbook, over plain HTTP. */
@Controller('api/drills')
export class DrillReviewController {
  constructor(private readonly reviews: DrillReviewService) {}

  @Get(':drillId/review.xlsx')
  @Allow('drill.read')
  async download(
    @Param('drillId') drillId: string,
    @Asker() viewer: Viewer | null,
    @Res() response: Response,
  ): Promise<void> {
    const review = await this.reviews.read(drillId, viewer);
    response.set({
      'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'Content-Disposition': contentDisposition('attachment', `复盘 ${review.name}.xlsx`),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    response.send(Buffer.from(await reviewWorkbook(review)));
  }
}
