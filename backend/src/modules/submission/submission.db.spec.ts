import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { commandId, type TestClient } from '../../../test/client.js';
import { draftOf, fileSubmission, tinyPng, upload } from '../../../test/play.js';
import { buildWorld, type ServedWorld } from '../../../test/world.js';

jest.setTimeout(120_000);

const SAVE = `mutation ($input: SubmissionDraftInput!) {
  saved: saveSubmissionDraft(input: $input) {
    id code state version controlledAddresses missing { path code }
    nodes { id ordinal parentId evidence { id fileName } }
  }
}`;
const FILE = `mutation ($input: FileSubmissionInput!) {
  filed: fileSubmission(input: $input) { id code state version receiptSeq filedBy filedAt missing { path } }
}`;
const DISCARD = `mutation ($input: DraftCommandInput!) { discardSubmissionDraft(input: $input) }`;
const READ = `query ($id: ID!) { submission(id: $id) { id title team { name } unit { name } nodes { id } } }`;
const LIST = `query ($exerciseId: ID!, $first: Int!, $after: String) {
  submissions(exerciseId: $exerciseId, first: $first, after: $after) {
    nodes { id code state } pageInfo { endCursor hasNextPage } totalCount
  }
}`;

let world: ServedWorld;
let proof: string;

beforeAll(async () => {
  world = await buildWorld();
  proof = await evidenceOf(world.as.north);
});
afterAll(async () => {
  await world?.stop();
});

async function evidenceOf(client: TestClient): Promise<string> {
  const response = await upload(client, world.exerciseId, { name: '证.png', bytes: tinyPng() });
  return ((await response.json()) as { id: string }).id;
}

type Draft = ReturnType<typeof draftOf>;

function draft(more: Partial<Draft> & Record<string, unknown> = {}): Draft {
  const base = draftOf(world, {
    unitId: world.units.water,
    source: '203.0.113.5',
    destination: '198.51.100.7',
    mark: 'N1',
    evidenceIds: [proof],
    nodes: [{ category: 'row-3', privilege: 'admin' }],
  });
  return { ...base, ...more };
}

/** The draft with its first node changed. */
function withNode(change: Record<string, unknown>, base = draft()): Draft {
  return { ...base, nodes: base.nodes.map((node, index) => (index === 0 ? { ...node, ...change } : node)) };
}

async function save(input: Draft, client = world.as.north): Promise<Draft> {
  await client.ask(SAVE, { input });
  return input;
}

const filing = (submissionId: string, version = 1, command = commandId()) => ({
  input: { commandId: command, submissionId, version },
});

/** The refusal's code and fields. */
async function refused(query: string, variables: Record<string, unknown>, client = world.as.north): Promise<string[]> {
  const { errors } = await client.query(query, variables);
  const { code, fields } = errors?.[0]?.extensions ?? { code: 'NOT REFUSED', fields: [] };
  return [code, ...fields.map((field) => `${field.path} ${field.code}`)];
}

