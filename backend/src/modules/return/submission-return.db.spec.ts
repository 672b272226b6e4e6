import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { commandId, TestClient } from '../../../test/client.js';
import { draftOf, fileSubmission, judgeNode } from '../../../test/play.js';
import { storeProof } from '../../../test/proof/played.js';
import { differenceIn, ExportFile, undetectedRecords, undetectedRows } from '../../../test/proof/tampering.js';
import { buildWorld, PASSWORD, type ServedWorld } from '../../../test/world.js';

jest.setTimeout(120_000);

/** Answers are looked at field by field. */
type Answer = Awaited<ReturnType<typeof JSON.parse>>;

const PARTS = `id code state version versionNo receiptSeq filedAt title withdrawReason missing { path code }
  returns { versionNo dueAt comment refereeName reasons { code partId note } }
  versions { versionNo receiptSeq filedAt filedBy }
  nodes { id narrative systemKey evidence { id } verdict { id } }`;
const READ = `query ($id: ID!) { submission(id: $id) { ${PARTS} } }`;
const RETURN = `mutation ($input: ReturnSubmissionInput!) { done: returnSubmission(input: $input) { ${PARTS} } }`;
const RESUBMIT = `mutation ($input: FileSubmissionInput!) { done: resubmitSubmission(input: $input) { ${PARTS} } }`;
const WITHDRAW = `mutation ($input: WithdrawSubmissionInput!) { done: withdrawSubmission(input: $input) { ${PARTS} } }`;
const SAVE = `mutation ($input: SubmissionDraftInput!) { done: saveSubmissionDraft(input: $input) { ${PARTS} } }`;
const CLAIM = `mutation ($input: ClaimInput!) { claimSubmission(input: $input) { id } }`;
const DIFFERENCE = `query ($id: ID!, $from: Int!, $to: Int!) {
  difference: submissionDifference(submissionId: $id, from: $from, to: $to) {
    fields { field kind pieces { kind text } }
    parts { id title change fields { field pieces { kind text } } evidenceAdded { id } evidenceRemoved { id } }
  }
}`;

const RETURNED_AT = new Date('2026-09-15T02:00:00.123Z');
const DUE_AT = '2026-09-16T02:00:00.123Z';
const CLAIMED = { category: 'row-7', privilege: 'admin' };

let world: ServedWorld;
/** An export with every kind of act in it. */
let whole: string;
let proof: string;
let other: string;

beforeAll(async () => {
  world = await buildWorld();
  world.server.clock.set(RETURNED_AT);
  proof = await storeProof(world, 'north');
  other = await storeProof(world, 'north');
});
afterAll(async () => {
  await world?.stop();
});

type Draft = ReturnType<typeof draftOf>;

/** A filed submission and the draft it came from. */
async function filed(nodes = 1): Promise<{ id: string; draft: Draft; nodeId: string }> {
  const draft = draftOf(world, {
    unitId: world.units.water,
    source: '203.0.113.5',
    destination: '198.51.100.7',
    mark: `M${randomUUID().slice(0, 8)}`,
    evidenceIds: [proof],
    nodes: Array.from({ length: nodes }, () => CLAIMED),
  });
  const { id } = await fileSubmission(world.as.north, draft);
  return { id, draft, nodeId: draft.nodes[0]?.id ?? '' };
}

async function claim(submissionId: string, client = world.as.referee): Promise<void> {
  await client.ask(CLAIM, { input: { commandId: commandId(), submissionId } });
}

const reasons = (partId: string | null = null) => [{ code: 'INTERVAL_NOT_EXACT', partId, note: '精确到秒' }];
const returning = (submissionId: string, more: object = {}) => ({
  input: { commandId: commandId(), submissionId, reasons: reasons(), comment: '请补充', ...more },
});
const filingAgain = (submissionId: string, version: number, command = commandId()) => ({
  input: { commandId: command, submissionId, version },
});
const withdrawing = (submissionId: string) => ({ input: { commandId: commandId(), submissionId, reason: '重复' } });

async function returned(nodes = 1): Promise<{ id: string; draft: Draft; nodeId: string; version: number }> {
  const one = await filed(nodes);
  await claim(one.id);
  const { done } = await world.as.referee.ask<Answer>(RETURN, returning(one.id, { reasons: reasons(one.nodeId) }));
  return { ...one, version: done.version };
}

