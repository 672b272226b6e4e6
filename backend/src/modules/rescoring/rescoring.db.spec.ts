import { jest } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { commandId } from '../../../test/client.js';
import {
  draftOf,
  fileIncident,
  fileSubmission,
  judgeAll,
  type NodeClaim,
  tinyPng,
  upload,
} from '../../../test/play.js';
import { differenceOf } from '../../../test/proof/tampering.js';
import {
  type Answer,
  application,
  APPLY,
  APPROVE,
  CANCEL,
  listedDifference,
  NOTICES,
  postedAt,
  postedDifference,
  propose,
  PROPOSE,
  READ,
  rederived,
} from '../../../test/rescoring.js';
import { buildWorld, make, type ServedWorld } from '../../../test/world.js';
import { readDatabase } from '../proof/read-database.js';

jest.setTimeout(240_000);

type Filed = Awaited<ReturnType<typeof fileSubmission>>;

const STRONG: NodeClaim = { category: 'row-23', privilege: null };
const LOGICAL: NodeClaim = { category: 'row-22', privilege: null };
const SERVER: NodeClaim = { category: 'row-3', privilege: 'admin' };

let world: ServedWorld;
let proof: Record<'north' | 'south' | 'water', string>;
let first: Filed;
let second: Filed;
let incidentId: string;

beforeAll(async () => {
  world = await buildWorld();
  proof = { north: '', south: '', water: '' };
  for (const person of ['north', 'south', 'water'] as const) {
    const response = await upload(world.as[person], world.exerciseId, { name: 'proof.png', bytes: tinyPng() });
    proof[person] = ((await response.json()) as { id: string }).id;
  }
  first = await attack('south', 'FIRST', [LOGICAL]);
  second = await attack('north', 'SECOND', [STRONG, SERVER]);
  await judgeAll(world.as.referee, first, [LOGICAL]);
  await judgeAll(world.as.referee, second, [STRONG, SERVER]);
  incidentId = await fileIncident(world.as.water, world, {
    unitId: world.units.water,
    mark: 'CASE',
    found: ['198.51.100.7'],
    evidenceIds: [proof.water],
    sectionKeys: ['timeliness'],
  });
});

afterAll(async () => {
  await world?.stop();
});

function attack(person: 'north' | 'south', mark: string, nodes: NodeClaim[]): Promise<Filed> {
  const source = person === 'north' ? '203.0.113.5' : '203.0.113.20';
  const options = { unitId: world.units.water, source, destination: '198.51.100.7', mark, nodes };
  return fileSubmission(world.as[person], draftOf(world, { ...options, evidenceIds: [proof[person]] }));
}

async function verdictOf(submission: Filed, place: number): Promise<string> {
  const { submission: found } = await world.as.referee.ask<Answer>(
    `query ($id: ID!) { submission(id: $id) { nodes { verdict { id } } } }`,
    { id: submission.id },
  );
  return found.nodes[place].verdict.id;
}

async function ruling(submission: Filed, place: number, claim: NodeClaim): Promise<Record<string, unknown>> {
  return {
    nodeId: submission.nodes[place]?.id,
    expectedVerdictId: await verdictOf(submission, place),
    outcome: 'ACCEPTED',
    categoryKey: claim.category,
    privilegeKey: claim.privilege,
    quantity: 1,
    systemKey: `${submission.code}-${place}`,
    factors: [],
    measures: [],
    reason: '隔离设备为防火墙策略',
  };
}

async function overturn(claim = LOGICAL): Promise<Answer> {
  return propose(world.as.referee, world.exerciseId, {
    kind: 'VERDICT_OVERTURNED',
    ruling: await ruling(second, 0, claim),
  });
}

async function board(): Promise<Answer> {
  const query = `query ($id: ID!) { board(exerciseId: $id, audience: PUBLIC) {
    attack { name rank points } defense { name value deduction penalty } } }`;
  return (await world.as.nobody.ask<Answer>(query, { id: world.exerciseId })).board;
}

async function points(name: string): Promise<string> {
  return (await board()).attack.find((row: Answer) => row.name === name).points;
}

async function applied(set: Answer, client = world.as.chief): Promise<Answer> {
  return (await client.ask<Answer>(APPLY, application(set))).set;
}

