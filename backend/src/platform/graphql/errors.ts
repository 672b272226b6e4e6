import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Refusal } from '../../core/kernel/refusal.js';

const log = new Logger('Api');

/** What a client gets of an error: a refusal with its code and fields, or INTERNAL with an incident id. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const cause = innermost(error);
  if (cause instanceof Refusal) return describe(cause, formatted);
  const code = formatted.extensions?.code;
  if (isClientFault(code, cause))
    return describe(new Refusal(asRefusalCode(cause), { detail: formatted.message }), formatted);
  const incidentId = randomBytes(4).toString('hex').toUpperCase();
  log.error(`incident ${incidentId}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
  return describe(new Refusal('INTERNAL', { incidentId }), formatted);
}

/** The refusal as GraphQL shows it. */
export function describe(refusal: Refusal, formatted: Pick<GraphQLFormattedError, 'path'>): GraphQLFormattedError {
  const { code, params, fields } = refusal;
  return { message: code, ...(formatted.path ? { path: formatted.path } : {}), extensions: { code, params, fields } };
}

function innermost(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? innermost(error.originalError) : error;
}

/** Errors that GraphQL itself raises on a wrong query: the fault and its text are the caller's own. */
function isClientFault(code: unknown, cause: unknown): boolean {
  if (!(cause instanceof GraphQLError) && !(cause instanceof SyntaxError)) return isPlainBadRequest(code);
  return code !== 'INTERNAL_SERVER_ERROR' || cause instanceof SyntaxError;
}

function isPlainBadRequest(code: unknown): boolean {
  return code === 'BAD_REQUEST' || code === 'GRAPHQL_PARSE_FAILED' || code === 'GRAPHQL_VALIDATION_FAILED';
}

function asRefusalCode(cause: unknown): 'QUERY_TOO_COSTLY' | 'BAD_INPUT' {
  const text = cause instanceof Error ? cause.message : '';
  return /limit of|exceeded|Query Cost|Query depth|Aliases/i.test(text) ? 'QUERY_TOO_COSTLY' : 'BAD_INPUT';
}