async function read(id: string, client = world.as.north): Promise<Answer> {
  return (await client.ask<Answer>(READ, { id })).submission;
}

/** The refusal's code and fields. */
async function refused(query: string, variables: Record<string, unknown>, client: TestClient): Promise<string[]> {
  const { errors } = await client.query(query, variables);
  const { code, fields } = errors?.[0]?.extensions ?? { code: 'NOT REFUSED', fields: [] };
  return [code, ...fields.map((field) => `${field.path} ${field.code}`)];
}

const mended = (draft: Draft, version: number, change: Record<string, unknown> = {}): Draft => ({
  ...draft,
  version,
  nodes: draft.nodes.map((node, index) => (index === 0 ? { ...node, ...change } : node)),
});

describe('returning', () => {
  it('sends it back with reasons, a deadline and a notice, and ends the claim', async () => {
    const { id, nodeId } = await returned();
    const team = await read(id);
    expect(team).toMatchObject({
      state: 'RETURNED',
      versionNo: 1,
      returns: [{ versionNo: 1, dueAt: DUE_AT, comment: '请补充', refereeName: 'referee-name' }],
      versions: [{ versionNo: 1, filedBy: 'north-name' }],
    });
    expect(team.returns[0].reasons).toEqual([{ code: 'INTERVAL_NOT_EXACT', partId: nodeId, note: '精确到秒' }]);
    const { notices } = await world.as.north.ask<Answer>(
      `query ($id: ID!) { notices(exerciseId: $id) { nodes { code subjectId params { name value } } } }`,
      { id: world.exerciseId },
    );
    expect(notices.nodes[0]).toMatchObject({ code: 'SUBMISSION_RETURNED', subjectId: id });
    expect(notices.nodes[0].params).toContainEqual({ name: 'dueAt', value: DUE_AT });
    const { waiting } = await world.as.north.ask<Answer>(
      `query ($id: ID!) { waiting(exerciseId: $id) { kind subjectId dueAt } }`,
      { id: world.exerciseId },
    );
    expect(waiting).toContainEqual({ kind: 'RETURNED_SUBMISSION', subjectId: id, dueAt: DUE_AT });
    const claims: unknown[] = await world.server.app
      .get(DataSource)
      .query('SELECT 1 FROM claim WHERE subject_id = $1', [id]);
    expect(claims).toEqual([]);
  });

  it('leaves the queue, and refuses to be claimed or judged', async () => {
    const { id, nodeId } = await returned();
    const [item] = await world.server.app
      .get(DataSource)
      .query<{ state: string }[]>('SELECT state FROM queue_item WHERE subject_id = $1', [id]);
    expect(item?.state).toBe('CLOSED');
    expect(await refused(CLAIM, { input: { commandId: commandId(), submissionId: id } }, world.as.referee)).toEqual([
      'WRONG_STATE',
    ]);
    const judging = judgeNode(world.as.referee, nodeId, { ...CLAIMED, system: 's' });
    await expect(judging).rejects.toThrow('WRONG_STATE');
  });

  it('is for the referee who holds it, with sound reasons, and for nobody else', async () => {
    const { id } = await filed();
    expect(await refused(RETURN, returning(id), world.as.referee)).toEqual(['NOT_CLAIMED']);
    await claim(id);
    expect(await refused(RETURN, returning(id), world.as.chief)).toEqual(['CLAIMED_BY_OTHER']);
    for (const person of ['north', 'south', 'water', 'organizer', 'observer', 'stranger'] as const) {
      expect([person, await refused(RETURN, returning(id), world.as[person])]).toEqual([person, ['NOT_ALLOWED']]);
    }
    const bad = [{ code: 'OTHER', partId: randomUUID(), note: '' }];
    expect(await refused(RETURN, returning(id, { reasons: bad }), world.as.referee)).toEqual([
      'BAD_INPUT',
      'reasons.0.partId NOT_FOUND',
      'reasons.0.note REQUIRED',
    ]);
    expect(await refused(RETURN, returning(id, { reasons: [] }), world.as.referee)).toEqual([
      'BAD_INPUT',
      'reasons REQUIRED',
    ]);
    expect(await read(id)).toMatchObject({ version: 2, returns: [] });
  });

  it('is refused once there is a verdict, even on one of several nodes', async () => {
    const { id, nodeId } = await filed(2);
    await claim(id);
    await judgeNode(world.as.referee, nodeId, { ...CLAIMED, system: 's-judged' });
    expect(await refused(RETURN, returning(id), world.as.referee)).toEqual(['WRONG_STATE']);
    expect(await refused(WITHDRAW, withdrawing(id), world.as.north)).toEqual(['WRONG_STATE']);
  });

  it('is done once when asked twice at once, and once however often one command is sent', async () => {
    const { id } = await filed();
    await claim(id);
    const same = returning(id);
    const answers = await Promise.all(
      [returning(id), same, same].map((variables) => world.as.referee.query<Answer>(RETURN, variables)),
    );
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions.code ?? 'done');
    expect(codes.filter((code) => code === 'done').length).toBeGreaterThanOrEqual(1);
    expect(codes.every((code) => code === 'done' || code === 'WRONG_STATE')).toBe(true);
    expect((await read(id)).returns).toHaveLength(1);
  });

  it('happens at most as often as the policy says', async () => {
    const { id, draft } = await filed();
    for (const round of [1, 2]) {
      await claim(id);
      const { done } = await world.as.referee.ask<Answer>(RETURN, returning(id));
      expect(done.returns).toHaveLength(round);
      await world.as.north.ask(SAVE, { input: mended(draft, done.version, { narrative: `round ${round}` }) });
      await world.as.north.ask(RESUBMIT, filingAgain(id, done.version + 1));
    }
    await claim(id);
    expect(await refused(RETURN, returning(id), world.as.referee)).toEqual(['LIMIT_REACHED']);
    expect(await read(id)).toMatchObject({ versionNo: 3 });
  });
});

