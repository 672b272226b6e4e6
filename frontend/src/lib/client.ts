import { Client, fetchExchange } from '@urql/vue';
import { createClient } from 'graphql-ws';
import type { TypedDocumentString } from '../gql/graphql.js';
import { noteServerTime, serverNow } from './clock.js';
import { connection, markDown, markIdle, markLive } from './connection.js';
import { refusalOf, type Refused } from './refusal.js';

const LONGEST_WAIT_MS = 20_000;

async function timedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  noteServerTime(response.headers.get('date'), Number(response.headers.get('x-clock-speed') ?? 1));
  return response;
}

/** Queries and commands. No cache: a page asks when it opens and when the feed says that something moved. */
const client = new Client({
  url: '/graphql',
  preferGetMethod: false,
  requestPolicy: 'network-only',
  fetch: timedFetch,
  // The header makes the browser ask first, so no other site can send a command with our cookie.
  fetchOptions: { credentials: 'same-origin', headers: { 'apollo-require-preflight': 'true' } },
  exchanges: [fetchExchange],
});

/** What came of an operation: data, or why not. */
export type Answer<D> =
  { readonly data: D; readonly refused: null } | { readonly data: null; readonly refused: Refused };

/** Sends one query or mutation; never throws. */
export async function send<D, V extends object>(document: TypedDocumentString<D, V>, variables: V): Promise<Answer<D>> {
  const text = document.toString();
  const ask = /^\s*mutation\b/.test(text) ? client.mutation<D>(text, variables) : client.query<D>(text, variables);
  const { data, error } = await ask.toPromise();
  if (error || !data) return { data: null, refused: refusalOf(error ?? {}) };
  return { data, refused: null };
}

let wake: (() => void) | undefined;

/** Ends the present wait for the next attempt. */
export function retryNow(): void {
  wake?.();
}

async function waitBefore(attempt: number): Promise<void> {
  // Jitter: after a restart 3 000 boards must not come back in the same second.
  const wait = Math.min(LONGEST_WAIT_MS, 500 * 2 ** attempt) * (0.7 + Math.random() * 0.6);
  connection.retryAt = new Date(serverNow().getTime() + wait);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, wait);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

const NORMAL_CLOSURE = 1000;

const socket = createClient({
  url: () => `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/graphql`,
  retryAttempts: Infinity,
  shouldRetry: () => true,
  retryWait: waitBefore,
  keepAlive: 15_000,
  on: {
    connected: markLive,
    closed: (event) => {
      // Nobody listens any more, so the client hung up by itself: that is no lost connection.
      if ((event as CloseEvent).code === NORMAL_CLOSURE) markIdle();
      else if (connection.state !== 'idle') markDown(serverNow());
    },
    error: () => markDown(serverNow()),
  },
});

/** Opens the channel anew: it authenticates when it connects, so it must after login and logout. */
export function reconnect(): void {
  socket.terminate();
}

/**
 * Listens to a subscription until the returned function is called; survives lost connections.
 * `variables` are read again at every attempt, so a caller may advance them in place.
 */
export function listen<D, V extends Record<string, unknown>>(
  document: TypedDocumentString<D, V>,
  variables: V,
  next: (data: D) => void,
): () => void {
  let stop: (() => void) | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  // A refused subscription ends; it is asked for again later, for rights and states change.
  const retry = () => {
    if (!stopped) again = setTimeout(open, 5_000);
  };
  const open = () => {
    stop = socket.subscribe<D>(
      { query: document.toString(), variables },
      {
        next: (result) => {
          if (result.data) next(result.data);
        },
        error: retry,
        complete: retry,
      },
    );
  };
  open();
  return () => {
    stopped = true;
    clearTimeout(again);
    stop?.();
  };
}
