import type { IncomingMessage, Server } from 'node:http';
import { type DocumentNode, GraphQLError, type GraphQLSchema, specifiedRules, validate } from 'graphql';
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

interface Extra extends Record<PropertyKey, unknown> {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  viewer?: Viewer | null;
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
  readonly close: () => Promise<void>;
}

/** Serves subscriptions on `/graphql` of the HTTP server. */
export function serveLive(server: Server, options: LiveOptions): LiveServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  const bySession = new Map<string, Set<WebSocket>>();
  const disposable = useServer<Record<string, unknown>, Extra>(protocolOptions(options, bySession), sockets);

  server.on('upgrade', (request, socket, head) => {
    if (new URL(request.url ?? '/', 'http://x').pathname !== '/graphql' || !isSameOrigin(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => sockets.emit('connection', webSocket, request));
  });

  return {
    dropSession: (sessionId) => {
      for (const socket of bySession.get(sessionId) ?? []) socket.close(CLOSE_FORBIDDEN, 'Forbidden');
    },
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      await disposable.dispose();
    },
  };
}

function protocolOptions(
  { schema, authenticate }: LiveOptions,
  bySession: Map<string, Set<WebSocket>>,
): ServerOptions<Record<string, unknown>, Extra> {
  const shared = new SharedExecution();
  return {
    schema,
    subscribe: (args) => shared.subscribe(args),
    onConnect: async ({ extra }) => {
      extra.viewer = await authenticate(extra.request);
      if (extra.viewer) track(bySession, extra.viewer.sessionId, extra.socket);
      return true;
    },
    context: ({ extra }): ApiContext => ({ viewer: extra.viewer ?? null, loaders: new Map() }),
    onSubscribe: (context) => {
      if (Object.keys(context.subscriptions).length <= MAX_SUBSCRIPTIONS_PER_SOCKET) return undefined;
      return [new GraphQLError('LIMIT_REACHED', { originalError: new Refusal('LIMIT_REACHED') })];
    },
    validate: withinLimits,
    onError: (_context, _id, _payload, errors) => errors.map(shown),
    // The protocol hands over five arguments; only the last one matters.
    onNext: (...[, , , , result]) => (result.errors ? { ...result, errors: result.errors.map(shown) } : result),
  };
}

/** GraphQL's own rules and the limits of HTTP. */
function withinLimits(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  return validate(schema, document, [...specifiedRules, ...LIMIT_RULES]);
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

function track(bySession: Map<string, Set<WebSocket>>, sessionId: string, socket: WebSocket): void {
  const sockets = bySession.get(sessionId) ?? new Set();
  bySession.set(sessionId, sockets.add(socket));
  socket.once('close', () => {
    sockets.delete(socket);
    if (sockets.size === 0) bySession.delete(sessionId);
  });
}