describe('filing again', () => {
  it('makes a new version under the first receipt; what is written meanwhile is nobody else’s business', async () => {
    const { id, draft, version } = await returned();
    const before = await read(id);
    const change = { narrative: '02:51:07 以默认口令登录', evidenceIds: [proof, other] };
    const { done: saved } = await world.as.north.ask<Answer>(SAVE, { input: mended(draft, version, change) });
    expect(saved).toMatchObject({ state: 'RETURNED', version: version + 1, nodes: [{ narrative: change.narrative }] });
    expect((await read(id, world.as.referee)).nodes[0].narrative).toBe(draft.nodes[0]?.narrative);
    world.server.clock.set(new Date('2026-09-15T03:00:00Z'));
    const command = commandId();
    const { done } = await world.as.north.ask<Answer>(RESUBMIT, filingAgain(id, version + 1, command));
    const { code, receiptSeq, filedAt } = before;
    expect(done).toMatchObject({ state: 'FILED', versionNo: 2, code, receiptSeq, filedAt, missing: [] });
    expect(done.versions).toMatchObject([
      { versionNo: 1, receiptSeq },
      { versionNo: 2, filedAt: '2026-09-15T03:00:00.000Z' },
    ]);
    expect(done.versions[1].receiptSeq).toBeGreaterThan(receiptSeq);
    const again = await world.as.north.ask<Answer>(RESUBMIT, filingAgain(id, version + 1, command));
    expect(again.done).toEqual(done);
    const { difference } = await world.as.referee.ask<Answer>(DIFFERENCE, { id, from: 1, to: 2 });
    expect(difference.fields).toEqual([]);
    expect(difference.parts).toMatchObject([
      { change: 'CHANGED', evidenceAdded: [{ id: other }], evidenceRemoved: [] },
    ]);
    expect(difference.parts[0].fields.map(({ field }: Answer) => field)).toEqual(['narrative']);
    const none = await world.as.north.ask<Answer>(DIFFERENCE, { id, from: 2, to: 2 });
    expect(none.difference).toEqual({ fields: [], parts: [] });
    expect(await refused(DIFFERENCE, { id, from: 1, to: 3 }, world.as.north)).toEqual(['NOT_FOUND']);
    expect(await refused(DIFFERENCE, { id, from: 1, to: 2 }, world.as.south)).toEqual(['NOT_FOUND']);
  });

  it('keeps its place in line and is judged like any other', async () => {
    const first = await returned();
    const second = await filed();
    await world.as.north.ask(RESUBMIT, filingAgain(first.id, first.version));
    const rows = await world.server.app
      .get(DataSource)
      .query<{ subject_id: string; state: string }[]>(
        'SELECT subject_id, state FROM queue_item WHERE subject_id = ANY ($1) ORDER BY receipt_seq',
        [[first.id, second.id]],
      );
    expect(rows).toEqual([
      { subject_id: first.id, state: 'WAITING' },
      { subject_id: second.id, state: 'WAITING' },
    ]);
    await claim(first.id);
    await judgeNode(world.as.referee, first.nodeId, { ...CLAIMED, system: `s-${first.id}` });
    expect((await read(first.id)).state).toBe('JUDGED');
  });

  it('leaves what decides who was first as it was filed', async () => {
    const { id, draft, version } = await returned(2);
    const [first, second] = draft.nodes;
    if (!first || !second) throw new Error('two nodes');
    const changed = mended(draft, version, { systemKey: 'other', categoryKey: 'row-9' });
    expect(await refused(SAVE, { input: { ...changed, unitId: world.units.bank } }, world.as.north)).toEqual([
      'BAD_INPUT',
      'unitId FIXED_IN_RESUBMISSION',
      'nodes.0.systemKey FIXED_IN_RESUBMISSION',
      'nodes.0.categoryKey FIXED_IN_RESUBMISSION',
    ]);
    const input = { ...draft, version, nodes: [first, { ...second, id: randomUUID() }] };
    expect(await refused(SAVE, { input }, world.as.north)).toEqual([
      'BAD_INPUT',
      'nodes FIXED_IN_RESUBMISSION',
      'nodes.1.categoryKey FIXED_IN_RESUBMISSION',
    ]);
    const step = { ...second, id: randomUUID(), categoryKey: null, privilegeKey: null } as unknown as typeof first;
    await world.as.north.ask(SAVE, { input: { ...draft, version, nodes: [step, first, second] } });
    const { done } = await world.as.north.ask<Answer>(RESUBMIT, filingAgain(id, version + 1));
    expect(done.nodes.map((node: Answer) => node.id)).toEqual([step.id, first.id, second.id]);
  });

  it('refuses what is unfinished, stale, not returned or not the team’s', async () => {
    const { id, draft, version } = await returned();
    expect(await refused(RESUBMIT, filingAgain(id, version), world.as.south)).toEqual(['NOT_FOUND']);
    expect(await refused(SAVE, { input: mended(draft, version) }, world.as.south)).toEqual(['NOT_FOUND']);
    await world.as.north.ask(SAVE, { input: mended(draft, version, { narrative: '' }) });
    expect(await refused(RESUBMIT, filingAgain(id, version), world.as.north)).toEqual(['STALE_VERSION']);
    expect(await refused(RESUBMIT, filingAgain(id, version + 1), world.as.north)).toEqual([
      'INCOMPLETE',
      'nodes.0.narrative REQUIRED',
    ]);
    const standing = await filed();
    expect(await refused(RESUBMIT, filingAgain(standing.id, 2), world.as.north)).toEqual(['WRONG_STATE']);
    const foreign = mended(draft, version + 1, {});
    const [theirs] = standing.draft.nodes;
    const node = { ...theirs, categoryKey: null, privilegeKey: null } as unknown as (typeof draft.nodes)[0];
    expect(await refused(SAVE, { input: { ...foreign, nodes: [...foreign.nodes, node] } }, world.as.north)).toEqual([
      'BAD_INPUT',
      'nodes TAKEN',
    ]);
  });
});

