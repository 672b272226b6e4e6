import { randomUUID } from 'node:crypto';
import type { APIRequestContext } from '@playwright/test';

interface Answer<T> {
  readonly data: T | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

/** The API with the session of a browser context: what its person could do by hand, done at once. */
export class Api {
  constructor(private readonly request: APIRequestContext) {}

  /** Signs this session in. */
  async login(username: string, password: string): Promise<this> {
    await this.ask('mutation ($input: LoginInput!) { login(input: $input) { id } }', { input: { username, password } });
    return this;
  }

  /** Runs an operation that must succeed and returns its data. */
  async ask<T = Record<string, unknown>>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const response = await this.request.post('/graphql', { data: { query, variables } });
    const { data, errors } = (await response.json()) as Answer<T>;
    if (errors || data === null) throw new Error(`${query}\n${JSON.stringify(errors)}`);
    return data;
  }

  /** The time as the server has it, to the second. */
  async now(): Promise<Date> {
    return new Date((await this.request.get('/ready')).headers()['date'] ?? '');
  }

  /** Runs a command, with a command id of its own, and returns the id of what it made or changed. */
  async command(name: string, inputType: string, input: Record<string, unknown>): Promise<string> {
    const query = `mutation ($input: ${inputType}!) { made: ${name}(input: $input) { id } }`;
    const { made } = await this.ask<{ made: { id: string } }>(query, { input: { commandId: randomUUID(), ...input } });
    return made.id;
  }

  /** Saves something a person works on, which takes no command id. */
  async save(name: string, inputType: string, input: Record<string, unknown>): Promise<void> {
    await this.ask(`mutation ($input: ${inputType}!) { ${name}(input: $input) { id } }`, { input });
  }

  /** Uploads a file as the party of this session and returns its id. */
  async upload(exerciseId: string, fileName: string, bytes: Buffer): Promise<string> {
    const response = await this.request.post('/api/evidence', {
      headers: {
        'content-type': 'application/octet-stream',
        'x-exercise-id': exerciseId,
        'x-command-id': randomUUID(),
        'x-file-name': encodeURIComponent(fileName),
        'x-yanwu': '1',
      },
      data: bytes,
    });
    if (!response.ok()) throw new Error(`upload refused: ${response.status()} ${await response.text()}`);
    const { id } = (await response.json()) as { id: string };
    return id;
  }
}
