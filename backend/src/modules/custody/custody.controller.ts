import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Viewer } from '../../core/access/permissions.js';
import { contentDisposition } from '../../core/evidence/content-disposition.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker, requireViewer } from '../../platform/access/viewer.js';
import { type Preview } from './preview.service.js';
import { type HandedFile, ReadingService } from './reading.service.js';

/** Nothing in what is sent may run or load anything. */
const CLOSED =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; frame-ancestors 'self'";

/** Evidence on its way to people. Whatever leaves here was recorded before. */
@Controller('api/evidence')
export class CustodyController {
  constructor(private readonly reading: ReadingService) {}

  /** One's own file, or the original for who asked for it with a reason. */
  @Get(':id')
  @Allow('evidence.read')
  async download(
    @Req() { params, query, headers }: Request,
    @Asker() viewer: Viewer | null,
    @Res() response: Response,
  ): Promise<void> {
    const ticket = typeof query.ticket === 'string' ? query.ticket : undefined;
    const wanted = { id: String(params.id), ticket, range: headers.range };
    const file = await this.reading.file(wanted, requireViewer(viewer));
    await sendFile(response, file);
  }

  @Get(':id/preview')
  @Allow('evidence.read')
  async preview(
    @Param('id') id: string,
    @Asker() viewer: Viewer | null,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Preview> {
    response.setHeader('Cache-Control', 'private, no-store');
    return this.reading.preview(id, requireViewer(viewer));
  }

  @Get(':id/picture')
  @Allow('evidence.read')
  async picture(@Param('id') id: string, @Asker() viewer: Viewer | null, @Res() response: Response): Promise<void> {
    send(response, 'image/jpeg', await this.reading.picture(id, requireViewer(viewer)));
  }

  @Get(':id/document')
  @Allow('evidence.read')
  async document(@Param('id') id: string, @Asker() viewer: Viewer | null, @Res() response: Response): Promise<void> {
    const { bytes, fileName } = await this.reading.document(id, requireViewer(viewer));
    response.setHeader('Content-Disposition', contentDisposition('inline', fileName));
    send(response, 'application/pdf', bytes);
  }

  @Get(':id/thumbnail')
  @Allow('evidence.read')
  async thumbnail(@Param('id') id: string, @Asker() viewer: Viewer | null, @Res() response: Response): Promise<void> {
    send(response, 'image/webp', await this.reading.thumbnail(id, requireViewer(viewer)));
  }
}

/** Browsers refuse to show a PDF in a sandbox; their PDF viewer runs no script of ours, so the rest suffices there. */
function guard(response: Response, mediaType: string): void {
  response.set({
    'Content-Type': mediaType,
    'Content-Security-Policy': mediaType === 'application/pdf' ? CLOSED : `${CLOSED}; sandbox`,
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    // Every copy is one person's own, and the right to see it may end.
    'Cache-Control': 'private, no-store',
  });
}

function send(response: Response, mediaType: string, bytes: Buffer): void {
  guard(response, mediaType);
  response.setHeader('Content-Length', String(bytes.length));
  response.end(bytes);
}

/** Always as an attachment, and of no type a browser would open. */
async function sendFile(response: Response, file: HandedFile): Promise<void> {
  const { fileName, sizeBytes, range } = file;
  guard(response, 'application/octet-stream');
  response.setHeader('Content-Disposition', contentDisposition('attachment', fileName));
  response.setHeader('Accept-Ranges', 'bytes');
  const { start, end } = range ?? { start: 0, end: sizeBytes - 1 };
  response.setHeader('Content-Length', String(end - start + 1));
  if (range !== null) {
    response.status(206);
    response.setHeader('Content-Range', `bytes ${start}-${end}/${sizeBytes}`);
  }
  await pipe(file.content, response);
}

/** A reader who goes away in the middle is no fault. */
async function pipe(content: Readable, response: Response): Promise<void> {
  await pipeline(content, response).catch(() => {
    content.destroy();
    response.destroy();
  });
}
