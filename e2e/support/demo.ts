import { readFileSync } from 'node:fs';
import type { Api } from './api.js';

/** Code of the exercise that every fresh server plays. */
export const DEMO = 'yunze-2026';

interface Account {
  readonly username: string;
  readonly password: string;
  readonly role: string;
  readonly note: string;
}

const accounts = JSON.parse(
  readFileSync(new URL('../../seed/accounts.json', import.meta.url), 'utf8'),
) as readonly Account[];

/** A demo account by its user name, as printed by `npm start`. */
export function account(username: string): Account {
  const found = accounts.find((one) => one.username === username);
  if (!found) throw new Error(`no demo account ${username}`);
  return found;
}

/** Id of the demo exercise. */
export async function demoId(api: Api): Promise<string> {
  const query = 'query ($code: String!) { exercise(code: $code) { id } }';
  const { exercise } = await api.ask<{ exercise: { id: string } }>(query, { code: DEMO });
  return exercise.id;
}

/** The result that waits longest for a verdict; asked by a referee. */
export async function firstInQueue(referee: Api): Promise<{ submissionId: string; code: string }> {
  const query = `query ($id: ID!) {
    refereeQueue(exerciseId: $id, first: 1, filter: { subjectKind: SUBMISSION }) { nodes { subjectId code } }
  }`;
  const { refereeQueue } = await referee.ask<{ refereeQueue: { nodes: { subjectId: string; code: string }[] } }>(
    query,
    {
      id: await demoId(referee),
    },
  );
  const [first] = refereeQueue.nodes;
  if (!first) throw new Error('the demo story leaves results in the queue');
  return { submissionId: first.subjectId, code: first.code };
}
