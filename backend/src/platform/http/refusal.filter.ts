import { randomBytes } from 'node:crypto';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Response } from 'express';
import { Refusal, type RefusalCode } from '../../core/kernel/refusal.js';

/** HTTP status per refusal; all others are 422, an answer to a request that was understood. */
const STATUS: Partial<Record<RefusalCode, number>> = {
  BAD_INPUT: 400,
  FILE_NAME_REFUSED: 400,
  NOT_SIGNED_IN: 401,
  BAD_CREDENTIALS: 401,
  NOT_ALLOWED: 403,
  NOT_FOUND: 404,
  EVIDENCE_DESTROYED: 410,
  STALE_VERSION: 409,
  COMMAND_REUSED: 409,
  WRONG_STATE: 409,
  EXERCISE_NOT_LIVE: 409,
  FILE_TOO_LARGE: 413,
  QUOTA_EXCEEDED: 413,
  FILE_TYPE_REFUSED: 415,
  TOO_MANY_ATTEMPTS: 429,
  INTERNAL: 500,
};

/** The HTTP status a refusal is sent with. */
export function statusOf(code: RefusalCode): number {
  return STATUS[code] ?? 422;
}

/**
 * Errors of plain HTTP handlers as `{code, params, fields}`: the same words as over GraphQL. Anything that is
 * no refusal becomes INTERNAL with an incident id that the log explains. GraphQL formats its own errors.
 */
@Catch()
export class RefusalFilter implements ExceptionFilter {
  private readonly log = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType<string>() !== 'http') throw error;
    const response = host.switchToHttp().getResponse<Response>();
    const refusal = this.refusalOf(error);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const { code, params, fields } = refusal;
    response.status(statusOf(code)).json({ code, params, fields });
  }

  private refusalOf(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    const status = statusGiven(error);
    if (status === 404) return new Refusal('NOT_FOUND');
    if (status === 413) return new Refusal('FILE_TOO_LARGE');
    if (status >= 400 && status < 500) return new Refusal('BAD_INPUT');
    const incidentId = randomBytes(4).toString('hex').toUpperCase();
    this.log.error(
      `incident ${incidentId}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return new Refusal('INTERNAL', { incidentId });
  }
}

/** The status an error of Nest or of Express' body parser names; 500 for any other. */
function statusGiven(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const isHttpError = error instanceof Error && 'status' in error && 'expose' in error;
  return isHttpError && typeof error.status === 'number' ? error.status : 500;
}