/** Whatever kind it was: what took effect is what was shown, and the ledger still follows from the facts. */
async function expectDoneAsShown(planned: Answer, done: Answer): Promise<void> {
  expect(done.state).toBe('APPLIED');
  expect(done.preview.previewHash).toBe(planned.preview.previewHash);
  expect(done.preview.entries).toEqual(planned.preview.entries);
  expect(done.preview.parties).toEqual(planned.preview.parties);
  expect(done.preview.notices).toEqual(planned.preview.notices);
  for (const side of ['ATTACK', 'DEFENSE']) {
    expect(await postedDifference(world, done.settledSeq, side)).toBe(listedDifference(planned, side));
  }
  expect(await rederived(world)).toEqual([]);
}

describe('an overturned verdict', () => {
  let set: Answer;

  it('is what a settled verdict needs: judging it again is refused', async () => {
    const input = { ...(await ruling(second, 0, LOGICAL)), commandId: commandId() };
    const judge = `mutation ($input: VerdictInput!) { recordVerdict(input: $input) { id } }`;
    expect(await world.as.referee.refusal(judge, { input })).toBe('RESCORING_NEEDED');
    expect(await world.as.chief.refusal(judge, { input: { ...input, commandId: commandId() } })).toBe(
      'RESCORING_NEEDED',
    );
  });

  it('changes nothing while it is proposed, and shows every line, party and notice', async () => {
    set = await overturn();
    expect(set).toMatchObject({ code: 'R-0001', state: 'PROPOSED', proposedByName: 'referee-name' });
    expect(set.changes).toEqual([expect.objectContaining({ name: 'CATEGORY', subject: second.code, ordinal: 1 })]);
    expect(await points('北队')).toBe('10050.00');
    const { preview } = set;
    expect(preview).toMatchObject({ reversals: 2, postings: 1, dropped: 1, obstacle: null, conflicts: [] });
    expect(preview.entries.map(({ side, account, before, after }: Answer) => [side, account, before, after])).toEqual([
      [
        'ATTACK',
        'ATTACK',
        { amount: '10000', ruleRow: '23', zeroReason: null },
        { amount: '0', ruleRow: '22', zeroReason: { code: 'BOUNDARY_ALREADY_SCORED' } },
      ],
      ['DEFENSE', 'DEDUCTION', { amount: '-10000', ruleRow: '23', zeroReason: null }, null],
    ]);
    const moves = preview.parties.filter(({ side }: Answer) => side === 'ATTACK');
    expect(moves.map(({ name, rankBefore, rankAfter }: Answer) => [name, rankBefore, rankAfter])).toEqual([
      ['南队', 2, 1],
      ['北队', 1, 2],
    ]);
  });

  it('says to each party its own, the reason, and that others moved it; never the others’ work', () => {
    const said = Object.fromEntries(
      set.preview.notices.map(({ partyName, code, params }: Answer) => {
        return [partyName, { code, ...Object.fromEntries(params.map(({ name, value }: Answer) => [name, value])) }];
      }),
    );
    expect(said['北队']).toMatchObject({ code: 'RESCORED', reason: '复核后更正', work: `${second.code}/1`, rank: '2' });
    expect(said['澜江水务']).toMatchObject({ code: 'RESCORED', work: '', DEDUCTION: '10000' });
    expect(said['南队']).toMatchObject({ code: 'RANK_MOVED', rankBefore: '2', rank: '1' });
    expect(said['南队']).not.toHaveProperty('reason');
    expect(said['云泽银行']).toBeUndefined();
    expect(JSON.stringify([said['南队'], said['澜江水务']])).not.toContain(second.code);
  });

  it('is applied by somebody else, who proves that it is he', async () => {
    expect(await world.as.referee.refusal(APPLY, application(set))).toBe('NOT_ALLOWED');
    expect(await world.as.chief.refusal(APPLY, application(set, { password: 'guessed-badly' }))).toBe(
      'BAD_CREDENTIALS',
    );
    expect(await points('北队')).toBe('10050.00');
    const seen = { commandId: commandId(), setId: set.id, previewHash: set.preview.previewHash, comment: '截图属实' };
    const { set: signed } = await world.as.organizer.ask<Answer>(APPROVE, { input: seen });
    expect(signed.approvals).toEqual([{ approverName: 'organizer-name', comment: '截图属实' }]);
    const act = application(set);
    const { set: done } = await world.as.chief.ask<Answer>(APPLY, act);
    await expectDoneAsShown(set, done);
    expect(await points('北队')).toBe('50.00');
    expect(await postedAt(world, done.settledSeq)).toEqual({
      amounts: expect.arrayContaining(['ATTACK -10000', 'ATTACK 0', 'DEDUCTION 10000']),
      reversals: 2,
    });
    const again = await world.as.chief.ask<Answer>(APPLY, act);
    expect(again.set.settledSeq).toBe(done.settledSeq);
  });

  it('keeps the old verdict beside the new one', async () => {
    const { submission } = await world.as.north.ask<Answer>(
      `query ($id: ID!) { submission(id: $id) { nodes { verdicts { categoryKey refereeName } } } }`,
      { id: second.id },
    );
    expect(submission.nodes[0].verdicts.map(({ categoryKey }: Answer) => categoryKey)).toEqual(['row-23', 'row-22']);
  });

  it('tells those concerned, each once, and nobody else', async () => {
    const of = async (person: 'north' | 'south' | 'water' | 'bank' | 'observer' | 'referee') =>
      (await world.as[person].ask<Answer>(NOTICES, { id: world.exerciseId })).notices;
    expect((await of('north')).nodes).toEqual([expect.objectContaining({ code: 'RESCORED', isRead: false })]);
    expect((await of('south')).nodes).toEqual([expect.objectContaining({ code: 'RANK_MOVED' })]);
    expect((await of('water')).unread).toBe(1);
    expect(await of('bank')).toEqual({ unread: 0, totalCount: 0, nodes: [] });
    expect((await of('observer')).nodes).toEqual([]);
    expect((await of('referee')).nodes).toEqual([expect.objectContaining({ code: 'PROPOSAL_APPLIED', partyId: null })]);
    const read = `mutation ($input: ReadNoticesInput!) { readNotices(input: $input) { unread nodes { isRead } } }`;
    const input = { exerciseId: world.exerciseId, upToSeq: 100_000 };
    const { readNotices } = await world.as.north.ask<Answer>(read, { input });
    expect(readNotices).toEqual({ unread: 0, nodes: [{ isRead: true }] });
    expect((await of('water')).unread).toBe(1);
    expect(await world.as.stranger.refusal(NOTICES, { id: world.exerciseId })).toBe('NOT_ALLOWED');
  });
});