describe('saveSubmissionDraft', () => {
  it('creates, then replaces as a whole', async () => {
    const first = draft({ controlledAddresses: ['198.51.100.7', '::ffff:198.51.100.7', ' 198.51.100.8 '] });
    const { saved } = await world.as.north.ask<{ saved: Record<string, unknown> }>(SAVE, { input: first });
    expect(saved).toMatchObject({
      id: first.id,
      code: expect.stringMatching(/^A-D\d+$/),
      state: 'DRAFT',
      version: 1,
      controlledAddresses: ['198.51.100.7', '198.51.100.8'],
      missing: [],
      nodes: [{ ordinal: 1, parentId: null, evidence: [{ id: proof, fileName: '证.png' }] }],
    });
    const root = first.nodes[0];
    const child = { ...root, id: randomUUID(), parentId: root?.id, narrative: '' } as (typeof first.nodes)[0];
    const second = await world.as.north.ask<{ saved: Record<string, unknown> }>(SAVE, {
      input: { ...first, version: 1, nodes: [...first.nodes, child] },
    });
    expect(second.saved).toMatchObject({
      version: 2,
      missing: [{ path: 'nodes.1.narrative', code: 'REQUIRED' }],
      nodes: [{ id: root?.id }, { id: child.id, ordinal: 2, parentId: root?.id }],
    });
  });

  it('takes an empty form', async () => {
    const empty = { unitId: null, title: '', startedAt: null, endedAt: null, sourceAddresses: [], nodes: [] };
    const { saved } = await world.as.north.ask<{ saved: { missing: unknown[] } }>(SAVE, {
      input: draft(empty as unknown as Partial<Draft>),
    });
    expect(saved.missing).toHaveLength(6);
  });

  it('lets one of two savers win and tells the other', async () => {
    const standing = await save(draft());
    const answers = await Promise.all(
      [1, 2, 3].map(() => world.as.north.query(SAVE, { input: { ...standing, version: 1 } })),
    );
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions.code ?? 'saved').sort();
    expect(codes).toEqual(['STALE_VERSION', 'STALE_VERSION', 'saved']);
  });

  it('lets one of two creators win', async () => {
    const input = draft();
    const answers = await Promise.all([1, 2].map(() => world.as.north.query(SAVE, { input })));
    expect(answers.map(({ errors }) => errors?.[0]?.extensions.code ?? 'saved').sort()).toEqual([
      'STALE_VERSION',
      'saved',
    ]);
  });

  it('refuses references that lead nowhere, naming them', async () => {
    const foreign = await evidenceOf(world.as.south);
    const wrong = withNode({ evidenceIds: [proof, foreign], categoryKey: 'row-99', means: ['m99'] });
    expect(await refused(SAVE, { input: { ...wrong, unitId: randomUUID() } })).toEqual([
      'BAD_INPUT',
      'unitId NOT_FOUND',
      'nodes.0.evidenceIds.1 NOT_FOUND',
      'nodes.0.means.0 NOT_A_CHOICE',
      'nodes.0.categoryKey NOT_A_CHOICE',
    ]);
  });

  it('bounds every text', async () => {
    const long = withNode({ narrative: '长'.repeat(4001) });
    expect(await refused(SAVE, { input: { ...long, title: '长'.repeat(121) } })).toEqual([
      'BAD_INPUT',
      'title TOO_LONG',
      'nodes.0.narrative TOO_LONG',
    ]);
  });

  it('refuses node ids of another submission', async () => {
    const standing = await save(draft());
    expect(await refused(SAVE, { input: { ...draft(), nodes: standing.nodes } })).toEqual(['BAD_INPUT', 'nodes TAKEN']);
  });

  it('belongs to the team alone', async () => {
    const standing = await save(draft());
    const { id } = standing;
    expect(await refused(SAVE, { input: { ...standing, version: 1 } }, world.as.south)).toEqual(['NOT_FOUND']);
    expect(await refused(DISCARD, { input: { id, version: 1 } }, world.as.south)).toEqual(['NOT_FOUND']);
    expect(await refused(FILE, filing(id), world.as.south)).toEqual(['NOT_FOUND']);
    expect(await refused(READ, { id }, world.as.south)).toEqual(['NOT_FOUND']);
    expect(await refused(READ, { id }, world.as.referee)).toEqual(['NOT_FOUND']);
    expect(await refused(READ, { id }, world.as.water)).toEqual(['NOT_ALLOWED']);
  });

  it('is discarded in the version seen', async () => {
    const { id } = await save(draft());
    expect(await refused(DISCARD, { input: { id, version: 2 } })).toEqual(['STALE_VERSION']);
    await world.as.north.ask(DISCARD, { input: { id, version: 1 } });
    expect(await refused(READ, { id })).toEqual(['NOT_FOUND']);
  });
});

