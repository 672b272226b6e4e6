import { Controller, Headers, Post, Req } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { Request } from 'express';
import type { Viewer } from '../../core/access/permissions.js';
import { type FieldProblem, Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker, requireViewer } from '../../platform/access/viewer.js';
import type { Announced } from './evidence-admission.service.js';
import { type EvidenceReceipt, EvidenceService } from './evidence.service.js';

type RequestHeaders = Readonly<Record<string, string | undefined>>;

/** Files over plain HTTP: one raw body up. What goes down is handed out, and recorded, by the chain of custody. */
@Controller('api/evidence')
export class EvidenceController {
  constructor(private readonly evidence: EvidenceService) {}

  @Post()
  @Allow('evidence.file')
  async upload(
    @Req() request: Request,
    @Headers() headers: RequestHeaders,
    @Asker() viewer: Viewer | null,
  ): Promise<EvidenceReceipt> {
    const who = requireViewer(viewer);
    const { id } = await this.evidence.store(uploadOf(headers), request, who);
    return this.evidence.receipt(id, who);
  }
}

/**
 * Reads the headers of an upload. `x-yanwu` cannot be set by a form of another site, which shuts out CSRF.
 * @throws Refusal BAD_INPUT naming the headers, FILE_NAME_REFUSED for an encoding that is none
 */
function uploadOf(headers: RequestHeaders): Announced {
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
  const sha256 = headers['x-sha256']?.toLowerCase() ?? null;
  if (sha256 !== null && !/^[0-9a-f]{64}$/.test(sha256)) refuseBadInput([{ path: 'x-sha256', code: 'WRONG_FORM' }]);
  return { exerciseId, commandId, fileName: decoded(encodedName), sizeBytes: Number(length), sha256 };
}

function decoded(encodedName: string): string {
  try {
    return decodeURIComponent(encodedName);
  } catch {
    throw new Refusal('FILE_NAME_REFUSED', { problem: 'WRONG_FORM' }, [{ path: 'fileName', code: 'WRONG_FORM' }]);
  }
}
