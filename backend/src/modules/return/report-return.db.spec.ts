import { jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { commandId, TestClient } from '../../../test/client.js';
import { fileIncident } from '../../../test/play.js';
import { halfMarks, storeProof } from '../../../test/proof/played.js';
import { differenceIn, undetectedRecords, undetectedRows } from '../../../test/proof/tampering.js';
import { buildWorld, PASSWORD, type ServedWorld } from '../../../test/world.js';

jest.setTimeout(120_000);

/** Answers are looked at field by field. */
type Answer = Awaited<ReturnType<typeof JSON.parse>>;

const PARTS = `id receiptSeq reports { id state version versionNo receiptSeq filedAt missing { path }
  sections { key text } returns { dueAt comment reasons { code partId } } versions { versionNo receiptSeq } }`;
const READ = `query ($id: ID!) { incident(id: $id) { ${PARTS} } }`;
const RETURN = `mutation ($input: ReturnReportInput!) { done: returnReport(input: $input) { ${PARTS} } }`;
const RESUBMIT = `mutation ($input: FileReportInput!) { done: resubmitReport(input: $input) { ${PARTS} } }`;
const WITHDRAW = `mutation ($input: WithdrawReportInput!) { done: withdrawReport(input: $input) { ${PARTS} } }`;
const SAVE = `mutation ($input: ReportDraftInput!) { done: saveReportDraft(input: $input) { id state version } }`;
const MARK = `mutation ($input: MarksInput!) { recordMarks(input: $input) { id } }`;
const DIFFERENCE = `query ($id: ID!) { difference: reportDifference(reportId: $id, from: 1, to: 2) {
  fields { field pieces { kind text } } parts { id change fields { field pieces { kind text } } } } }`;

let world: ServedWorld;
let proof: string;
/** An export with every kind of act in it. */
let whole: string;

beforeAll(async () => {
  world = await buildWorld();
  proof = await storeProof(world, 'water');
  world.server.clock.set(new Date('2026-09-15T02:00:00Z'));
});
afterAll(async () => {
  await world?.stop();
});

/** An incident with a filed detection report. */
async function filed(): Promise<{ incidentId: string; reportId: string }> {
  const options = { unitId: world.units.water, mark: 'I', found: ['198.51.100.7'], evidenceIds: [proof] };
  const incidentId = await fileIncident(world.as.water, world, { ...options, sectionKeys: ['timeliness'] });
  const { incident } = await world.as.water.ask<Answer>(READ, { id: incidentId });
  return { incidentId, reportId: incident.reports[0].id };
}

const returning = (reportId: string) => ({
  input: {
    commandId: commandId(),
    reportId,
    reasons: [{ code: 'ALERT_COPIES', partId: 'timeliness', note: '' }],
    comment: '请写研判过程',
  },
});
const filingAgain = (reportId: string, version: number) => ({ input: { commandId: commandId(), reportId, version } });
const withdrawing = (reportId: string) => ({ input: { commandId: commandId(), reportId, reason: '' } });

async function returned() {
  const one = await filed();
  const { done } = await world.as.referee.ask<Answer>(RETURN, returning(one.reportId));
  return { ...one, report: done.reports[0] };
}

const revision = (incidentId: string, report: Answer, text: string) => ({
  input: {
    id: report.id,
    incidentId,
    kind: 'DETECTION',
    version: report.version,
    startedAt: '2026-09-15T01:20:00Z',
    endedAt: '2026-09-15T01:45:00Z',
    sections: [{ key: 'timeliness', text, evidenceIds: [] }],
    evidenceIds: [proof],
  },
});

async function refused(query: string, variables: Record<string, unknown>, client: TestClient): Promise<string> {
  const { errors } = await client.query(query, variables);
  return errors?.[0]?.extensions.code ?? 'NOT REFUSED';
}

const marking = async (incidentId: string) => ({
  input: { commandId: commandId(), incidentId, marks: await halfMarks(world), comment: '', expectedMarkSheetId: null },
});

describe('a report', () => {
  it('is returned, mended beside what was filed, and filed again under its first receipt', async () => {
    const { incidentId, report } = await returned();
    expect(report).toMatchObject({
      state: 'RETURNED',
      returns: [{ dueAt: '2026-09-16T02:00:00.000Z', reasons: [{ code: 'ALERT_COPIES', partId: 'timeliness' }] }],
    });
    const { waiting } = await world.as.water.ask<Answer>(
      `query ($id: ID!) { waiting(exerciseId: $id) { kind subjectId dueAt } }`,
      { id: world.exerciseId },
    );
    const dueAt = '2026-09-16T02:00:00.000Z';
    expect(waiting).toContainEqual({ kind: 'RETURNED_REPORT', subjectId: incidentId, dueAt });
    expect(await refused(MARK, await marking(incidentId), world.as.referee)).toBe('WRONG_STATE');
    await world.as.water.ask(SAVE, revision(incidentId, report, 'I-timeliness 01:21:05'));
    const seen = await world.as.referee.ask<Answer>(READ, { id: incidentId });
    expect(seen.incident.reports[0].sections[0].text).toBe('I-timeliness');
    const { done } = await world.as.water.ask<Answer>(RESUBMIT, filingAgain(report.id, report.version + 1));
    const { receiptSeq, filedAt } = report;
    expect(done.reports[0]).toMatchObject({ state: 'FILED', versionNo: 2, receiptSeq, filedAt });
    expect(done.reports[0].versions.map(({ versionNo }: Answer) => versionNo)).toEqual([1, 2]);
    const { difference } = await world.as.referee.ask<Answer>(DIFFERENCE, { id: report.id });
    expect(difference.fields).toEqual([]);
    expect(difference.parts).toEqual([
      {
        id: 'timeliness',
        change: 'CHANGED',
        fields: [
          {
            field: 'text',
            pieces: [
              { kind: 'SAME', text: 'I-timeliness' },
              { kind: 'ADDED', text: ' 01:21:05' },
            ],
          },
        ],
      },
    ]);
    expect(await refused(DIFFERENCE, { id: report.id }, world.as.bank)).toBe('NOT_FOUND');
    await world.as.referee.ask(MARK, await marking(incidentId));
    expect(await refused(RETURN, returning(report.id), world.as.referee)).toBe('WRONG_STATE');
    expect(await refused(WITHDRAW, withdrawing(report.id), world.as.water)).toBe('WRONG_STATE');
  });

  it('leaves and enters the queue of incidents with its state', async () => {
    const { incidentId, report } = await returned();
    const stateOf = async (): Promise<string | undefined> => {
      const rows = await world.server.app
        .get(DataSource)
        .query<{ state: string }[]>('SELECT state FROM queue_item WHERE subject_id = $1', [incidentId]);
      return rows[0]?.state;
    };
    expect(await stateOf()).toBe('CLOSED');
    await world.as.water.ask(RESUBMIT, filingAgain(report.id, report.version));
    expect(await stateOf()).toBe('WAITING');
    await world.as.water.ask(WITHDRAW, withdrawing(report.id));
    expect(await stateOf()).toBe('CLOSED');
    expect(await refused(MARK, await marking(incidentId), world.as.referee)).toBe('WRONG_STATE');
  });

  it('is nobody else’s to return, mend, file or withdraw', async () => {
    const { incidentId, report } = await returned();
    const standing = await filed();
    for (const person of ['water', 'north', 'organizer', 'stranger'] as const) {
      expect([person, await refused(RETURN, returning(standing.reportId), world.as[person])]).toEqual([
        person,
        'NOT_ALLOWED',
      ]);
    }
    expect(await refused(SAVE, revision(incidentId, report, 'x'), world.as.bank)).toBe('NOT_FOUND');
    expect(await refused(RESUBMIT, filingAgain(report.id, report.version), world.as.bank)).toBe('NOT_FOUND');
    expect(await refused(WITHDRAW, withdrawing(report.id), world.as.bank)).toBe('NOT_FOUND');
    expect(await refused(RETURN, returning(report.id), world.as.chief)).toBe('WRONG_STATE');
    expect(await refused(RESUBMIT, filingAgain(standing.reportId, 2), world.as.water)).toBe('WRONG_STATE');
  });

  it('verifies as a whole', async () => {
    const response = await world.as.organizer.fetch(`/api/export/${world.exerciseId}`);
    const text = await response.text();
    expect(differenceIn(text)).toBeNull();
    whole = text;
  });

  it('is filed again in time to the millisecond', async () => {
    const late = await returned();
    world.server.clock.set(new Date('2026-09-15T02:00:00.001Z'));
    const just = await returned();
    world.server.clock.set(new Date('2026-09-16T02:00:00.001Z'));
    const water = await new TestClient(world.server.url).login('water', PASSWORD);
    expect(await refused(RESUBMIT, filingAgain(late.report.id, late.report.version), water)).toBe('RETURN_TOO_LATE');
    const { done } = await water.ask<Answer>(RESUBMIT, filingAgain(just.report.id, just.report.version));
    expect(done.reports[0].state).toBe('FILED');
  });

  it('holds the marks of its incident up only until its deadline', async () => {
    for (const name of ['water', 'referee'] as const) await world.as[name].login(name, PASSWORD);
    const { incidentId, report } = await returned();
    const id = commandId();
    const { input } = revision(incidentId, { id, version: 0 }, '已处置');
    await world.as.water.ask(SAVE, { input: { ...input, kind: 'RESPONSE', outcome: 'CONTAINED' } });
    const file = `mutation ($input: FileReportInput!) { fileReport(input: $input) { id } }`;
    await world.as.water.ask(file, filingAgain(id, 1));
    expect(await refused(MARK, await marking(incidentId), world.as.referee)).toBe('WRONG_STATE');
    const { dueAt } = report.returns[0];
    world.server.clock.set(new Date(new Date(dueAt).getTime() + 1));
    await world.as.referee.login('referee', PASSWORD);
    await world.as.referee.ask(MARK, await marking(incidentId));
  });

  // Last: it keeps the process busy for longer than connections are kept.
  it('shows whatever is done to its records and rows', () => {
    for (const kind of ['REPORT_RETURNED', 'REPORT_RESUBMITTED', 'REPORT_WITHDRAWN']) {
      expect(undetectedRecords(whole, kind)).toEqual([]);
    }
    for (const table of ['report_version', 'report_return']) expect(undetectedRows(whole, table)).toEqual([]);
  });
});
