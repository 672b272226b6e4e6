import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { commandId } from '../../../test/client.js';
import { draftOf, fileIncident, fileSubmission, judgeNode, tinyPng, upload } from '../../../test/play.js';
import { type Answer, application, APPLY, propose, rederived } from '../../../test/rescoring.js';
import { buildWorld, type ServedWorld } from '../../../test/world.js';

jest.setTimeout(240_000);

type Filed = Awaited<ReturnType<typeof fileSubmission>>;

const CATEGORY = { category: 'row-3', privilege: 'admin' };
const TEXT =
  '对公文流转系统的登录口进行口令猜测，发现运维人员使用弱口令，登录后台后利用文件上传缺陷写入木马，取得服务器管理员权限并读取数据库配置。';
/** The same told by somebody else. */
const RETOLD =
  '针对公文流转系统登录口开展口令猜测，发现运维人员存在弱口令；登录后台后利用文件上传缺陷写入木马文件，最终取得服务器管理员权限，读取到数据库配置。';
const OTHER =
  '通过钓鱼邮件投递伪装为通知的附件，诱使财务人员打开，取得终端控制权后横向移动至域控服务器导出全部账号散列。';

const DUPLICATES = `query ($id: ID!) { duplicateProposals(submissionId: $id) {
  work { id code partyName } score isEarlier isSameParty reasons { code params { name value } }
  nodes { nodeId ordinal otherNodeId otherOrdinal } } }`;
const LINKS = `query ($id: ID!) { linkProposals(exerciseId: $id) {
  incidentId submissionId score isLinked isLate linkId reasons { code } } }`;
const COUNTS = `query ($id: ID!) { likenessCounts(exerciseId: $id) { linksOpen linksMade duplicates events disagreements } }`;
const DISMISS = `mutation ($input: DismissProposalInput!) { dismissProposal(input: $input) }`;
const SETTLE = `mutation ($input: SettleDisagreementInput!) { settleDisagreement(input: $input) {
  linkId settlement { finding reason refereeName } } }`;
const DISAGREEMENTS = `query ($id: ID!) { disagreements(exerciseId: $id) {
  linkId contradictions { code params { name value } } result { code } incident { code }
  attack { addresses accepted { ordinal } } defense { outcome addresses } settlement { finding } } }`;

let world: ServedWorld;
const proof: Record<string, string> = {};
const filed: Record<string, Filed> = {};
const incidents: Record<string, string> = {};

beforeAll(async () => {
  world = await buildWorld();
  const bytes = tinyPng(16);
  for (const person of ['north', 'south', 'water'] as const) {
    const answer = await upload(world.as[person], world.exerciseId, { name: 'proof.png', bytes });
    proof[person] = ((await answer.json()) as { id: string }).id;
  }
  // South tells north's story in other words, with the same file; north tells another one, on the same machine.
  filed.first = await file('north', {
    mark: 'AA',
    text: TEXT,
    files: [proof.north ?? ''],
    destination: '198.51.100.7',
  });
  filed.retold = await file('south', { mark: 'BB', text: RETOLD, files: [], destination: '198.51.100.20' });
  filed.copied = await file('south', {
    mark: 'CC',
    text: OTHER,
    files: [proof.south ?? ''],
    destination: '198.51.100.30',
  });
  filed.there = await file('north', { mark: 'DD', text: '', files: [], destination: '198.51.100.7' });
  filed.alone = await file('south', { mark: 'EE', text: '', files: [], destination: '198.51.100.55' });
});

afterAll(async () => {
  await world?.stop();
});

async function file(
  person: 'north' | 'south',
  said: { mark: string; text: string; files: string[]; destination: string },
): Promise<Filed> {
  const { mark, text, files, destination } = said;
  const source = person === 'north' ? '203.0.113.5' : '203.0.113.20';
  const own = files.length === 0 ? [await ownProof(person, mark)] : files;
  const draft = draftOf(world, {
    ...{ unitId: world.units.water, source, destination, mark, evidenceIds: own, nodes: [CATEGORY] },
  });
  const nodes = draft.nodes.map((node) => ({ ...node, narrative: text === '' ? `${mark} 见证据` : text }));
  return fileSubmission(world.as[person], { ...draft, nodes });
}

