import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';

/** What `npm run bench` hands to every case. */
export interface BenchContext {
  readonly databaseUrl: string;
  readonly superUrl: string;
  readonly dataDir: string;
  readonly playDemo: () => Promise<void>;
  readonly startApp: (env?: Record<string, string>) => Promise<{ url: string; child: { pid?: number } }>;
  readonly say: (zh: string, en: string) => void;
}

/** What a case answers: ours beside the bare limit of the same job, measured in the same run. */
export interface BenchResult {
  readonly name: string;
  readonly ours: number;
  readonly bare: number | null;
  readonly unit: string;
  readonly target: number;
  readonly higherIsBetter: boolean;
}

interface Account {
  readonly username: string;
  readonly password: string;
  readonly role: string;
}

/** A signed-in caller of the API over keep-alive HTTP. */
export class Caller {
  private constructor(
    readonly url: string,
    readonly cookie: string,
  ) {}

  /** Signs in with the first demo account of a role. */
  static async ofRole(url: string, role: string): Promise<Caller> {
    const accounts = JSON.parse(readFileSync('seed/accounts.json', 'utf8')) as Account[];
    const account = accounts.find((candidate) => candidate.role === role);
    if (!account) throw new Error(`no demo account of role ${role}`);
    const { username, password } = account;
    const response = await post(url, '', {
      query: 'mutation ($input: LoginInput!) { login(input: $input) { id } }',
      variables: { input: { username, password } },
    });
    return new Caller(url, response.headers.getSetCookie()[0]?.split(';')[0] ?? '');
  }

  /** Runs an operation that must succeed. */
  async ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const response = await post(this.url, this.cookie, { query, variables });
    const { data, errors } = (await response.json()) as { data: T; errors?: unknown };
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }
}

function post(url: string, cookie: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json', cookie };
  return fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Runs `work` for every item, `width` at a time; returns the seconds it took. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<number> {
  const rest = [...items];
  const began = performance.now();
  const worker = async (): Promise<void> => {
    for (let item = rest.pop(); item !== undefined; item = rest.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return (performance.now() - began) / 1000;
}

/** The demo exercise's id and parts. */
export async function demoExercise(caller: Caller): Promise<{ id: string; units: { id: string }[] }> {
  const { exercise } = await caller.ask<{ exercise: { id: string; units: { id: string }[] } }>(
    `{ exercise(code: "yunze-2026") { id units { id } } }`,
  );
  return exercise;
}

/** A complete draft that can be filed as it is, saved under a fresh id; its nodes follow one another. */
export async function saveDraft(
  attacker: Caller,
  exercise: { id: string; units: { id: string }[] },
  nodes = 1,
): Promise<string> {
  const id = randomUUID();
  const node = {
    id: randomUUID(),
    assetName: '压测主机',
    systemKey: `bench-${id}`,
    zone: 'INTERNET',
    sourceAddress: '203.0.113.81',
    destinationAddress: '198.51.100.40',
    url: '',
    startedAt: new Date(Date.now() - 3_600_000).toISOString(),
    endedAt: new Date(Date.now() - 3_000_000).toISOString(),
    means: ['m8'],
    technique: 'T1078',
    categoryKey: 'row-3',
    privilegeKey: 'admin',
    quantity: 1,
    narrative: '以弱口令登录并取得管理员权限。',
    evidenceIds: [] as string[],
  };
  const input = {
    id,
    exerciseId: exercise.id,
    version: 0,
    unitId: exercise.units[0]?.id,
    title: '压测成果',
    startedAt: node.startedAt,
    endedAt: node.endedAt,
    sourceAddresses: ['203.0.113.81'],
    controlledAddresses: [],
    summary: '性能测试',
    remediation: '',
    nodes: [] as (typeof node & { parentId: string | null })[],
  };
  node.evidenceIds = await someEvidence(attacker, exercise.id);
  for (let index = 0; index < nodes; index += 1) {
    const parentId = input.nodes.at(-1)?.id ?? null;
    input.nodes.push({ ...node, id: randomUUID(), systemKey: `bench-${id}-${index}`, parentId });
  }
  await attacker.ask(`mutation ($input: SubmissionDraftInput!) { saveSubmissionDraft(input: $input) { id } }`, {
    input,
  });
  return id;
}

/** One file of the team, if it has any. */
async function someEvidence(attacker: Caller, exerciseId: string): Promise<string[]> {
  const { evidence } = await attacker.ask<{ evidence: { nodes: { id: string }[] } | { id: string }[] }>(
    `query ($id: ID!) { evidence: myEvidence(exerciseId: $id, first: 1) { id } }`,
    { id: exerciseId },
  );
  const [known] = Array.isArray(evidence) ? evidence : evidence.nodes;
  return known ? [known.id] : [];
}
