import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { commandId, type TestClient } from '../../../test/client.js';
import { tinyPng, upload } from '../../../test/play.js';
import { buildWorld, make, type ServedWorld } from '../../../test/world.js';
import { IncidentService } from './incident.service.js';

jest.setTimeout(120_000);

const SAVE = `mutation ($input: ReportDraftInput!) {
  saved: saveReportDraft(input: $input) {
    id kind state version authoredBy sections { key text evidenceIds } evidence { id } missing { path code }
  }
}`;
const FILE = `mutation ($input: FileReportInput!) {
  filed: fileReport(input: $input) { id code version receiptSeq reports { id kind state receiptSeq } }
}`;
const READ = `query ($id: ID!) {
  incident(id: $id) {
    id code title receiptSeq version openedBy unit { name } foundAddresses { address foundAt } means reports { id kind state }
  }
}`;
const LIST = `query ($exerciseId: ID!) {
  incidents(exerciseId: $exerciseId, first: 100) { nodes { id code } totalCount pageInfo { hasNextPage } }
}`;
const SAVE_BONUS = `mutation ($input: BonusDraftInput!) { saved: saveBonusDraft(input: $input) { id code version unit { id } } }`;
const FILE_BONUS = `mutation ($input: FileBonusInput!) { filed: fileBonusClaim(input: $input) { id code version receiptSeq } }`;
const BONUSES = `query ($exerciseId: ID!) { bonusClaims(exerciseId: $exerciseId) { id code evidence { id } } }`;

let world: ServedWorld;
let proof: string;
let foreign: string;

beforeAll(async () => {
  world = await buildWorld();
  proof = await evidenceOf(world.as.water);
  foreign = await evidenceOf(world.as.bank);
});
afterAll(async () => {
  await world?.stop();
});

async function evidenceOf(client: TestClient): Promise<string> {
  const response = await upload(client, world.exerciseId, { name: '告警详情.png', bytes: tinyPng() });
  return ((await response.json()) as { id: string }).id;
}

function open(more: Record<string, unknown> = {}, client = world.as.water): Promise<string> {
  return make(client, 'openIncident', 'OpenIncidentInput', {
    exerciseId: world.exerciseId,
    unitId: world.units.waterPlant,
    title: '校园网边界被突破',
    attackStartedAt: '2026-09-15T00:10:00Z',
    discoveredAt: '2026-09-15T00:20:00Z',
    ...more,
  });
}

function report(incidentId: string, more: Record<string, unknown> = {}) {
  return {
    id: randomUUID() as string,
    incidentId,
    kind: 'DETECTION',
    version: 0,
    startedAt: '2026-09-15T00:10:00Z',
    endedAt: '2026-09-15T00:20:00Z',
    sections: [{ key: 'found-how', text: '全流量分析', evidenceIds: [proof] }],
    evidenceIds: [proof],
    foundAddresses: [{ address: '::ffff:198.51.100.9', url: '', unitName: '', foundAt: '2026-09-15T00:15:00Z' }],
    means: ['m5'],
    ...more,
  };
}

const RESPONSE = { kind: 'RESPONSE', foundAddresses: null, means: null };

async function saved(incidentId: string, more: Record<string, unknown> = {}): Promise<string> {
  const input = report(incidentId, more);
  await world.as.water.ask(SAVE, { input });
  return input.id;
}

const filing = (reportId: string, version = 1) => ({ input: { commandId: commandId(), reportId, version } });

async function refused(query: string, variables: Record<string, unknown>, client = world.as.water): Promise<string[]> {
  const { errors } = await client.query(query, variables);
  const { code, fields } = errors?.[0]?.extensions ?? { code: 'NOT REFUSED', fields: [] };
  return [code, ...fields.map((field) => `${field.path} ${field.code}`)];
}

describe('openIncident', () => {
  it('opens a numbered case for a unit of the own tree', async () => {
    const id = await open();
    const { incident } = await world.as.water.ask<{ incident: unknown }>(READ, { id });
    expect(incident).toMatchObject({
      code: expect.stringMatching(/^E-\d{4}$/),
      unit: { name: '澜江水务三厂' },
      receiptSeq: null,
      version: 1,
      reports: [],
      foundAddresses: [],
    });
  });

  it('refuses foreign units and times out of order', async () => {
    await expect(open({ unitId: world.units.bank })).rejects.toThrow('"path":"unitId","code":"NOT_FOUND"');
    await expect(open({ discoveredAt: '2026-09-15T00:09:59Z' })).rejects.toThrow('"path":"discoveredAt"');
    await expect(open({}, world.as.north)).rejects.toThrow('NOT_ALLOWED');
  });
});

