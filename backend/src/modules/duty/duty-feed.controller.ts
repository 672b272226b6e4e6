import { Controller, Get, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Refusal } from '../../core/kernel/refusal.js';
import { Allow } from '../../platform/access/allow.js';
import { DutyFeedService } from './duty-feed.service.js';

/** Calendars over plain HTTP; the secret in the address is the key. */
@Controller('api/duty/calendar')
export class DutyFeedController {
  constructor(private readonly feeds: DutyFeedService) {}

  @Get(':file')
  @Allow('duty.feed')
  async calendar(@Param('file') file: string, @Res() response: Response): Promise<void> {
    const secret = /^([A-Za-z0-9_-]{43})\.ics$/.exec(file)?.[1];
    if (secret === undefined) throw new Refusal('NOT_FOUND');
    const text = await this.feeds.calendar(secret);
    response.set({
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': 'inline; filename="duty.ics"',
      'Cache-Control': 'private, no-store',
      // The address is a secret: no page it is opened from or leads to may learn it.
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    });
    response.send(text);
  }
}
