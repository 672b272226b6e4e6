import { randomUUID } from 'node:crypto';
import { DEFAULT_POLICY } from '../../src/core/adjudication/policy.js';
import { commandId, type TestClient } from '../client.js';
import { draftOf, fileIncident, fileSubmission, judgeAll, judgeNode, tinyPng, upload } from '../play.js';
import { buildWorld, make, type ServedWorld } from '../world.js';

/** Answers are looked at field by field. */
type Answer = Awaited<ReturnType<typeof JSON.parse>>;

const CONTROL = { category: 'row-7', privilege: 'admin' };
const DEVICE = { category: 'row-9', privilege: 'admin' };

/** A world in which everything that can be recorded has been, some of it twice; live until `end`. */
export interface PlayedWorld extends ServedWorld {
  readonly end: () => Promise<void>;
}

/** Plays a small exercise through the API, every kind of act at least once. */
export async function playWorld(): Promise<PlayedWorld> {
  const world = await buildWorld();
  const proofs = await storeProofs(world);
  await settings(world);
  const [first, second] = await attacks(world, proofs);
  world.server.clock.set(new Date('2026-09-15T02:00:00Z'));
  await judgeAll(world.as.referee, first, [CONTROL]);
  await judgeTwice(world, second);
  await incidents(world, proofs, [first.id, second.id]);
  await judgeBonus(world, proofs.water);
  await world.as.organizer.fetch(`/api/export/${world.exerciseId}`).then((response) => response.text());
  return { ...world, end: () => end(world) };
}

type Proven = 'north' | 'south' | 'water';

async function storeProofs(world: ServedWorld): Promise<Record<Proven, string>> {
  const store = (person: Proven) => storeProof(world, person);
  return { north: await store('north'), south: await store('south'), water: await store('water') };
}

/** A picture of a party's own; its id. */
export async function storeProof(world: ServedWorld, person: Proven): Promise<string> {
  const response = await upload(world.as[person], world.exerciseId, { name: 'proof.png', bytes: tinyPng() });
  return ((await response.json()) as { id: string }).id;
}

async function settings(world: ServedWorld): Promise<void> {
  const { organizer, stranger } = world.as;
  const { exercise } = await organizer.ask<Answer>(
    `query ($code: String!) { exercise(code: $code) {
       version host timeZone startsAt endsAt attackRuleSet { hash } defenseRuleSet { hash } } }`,
    { code: world.code },
  );
  const { version, host, timeZone, startsAt, endsAt, attackRuleSet, defenseRuleSet } = exercise;
  const rules = { attackRuleSetHash: attackRuleSet.hash, defenseRuleSetHash: defenseRuleSet.hash };
  const input = {
    exerciseId: world.exerciseId,
    version,
    name: '测试演习二',
    host,
    timeZone,
    startsAt,
    endsAt,
    ...rules,
  };
  await make(organizer, 'configureExercise', 'ConfigureExerciseInput', input);
  // Ids in capitals are the same ids: what is hashed must be what is stored.
  const capitals = { commandId: commandId().toUpperCase(), teamId: world.teams.north.toUpperCase() };
  const valid = { validFrom: '2026-09-15T00:00:00Z', validTo: '2026-09-18T00:00:00Z' };
  const address = { exerciseId: world.exerciseId, cidr: '203.0.113.32/28', ...valid, ...capitals };
  await make(organizer, 'registerSourceAddress', 'RegisterSourceAddressInput', address);
  const { me } = await stranger.ask<Answer>('{ me { user { id } } }');
  const grant = { exerciseId: world.exerciseId, userId: me.user.id, role: 'OBSERVER' };
  const membershipId = await make(organizer, 'grantMembership', 'GrantMembershipInput', grant);
  await organizer.ask(`mutation ($input: RevokeMembershipInput!) { revokeMembership(input: $input) }`, {
    input: { commandId: commandId(), exerciseId: world.exerciseId, membershipId },
  });
  await judgingSettings(world);
}

/** How it is judged, and a relation that came and went. */
async function judgingSettings({ as, exerciseId, units }: ServedWorld): Promise<void> {
  await as.organizer.ask(
    `mutation ($input: SetAdjudicationPolicyInput!) { setAdjudicationPolicy(input: $input) { exerciseId } }`,
    { input: { commandId: commandId(), exerciseId, expectedVersionId: null, reason: 'R0', policy: DEFAULT_POLICY } },
  );
  const relationId = commandId();
  const relation = { exerciseId, partyId: units.bank, kind: 'BUSINESS', note: 'R0' };
  await as.chief.ask(`mutation ($input: DeclareRelationInput!) { declareRelation(input: $input) { id } }`, {
    input: { commandId: relationId, ...relation },
  });
  await as.organizer.ask(`mutation ($input: EndRelationInput!) { endRelation(input: $input) { id } }`, {
    input: { commandId: commandId(), relationId, reason: 'R1' },
  });
}

type Filed = Awaited<ReturnType<typeof fileSubmission>>;