describe('saveReportDraft', () => {
  it('creates, replaces, and keeps what is left out', async () => {
    const incidentId = await open();
    const input = report(incidentId);
    const first = await world.as.water.ask<{ saved: unknown }>(SAVE, { input });
    expect(first.saved).toMatchObject({ state: 'DRAFT', version: 1, evidence: [{ id: proof }], missing: [] });
    const bare = { ...input, version: 1, sections: [], foundAddresses: null, means: null };
    const second = await world.as.water.ask<{ saved: unknown }>(SAVE, { input: bare });
    expect(second.saved).toMatchObject({ version: 2, missing: [{ path: 'sections', code: 'REQUIRED' }] });
    const { incident } = await world.as.water.ask<{ incident: unknown }>(READ, { id: incidentId });
    expect(incident).toMatchObject({
      foundAddresses: [{ address: '198.51.100.9', foundAt: '2026-09-15T00:15:00.000Z' }],
      means: ['m5'],
    });
    expect(await refused(SAVE, { input: { ...bare, version: 1 } })).toEqual(['STALE_VERSION']);
  });

  it('allows one report of a kind', async () => {
    const incidentId = await open();
    await saved(incidentId);
    expect(await refused(SAVE, { input: report(incidentId) })).toEqual(['BAD_INPUT', 'kind TAKEN']);
    await saved(incidentId, RESPONSE);
  });

  it('refuses what leads nowhere, and other units', async () => {
    const incidentId = await open();
    const wrong = report(incidentId, { evidenceIds: [foreign], means: ['m99'] });
    expect(await refused(SAVE, { input: wrong })).toEqual([
      'BAD_INPUT',
      'evidenceIds.0 NOT_FOUND',
      'means.0 NOT_A_CHOICE',
    ]);
    expect(await refused(SAVE, { input: report(incidentId, { kind: 'ATTRIBUTION', means: null }) })).toEqual([
      'BAD_INPUT',
      'foundAddresses MISPLACED',
    ]);
    expect(await refused(SAVE, { input: report(incidentId) }, world.as.bank)).toEqual(['NOT_FOUND']);
    expect(
      await refused(SAVE, { input: report(incidentId, { sections: [{ key: '../x', text: '', evidenceIds: [] }] }) }),
    ).toEqual(['BAD_INPUT', 'sections.0.key WRONG_FORM']);
  });
});

describe('fileReport', () => {
  it('gives the incident the receipt of its first report, and files further kinds as they happen', async () => {
    const incidentId = await open();
    const detection = await saved(incidentId);
    const variables = filing(detection);
    interface Filed {
      filed: { receiptSeq: number; version: number };
    }
    const first = await world.as.water.ask<Filed>(FILE, variables);
    expect(await world.as.water.ask<Filed>(FILE, variables)).toEqual(first);
    const second = await world.as.water.ask<Filed>(FILE, filing(await saved(incidentId, RESPONSE)));
    expect(second.filed).toMatchObject({
      receiptSeq: first.filed.receiptSeq,
      version: 3,
      reports: [
        { kind: 'DETECTION', state: 'FILED', receiptSeq: first.filed.receiptSeq },
        { kind: 'RESPONSE', state: 'FILED' },
      ],
    });
    expect(await refused(SAVE, { input: report(incidentId, { id: detection, version: 2 }) })).toEqual(['WRONG_STATE']);
    expect(await refused(FILE, filing(detection, 2))).toEqual(['WRONG_STATE']);
  });

  it('refuses what is incomplete, stale or foreign', async () => {
    const incidentId = await open();
    const bare = await saved(incidentId, { startedAt: null, sections: [] });
    expect(await refused(FILE, filing(bare))).toEqual(['INCOMPLETE', 'startedAt REQUIRED', 'sections REQUIRED']);
    expect(await refused(FILE, filing(bare, 4))).toEqual(['STALE_VERSION']);
    expect(await refused(FILE, filing(bare), world.as.bank)).toEqual(['NOT_FOUND']);
  });

  it('is permanent in the database itself', async () => {
    const incidentId = await open();
    await world.as.water.ask(FILE, filing(await saved(incidentId)));
    const dataSource = world.server.app.get(DataSource);
    for (const sql of [
      `UPDATE incident_report SET sections = '[]' WHERE incident_id = '${incidentId}'`,
      `DELETE FROM incident_report WHERE incident_id = '${incidentId}'`,
      `UPDATE incident SET title = 'x' WHERE id = '${incidentId}'`,
      `UPDATE incident SET receipt_seq = 1 WHERE id = '${incidentId}'`,
      `DELETE FROM incident WHERE id = '${incidentId}'`,
    ]) {
      await expect(dataSource.query(sql)).rejects.toThrow('is refused');
    }
  });
});

