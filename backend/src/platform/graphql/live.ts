import type { IncomingMessage, Server } from 'node:http';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  OperationTypeNode,
  specifiedRules,
  validate,
} from 'graphql';
import type { ServerOptions } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { ApiContext } from '../access/viewer.js';
import { formatError } from './errors.js';
import { LIMIT_RULES } from './limits.js';
import { SharedExecution } from './shared-execution.js';

/** Close code for a session that was revoked or never valid. */
export const CLOSE_FORBIDDEN = 4403;
const MAX_MESSAGE_BYTES = 64 * 1024;
const MAX_SUBSCRIPTIONS_PER_SOCKET = 20;
/** How often it is looked after sessions that ran out, or whose end was not heard of. */
const SWEEP_MS = 60_000;

interface Extra extends Record<PropertyKey, unknown> {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
}

/** What the live endpoint needs from the rest of the server. */
export interface LiveOptions {
  readonly schema: GraphQLSchema;
  /** Who holds the session of this upgrade request. */
  readonly authenticate: (request: IncomingMessage) => Promise<Viewer | null>;
}

/** The live endpoint: subscriptions over graphql-ws under the same session cookie as HTTP. */
export interface LiveServer {
  /** Closes every socket of a session, e.g. after sign-out. */
  readonly dropSession: (sessionId: string) => void;
  /** Closes every socket whose session is no longer valid. Runs by itself as well. */
  readonly sweep: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Serves subscriptions on `/graphql` of the HTTP server. */
export function serveLive(server: Server, options: LiveOptions): LiveServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  const bySession = new Map<string, Set<Extra>>();
  const disposable = useServer<Record<string, unknown>, Extra>(protocolOptions(options, bySession), sockets);

  server.on('upgrade', (request, socket, head) => {
    if (!isForUs(request)) {
      // Node has taken its own listener away: without one, a caller who hangs up would end the process.
      socket.on('error', () => socket.destroy());
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => sockets.emit('connection', webSocket, request));
  });

  const dropSession = (sessionId: string): void => {
    for (const { socket } of bySession.get(sessionId) ?? []) socket.close(CLOSE_FORBIDDEN, 'Forbidden');
  };
  const sweep = async (): Promise<void> => {
    for (const [sessionId, [extra]] of [...bySession]) {
      if (extra && (await options.authenticate(extra.request)) === null) dropSession(sessionId);
    }
  };
  // A database that does not answer now is asked again in a minute.
  const sweeping = setInterval(() => void sweep().catch(() => undefined), SWEEP_MS).unref();

  return {
    dropSession,
    sweep,
    close: async () => {
      clearInterval(sweeping);
      for (const socket of sockets.clients) socket.terminate();
      await disposable.dispose();
    },
  };
}

function protocolOptions(
  { schema, authenticate }: LiveOptions,
  bySession: Map<string, Set<Extra>>,
): ServerOptions<Record<string, unknown>, Extra> {
  const shared = new SharedExecution();
  return {
    schema,
    subscribe: (args) => shared.subscribe(args),
    onConnect: async ({ extra }) => {
      const viewer = await authenticate(extra.request);
      if (viewer) track(bySession, viewer.sessionId, extra);
      return true;
    },
    // Looked up anew each time: rights may have been taken away since the socket was opened.
    context: async ({ extra }): Promise<ApiContext> => ({
      viewer: await authenticate(extra.request),
      loaders: new Map(),
    }),
    onSubscribe: (context) => {
      if (Object.keys(context.subscriptions).length <= MAX_SUBSCRIPTIONS_PER_SOCKET) return undefined;
      return [new GraphQLError('LIMIT_REACHED', { originalError: new Refusal('LIMIT_REACHED') })];
    },
    validate: acceptable,
    onError: (_context, _id, _payload, errors) => errors.map(shown),
    // The protocol hands over five arguments; only the last one matters.
    onNext: (...[, , , , result]) => (result.errors ? { ...result, errors: result.errors.map(shown) } : result),
  };
}

/** GraphQL's own rules and the limits of HTTP, and subscriptions only: queries and commands have HTTP. */
function acceptable(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  const isForeign = document.definitions.some(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION && definition.operation !== OperationTypeNode.SUBSCRIPTION,
  );
  if (isForeign) return [new GraphQLError('only subscriptions are served here')];
  try {
    return validate(schema, document, [...specifiedRules, ...LIMIT_RULES]);
  } catch (error) {
    // The rule for subscriptions evaluates directives before anybody checked their variables.
    return [error instanceof GraphQLError ? error : new GraphQLError(String(error))];
  }
}

/** Whether an upgrade is meant for the live endpoint and comes from our own page. */
function isForUs(request: IncomingMessage): boolean {
  const [path] = (request.url ?? '').split('?');
  return path === '/graphql' && isSameOrigin(request);
}

function shown(error: GraphQLError) {
  const source = error instanceof GraphQLError ? error : new GraphQLError(String(error));
  return new GraphQLError(
    source.message,
    formatError({ message: source.message, extensions: source.extensions }, source),
  );
}

/** Browsers name their origin; a page of another site must not ride on the session. */
function isSameOrigin({ headers }: IncomingMessage): boolean {
  if (headers.origin === undefined) return true;
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host;
}

function track(bySession: Map<string, Set<Extra>>, sessionId: string, extra: Extra): void {
  const tracked = bySession.get(sessionId) ?? new Set();
  bySession.set(sessionId, tracked.add(extra));
  extra.socket.once('close', () => {
    tracked.delete(extra);
    if (tracked.size === 0) bySession.delete(sessionId);
  });
}