async function attacks(world: ServedWorld, proofs: Awaited<ReturnType<typeof storeProofs>>): Promise<[Filed, Filed]> {
  const common = { unitId: world.units.water, destination: '198.51.100.7' };
  const north = { ...common, source: '203.0.113.5', mark: 'N1', evidenceIds: [proofs.north], nodes: [CONTROL] };
  const south = { ...common, source: '203.0.113.20', mark: 'S1', evidenceIds: [proofs.south], nodes: [DEVICE, DEVICE] };
  const first = await fileSubmission(world.as.north, draftOf(world, north));
  // A line separator in a text must not break the export's lines.
  const second = await fileSubmission(world.as.south, { ...draftOf(world, south), summary: 'a\u2028b\u0085c\nd' });
  // A draft is nobody's business but its team's: it must not turn up in an export.
  const draft = draftOf(world, { ...south, mark: 'DRAFT' });
  await world.as.south.ask(`mutation ($input: SubmissionDraftInput!) { saveSubmissionDraft(input: $input) { id } }`, {
    input: draft,
  });
  return [first, second];
}

/** Claimed, given back, claimed again; one node judged and judged anew, so that lines are reversed. */
async function judgeTwice(world: ServedWorld, { id, code, nodes }: Filed): Promise<void> {
  const { referee } = world.as;
  const nodeId = nodes[0]?.id ?? '';
  for (const act of ['claimSubmission', 'releaseClaim', 'claimSubmission']) {
    await referee.ask(`mutation ($input: ClaimInput!) { ${act}(input: $input) { id } }`, {
      input: { commandId: commandId(), submissionId: id },
    });
  }
  await judgeNode(referee, nodeId, { ...DEVICE, system: `${code}-0` });
  const { submission } = await referee.ask<Answer>(
    `query ($id: ID!) { submission(id: $id) { nodes { id verdict { id } } } }`,
    { id },
  );
  const before = submission.nodes.find((node: Answer) => node.id === nodeId).verdict.id;
  await judgeNode(referee, nodeId, { ...DEVICE, privilege: 'user', system: `${code}-0`, expectedVerdictId: before });
  await judgeNode(referee, nodes[1]?.id ?? '', { ...DEVICE, system: `${code}-1` });
}

async function incidents(
  world: ServedWorld,
  proofs: Awaited<ReturnType<typeof storeProofs>>,
  submissionIds: readonly [string, string],
): Promise<void> {
  const { water, referee } = world.as;
  const options = { unitId: world.units.water, mark: 'I1', found: ['198.51.100.7'], evidenceIds: [proofs.water] };
  const incidentId = await fileIncident(water, world, { ...options, sectionKeys: ['timeliness'] });
  const linked = { incidentId, submissionId: submissionIds[0], reason: 'R1' };
  const linkId = commandId();
  await referee.ask(`mutation ($input: LinkIncidentInput!) { linkIncident(input: $input) { id } }`, {
    input: { commandId: linkId, ...linked },
  });
  await referee.ask(`mutation ($input: UnlinkIncidentInput!) { unlinkIncident(input: $input) { id } }`, {
    input: { commandId: commandId(), linkId, reason: 'R2' },
  });
  await make(referee, 'linkIncident', 'LinkIncidentInput', linked);
  await make(referee, 'claimIncident', 'ClaimIncidentInput', { incidentId });
  const sheet = { incidentId, marks: await halfMarks(world), comment: '' };
  await make(referee, 'recordMarks', 'MarksInput', sheet);
}

/** A half of every item that referees mark. */
export async function halfMarks(world: ServedWorld): Promise<{ itemKey: string; share: string; comment: string }[]> {
  const { exercise } = await world.as.nobody.ask<Answer>(
    `query ($code: String!) { exercise(code: $code) { defenseRuleSet { dimensions { items { key mark } } } } }`,
    { code: world.code },
  );
  const items: Answer[] = exercise.defenseRuleSet.dimensions.flatMap((dimension: Answer) => dimension.items);
  const judged = items.filter(({ mark }) => mark === 'judged');
  return judged.map(({ key }) => ({ itemKey: key, share: '1/2', comment: '' }));
}

/** A bonus claim of the water works, filed and judged: an act that scores and has to do with nothing else. */
export async function judgeBonus(world: ServedWorld, evidenceId: string): Promise<void> {
  const { exercise } = await world.as.water.ask<Answer>(
    `query ($code: String!) { exercise(code: $code) { defenseRuleSet { bonusKinds { key } } } }`,
    { code: world.code },
  );
  const id = randomUUID();
  const place = { id, exerciseId: world.exerciseId, unitId: world.units.water, version: 0 };
  const texts = { title: 'B1', narrative: 'B1', bonusKey: exercise.defenseRuleSet.bonusKinds[0].key };
  await saveBonus(world.as.water, { ...place, ...texts, evidenceIds: [evidenceId] });
  await make(world.as.water, 'fileBonusClaim', 'FileBonusInput', { bonusClaimId: id, version: 1 });
  const verdict = { bonusClaimId: id, points: '100', reason: '', isAccepted: true };
  await make(world.as.referee, 'recordBonusVerdict', 'BonusVerdictInput', verdict);
}

async function saveBonus(client: TestClient, input: Record<string, unknown>): Promise<void> {
  await client.ask(`mutation ($input: BonusDraftInput!) { saveBonusDraft(input: $input) { id } }`, { input });
}

async function end(world: ServedWorld): Promise<void> {
  const { exercise } = await world.as.organizer.ask<Answer>(
    `query ($code: String!) { exercise(code: $code) { version } }`,
    { code: world.code },
  );
  const input = { exerciseId: world.exerciseId, version: exercise.version };
  await make(world.as.organizer, 'endExercise', 'ExerciseCommandInput', input);
}
