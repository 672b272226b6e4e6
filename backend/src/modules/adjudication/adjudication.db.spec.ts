import { jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { commandId, type TestClient } from '../../../test/client.js';
import { draftOf, fileIncident, fileSubmission, type NodeClaim, tinyPng, upload } from '../../../test/play.js';
import { buildWorld, make, type ServedWorld } from '../../../test/world.js';
import { exactText, points, sum } from '../../core/kernel/points.js';
import { diffLedger } from '../../core/ledger/ledger.js';
import { computeAwards } from '../../core/scoring/compute-awards.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { entryFact, LedgerService, linesInForce } from '../ledger/ledger.service.js';
import { phaseOf, ScoringService } from './scoring.service.js';

jest.setTimeout(240_000);

const CLAIM = `mutation ($input: ClaimInput!) { claimSubmission(input: $input) { id state claim { isMine refereeName } } }`;
const RELEASE = `mutation ($input: ClaimInput!) { releaseClaim(input: $input) { id state claim { isMine } } }`;
const JUDGE = `mutation ($input: VerdictInput!) {
  judged: recordVerdict(input: $input) { id state points nodes { id verdict { id outcome } award { points deduction } } }
}`;
const PREVIEW = `query ($input: VerdictInput!) {
  preview: previewVerdict(input: $input) {
    points deduction subtotalBefore subtotalAfter totalBefore totalAfter rankBefore rankAfter teamCount capUsedAfter
    cap { capKey used limit unitName } zeroReason { code }
  }
}`;
const MARK = `mutation ($input: MarksInput!) {
  marked: recordMarks(input: $input) { id state recovered linkedDeduction isProvisional marks { id marks { itemKey earned } } }
}`;
const PREVIEW_MARKS = `query ($input: MarksInput!) {
  preview: previewMarks(input: $input) {
    percent recovered linkedDeduction valueBefore valueAfter isProvisional coverageFound coverageKnown
    sensitivity { known recovered difference } dimensions { key earned weight }
  }
}`;
const BOARD = `query ($id: ID!, $audience: Audience!) {
  board(exerciseId: $id, audience: $audience) {
    asOfSeq isProvisional acceptedResults acceptedNodes
    attack { name rank points resultCount trend { value } }
    defense { name rank value deduction recovered bonus isProvisional trend { value } }
    recent { seq side partyName amount account counterpartName ruleTitle { zh } }
  }
}`;

type Filed = Awaited<ReturnType<typeof fileSubmission>>;

/** Answers are looked at field by field. */
type Answer = Awaited<ReturnType<typeof JSON.parse>>;

let world: ServedWorld;
let proof: Record<'north' | 'south' | 'water', string>;
const filed: Record<string, Filed> = {};
const incidents: Record<string, string> = {};

beforeAll(async () => {
  world = await buildWorld();
  proof = { north: '', south: '', water: '' };
  for (const person of ['north', 'south', 'water'] as const) {
    const response = await upload(world.as[person], world.exerciseId, { name: 'proof.png', bytes: tinyPng() });
    proof[person] = ((await response.json()) as { id: string }).id;
  }
});
afterAll(async () => {
  await world?.stop();
});

function attack(person: 'north' | 'south', mark: string, nodes: NodeClaim[]): Promise<Filed> {
  const source = person === 'north' ? '203.0.113.5' : '203.0.113.20';
  const options = { unitId: world.units.water, source, destination: '198.51.100.7', mark, nodes };
  return fileSubmission(world.as[person], draftOf(world, { ...options, evidenceIds: [proof[person]] }));
}

function ruling(nodeId: string, claim: NodeClaim, more: Record<string, unknown> = {}) {
  return {
    commandId: commandId(),
    nodeId,
    expectedVerdictId: null,
    outcome: 'ACCEPTED',
    categoryKey: claim.category,
    privilegeKey: claim.privilege,
    quantity: claim.quantity ?? 1,
    systemKey: `system-${nodeId}`,
    factors: [],
    measures: [],
    reason: '',
    ...more,
  };
}

function claim(referee: TestClient, submission: Filed): Promise<Answer> {
  return referee.ask(CLAIM, { input: { commandId: commandId(), submissionId: submission.id } });
}

/** Marks that bring the whole rubric to exactly this percentage, with one of the 18 means found. */
async function marksFor(percent: string): Promise<{ itemKey: string; share: string; comment: string }[]> {
  const { exercise } = await world.as.nobody.ask<Answer>(
    `query ($code: String!) { exercise(code: $code) { defenseRuleSet { dimensions { items { key weight mark } } } } }`,
    { code: world.code },
  );
  const items: { key: string; weight: string; mark: string }[] = exercise.defenseRuleSet.dimensions.flatMap(
    (dimension: Answer) => dimension.items,
  );
  const weigh = (mark: string) => sum(items.filter((item) => item.mark === mark).map(({ weight }) => points(weight)));
  const share = points(percent).sub(weigh('means').div(18)).div(weigh('judged'));
  const judged = items.filter(({ mark }) => mark === 'judged');
  return judged.map(({ key }) => ({ itemKey: key, share: share.toFraction(), comment: '' }));
}

function board(client: TestClient, audience = 'PUBLIC'): Promise<Answer> {
  return client.ask<Answer>(BOARD, { id: world.exerciseId, audience }).then((answer) => answer.board);
}

async function water(): Promise<Answer> {
  const { defense } = await board(world.as.nobody);
  return defense.find(({ name }: Answer) => name === '澜江水务');
}

it('starts untouched units at 8000 (V1)', async () => {
  const { defense, isProvisional, recent } = await board(world.as.nobody);
  expect(defense.map(({ value }: Answer) => value)).toEqual(['8000.00', '8000.00']);
  expect({ isProvisional, recent }).toEqual({ isProvisional: true, recent: [] });
});

describe('judging attack results', () => {
  const control = { category: 'row-7', privilege: 'admin' };
  const boundary = { category: 'row-22', privilege: null };
  const device = { category: 'row-9', privilege: 'admin' };
  const mail = { category: 'row-5', privilege: 'admin' };

  it('needs a claim, and only one referee can hold it', async () => {
    filed.e1 = await attack('north', 'E1', [control]);
    const [node] = filed.e1.nodes;
    const input = ruling(node?.id ?? '', control);
    expect(await world.as.referee.refusal(JUDGE, { input })).toBe('NOT_CLAIMED');
    const { claimSubmission } = await claim(world.as.referee, filed.e1);
    expect(claimSubmission).toMatchObject({ state: 'JUDGING', claim: { isMine: true, refereeName: 'referee-name' } });
    const other = { commandId: commandId(), submissionId: filed.e1.id };
    expect(await world.as.chief.refusal(CLAIM, { input: other })).toBe('CLAIMED_BY_OTHER');
    expect(await world.as.chief.refusal(JUDGE, { input })).toBe('CLAIMED_BY_OTHER');
    expect(await world.as.north.refusal(CLAIM, { input: other })).toBe('NOT_ALLOWED');
  });

  it('gives back a claim, which another may then take, and takes over an expired one', async () => {
    const command = () => ({ input: { commandId: commandId(), submissionId: filed.e1?.id } });
    await world.as.referee.ask(RELEASE, command());
    await world.as.chief.ask(CLAIM, command());
    expect(await world.as.referee.refusal(CLAIM, command())).toBe('CLAIMED_BY_OTHER');
    world.server.clock.set(new Date('2026-09-15T02:30:00Z'));
    await world.as.referee.ask(CLAIM, command());
    expect(await world.as.chief.refusal(RELEASE, command())).toBe('CLAIMED_BY_OTHER');
  });

  it.each([
    ['an unknown category', { categoryKey: 'row-99' }, 'categoryKey'],
    ['an unknown privilege', { privilegeKey: 'root' }, 'privilegeKey'],
    ['no privilege where the rule prices them', { privilegeKey: null }, 'privilegeKey'],
    ['typed points where the rule fixes them', { judgedPoints: '900' }, 'judgedPoints'],
    [
      'typed points above the range',
      { categoryKey: 'row-15', privilegeKey: null, judgedPoints: '501' },
      'judgedPoints',
    ],
    ['no points where the rule gives a range', { categoryKey: 'row-15', privilegeKey: null }, 'judgedPoints'],
    ['several of what comes single', { quantity: 2 }, 'quantity'],
    ['a factor of another category', { factors: ['knowledge-base'] }, 'factors.0'],
    ['an unknown measure', { measures: [{ name: 'weight', value: '1' }] }, 'measures.weight'],
    ['a deduction that is no number', { deductionPoints: '-5' }, 'deductionPoints'],
    ['a rejection without a reason', { outcome: 'REJECTED' }, 'reason'],
  ])('refuses %s', async (_, more, path) => {
    const input = ruling(filed.e1?.nodes[0]?.id ?? '', control, more);
    const { errors } = await world.as.referee.query(JUDGE, { input });
    expect(errors?.[0]?.extensions.code).toBe('BAD_INPUT');
    expect(errors?.[0]?.extensions.fields.map((field) => field.path)).toContain(path);
  });

  it('previews exactly what the verdict then posts', async () => {
    const input = ruling(filed.e1?.nodes[0]?.id ?? '', control);
    const { preview } = await world.as.referee.ask<Answer>(PREVIEW, { input });
    expect(preview).toMatchObject({
      points: '500',
      deduction: '500',
      subtotalBefore: '0',
      subtotalAfter: '500',
      capUsedAfter: '500',
      cap: { used: '0', limit: '4000', unitName: '澜江水务' },
      rankBefore: 1,
      rankAfter: 1,
      teamCount: 2,
    });
    const { judged } = await world.as.referee.ask<Answer>(JUDGE, { input });
    expect(judged).toMatchObject({ state: 'JUDGED', points: '500' });
    expect(judged.nodes[0].award).toEqual({ points: preview.points, deduction: preview.deduction });
    const [north] = (await board(world.as.nobody)).attack;
    expect(north).toMatchObject({ name: '北队', points: preview.totalAfter, resultCount: 1 });
  });

  it('answers a repeated command with the first result and refuses one that saw an old verdict', async () => {
    const own = await attack('south', 'OWN', [mail, mail]);
    await claim(world.as.referee, own);
    const [first, last] = own.nodes.map(({ id }) => id);
    const rejected = { outcome: 'REJECTED', reason: '截图不是该系统' };
    const judge = async (nodeId: string | undefined, more: Record<string, unknown> = {}) =>
      (await world.as.referee.ask<Answer>(JUDGE, { input: ruling(nodeId ?? '', mail, { ...rejected, ...more }) }))
        .judged;
    const { nodes } = await judge(first);
    const input = ruling(first ?? '', mail, rejected);
    expect(await world.as.referee.refusal(JUDGE, { input })).toBe('STALE_VERSION');
    const second = { expectedVerdictId: nodes[0].verdict.id, commandId: commandId(), reason: '复核' };
    const corrected = await judge(first, second);
    const again = await judge(first, second);
    expect(again.nodes[0].verdict.id).toBe(corrected.nodes[0].verdict.id);
    expect((await judge(last)).state).toBe('JUDGED');
    const third = ruling(first ?? '', mail, { ...rejected, expectedVerdictId: corrected.nodes[0].verdict.id });
    expect(await world.as.referee.refusal(JUDGE, { input: third })).toBe('RESCORING_NEEDED');
    expect((await board(world.as.nobody)).attack[0].points).toBe('500.00');
  });

  it('adds up to V4: deductions of 500, 1200 and 300', async () => {
    filed.e2 = await attack('south', 'E2', [boundary, device]);
    filed.e3 = await attack('south', 'E3', [device, mail]);
    for (const [submission, claims] of [
      [filed.e2, [boundary, device]],
      [filed.e3, [device, mail]],
    ] as const) {
      await claim(world.as.referee, submission);
      for (const [index, node] of claims.entries()) {
        await world.as.referee.ask(JUDGE, { input: ruling(submission.nodes[index]?.id ?? '', node) });
      }
    }
    expect(await water()).toMatchObject({ deduction: '2000', recovered: '0', value: '0.00' });
  });

  it('keeps the deduction from the attackers and everything from strangers', async () => {
    const query = `query ($id: ID!) { submission(id: $id) { points claim { isMine } nodes { award { points deduction } } } }`;
    const { submission } = await world.as.south.ask<Answer>(query, { id: filed.e2?.id });
    expect(submission).toEqual({
      points: '1200',
      claim: null,
      nodes: [{ award: { points: '1000', deduction: null } }, { award: { points: '200', deduction: null } }],
    });
    expect(await world.as.north.refusal(query, { id: filed.e2?.id })).toBe('NOT_FOUND');
  });
});

describe('judging incidents', () => {
  const losses = `query ($id: ID!) { losses(exerciseId: $id) { nodeId amount ruleRow lossGroup incidentCode unit { name } } }`;

  it('shows a unit its losses without naming attack or team', async () => {
    const answer = await world.as.water.ask<Answer>(losses, { id: world.exerciseId });
    expect(answer.losses.map(({ amount }: Answer) => Number(amount)).sort((a: number, b: number) => a - b)).toEqual([
      100, 200, 200, 500, 1000,
    ]);
    expect(new Set(answer.losses.map(({ lossGroup }: Answer) => lossGroup)).size).toBe(3);
    expect(JSON.stringify(answer)).not.toContain(filed.e2?.id);
    expect(await world.as.bank.ask<Answer>(losses, { id: world.exerciseId })).toEqual({ losses: [] });
  });

  it('proposes links with reasons, to referees only', async () => {
    for (const name of ['i1', 'i2']) {
      const found = name === 'i1' ? ['198.51.100.7'] : ['10.9.9.9'];
      const options = {
        unitId: world.units.water,
        mark: name,
        found,
        evidenceIds: [proof.water],
        sectionKeys: ['timeliness'],
      };
      incidents[name] = await fileIncident(world.as.water, world, options);
    }
    const query = `query ($id: ID!) { linkProposals(exerciseId: $id) { incidentId submissionId score isLinked reasons { code } } }`;
    const { linkProposals } = await world.as.referee.ask<Answer>(query, { id: world.exerciseId });
    const best = linkProposals.find(({ incidentId }: Answer) => incidentId === incidents.i1);
    expect(best.reasons.map(({ code }: Answer) => code)).toEqual([
      'LINK_SAME_UNIT',
      'LINK_ADDRESS',
      'LINK_CONTROLLED',
      'LINK_TIME_OVERLAP',
      'LINK_MEANS',
    ]);
    expect(await world.as.water.refusal(query, { id: world.exerciseId })).toBe('NOT_ALLOWED');
  });

  it('links once, within one unit tree only', async () => {
    const link = (incident: string | undefined, submission: Filed | undefined) => ({
      input: { commandId: commandId(), incidentId: incident, submissionId: submission?.id, reason: '' },
    });
    const mutation = `mutation ($input: LinkIncidentInput!) { linkIncident(input: $input) { links { deduction submissionCode } linkedDeduction } }`;
    const { linkIncident } = await world.as.referee.ask<Answer>(mutation, link(incidents.i1, filed.e1));
    expect(linkIncident).toEqual({
      links: [{ deduction: '500', submissionCode: filed.e1?.code }],
      linkedDeduction: '500',
    });
    await world.as.referee.ask(mutation, link(incidents.i2, filed.e2));
    expect(await world.as.referee.refusal(mutation, link(incidents.i1, filed.e1))).toBe('ALREADY_LINKED');
    const onBank = draftOf(world, {
      unitId: world.units.bank,
      source: '203.0.113.5',
      destination: '198.51.100.140',
      mark: 'B',
      evidenceIds: [proof.north],
      nodes: [{ category: 'row-3', privilege: 'admin' }],
    });
    const elsewhere = await fileSubmission(world.as.north, onBank);
    expect(await world.as.referee.refusal(mutation, link(incidents.i1, elsewhere))).toBe('BAD_INPUT');
    const gone = await attack('north', 'GONE', [{ category: 'row-3', privilege: 'admin' }]);
    await make(world.as.north, 'withdrawSubmission', 'WithdrawSubmissionInput', { submissionId: gone.id, reason: '' });
    expect(await world.as.referee.refusal(mutation, link(incidents.i1, gone))).toBe('WRONG_STATE');
  });

  it('refuses a sheet that leaves items out or marks what is computed', async () => {
    const [first, ...rest] = await marksFor('72');
    const sheet = (marks: unknown[]) => ({
      input: { commandId: commandId(), incidentId: incidents.i2, marks, comment: '' },
    });
    const { errors } = await world.as.referee.query(MARK, sheet(rest));
    expect(errors?.[0]?.extensions.fields).toEqual([{ path: `marks.${first?.itemKey}`, code: 'REQUIRED' }]);
    const tooMuch = await world.as.referee.query(MARK, sheet([{ ...first, share: '5/4' }, ...rest]));
    expect(tooMuch.errors?.[0]?.extensions.fields).toEqual([{ path: 'marks.0.share', code: 'NOT_A_SHARE' }]);
  });

  it('recovers 768 of 2000: 防护值 3840, and 4140 with a bonus of 450 (V4)', async () => {
    await relinkCoverageFree();
    for (const [name, percent] of [
      ['i1', '72'],
      ['i2', '50'],
    ] as const) {
      const input = {
        commandId: commandId(),
        incidentId: incidents[name],
        marks: await marksFor(percent),
        comment: '',
      };
      const { preview } = await world.as.referee.ask<Answer>(PREVIEW_MARKS, { input });
      const { marked } = await world.as.referee.ask<Answer>(MARK, { input });
      expect(preview).toMatchObject({ percent, recovered: marked.recovered, linkedDeduction: marked.linkedDeduction });
      expect(marked.state).toBe('MARKED');
    }
    expect(await water()).toMatchObject({ deduction: '2000', recovered: '768', value: '3840.00' });
    await claimBonus('450');
    expect(await water()).toMatchObject({ bonus: '450', value: '4140.00' });
  });

  /** Coverage would add to the percentages of V4, so the incident that found a controlled address is replaced. */
  async function relinkCoverageFree(): Promise<void> {
    const { incident } = await world.as.referee.ask<Answer>(`query ($id: ID!) { incident(id: $id) { links { id } } }`, {
      id: incidents.i1,
    });
    await world.as.referee.ask(
      `mutation ($input: UnlinkIncidentInput!) { unlinkIncident(input: $input) { links { id } } }`,
      {
        input: { commandId: commandId(), linkId: incident.links[0].id, reason: '另有对应事件' },
      },
    );
    const options = { unitId: world.units.water, mark: 'i3', found: ['10.9.9.8'], evidenceIds: [proof.water] };
    incidents.i1 = await fileIncident(world.as.water, world, { ...options, sectionKeys: ['timeliness'] });
    const input = { incidentId: incidents.i1, submissionId: filed.e1?.id, reason: '' };
    await make(world.as.referee, 'linkIncident', 'LinkIncidentInput', input);
  }

  async function claimBonus(amount: string): Promise<void> {
    const { exercise } = await world.as.water.ask<Answer>(
      `query ($code: String!) { exercise(code: $code) { defenseRuleSet { bonusKinds { key } } } }`,
      { code: world.code },
    );
    const id = commandId();
    const draft = {
      id,
      exerciseId: world.exerciseId,
      unitId: world.units.water,
      version: 0,
      title: '线索',
      narrative: '线索',
    };
    const input = { ...draft, bonusKey: exercise.defenseRuleSet.bonusKinds[0].key, evidenceIds: [proof.water] };
    await world.as.water.ask(`mutation ($input: BonusDraftInput!) { saveBonusDraft(input: $input) { id } }`, { input });
    await make(world.as.water, 'fileBonusClaim', 'FileBonusInput', { bonusClaimId: id, version: 1 });
    await make(world.as.referee, 'recordBonusVerdict', 'BonusVerdictInput', {
      bonusClaimId: id,
      points: amount,
      reason: '',
      isAccepted: true,
    });
    // Another referee who has not seen that verdict does not overwrite it.
    const again = { commandId: commandId(), bonusClaimId: id, points: '1', reason: '', isAccepted: true };
    const query = `mutation ($input: BonusVerdictInput!) { recordBonusVerdict(input: $input) { id } }`;
    expect(await world.as.chief.refusal(query, { input: again })).toBe('STALE_VERSION');
  }
});

describe('the ledger', () => {
  it('re-derived from the verdicts equals the ledger stored', async () => {
    const { app } = world.server;
    const exercise = await app.get(ExerciseService).byId(world.exerciseId);
    const scoring = app.get(ScoringService);
    const awards = computeAwards(
      await scoring.rulesOf(exercise),
      await scoring.factsOf(exercise.id),
      phaseOf(exercise),
    );
    const standing = linesInForce(await app.get(LedgerService).entriesOf(exercise.id));
    expect(standing.length).toBe(awards.length);
    expect(standing.length).toBeGreaterThan(10);
    expect(diffLedger(standing.map(entryFact), awards)).toEqual([]);
  });

  it('cancels every reversed line exactly', async () => {
    const entries = await world.server.app.get(LedgerService).entriesOf(world.exerciseId);
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    const reversals = entries.filter(({ reversesId }) => reversesId !== null);
    expect(reversals.length).toBeGreaterThan(0);
    for (const { amount, reversesId } of reversals) {
      expect(exactText(points(amount).add(points(byId.get(reversesId ?? '')?.amount ?? '1')))).toBe('0');
    }
  });

  it.each(['score_entry', 'verdict', 'mark_sheet', 'bonus_verdict'])(
    'refuses to change or remove a %s',
    async (table) => {
      const { manager } = world.server.app.get(DataSource);
      await expect(manager.query(`UPDATE ${table} SET recorded_at = now()`)).rejects.toThrow('records are permanent');
      await expect(manager.query(`DELETE FROM ${table}`)).rejects.toThrow('records are permanent');
    },
  );

  it('becomes final with the end of the exercise and the last marks', async () => {
    const { exercise } = await world.as.organizer.ask<Answer>(
      `query ($code: String!) { exercise(code: $code) { version } }`,
      {
        code: world.code,
      },
    );
    const input = { commandId: commandId(), exerciseId: world.exerciseId, version: exercise.version };
    const end = `mutation ($input: ExerciseCommandInput!) { endExercise(input: $input) { state endedAt } }`;
    expect(await world.as.referee.refusal(end, { input })).toBe('NOT_ALLOWED');
    const { endExercise } = await world.as.organizer.ask<Answer>(end, { input });
    expect(endExercise.state).toBe('ENDED');
    expect((await board(world.as.nobody)).isProvisional).toBe(true);
    const { markingQueue } = await world.as.referee.ask<Answer>(
      `query ($id: ID!) { markingQueue(exerciseId: $id) { incidentId isMarked } }`,
      { id: world.exerciseId },
    );
    expect(markingQueue.map(({ isMarked }: Answer) => isMarked)).toEqual([false, true, true]);
    const [{ incidentId }] = markingQueue;
    const sheet = { commandId: commandId(), incidentId, marks: await marksFor('60'), comment: '' };
    await world.as.referee.ask(MARK, { input: sheet });
    const { defense, isProvisional } = await board(world.as.nobody);
    expect(isProvisional).toBe(false);
    expect(defense.every((standing: Answer) => !standing.isProvisional)).toBe(true);
    expect(await water()).toMatchObject({ value: '4140.00' });
  });
});