describe('withdrawing', () => {
  it('takes it back for good, filed or returned, with what was written since', async () => {
    const standing = await filed();
    const back = await returned();
    for (const { id } of [standing, back]) {
      expect(await refused(WITHDRAW, withdrawing(id), world.as.south)).toEqual(['NOT_FOUND']);
      const { done } = await world.as.north.ask<Answer>(WITHDRAW, withdrawing(id));
      expect(done).toMatchObject({ state: 'WITHDRAWN', withdrawReason: '重复', versions: [{ versionNo: 1 }] });
      expect(await refused(WITHDRAW, withdrawing(id), world.as.north)).toEqual(['WRONG_STATE']);
      expect((await read(id, world.as.referee)).state).toBe('WITHDRAWN');
      expect(await refused(CLAIM, { input: { commandId: commandId(), submissionId: id } }, world.as.referee)).toEqual([
        'WRONG_STATE',
      ]);
    }
  });
});

describe('the record', () => {
  it('is refused any change the database did not see archived', async () => {
    const dataSource = world.server.app.get(DataSource);
    const standing = await filed();
    const back = await returned();
    for (const sql of [
      `UPDATE attack_submission SET state = 'RETURNED' WHERE id = '${standing.id}'`,
      `UPDATE attack_submission SET state = 'WITHDRAWN', withdrawn_at = now(), withdraw_reason = '' WHERE id = '${standing.id}'`,
      `UPDATE attack_submission SET title = 'x' WHERE id = '${back.id}'`,
      `UPDATE attack_submission SET state = 'FILED' WHERE id = '${back.id}'`,
      `UPDATE attack_submission SET state = 'FILED', version_no = 2, receipt_seq = 1 WHERE id = '${back.id}'`,
      `UPDATE attack_submission SET state = 'DRAFT' WHERE id = '${back.id}'`,
      `DELETE FROM attack_submission WHERE id = '${back.id}'`,
      `UPDATE submission_version SET content = '{}' WHERE submission_id = '${back.id}'`,
      `DELETE FROM submission_return WHERE submission_id = '${back.id}'`,
      `UPDATE attack_node SET narrative = 'x' WHERE submission_id = '${standing.id}'`,
      `INSERT INTO verdict SELECT gen_random_uuid(), '${world.exerciseId}', 999999, '${back.id}', '${back.nodeId}', 'REJECTED',
         NULL, NULL, 1, NULL, NULL, '', '{}', '{}', '', u.id, now() FROM app_user u LIMIT 1`,
    ]) {
      await expect(dataSource.query(sql)).rejects.toThrow(/is refused|column/);
    }
  });

  it('verifies as a whole, with no word of what is still being written', async () => {
    const { draft, version } = await returned();
    await world.as.north.ask(SAVE, { input: mended(draft, version, { narrative: 'SECRET-REVISION' }) });
    const response = await world.as.organizer.fetch(`/api/export/${world.exerciseId}`);
    const text = await response.text();
    expect(differenceIn(text)).toBeNull();
    expect(text).not.toContain('SECRET-REVISION');
    whole = text;
  });

  it('shows a row that was changed before it was archived and sealed anew', async () => {
    const dataSource = world.server.app.get(DataSource);
    const { id } = await filed();
    await dataSource.transaction(async (tx) => {
      await tx.query('SET LOCAL session_replication_role = replica');
      await tx.query(`UPDATE attack_node SET narrative = 'FORGED' WHERE submission_id = $1`, [id]);
    });
    await claim(id);
    await world.as.referee.ask(RETURN, returning(id));
    const response = await world.as.organizer.fetch(`/api/export/${world.exerciseId}`);
    const text = await response.text();
    const receipt = ExportFile.parse(text).row('attack_submission', (row) => row.id === id).receipt_seq;
    expect(differenceIn(text)).toMatchObject({ code: 'ROW_CHANGED', table: 'submission_version', seq: receipt });
  });
});