/** A file nobody else has. */
async function ownProof(person: 'north' | 'south' | 'water', mark: string): Promise<string> {
  const bytes = Buffer.concat([tinyPng(8), Buffer.from(mark)]);
  const answer = await upload(world.as[person], world.exerciseId, { name: `${mark}.png`, bytes });
  return ((await answer.json()) as { id: string }).id;
}

async function duplicatesOf(submission: Filed | undefined): Promise<Answer[]> {
  return (await world.as.referee.ask<Answer>(DUPLICATES, { id: submission?.id })).duplicateProposals;
}

const codes = (proposal: Answer): string[] => proposal?.reasons.map(({ code }: Answer) => code) ?? [];

async function fileResponse(incidentId: string, outcome: string | null, endedAt: string): Promise<void> {
  const id = randomUUID();
  const input = {
    ...{ id, incidentId, kind: 'RESPONSE', version: 0, startedAt: '2026-09-15T01:21:00Z', endedAt, outcome },
    ...{ sections: [{ key: 'b2-1', text: '已封禁来源地址', evidenceIds: [] }], evidenceIds: [] },
  };
  await world.as.water.ask(`mutation ($input: ReportDraftInput!) { saveReportDraft(input: $input) { id } }`, { input });
  await world.as.water.ask(`mutation ($input: FileReportInput!) { fileReport(input: $input) { id } }`, {
    input: { commandId: commandId(), reportId: id, version: 1 },
  });
}

async function judge(submission: Filed | undefined): Promise<void> {
  await world.as.referee.ask(`mutation ($input: ClaimInput!) { claimSubmission(input: $input) { id } }`, {
    input: { commandId: commandId(), submissionId: submission?.id },
  });
  await judgeNode(world.as.referee, submission?.nodes[0]?.id ?? '', { ...CATEGORY, system: submission?.code ?? '' });
}