describe('a set that is open', () => {
  it('refuses who proposed it, also as chief referee', async () => {
    const own = await propose(world.as.chief, world.exerciseId, {
      kind: 'VERDICT_OVERTURNED',
      ruling: await ruling(second, 1, { category: 'row-3', privilege: 'user' }),
    });
    expect(own.acts).toMatchObject({ isOwn: true, apply: false, approve: false, cancel: true });
    expect(await world.as.chief.refusal(APPLY, application(own))).toBe('SECOND_APPROVER');
    await world.as.chief.ask(CANCEL, { input: { commandId: commandId(), setId: own.id, reason: '另有材料' } });
  });

  it('leaves nothing when it is taken back', async () => {
    const before = await board();
    const set = await overturn(STRONG);
    const input = { commandId: commandId(), setId: set.id, reason: '证据不足' };
    const { set: gone } = await world.as.organizer.ask<Answer>(CANCEL, { input });
    expect(gone).toMatchObject({ state: 'CANCELLED', preview: null, cancelReason: '证据不足' });
    expect(await board()).toEqual(before);
    expect(await world.as.chief.refusal(APPLY, application(set))).toBe('WRONG_STATE');
    expect(await world.as.referee.refusal(CANCEL, { input: { ...input, commandId: commandId() } })).toBe('WRONG_STATE');
  });

  it('is not applied when other differences follow by now, and two that touch the same see each other', async () => {
    const set = await overturn(STRONG);
    const rival = await propose(world.as.referee, world.exerciseId, {
      kind: 'VERDICT_OVERTURNED',
      ruling: { ...(await ruling(second, 0, LOGICAL)), outcome: 'REJECTED', categoryKey: null },
    });
    expect(rival.preview.conflicts).toEqual([{ code: set.code }]);
    const third = await attack('south', 'THIRD', [SERVER]);
    await judgeAll(world.as.referee, third, [SERVER]);
    expect(await world.as.chief.refusal(APPLY, application(set))).toBe('STALE_PREVIEW');
    const { set: fresh } = await world.as.chief.ask<Answer>(READ, { id: set.id });
    expect(fresh.preview.previewHash).not.toBe(set.preview.previewHash);
    await expectDoneAsShown(fresh, await applied(fresh));
    const { set: stale } = await world.as.chief.ask<Answer>(READ, { id: rival.id });
    expect(stale.preview.obstacle).toBe('VERDICT_REPLACED');
    expect(await world.as.chief.refusal(APPLY, application(stale))).toBe('STALE_PREVIEW');
    const input = { commandId: commandId(), setId: rival.id, reason: '已另行改判' };
    await world.as.referee.ask(CANCEL, { input });
  });

  it('is applied once when two apply it at the same moment', async () => {
    const set = await overturn(LOGICAL);
    const act = { ...application(set).input };
    const answers = await Promise.all(
      [world.as.chief, world.as.organizer].map((client) => {
        return client.query<Answer>(APPLY, { input: { ...act, commandId: commandId() } });
      }),
    );
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    expect(answers.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions.code) ?? [])).toEqual([
      'WRONG_STATE',
    ]);
    expect(await rederived(world)).toEqual([]);
  });

  it('cannot be changed or removed behind the journal’s back', async () => {
    const database = world.server.app.get(DataSource);
    await expect(database.query('DELETE FROM rescoring_set')).rejects.toThrow(/refused/);
    await expect(database.query(`UPDATE rescoring_set SET reason = 'x'`)).rejects.toThrow(/only moves/);
    await expect(database.query(`UPDATE notice SET code = 'x'`)).rejects.toThrow(/refused/);
    await expect(database.query('DELETE FROM rescoring_approval')).rejects.toThrow(/refused/);
  });
});

