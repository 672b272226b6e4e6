import { randomUUID } from 'node:crypto';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';

/** An answer as it came over the wire. */
export interface Answer<T = Record<string, unknown>> {
  readonly data: T | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: {
      readonly code: string;
      readonly params: Record<string, string>;
      readonly fields: { path: string; code: string }[];
    };
  }[];
}

/** One browser: a cookie jar over real HTTP and WebSocket. */
export class TestClient {
  private cookie = '';

  constructor(readonly url: string) {}

  /** The Cookie header of this session, for raw requests. */
  get cookieHeader(): string {
    return this.cookie;
  }

  /** Signs in and keeps the cookie. */
  async login(username: string, password: string): Promise<this> {
    const answer = await this.query(`mutation ($input: LoginInput!) { login(input: $input) { id } }`, {
      input: { username, password },
    });
    if (answer.errors) throw new Error(`login refused: ${answer.errors[0]?.message}`);
    return this;
  }

  /** Runs an operation and returns the whole answer, errors included. */
  async query<T = Record<string, unknown>>(query: string, variables: Record<string, unknown> = {}): Promise<Answer<T>> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: this.cookie },
      body: JSON.stringify({ query, variables }),
    });
    for (const cookie of response.headers.getSetCookie()) this.cookie = cookie.split(';')[0] ?? '';
    return (await response.json()) as Answer<T>;
  }

  /** Runs an operation that must succeed and returns its data. */
  async ask<T = Record<string, never>>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const { data, errors } = await this.query<T>(query, variables);
    if (errors || data === null) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** The refusal code of an operation that must be refused. */
  async refusal(query: string, variables: Record<string, unknown> = {}): Promise<string> {
    const { errors } = await this.query(query, variables);
    if (!errors?.[0]) throw new Error('not refused');
    return errors[0].extensions.code;
  }

  /** A plain request with the session. */
  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.url + path, { ...init, headers: { ...init.headers, cookie: this.cookie } });
  }

  /** A live connection with the session. */
  live(): Client {
    const { cookie } = this;
    class WithCookie extends WebSocket {
      constructor(address: string, protocols: string[]) {
        super(address, protocols, { headers: { cookie } });
      }
    }
    return createClient({
      url: `${this.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WithCookie,
      retryAttempts: 0,
    });
  }
}

/** A fresh command id. */
export function commandId(): string {
  return randomUUID();
}