describe('fileSubmission', () => {
  it('gives code and receipt once, however often it is sent', async () => {
    const { id } = await save(draft());
    const command = commandId();
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        world.as.north.ask<{ filed: { code: string; receiptSeq: number } }>(FILE, filing(id, 1, command)),
      ),
    );
    expect(answers[0]?.filed).toMatchObject({
      code: expect.stringMatching(/^A-\d{4}$/),
      state: 'FILED',
      version: 2,
      filedAt: '2026-09-15T01:00:00.000Z',
      missing: [],
    });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it('numbers without gaps in receipt order, also when many file at once', async () => {
    const drafts = await Promise.all(Array.from({ length: 8 }, () => save(draft())));
    const incomplete = await save(withNode({ narrative: '' }));
    const answers = await Promise.all([
      ...drafts.map(({ id }) => world.as.north.ask<{ filed: { code: string; receiptSeq: number } }>(FILE, filing(id))),
      refused(FILE, filing(incomplete.id)).then(() => null),
    ]);
    const filed = answers.flatMap((answer) => (answer === null ? [] : [answer.filed]));
    const inOrder = filed.sort((a, b) => a.receiptSeq - b.receiptSeq).map(({ code }) => Number(code.slice(2)));
    expect(inOrder).toEqual(inOrder.map((_, index) => (inOrder[0] ?? 0) + index));
  });

  it('files many at once as it would one by one: a draft sent twice is filed once, its neighbours are not held up', async () => {
    const drafts = await Promise.all(Array.from({ length: 6 }, () => save(draft())));
    const [twice] = drafts;
    const sent = [...drafts, twice, twice].map((one) => world.as.north.query(FILE, filing(one?.id ?? '')));
    const answers = await Promise.all(sent);
    const filed = answers.flatMap(({ data }) => (data ? [(data as { filed: { id: string } }).filed] : []));
    expect(filed.map(({ id }) => id).sort()).toEqual(drafts.map(({ id }) => id).sort());
    for (const { errors } of answers) {
      if (errors) expect(['STALE_VERSION', 'WRONG_STATE']).toContain(errors[0]?.extensions.code);
    }
    for (const answer of filed) {
      const { stands } = await world.as.north.ask<{ stands: object }>(
        `query ($id: ID!) { stands: submission(id: $id) { id code state version receiptSeq filedBy filedAt missing { path } } }`,
        { id: answer.id },
      );
      expect(stands).toEqual(answer);
    }
  });

  it('refuses with the same fields as `missing`', async () => {
    const { id } = await save(withNode({ zone: null, evidenceIds: [] }));
    expect(await refused(FILE, filing(id))).toEqual([
      'INCOMPLETE',
      'nodes.0.zone REQUIRED',
      'nodes.0.evidenceIds REQUIRED',
    ]);
  });

  it('refuses another version and a second filing', async () => {
    const { id } = await save(draft());
    expect(await refused(FILE, filing(id, 7))).toEqual(['STALE_VERSION']);
    await world.as.north.ask(FILE, filing(id));
    expect(await refused(FILE, filing(id, 2))).toEqual(['WRONG_STATE']);
    expect(await refused(SAVE, { input: { ...draft(), id, version: 2 } })).toEqual(['WRONG_STATE']);
    expect(await refused(DISCARD, { input: { id, version: 2 } })).toEqual(['WRONG_STATE']);
  });

  it('makes it permanent in the database itself', async () => {
    const { id } = await fileSubmission(world.as.north, draft());
    const dataSource = world.server.app.get(DataSource);
    for (const sql of [
      `UPDATE attack_submission SET title = 'x' WHERE id = '${id}'`,
      `DELETE FROM attack_submission WHERE id = '${id}'`,
      `UPDATE attack_node SET narrative = 'x' WHERE submission_id = '${id}'`,
      `DELETE FROM attack_node WHERE submission_id = '${id}'`,
      `INSERT INTO attack_node SELECT gen_random_uuid(), submission_id, 9, parent_id, asset_name, system_key, zone,
         source_address, destination_address, url, started_at, ended_at, means, technique, category_key, privilege_key,
         quantity, narrative, evidence_ids FROM attack_node WHERE submission_id = '${id}' LIMIT 1`,
      `TRUNCATE attack_node CASCADE`,
    ]) {
      await expect(dataSource.query(sql)).rejects.toThrow('is refused');
    }
  });
});