describe('reading incidents', () => {
  it('hides drafts and unfiled cases from those who judge, and everything from other units', async () => {
    const id = await open();
    await saved(id);
    expect(await refused(READ, { id }, world.as.referee)).toEqual(['NOT_FOUND']);
    expect(await refused(READ, { id }, world.as.bank)).toEqual(['NOT_FOUND']);
    expect(await refused(READ, { id }, world.as.north)).toEqual(['NOT_ALLOWED']);
    await world.as.water.ask(FILE, filing(await saved(id, RESPONSE)));
    const judge = await world.as.referee.ask<{ incident: unknown }>(READ, { id });
    expect(judge.incident).toMatchObject({ foundAddresses: [], means: [], reports: [{ kind: 'RESPONSE' }] });
    const own = await world.as.water.ask<{ incident: { reports: unknown[] } }>(READ, { id });
    expect(own.incident.reports).toHaveLength(2);
  });

  it('lists by unit, newest first', async () => {
    interface Listed {
      incidents: { nodes: { id: string; code: string }[]; totalCount: number };
    }
    const variables = { exerciseId: world.exerciseId };
    const own = await world.as.water.ask<Listed>(LIST, variables);
    const codes = own.incidents.nodes.map(({ code }) => code);
    expect(codes).toEqual([...codes].sort().reverse());
    expect((await world.as.bank.ask<Listed>(LIST, variables)).incidents).toMatchObject({ nodes: [], totalCount: 0 });
    const judge = await world.as.chief.ask<Listed>(LIST, variables);
    expect(judge.incidents.totalCount).toBeGreaterThan(0);
    expect(judge.incidents.totalCount).toBeLessThan(own.incidents.totalCount);
  });

  it('hands scoring only what is filed, in receipt order', async () => {
    const filed = await world.server.app.get(IncidentService).filedOf(world.exerciseId);
    const receipts = filed.map(({ receiptSeq }) => receiptSeq ?? 0);
    expect(receipts).toEqual([...receipts].sort((a, b) => a - b));
    expect(filed.flatMap(({ reports }) => reports).every(({ state }) => state === 'FILED')).toBe(true);
  });
});

describe('bonus claims', () => {
  const claim = (more: Record<string, unknown> = {}) => ({
    id: randomUUID() as string,
    exerciseId: world.exerciseId,
    unitId: world.units.water,
    version: 0,
    bonusKey,
    title: '零日漏洞的发现和处置',
    narrative: '特征原理与利用方法',
    evidenceIds: [proof],
    ...more,
  });
  let bonusKey = '';

  beforeAll(async () => {
    const query = `query ($code: String!) { exercise(code: $code) { defenseRuleSet { bonusKinds { key } } } }`;
    interface Rules {
      exercise: { defenseRuleSet: { bonusKinds: { key: string }[] } };
    }
    const { exercise } = await world.as.water.ask<Rules>(query, { code: world.code });
    bonusKey = exercise.defenseRuleSet.bonusKinds[0]?.key ?? '';
  });

  it('are drafted, filed once and then shown to those who judge', async () => {
    const input = claim();
    const { id } = input;
    const draft = await world.as.water.ask<{ saved: unknown }>(SAVE_BONUS, { input });
    expect(draft.saved).toMatchObject({ code: expect.stringMatching(/^B-D\d+$/), version: 1 });
    interface Listed {
      bonusClaims: { id: string; code: string }[];
    }
    const listed = async (client: TestClient): Promise<string[]> =>
      (await client.ask<Listed>(BONUSES, { exerciseId: world.exerciseId })).bonusClaims.map(({ code }) => code);
    expect(await listed(world.as.referee)).toEqual([]);
    const variables = { input: { commandId: commandId(), bonusClaimId: id, version: 1 } };
    const first = await world.as.water.ask<{ filed: unknown }>(FILE_BONUS, variables);
    expect(first.filed).toMatchObject({ code: 'B-0001', version: 2 });
    expect(await world.as.water.ask(FILE_BONUS, variables)).toEqual(first);
    expect(await listed(world.as.referee)).toEqual(['B-0001']);
    expect(await listed(world.as.bank)).toEqual([]);
    expect(await refused(SAVE_BONUS, { input: { ...input, version: 2 } })).toEqual(['WRONG_STATE']);
    await expect(
      world.server.app.get(DataSource).query(`UPDATE bonus_claim SET title = 'x' WHERE id = '${id}'`),
    ).rejects.toThrow('is refused');
  });

  it('are refused with unknown kinds, foreign evidence or units, and without proof', async () => {
    const wrong = claim({ bonusKey: 'gold', evidenceIds: [foreign] });
    expect(await refused(SAVE_BONUS, { input: wrong })).toEqual([
      'BAD_INPUT',
      'bonusKey NOT_A_CHOICE',
      'evidenceIds.0 NOT_FOUND',
    ]);
    expect(await refused(SAVE_BONUS, { input: claim({ unitId: world.units.bank }) })).toEqual([
      'BAD_INPUT',
      'unitId NOT_FOUND',
    ]);
    const bare = claim({ title: ' ', evidenceIds: [] });
    await world.as.water.ask(SAVE_BONUS, { input: bare });
    const variables = { input: { commandId: commandId(), bonusClaimId: bare.id, version: 1 } };
    expect(await refused(FILE_BONUS, variables)).toEqual(['INCOMPLETE', 'title REQUIRED', 'evidenceIds REQUIRED']);
    expect(await refused(FILE_BONUS, variables, world.as.bank)).toEqual(['NOT_FOUND']);
  });
});
