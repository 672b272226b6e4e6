import { jest } from '@jest/globals';
import { commandId, TestClient } from '../../../test/client.js';
import { draftOf, fileSubmission, tinyPng, upload } from '../../../test/play.js';
import {
  type Answer,
  application,
  APPLY,
  APPROVE,
  CANCEL,
  propose,
  PROPOSE,
  rederived,
} from '../../../test/rescoring.js';
import { buildWorld, make, PASSWORD, type ServedWorld } from '../../../test/world.js';

jest.setTimeout(240_000);

type Filed = Awaited<ReturnType<typeof fileSubmission>>;

const CATEGORY = { category: 'path-web', privilege: 'admin' };
const GROUP = 'CVE-2026-0001';

let world: ServedWorld;
const filed: Filed[] = [];

beforeAll(async () => {
  world = await buildWorld({ attack: 'xc-2022', defense: 'fhz' });
  const proof: Record<string, string> = {};
  for (const person of ['north', 'south'] as const) {
    const response = await upload(world.as[person], world.exerciseId, { name: 'proof.png', bytes: tinyPng() });
    proof[person] = ((await response.json()) as { id: string }).id;
  }
  for (const [index, person] of (['north', 'south', 'north'] as const).entries()) {
    const source = person === 'north' ? '203.0.113.5' : '203.0.113.20';
    const where = { unitId: world.units.water, source, destination: `198.51.100.${7 + index}` };
    const draft = draftOf(world, {
      ...where,
      mark: `R${index}`,
      evidenceIds: [proof[person] ?? ''],
      nodes: [CATEGORY],
    });
    const submission = await fileSubmission(world.as[person], draft);
    filed.push(submission);
    await judge(submission, ' cve-2026-0001 ');
  }
});

afterAll(async () => {
  await world?.stop();
});

async function judge(submission: Filed, vulnerabilityKey: string): Promise<void> {
  await world.as.referee.ask(`mutation ($input: ClaimInput!) { claimSubmission(input: $input) { id } }`, {
    input: { commandId: commandId(), submissionId: submission.id },
  });
  const { category: categoryKey, privilege: privilegeKey } = CATEGORY;
  const ruled = { outcome: 'ACCEPTED', categoryKey, privilegeKey, quantity: 1, factors: [], measures: [], reason: '' };
  await world.as.referee.ask(`mutation ($input: VerdictInput!) { recordVerdict(input: $input) { id } }`, {
    input: {
      ...ruled,
      commandId: commandId(),
      nodeId: submission.nodes[0]?.id,
      systemKey: submission.code,
      vulnerabilityKey,
    },
  });
}

async function attackPoints(): Promise<Record<string, string>> {
  const query = `query ($id: ID!) { board(exerciseId: $id, audience: PUBLIC) { attack { name points } } }`;
  const { board } = await world.as.nobody.ask<Answer>(query, { id: world.exerciseId });
  return Object.fromEntries(board.attack.map(({ name, points }: Answer) => [name, points]));
}