describe('an adjustment by hand', () => {
  const part = (more: Record<string, unknown> = {}) => ({
    kind: 'ADJUSTMENT',
    adjustment: { side: 'DEFENSE', partyId: world.units.water, account: 'PENALTY', amount: '-40', ...more },
  });

  it('is put into effect by an organizer who did not propose it', async () => {
    const set = await propose(world.as.chief, world.exerciseId, part());
    expect(set.acts.needsOrganizer).toBe(true);
    expect(await world.as.chief.refusal(APPLY, application(set))).toBe('SECOND_APPROVER');
    const other = await propose(world.as.referee, world.exerciseId, part({ amount: '-1' }));
    expect(other.preview.conflicts).toEqual([{ code: set.code }]);
    expect(await world.as.chief.refusal(APPLY, application(other))).toBe('NOT_ALLOWED');
    await world.as.referee.ask(CANCEL, { input: { commandId: commandId(), setId: other.id, reason: '重复' } });
    await expectDoneAsShown(set, await applied(set, world.as.organizer));
    const water = (await board()).defense.find(({ name }: Answer) => name === '澜江水务');
    expect(water.penalty).toBe('40');
  });

  it.each([
    ['no number', { amount: '4e3' }, 'adjustment.amount'],
    ['nothing', { amount: '0.0' }, 'adjustment.amount'],
    ['an account of the other side', { account: 'ATTACK' }, 'adjustment.account'],
    ['a party that is none', { side: 'ATTACK', account: 'ATTACK' }, 'adjustment.partyId'],
  ])('refuses %s', async (_, more, path) => {
    const said = { commandId: commandId(), exerciseId: world.exerciseId, reason: '理由', publicReason: '理由' };
    const { errors } = await world.as.chief.query(PROPOSE, { input: { ...said, ...part(more) } });
    expect(errors?.[0]?.extensions.fields.map((field) => field.path)).toEqual([path]);
  });

  it('refuses words to the parties that name work or addresses', async () => {
    for (const publicReason of ['见 A-0007 节点 2', '来自 203.0.113.5', '  ']) {
      const input = { commandId: commandId(), exerciseId: world.exerciseId, reason: '理由', publicReason, ...part() };
      const { errors } = await world.as.chief.query(PROPOSE, { input });
      expect(errors?.[0]?.extensions.fields.map((field) => field.path)).toEqual(['publicReason']);
    }
  });
});