describe('suspected duplicates', () => {
  it('are found by text in other words, by file, and by machine, each with its reasons', async () => {
    const found = await duplicatesOf(filed.first);
    const by = (other: Filed | undefined) => found.find(({ work }) => work.id === other?.id);
    expect(codes(by(filed.retold))).toEqual(['DUPLICATE_TEXT']);
    expect(codes(by(filed.copied))).toEqual(['DUPLICATE_EVIDENCE']);
    expect(codes(by(filed.there))).toEqual(['DUPLICATE_ADDRESS']);
    expect(by(filed.alone)).toBeUndefined();
    expect(found[0].work.id).toBe(filed.copied?.id);
    expect(found[0].score).toBe('0.9');
    const node = filed.first?.nodes[0]?.id;
    expect(by(filed.there)).toMatchObject({
      ...{ isEarlier: false, isSameParty: true, work: { partyName: '北队' } },
      nodes: [{ nodeId: node, ordinal: 1, otherNodeId: filed.there?.nodes[0]?.id, otherOrdinal: 1 }],
    });
    expect(by(filed.retold)).toMatchObject({ isEarlier: false, isSameParty: false });
  });

  it('are seen from both sides, and know who was first', async () => {
    const [back] = await duplicatesOf(filed.retold);
    expect(back).toMatchObject({ work: { id: filed.first?.id }, isEarlier: true });
  });

  it('are for referees and organizers alone', async () => {
    const id = filed.first?.id;
    expect((await world.as.organizer.ask<Answer>(DUPLICATES, { id })).duplicateProposals).toHaveLength(3);
    for (const person of ['north', 'south', 'water', 'bank', 'observer', 'stranger'] as const) {
      expect([person, await world.as[person].refusal(DUPLICATES, { id })]).toEqual([person, 'NOT_ALLOWED']);
    }
    expect(await world.as.nobody.refusal(DUPLICATES, { id })).toBe('NOT_SIGNED_IN');
    expect(await world.as.referee.refusal(DUPLICATES, { id: randomUUID() })).toBe('NOT_FOUND');
    expect(await world.as.referee.refusal(DUPLICATES, { id: 'x' })).toBe('NOT_FOUND');
  });

  it('are put aside with a reason, once, and by nobody who plays', async () => {
    const pair = { kind: 'DUPLICATE', firstId: filed.copied?.id, secondId: filed.first?.id, reason: '截图为公开资料' };
    const input = { commandId: commandId(), ...pair };
    expect(await world.as.south.refusal(DISMISS, { input })).toBe('NOT_ALLOWED');
    expect(await world.as.organizer.refusal(DISMISS, { input })).toBe('NOT_ALLOWED');
    expect(await world.as.referee.refusal(DISMISS, { input: { ...input, kind: 'LINK' } })).toBe('NOT_FOUND');
    expect(await world.as.referee.refusal(DISMISS, { input: { ...input, secondId: randomUUID() } })).toBe('NOT_FOUND');
    expect(await world.as.referee.refusal(DISMISS, { input: { ...input, secondId: input.firstId } })).toBe('BAD_INPUT');
    await world.as.referee.ask(DISMISS, { input });
    const again = { input: { ...input, commandId: commandId() } };
    expect(await world.as.referee.refusal(DISMISS, again)).toBe('WRONG_STATE');
    expect((await duplicatesOf(filed.first)).map(({ work }) => work.id)).not.toContain(filed.copied?.id);
    const { likenessCounts } = await world.as.referee.ask<Answer>(COUNTS, { id: world.exerciseId });
    expect(likenessCounts).toMatchObject({ duplicates: 2 });
  });

  it('show a group that referees made, whatever else they have in common', async () => {
    await judge(filed.first);
    await judge(filed.alone);
    const nodeIds = [filed.first?.nodes[0]?.id, filed.alone?.nodes[0]?.id];
    const regrouping = { nodeIds, vulnerabilityKey: '弱口令-公文' };
    const set = await propose(world.as.referee, world.exerciseId, { kind: 'VULNERABILITY_REGROUPED', regrouping });
    await world.as.chief.ask(APPLY, application(set));
    const alone = (await duplicatesOf(filed.first)).find(({ work }) => work.id === filed.alone?.id);
    expect(codes(alone)).toEqual(['DUPLICATE_GROUP']);
    const query = `query ($id: ID!) { vulnerabilityGroups(exerciseId: $id) {
      key members { memberId isFirst ordinal points work { code partyName } } } }`;
    const { vulnerabilityGroups } = await world.as.referee.ask<Answer>(query, { id: world.exerciseId });
    expect(vulnerabilityGroups).toMatchObject([
      {
        key: '弱口令-公文',
        members: [
          { memberId: nodeIds[0], isFirst: true },
          { memberId: nodeIds[1], isFirst: false },
        ],
      },
    ]);
    expect(vulnerabilityGroups[0].members[0].points).not.toBeNull();
    expect(await world.as.north.refusal(query, { id: world.exerciseId })).toBe('NOT_ALLOWED');
  });
});