describe('the deadline', () => {
  it('is in time to the millisecond', async () => {
    const at = new Date('2026-09-15T04:00:00.123Z');
    world.server.clock.set(at);
    const late = await returned();
    world.server.clock.set(new Date(at.getTime() + 1));
    const just = await returned();
    world.server.clock.set(new Date('2026-09-16T04:00:00.124Z'));
    // Sessions end sooner.
    const north = await new TestClient(world.server.url).login('north', PASSWORD);
    expect((await read(late.id, north)).returns[0].dueAt).toBe('2026-09-16T04:00:00.123Z');
    expect(await refused(RESUBMIT, filingAgain(late.id, late.version), north)).toEqual(['RETURN_TOO_LATE']);
    expect(await refused(SAVE, { input: mended(late.draft, late.version) }, north)).toEqual(['RETURN_TOO_LATE']);
    expect((await read(late.id, north)).state).toBe('RETURNED');
    const { done } = await north.ask<Answer>(RESUBMIT, filingAgain(just.id, just.version));
    expect(done.state).toBe('FILED');
  });
});

describe('what somebody does to the file', () => {
  // Last: it keeps the process busy for longer than connections are kept.
  it('shows', () => {
    for (const kind of ['SUBMISSION_RETURNED', 'SUBMISSION_RESUBMITTED', 'SUBMISSION_WITHDRAWN']) {
      expect(undetectedRecords(whole, kind)).toEqual([]);
    }
    for (const table of ['submission_version', 'submission_return']) expect(undetectedRows(whole, table)).toEqual([]);
  });
});