describe('links, rules and units', () => {
  it('moves an incident from one result to another in one act', async () => {
    const linkIt = `mutation ($input: LinkIncidentInput!) { linkIncident(input: $input) { links { id } } }`;
    const pair = { incidentId, submissionId: first.id };
    const input = { commandId: commandId(), ...pair, reason: '' };
    const { linkIncident } = await world.as.referee.ask<Answer>(linkIt, { input });
    const links = {
      undoneLinkIds: [linkIncident.links[0].id],
      made: [{ incidentId, submissionId: second.id }],
    };
    const set = await propose(world.as.referee, world.exerciseId, { kind: 'LINK_CORRECTED', links });
    expect(set.changes.map(({ before, after }: Answer) => [before?.zh, after?.zh])).toEqual([
      [first.code, undefined],
      [undefined, second.code],
    ]);
    await expectDoneAsShown(set, await applied(set));
    const { incident } = await world.as.referee.ask<Answer>(
      `query ($id: ID!) { incident(id: $id) { links { submissionCode } } }`,
      { id: incidentId },
    );
    expect(incident.links).toEqual([{ submissionCode: second.code }]);
    const wrong = { kind: 'LINK_CORRECTED', links, commandId: commandId(), exerciseId: world.exerciseId };
    const { errors } = await world.as.referee.query(PROPOSE, {
      input: { ...wrong, reason: '理由', publicReason: '理由' },
    });
    expect(errors?.[0]?.extensions.fields).toEqual([{ path: 'links.undoneLinkIds.0', code: 'NOT_FOUND' }]);
  });

  it('links nothing that was taken back, before or after it is proposed', async () => {
    const gone = await attack('south', 'GONE', [LOGICAL]);
    const links = { undoneLinkIds: [], made: [{ incidentId, submissionId: gone.id }] };
    const set = await propose(world.as.referee, world.exerciseId, { kind: 'LINK_CORRECTED', links });
    const withdrawal = { submissionId: gone.id, reason: '' };
    await make(world.as.south, 'withdrawSubmission', 'WithdrawSubmissionInput', withdrawal);
    const { set: stale } = await world.as.chief.ask<Answer>(READ, { id: set.id });
    expect(stale.preview.obstacle).toBe('WORK_GONE');
    const said = { commandId: commandId(), exerciseId: world.exerciseId, reason: '理由', publicReason: '理由' };
    const { errors } = await world.as.referee.query(PROPOSE, { input: { ...said, kind: 'LINK_CORRECTED', links } });
    expect(errors?.[0]?.extensions.fields).toEqual([{ path: 'links.made.0.submissionId', code: 'NOT_FOUND' }]);
    await world.as.referee.ask(CANCEL, { input: { commandId: commandId(), setId: set.id, reason: '成果已撤回' } });
  });

  it('takes a unit out of play with a result that still counts, and everybody hears of it', async () => {
    const knockOut = { unitId: world.units.water, submissionId: first.id };
    const set = await propose(world.as.referee, world.exerciseId, { kind: 'UNIT_KNOCKED_OUT', knockOut });
    const zeros = set.preview.entries.filter(({ after }: Answer) => after?.zeroReason?.code === 'UNIT_KNOCKED_OUT');
    expect(zeros.length).toBeGreaterThan(0);
    expect(set.preview.entries.map(({ code }: Answer) => code)).not.toContain(first.code);
    expect(set.preview.notices).toHaveLength(4);
    await expectDoneAsShown(set, await applied(set));
    expect(await points('北队')).toBe('0.00');
    const part = { kind: 'KNOCK_OUT_REVOKED', knockOut: { unitId: world.units.water } };
    const back = await propose(world.as.referee, world.exerciseId, part);
    await expectDoneAsShown(back, await applied(back));
    expect(await points('北队')).toBe('50.00');
  });

  it('scores everything anew under another version of the rules, by an organizer', async () => {
    const { ruleSets } = await world.as.admin.ask<Answer>('{ ruleSets { key hash } }');
    const hashOf = (key: string) => ruleSets.find((rules: Answer) => rules.key === key).hash;
    const rules = { attackRuleSetHash: hashOf('xc-2022'), defenseRuleSetHash: hashOf('fhz') };
    const set = await propose(world.as.chief, world.exerciseId, { kind: 'RULE_SET_CHANGED', rules });
    expect(set.changes.map(({ name }: Answer) => name)).toEqual(['ATTACK_RULES']);
    const unknown = set.preview.entries.filter(({ after }: Answer) => after?.zeroReason?.code === 'UNKNOWN_CATEGORY');
    expect(unknown.length).toBeGreaterThan(0);
    await expectDoneAsShown(set, await applied(set, world.as.organizer));
    const { set: earlier } = await world.as.chief.ask<Answer>(READ, { id: set.id });
    expect(earlier.preview.entries).toEqual(set.preview.entries);
  });
});

describe('all of it', () => {
  it('leaves records that prove themselves: every row sealed, every line derived', async () => {
    const client = new pg.Client({ connectionString: world.server.databaseUrl });
    await client.connect();
    try {
      const dossier = await readDatabase(client, world.exerciseId, new Date());
      const kinds = new Set(dossier.rows.get('journal_record')?.map(({ kind }) => kind));
      expect([...kinds]).toEqual(expect.arrayContaining(['RESCORING_APPLIED', 'RESCORING_CANCELLED']));
      expect(differenceOf({ dossier, file: null, published: null })).toBeNull();
    } finally {
      await client.end();
    }
  });
});