describe('counterparts of the other side', () => {
  const report = (mark: string, found: string[], unitId = world.units.water) =>
    fileIncident(world.as.water, world, { unitId, mark, found, evidenceIds: [], sectionKeys: ['b1-1'] });

  it('that come in after the result was judged wait for the referees as late matches', async () => {
    incidents.late = await report('LL', ['198.51.100.7']);
    const { linkProposals } = await world.as.referee.ask<Answer>(LINKS, { id: world.exerciseId });
    const match = linkProposals.find(
      (link: Answer) => link.incidentId === incidents.late && link.submissionId === filed.first?.id,
    );
    expect(match).toMatchObject({ isLinked: false, isLate: true });
    const waiting = `query ($id: ID!) { waiting(exerciseId: $id) { kind subjectId count since } }`;
    const items = (await world.as.referee.ask<Answer>(waiting, { id: world.exerciseId })).waiting;
    const item = items.find(({ kind }: Answer) => kind === 'LINK_PROPOSED');
    expect(item).toMatchObject({ subjectId: incidents.late });
    expect(item.since).not.toBeNull();
  });

  it('are asked for from either side', async () => {
    const query = `query ($id: ID!) { likelyCounterparts(subjectId: $id) { incidentId submissionId score reasons { code } } }`;
    const ofResult = await world.as.referee.ask<Answer>(query, { id: filed.first?.id });
    expect(ofResult.likelyCounterparts[0]).toMatchObject({ incidentId: incidents.late });
    const ofIncident = await world.as.referee.ask<Answer>(query, { id: incidents.late });
    expect(ofIncident.likelyCounterparts.map(({ submissionId }: Answer) => submissionId)).toContain(filed.first?.id);
    expect(await world.as.water.refusal(query, { id: incidents.late })).toBe('NOT_ALLOWED');
    expect(await world.as.referee.refusal(query, { id: randomUUID() })).toBe('NOT_FOUND');
    expect(await world.as.referee.refusal(query, { id: 'no id' })).toBe('NOT_FOUND');
  });

  it('once linked wait no more, until a later result fits better', async () => {
    const link = `mutation ($input: LinkIncidentInput!) { linkIncident(input: $input) { links { id } } }`;
    const input = { incidentId: incidents.late, submissionId: filed.first?.id, reason: '' };
    await world.as.referee.ask(link, { input: { ...input, commandId: commandId() } });
    const waitingFor = async (): Promise<string[]> => {
      const query = `query ($id: ID!) { waiting(exerciseId: $id) { kind subjectId } }`;
      const { waiting } = await world.as.referee.ask<Answer>(query, { id: world.exerciseId });
      return waiting.filter(({ kind }: Answer) => kind === 'LINK_PROPOSED').map(({ subjectId }: Answer) => subjectId);
    };
    expect(await waitingFor()).not.toContain(incidents.late);
    filed.later = await file('south', { mark: 'FF', text: '', files: [], destination: '198.51.100.7' });
    expect(await waitingFor()).toContain(incidents.late);
  });
});

describe('disagreements', () => {
  const list = async (): Promise<Answer[]> =>
    (await world.as.referee.ask<Answer>(DISAGREEMENTS, { id: world.exerciseId })).disagreements;

  it('are owned against blocked, with the claims of both sides', async () => {
    expect(await list()).toEqual([]);
    await fileResponse(incidents.late ?? '', 'BLOCKED', '2026-09-15T01:30:00Z');
    const [found] = await list();
    expect(found).toMatchObject({
      contradictions: [{ code: 'DISAGREE_BLOCKED' }],
      attack: { accepted: [{ ordinal: 1 }], addresses: ['198.51.100.7'] },
      defense: { outcome: 'BLOCKED', addresses: ['198.51.100.7'] },
      settlement: null,
    });
    for (const person of ['north', 'water', 'observer'] as const) {
      expect(await world.as[person].refusal(DISAGREEMENTS, { id: world.exerciseId })).toBe('NOT_ALLOWED');
    }
  });

  it('are settled with a finding and a reason, once; no points change', async () => {
    const [{ linkId }] = (await list()) as [Answer];
    const input = { commandId: commandId(), linkId, finding: 'ATTACK_HOLDS', reason: '录屏显示封禁前已取得权限' };
    expect(await world.as.water.refusal(SETTLE, { input })).toBe('NOT_ALLOWED');
    expect(await world.as.organizer.refusal(SETTLE, { input })).toBe('NOT_ALLOWED');
    expect(await world.as.referee.refusal(SETTLE, { input: { ...input, linkId: randomUUID() } })).toBe('NOT_FOUND');
    expect(await world.as.referee.refusal(SETTLE, { input: { ...input, reason: '' } })).toBe('BAD_INPUT');
    const { settleDisagreement } = await world.as.referee.ask<Answer>(SETTLE, { input });
    expect(settleDisagreement).toEqual({
      linkId,
      settlement: { finding: 'ATTACK_HOLDS', reason: '录屏显示封禁前已取得权限', refereeName: 'referee-name' },
    });
    expect(await world.as.referee.refusal(SETTLE, { input: { ...input, commandId: commandId() } })).toBe('WRONG_STATE');
    const { likenessCounts } = await world.as.referee.ask<Answer>(COUNTS, { id: world.exerciseId });
    expect(likenessCounts.disagreements).toBe(0);
    expect(await rederived(world)).toEqual([]);
  });

  it('may be told by response reports only', async () => {
    const input = {
      ...{ id: randomUUID(), incidentId: incidents.late, kind: 'ATTRIBUTION', version: 0, outcome: 'BLOCKED' },
      ...{ sections: [], evidenceIds: [] },
    };
    const save = `mutation ($input: ReportDraftInput!) { saveReportDraft(input: $input) { id } }`;
    const { errors } = await world.as.water.query(save, { input });
    expect(errors?.[0]?.extensions.fields).toEqual([{ path: 'outcome', code: 'MISPLACED' }]);
  });
});

