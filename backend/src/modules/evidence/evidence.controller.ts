import { Controller, Get, Headers, Param, Post, Query, Req, Res } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { Request, Response } from 'express';
import type { Viewer } from '../../core/access/permissions.js';
import { isShownInline } from '../../core/evidence/file-kind.js';
import { contentDisposition } from '../../core/evidence/content-disposition.js';
import { type FieldProblem, Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker, requireViewer } from '../../platform/access/viewer.js';
import type { Evidence } from './evidence.entity.js';
import { EvidenceFiles, thumbnailName } from './evidence.files.js';
import { EvidenceService, type Upload } from './evidence.service.js';

/** What the uploader learns: the receipt. */
type EvidenceReceipt = Pick<
  Evidence,
  'id' | 'fileName' | 'sizeBytes' | 'sha256' | 'mediaType' | 'isImage' | 'recordedAt' | 'receiptSeq'
>;
type RequestHeaders = Readonly<Record<string, string | undefined>>;

/** Files over plain HTTP: one raw body up, one file down. */
@Controller('api/evidence')
export class EvidenceController {
  constructor(
    private readonly evidence: EvidenceService,
    private readonly files: EvidenceFiles,
  ) {}

  @Post()
  @Allow('evidence.file')
  async upload(
    @Req() request: Request,
    @Headers() headers: RequestHeaders,
    @Asker() viewer: Viewer | null,
  ): Promise<EvidenceReceipt> {
    const stored = await this.evidence.store(uploadOf(headers), request, requireViewer(viewer));
    const { id, fileName, sizeBytes, sha256, mediaType, isImage, recordedAt, receiptSeq } = stored;
    return { id, fileName, sizeBytes, sha256, mediaType, isImage, recordedAt, receiptSeq };
  }

  @Get(':id')
  @Allow('evidence.read')
  async download(
    @Param('id') id: string,
    @Query('download') download: string | undefined,
    @Asker() viewer: Viewer | null,
    @Res() response: Response,
  ): Promise<void> {
    const { id: name, fileName, mediaType } = await this.evidence.read(id, viewer);
    const isInline = download === undefined && isShownInline(mediaType);
    response.setHeader('Content-Disposition', contentDisposition(isInline ? 'inline' : 'attachment', fileName));
    await this.send(response, name, mediaType);
  }

  @Get(':id/thumbnail')
  @Allow('evidence.read')
  async thumbnail(@Param('id') id: string, @Asker() viewer: Viewer | null, @Res() response: Response): Promise<void> {
    const { id: name, hasThumbnail } = await this.evidence.read(id, viewer);
    if (!hasThumbnail) throw new Refusal('NOT_FOUND');
    await this.send(response, thumbnailName(name), 'image/webp');
  }

  private send(response: Response, name: string, mediaType: string): Promise<void> {
    response.set({
      'Content-Type': mediaType,
      'Content-Security-Policy': policyFor(mediaType),
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Resource-Policy': 'same-origin',
      // Content never changes, but the right to see it may.
      'Cache-Control': 'private, no-cache',
    });
    return new Promise((resolve, reject) => {
      response.sendFile(name, { root: this.files.root, cacheControl: false }, (error?: Error) => {
        // A reader who goes away in the middle is no fault.
        if (error === undefined || response.headersSent || response.destroyed) resolve();
        else {
          // What is sent instead is a refusal, no evidence.
          response.removeHeader('Content-Type');
          response.removeHeader('Content-Disposition');
          reject(error);
        }
      });
    });
  }
}

/**
 * Nothing in an evidence file may run or load anything. Browsers refuse to show a PDF in a sandbox; their PDF
 * viewer runs no script of ours, so the other directives suffice there.
 */
function policyFor(mediaType: string): string {
  const closed =
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; frame-ancestors 'self'";
  return mediaType === 'application/pdf' ? closed : `${closed}; sandbox`;
}

/**
 * Reads the headers of an upload. `x-yanwu` cannot be set by a form of another site, which shuts out CSRF.
 * @throws Refusal BAD_INPUT naming the headers, FILE_NAME_REFUSED for an encoding that is none
 */
function uploadOf(headers: RequestHeaders): Upload {
  const exerciseId = headers['x-exercise-id'] ?? '';
  const commandId = headers['x-command-id'] ?? '';
  const encodedName = headers['x-file-name'] ?? '';
  const length = headers['content-length'] ?? '';
  const problems: [isWrong: boolean, problem: FieldProblem][] = [
    [headers['x-yanwu'] !== '1', { path: 'x-yanwu', code: 'REQUIRED' }],
    [headers['content-type'] !== 'application/octet-stream', { path: 'content-type', code: 'NOT_A_CHOICE' }],
    [!isUUID(exerciseId), { path: 'x-exercise-id', code: 'NOT_AN_ID' }],
    [!isUUID(commandId), { path: 'x-command-id', code: 'NOT_AN_ID' }],
    [encodedName === '', { path: 'x-file-name', code: 'REQUIRED' }],
    [!/^\d{1,15}$/.test(length), { path: 'content-length', code: 'REQUIRED' }],
  ];
  refuseBadInput(problems.filter(([isWrong]) => isWrong).map(([, problem]) => problem));
  return { exerciseId, commandId, fileName: decoded(encodedName), sizeBytes: Number(length) };
}

function decoded(encodedName: string): string {
  try {
    return decodeURIComponent(encodedName);
  } catch {
    throw new Refusal('FILE_NAME_REFUSED', { problem: 'WRONG_FORM' }, [{ path: 'fileName', code: 'WRONG_FORM' }]);
  }
}