describe('the same vulnerability under rules that count it less each time (XC-2022 rule 6)', () => {
  it('counts 100, 70 and 40 %, and is known by one name', async () => {
    expect(await attackPoints()).toEqual({ 北队: '140.00', 南队: '70.00' });
    const query = `query ($id: ID!) { vulnerabilityKeys(exerciseId: $id) }`;
    const { vulnerabilityKeys } = await world.as.referee.ask<Answer>(query, { id: world.exerciseId });
    expect(vulnerabilityKeys).toEqual([GROUP]);
  });

  it('keeps the group from the attackers', async () => {
    const query = `query ($id: ID!) { submission(id: $id) { nodes { verdict { vulnerabilityKey } } } }`;
    const seen = async (client: Answer) => (await client.ask(query, { id: filed[0]?.id })).submission.nodes[0].verdict;
    expect(await seen(world.as.referee)).toEqual({ vulnerabilityKey: GROUP });
    expect(await seen(world.as.north)).toEqual({ vulnerabilityKey: null });
  });

  it('is nothing for one related to anybody in the group, though only others’ nodes are moved', async () => {
    const { exerciseId } = world;
    const account = { username: 'related', displayName: 'related-name', password: PASSWORD };
    const userId = await make(world.as.admin, 'createUser', 'CreateUserInput', account);
    const grant = { exerciseId, userId, role: 'CHIEF_REFEREE' };
    await make(world.as.admin, 'grantMembership', 'GrantMembershipInput', grant);
    const related = await new TestClient(world.as.admin.url).login('related', PASSWORD);
    const relation = { exerciseId, partyId: world.teams.north, kind: 'FORMER_EMPLOYER', note: '' };
    await make(related, 'declareRelation', 'DeclareRelationInput', relation);
    const regrouping = { nodeIds: [filed[1]?.nodes[0]?.id], vulnerabilityKey: 'CVE-2026-0003' };
    const part = { kind: 'VULNERABILITY_REGROUPED', regrouping };
    const said = { commandId: commandId(), exerciseId, reason: '理由', publicReason: '理由' };
    expect(await related.refusal(PROPOSE, { input: { ...said, ...part } })).toBe('CONFLICT_OF_INTEREST');
    const set = await propose(world.as.referee, exerciseId, part);
    const seen = { commandId: commandId(), setId: set.id, previewHash: set.preview.previewHash, comment: '' };
    expect(await related.refusal(APPROVE, { input: seen })).toBe('CONFLICT_OF_INTEREST');
    expect(await related.refusal(APPLY, application(set))).toBe('CONFLICT_OF_INTEREST');
    const taken = { input: { commandId: commandId(), setId: set.id, reason: '不再需要' } };
    expect(await related.refusal(CANCEL, taken)).toBe('CONFLICT_OF_INTEREST');
    await world.as.referee.ask(CANCEL, taken);
  });

  it('moves every later finder up when the first one leaves the group, and tells each only of its own', async () => {
    const regrouping = { nodeIds: [filed[0]?.nodes[0]?.id], vulnerabilityKey: 'CVE-2026-0002' };
    const set = await propose(world.as.referee, world.exerciseId, { kind: 'VULNERABILITY_REGROUPED', regrouping });
    expect(set.changes).toEqual([
      { name: 'GROUP', subject: filed[0]?.code, ordinal: 1, before: { zh: GROUP }, after: { zh: 'CVE-2026-0002' } },
    ]);
    const gains = set.preview.entries.filter(({ side }: Answer) => side === 'ATTACK');
    expect(gains.map(({ code, difference }: Answer) => [code, difference])).toEqual(
      expect.arrayContaining([
        [filed[1]?.code, '30'],
        [filed[2]?.code, '30'],
      ]),
    );
    const south = set.preview.notices.find(({ partyName }: Answer) => partyName === '南队');
    expect(south.code).toBe('RESCORED');
    expect(JSON.stringify(south.params)).toContain(filed[1]?.code);
    expect(JSON.stringify(south.params)).not.toContain(filed[0]?.code);
    const { set: done } = await world.as.chief.ask<Answer>(APPLY, application(set));
    expect(done.preview.entries).toEqual(set.preview.entries);
    expect(await attackPoints()).toEqual({ 北队: '170.00', 南队: '100.00' });
    expect(await rederived(world)).toEqual([]);
  });

  it('lets a grouping win over the key of a later verdict', async () => {
    const nodeId = filed[0]?.nodes[0]?.id;
    const { submission } = await world.as.referee.ask<Answer>(
      `query ($id: ID!) { submission(id: $id) { nodes { verdict { id } } } }`,
      { id: filed[0]?.id },
    );
    const ruling = {
      ...{ nodeId, expectedVerdictId: submission.nodes[0].verdict.id, outcome: 'ACCEPTED', quantity: 1, factors: [] },
      ...{ categoryKey: CATEGORY.category, privilegeKey: 'user', systemKey: 'other', measures: [], reason: '权限有误' },
      vulnerabilityKey: GROUP,
    };
    const set = await propose(world.as.referee, world.exerciseId, { kind: 'VERDICT_OVERTURNED', ruling });
    await world.as.chief.ask(APPLY, application(set));
    expect(await attackPoints()).toMatchObject({ 南队: '100.00' });
    expect(await rederived(world)).toEqual([]);
  });
});