describe('event groups', () => {
  const report = (person: 'water' | 'bank', mark: string) => {
    const unitId = world.units[person];
    return fileIncident(world.as[person], world, {
      ...{ unitId, mark, found: [person === 'water' ? '198.51.100.7' : '198.51.100.140'], evidenceIds: [] },
      sectionKeys: ['b1-1'],
    });
  };
  const EVENTS = `query ($id: ID!) { eventGroups(exerciseId: $id) {
    key members { memberId isFirst points zeroReason { code params { name value } } } } }`;

  it('are proposed from two reports of one unit', async () => {
    incidents.again = await report('water', 'MM');
    incidents.bank = await report('bank', 'NN');
    const query = `query ($id: ID!) { eventProposals(incidentId: $id) { work { id } reasons { code } } }`;
    const { eventProposals } = await world.as.referee.ask<Answer>(query, { id: incidents.again });
    expect(eventProposals.map(({ work }: Answer) => work.id)).toEqual([incidents.late]);
    expect(codes(eventProposals[0])).toContain('EVENT_ADDRESS');
    expect(await world.as.water.refusal(query, { id: incidents.again })).toBe('NOT_ALLOWED');
  });

  it('of reports of several units are refused, naming which', async () => {
    const input = {
      ...{ commandId: commandId(), exerciseId: world.exerciseId, kind: 'EVENT_REGROUPED' },
      ...{ reason: '同一事件', publicReason: '复核后更正' },
    };
    const events = { incidentIds: [incidents.late, incidents.bank, randomUUID()], eventKey: '公文系统' };
    const mutation = `mutation ($input: ProposeRescoringInput!) { proposeRescoring(input: $input) { id } }`;
    const { errors } = await world.as.referee.query(mutation, { input: { ...input, events } });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_INPUT',
      fields: [
        { path: 'events.incidentIds.1', code: 'OTHER_UNIT' },
        { path: 'events.incidentIds.2', code: 'NOT_FOUND' },
      ],
    });
    expect(await world.as.organizer.refusal(mutation, { input: { ...input, events } })).toBe('NOT_ALLOWED');
  });

  it('score the first report by receipt and nothing of the others, once applied', async () => {
    const events = { incidentIds: [incidents.again, incidents.late], eventKey: '公文系统' };
    const set = await propose(world.as.referee, world.exerciseId, { kind: 'EVENT_REGROUPED', events });
    expect(set.changes).toMatchObject([{ name: 'EVENT', after: { zh: '公文系统' } }, { name: 'EVENT' }]);
    await world.as.chief.ask(APPLY, application(set));
    const { eventGroups } = await world.as.referee.ask<Answer>(EVENTS, { id: world.exerciseId });
    expect(eventGroups).toMatchObject([
      {
        key: '公文系统',
        members: [
          { memberId: incidents.late, isFirst: true, zeroReason: { code: 'NOT_MARKED' } },
          { memberId: incidents.again, isFirst: false, points: '0', zeroReason: { code: 'DUPLICATE_EVENT' } },
        ],
      },
    ]);
    expect(await rederived(world)).toEqual([]);
    expect(await world.as.water.refusal(EVENTS, { id: world.exerciseId })).toBe('NOT_ALLOWED');
  });

  it('are taken apart by a set as well', async () => {
    const events = { incidentIds: [incidents.again], eventKey: null };
    const set = await propose(world.as.referee, world.exerciseId, { kind: 'EVENT_REGROUPED', events });
    expect(set.changes).toMatchObject([{ name: 'EVENT', before: { zh: '公文系统' }, after: null }]);
    await world.as.chief.ask(APPLY, application(set));
    const { eventGroups } = await world.as.referee.ask<Answer>(EVENTS, { id: world.exerciseId });
    expect(eventGroups[0].members).toHaveLength(1);
    expect(await rederived(world)).toEqual([]);
  });
});