describe('reading', () => {
  it('shows filed ones to those who judge, drafts to the team only', async () => {
    const { id } = await fileSubmission(world.as.north, draft());
    const { submission } = await world.as.referee.ask<{ submission: unknown }>(READ, { id });
    expect(submission).toMatchObject({ id, team: { name: '北队' }, unit: { name: '澜江水务' } });
    expect(await refused(READ, { id }, world.as.south)).toEqual(['NOT_FOUND']);
    expect(await refused(READ, { id: 'nonsense' })).toEqual(['NOT_FOUND']);
    interface Listed {
      submissions: { nodes: { state: string }[]; totalCount: number };
    }
    const variables = { exerciseId: world.exerciseId, first: 100 };
    const judge = await world.as.referee.ask<Listed>(LIST, variables);
    expect(judge.submissions.nodes.filter(({ state }) => state === 'DRAFT')).toEqual([]);
    expect(judge.submissions.totalCount).toBeGreaterThan(0);
    const south = await world.as.south.ask<Listed>(LIST, variables);
    expect(south.submissions).toMatchObject({ nodes: [], totalCount: 0 });
    expect(await refused(LIST, variables, world.as.water)).toEqual(['NOT_ALLOWED']);
  });

  it('pages drafts first, then newest receipt first, without losing or repeating one', async () => {
    interface Page {
      submissions: {
        nodes: { id: string }[];
        pageInfo: { endCursor: string; hasNextPage: boolean };
        totalCount: number;
      };
    }
    const ids: string[] = [];
    let after: string | null = null;
    let total = 0;
    for (let hasNext = true; hasNext;) {
      const page: Page = await world.as.north.ask<Page>(LIST, { exerciseId: world.exerciseId, first: 4, after });
      ids.push(...page.submissions.nodes.map(({ id }) => id));
      ({ endCursor: after, hasNextPage: hasNext } = page.submissions.pageInfo);
      total = page.submissions.totalCount;
    }
    expect(ids).toHaveLength(total);
    expect(new Set(ids).size).toBe(total);
    const whole = await world.as.north.ask<{ submissions: { nodes: { id: string; code: string }[] } }>(LIST, {
      exerciseId: world.exerciseId,
      first: 100,
    });
    expect(whole.submissions.nodes.map(({ id }) => id)).toEqual(ids);
    const codes = whole.submissions.nodes.map(({ code }) => code);
    expect(codes.filter((code) => !code.startsWith('A-D'))).toEqual(
      codes
        .filter((code) => !code.startsWith('A-D'))
        .sort()
        .reverse(),
    );
  });

  it('checks scope against targets, hours and registered egress', async () => {
    const { id, nodes } = await fileSubmission(world.as.north, withNode({ sourceAddress: '203.0.113.17' }));
    const query = `query ($submissionId: ID!, $nodeId: ID!) {
      checkScope(submissionId: $submissionId, nodeId: $nodeId) { code holds }
    }`;
    const variables = { submissionId: id, nodeId: nodes[0]?.id };
    const { checkScope } = await world.as.referee.ask<{ checkScope: unknown }>(query, variables);
    expect(checkScope).toEqual([
      { code: 'IN_SCOPE', holds: true },
      { code: 'IN_WINDOW', holds: true },
      { code: 'REGISTERED_SOURCE', holds: false },
    ]);
    expect(await refused(query, variables, world.as.south)).toEqual(['NOT_FOUND']);
  });
});

describe('closed hours and the end', () => {
  it('refuses outside the daily window, and everything after the end', async () => {
    const { id } = await save(draft());
    const dataSource = world.server.app.get(DataSource);
    await dataSource.query(`UPDATE exercise SET daily_opens_at = '10:00', daily_closes_at = '21:00'`);
    expect(await refused(FILE, filing(id))).toEqual(['OUTSIDE_WINDOW']);
    world.server.clock.set(new Date('2026-09-15T02:00:00Z'));
    const { version } = await save({ ...draft(), id, version: 1 });
    expect(version).toBe(1);
    await dataSource.query(`UPDATE exercise SET state = 'ENDED', ended_at = now()`);
    expect(await refused(FILE, filing(id, 2))).toEqual(['EXERCISE_NOT_LIVE']);
    expect(await refused(SAVE, { input: { ...draft(), id, version: 2 } })).toEqual(['EXERCISE_NOT_LIVE']);
    await dataSource.query(`UPDATE exercise SET state = 'LIVE', ended_at = NULL`);
    await world.as.north.ask(FILE, filing(id, 2));
  });
});
