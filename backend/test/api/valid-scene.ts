import { randomUUID } from 'node:crypto';
import { commandId } from '../client.js';
import { draftOf, fileIncident, fileSubmission, judgeAll, tinyPng, upload } from '../play.js';
import { make, type Person, type ServedWorld } from '../world.js';

/** A valid input per mutation and who may send it. */
export type ValidInputs = Readonly<Record<string, { by: Person; input: Record<string, unknown> }>>;

/** What has happened before bad input comes: one thing of every kind in the state some mutation wants. */
export interface Scene {
  readonly world: ServedWorld;
  /** Files of the north team and of the waterworks, and one that belongs to nothing yet. */
  readonly evidence: Readonly<Record<'north' | 'water' | 'fresh', string>>;
  /** Waits for a referee. */
  readonly submission: Filed;
  /** A referee holds it. */
  readonly held: Filed;
  /** Judged, and appealed against. */
  readonly judged: Filed;
  readonly appealId: string;
  /** Not filed; version 1. */
  readonly draft: Draft;
  readonly incidentId: string;
  /** The detection report of that incident, and the draft of another one. */
  readonly reports: { readonly filed: string; readonly draft: Record<string, unknown> };
  /** Between the incident and what is held. */
  readonly linkId: string;
  readonly bonus: { readonly filed: string; readonly draft: Record<string, unknown> };
}

type Draft = ReturnType<typeof draftOf>;
type Filed = Awaited<ReturnType<typeof fileSubmission>>;

const NODE = { category: 'row-3', privilege: 'admin' };

/** Plays it, by the hands of those who may. */
export async function playScene(world: ServedWorld): Promise<Scene> {
  const { as, exerciseId, units } = world;
  const [north, fresh] = [await storedBy(world, 'north'), await storedBy(world, 'north')];
  const evidence = { north, fresh, water: await storedBy(world, 'water') };
  const options = { unitId: units.water, source: '203.0.113.5', destination: '198.51.100.7', nodes: [NODE] };
  const told = (mark: string): Draft => draftOf(world, { ...options, mark, evidenceIds: [evidence.north] });
  const submission = await fileSubmission(as.north, told('filed'));
  const held = await fileSubmission(as.north, told('held'));
  await as.referee.ask(`mutation ($input: ClaimInput!) { claimSubmission(input: $input) { id } }`, {
    input: { commandId: commandId(), submissionId: held.id },
  });
  const judged = await fileSubmission(as.north, told('judged'));
  await judgeAll(as.referee, judged, [NODE]);
  const draft = told('draft');
  await as.north.ask(`mutation ($input: SubmissionDraftInput!) { saveSubmissionDraft(input: $input) { id } }`, {
    input: draft,
  });
  const appealId = await make(as.north, 'fileAppeal', 'FileAppealInput', {
    ...{ subjectKind: 'NODE', subjectId: judged.nodes[0]?.id, grounds: '理由', evidenceIds: [fresh] },
  });
  const incidentId = await fileIncident(as.water, world, {
    ...{ unitId: units.water, mark: 'case', found: ['198.51.100.7'], evidenceIds: [evidence.water] },
    sectionKeys: ['b1-1'],
  });
  const reports = await reportsOf(world, incidentId);
  const linkId = await linked(world, incidentId, held.id);
  const bonus = await claimed(world, evidence.water);
  // What was filed gets its place in the queue when somebody looks.
  await as.referee.ask(`query ($id: ID!) { refereeQueue(exerciseId: $id) { nodes { __typename } } }`, {
    id: exerciseId,
  });
  return { world, evidence, submission, held, judged, appealId, draft, incidentId, reports, linkId, bonus };
}

async function storedBy(world: ServedWorld, person: Person): Promise<string> {
  const response = await upload(world.as[person], world.exerciseId, { name: '证据.png', bytes: tinyPng() });
  return ((await response.json()) as { id: string }).id;
}

/** The detection report that was filed, and the draft of one about another incident. */
async function reportsOf(world: ServedWorld, filedId: string): Promise<Scene['reports']> {
  const { as, exerciseId, units } = world;
  const query = `query ($id: ID!) { incident(id: $id) { reports { id } } }`;
  const { incident } = await as.water.ask<{ incident: { reports: { id: string }[] } }>(query, { id: filedId });
  const incidentId = await make(as.water, 'openIncident', 'OpenIncidentInput', {
    ...{ exerciseId, unitId: units.water, title: '另一起', discoveredAt: '2026-09-15T01:20:00Z' },
  });
  const draft = {
    ...{ id: randomUUID(), incidentId, kind: 'DETECTION', version: 0, evidenceIds: [], means: ['m8'] },
    ...{ startedAt: '2026-09-15T01:21:00Z', endedAt: '2026-09-15T01:50:00Z' },
    sections: [{ key: 'b1-1', text: '告警', evidenceIds: [] }],
    foundAddresses: [{ address: '198.51.100.7', url: '', unitName: '水务', foundAt: '2026-09-15T01:30:00Z' }],
  };
  await as.water.ask(`mutation ($input: ReportDraftInput!) { saveReportDraft(input: $input) { id } }`, {
    input: draft,
  });
  return { filed: incident.reports[0]?.id ?? '', draft: { ...draft, version: 1 } };
}

async function linked({ as }: ServedWorld, incidentId: string, submissionId: string): Promise<string> {
  const { linkIncident } = await as.referee.ask<{ linkIncident: { links: { id: string }[] } }>(
    `mutation ($input: LinkIncidentInput!) { linkIncident(input: $input) { links { id } } }`,
    { input: { commandId: commandId(), incidentId, submissionId, reason: '同一地址' } },
  );
  return linkIncident.links[0]?.id ?? '';
}

async function bonusKey({ as, code }: ServedWorld): Promise<string> {
  const { exercise } = await as.water.ask<{ exercise: { defenseRuleSet: { bonusKinds: { key: string }[] } } }>(
    `query ($code: String!) { exercise(code: $code) { defenseRuleSet { bonusKinds { key } } } }`,
    { code },
  );
  return exercise.defenseRuleSet.bonusKinds[0]?.key ?? '';
}

/** Two claims of a bonus, the first of them filed. */
async function claimed(world: ServedWorld, evidenceId: string): Promise<Scene['bonus']> {
  const { as, exerciseId, units } = world;
  const save = `mutation ($input: BonusDraftInput!) { saveBonusDraft(input: $input) { id } }`;
  const claim = { exerciseId, unitId: units.water, title: '线索', narrative: '线索', evidenceIds: [evidenceId] };
  const [filed, waiting] = [randomUUID(), randomUUID()];
  const draft = { ...claim, bonusKey: await bonusKey(world), version: 0 };
  for (const id of [filed, waiting]) await as.water.ask(save, { input: { ...draft, id } });
  await make(as.water, 'fileBonusClaim', 'FileBonusInput', { bonusClaimId: filed, version: 1 });
  return { filed, draft: { ...draft, id: waiting, version: 1 } };
}
