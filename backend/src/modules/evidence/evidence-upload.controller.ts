import type { ServerResponse } from 'node:http';
import { Controller, Delete, Get, Head, Logger, Options, Param, Patch, Post, Req, Res } from '@nestjs/common';
import { Server } from '@tus/server';
import { isUUID } from 'class-validator';
import type { Response } from 'express';
import type { Viewer } from '../../core/access/permissions.js';
import { type FieldProblem, Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker, requireViewer, type ViewerRequest } from '../../platform/access/viewer.js';
import { statusOf } from '../../platform/http/refusal.filter.js';
import type { Announced } from './evidence-admission.service.js';
import { bodyOf } from './evidence-body.js';
import { EvidenceUploadStore } from './evidence-upload.store.js';
import { EvidenceUploads } from './evidence-uploads.service.js';
import { type EvidenceReceipt, EvidenceService } from './evidence.service.js';

const PATH = '/api/uploads';
type WebRequest = Parameters<Server['handleWeb']>[0];
type Metadata = Readonly<Record<string, string | null>>;

/**
 * Files in pieces, by the tus protocol 1.0.0: the library speaks it, storage and rights are ours. The last piece is
 * answered with the receipt; it can be asked for again as long as the upload is kept.
 */
@Controller('api/uploads')
export class EvidenceUploadController {
  private readonly log = new Logger('Upload');
  private readonly tus: Server;

  constructor(
    private readonly uploads: EvidenceUploads,
    private readonly evidence: EvidenceService,
    datastore: EvidenceUploadStore,
  ) {
    this.tus = new Server({
      path: PATH,
      datastore,
      relativeLocation: true,
      // Our own pages only.
      allowedOrigins: () => false,
      onIncomingRequest: (request, id) => this.admit(request, id),
      onUploadCreate: async (request, upload) => {
        upload.id = (await this.uploads.open(announcedIn(upload.metadata ?? {}, upload.size), viewerIn(request))).id;
        return { metadata: upload.metadata };
      },
      onUploadFinish: async (request, { id }) => ({
        // A file sent with its announcement needs its address as well, which only 201 carries.
        status_code: request.method === 'POST' ? 201 : 200,
        headers: { 'Content-Type': 'application/json; charset=utf-8' },
        body: JSON.stringify(await this.receiptOf(id, viewerIn(request))),
      }),
      onResponseError: (_request, error) => this.refusalIn(error),
    });
  }

  @Options()
  @Allow('evidence.file')
  options(@Req() request: ViewerRequest, @Res() response: Response): Promise<void> {
    return this.speak(request, response);
  }

  @Post()
  @Allow('evidence.file')
  create(@Req() request: ViewerRequest, @Res() response: Response): Promise<void> {
    return this.speak(request, response);
  }

  @Head(':id')
  @Allow('evidence.file')
  offset(@Req() request: ViewerRequest, @Res() response: Response): Promise<void> {
    return this.speak(request, response);
  }

  @Patch(':id')
  @Allow('evidence.file')
  append(@Req() request: ViewerRequest, @Res() response: Response): Promise<void> {
    return this.speak(request, response);
  }

  @Delete(':id')
  @Allow('evidence.file')
  giveUp(@Req() request: ViewerRequest, @Res() response: Response): Promise<void> {
    return this.speak(request, response);
  }

  /** The receipt of an upload whose last answer was lost. */
  @Get(':id')
  @Allow('evidence.file')
  async receipt(@Param('id') id: string, @Asker() viewer: Viewer | null): Promise<EvidenceReceipt> {
    await this.uploads.resume(id, requireViewer(viewer));
    return this.receiptOf(id, requireViewer(viewer));
  }

  private async speak(request: ViewerRequest, response: ServerResponse): Promise<void> {
    // It cannot be set by a form of another site, which shuts out CSRF.
    if (request.headers['x-yanwu'] !== '1') refuseBadInput([{ path: 'x-yanwu', code: 'REQUIRED' }]);
    await this.tus.handle(request, response);
  }

  /** Rights on every request; a new upload has none yet but those checked when it is opened. */
  private async admit(request: WebRequest, id: string): Promise<void> {
    if (request.method !== 'POST') await this.uploads.resume(id, viewerIn(request));
    const incoming = incomingOf(request);
    // Where the library looks for it.
    if (incoming !== null) Object.defineProperty(request, 'body', { value: bodyOf(incoming) });
  }

  private async receiptOf(id: string, viewer: Viewer): Promise<EvidenceReceipt> {
    const upload = await this.uploads.byId(id);
    return this.evidence.receipt(await this.uploads.file(upload, viewer), viewer);
  }

  /** Errors in the words of every other route; the protocol's own keep their status, by which its clients go. */
  private refusalIn(error: unknown): { status_code: number; body: string } {
    if (error instanceof Refusal) return answer(error, statusOf(error.code));
    const status = error instanceof Object && 'status_code' in error ? Number(error.status_code) : 500;
    if (status >= 500) this.log.error(error instanceof Error ? (error.stack ?? '') : JSON.stringify(error));
    const code = status >= 500 ? 'INTERNAL' : status === 404 || status === 410 ? 'NOT_FOUND' : 'BAD_INPUT';
    return answer(new Refusal(code), status);
  }
}

function answer({ code, params, fields }: Refusal, status: number): { status_code: number; body: string } {
  return { status_code: status, body: JSON.stringify({ code, params, fields }) };
}

function viewerIn(request: WebRequest): Viewer {
  return requireViewer(incomingOf(request)?.viewer ?? null);
}

function incomingOf(request: WebRequest): ViewerRequest | null {
  const { node } = request as { node?: { req: ViewerRequest } };
  return node?.req ?? null;
}

/** What the client says in `Upload-Metadata` and `Upload-Length`. @throws Refusal BAD_INPUT naming the fields */
function announcedIn(metadata: Metadata, size: number | undefined): Announced {
  const { exerciseId, commandId, fileName, sha256 } = metadata;
  const problems: [isWrong: boolean, problem: FieldProblem][] = [
    [!isUUID(exerciseId), { path: 'exerciseId', code: 'NOT_AN_ID' }],
    [!isUUID(commandId), { path: 'commandId', code: 'NOT_AN_ID' }],
    [!fileName, { path: 'fileName', code: 'REQUIRED' }],
    [size === undefined, { path: 'upload-length', code: 'REQUIRED' }],
    [Boolean(sha256) && !/^[0-9a-f]{64}$/.test(sha256 ?? ''), { path: 'sha256', code: 'WRONG_FORM' }],
  ];
  refuseBadInput(problems.filter(([isWrong]) => isWrong).map(([, problem]) => problem));
  const named = { exerciseId: exerciseId ?? '', commandId: commandId ?? '', fileName: fileName ?? '' };
  return { ...named, sizeBytes: size ?? 0, sha256: sha256 ? sha256 : null };
}
