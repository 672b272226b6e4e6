import { DEFAULT_POLICY } from '../backend/src/core/adjudication/policy.js';
import { nodeId, submissionId } from './attack-scene.js';
import { textFile } from './evidence-files.js';
import { idOf } from './ids.js';
import { claim, firstRuling } from './judging-scene.js';
import { EXERCISE_ID, found, type Stage } from './stage.js';
import { later, type Step } from './step.js';
import type { StoryAppeal, StoryOpinions, StoryRelation, StoryReturn } from './story-adjudication.js';
import type { StoryAttack } from './story.js';

/** Half a minute beside everything else, so that no act here shares its instant with what moves a score. */
const ASIDE = 0.5;

/** What is done about judging itself: policy, relations, returns, blind opinions, appeals. None of it moves a score. */
export function adjudicationSteps(stage: Stage): Step[] {
  const { policy, relations, returns, opinions, appeals } = stage.story.adjudication;
  return [
    ...relations.map((relation) => step(stage, relation.at, 'relation', () => declare(stage, relation))),
    ...appeals.flatMap((appeal) => appealSteps(stage, appeal)),
    step(stage, policy.at, 'policy', () => setPolicy(stage)),
    ...returns.map((sent) => step(stage, sent.at, `return ${sent.key}`, () => sendBack(stage, sent))),
    ...opinions.map((given) => step(stage, given.at, `opinions on ${given.key}`, () => giveOpinions(stage, given))),
  ];
}

function step(stage: Stage, moment: string, name: string, run: () => Promise<unknown>): Step {
  return { at: later(stage.at(moment), ASIDE), name, run };
}

function attackOf(stage: Stage, key: string): StoryAttack {
  return found(
    stage.story.attacks.find((attack) => attack.key === key),
    key,
  );
}

async function declare(stage: Stage, { by, unit, kind, note }: StoryRelation): Promise<void> {
  const commandId = idOf(`relation/${by}/${unit}`);
  const input = { commandId, exerciseId: EXERCISE_ID, partyId: stage.unitId(unit), kind, note };
  await stage.services.relations.declare(input, await stage.viewer(by));
}

async function setPolicy(stage: Stage): Promise<void> {
  const { by, reason, claimMinutes, serviceMinutes, reviews, reasonTemplates, ...own } =
    stage.story.adjudication.policy;
  const groups = own.groups.map(({ key, name, referees }) => {
    return { key, name, refereeIds: referees.map((user) => idOf(`user/${user}`)) };
  });
  const assignments = own.assignments.map(({ side, unit, group }) => {
    return { side, unitId: unit === null ? null : stage.unitId(unit), groupKey: group };
  });
  const { agreementShare, settlement, markReferees, returnHours, maxReturns, ...rest } = DEFAULT_POLICY;
  const { appealHours, arbitrationHours, publicNoticeHours, retentionDays } = rest;
  const policy = {
    ...{ claimMinutes, serviceMinutes: { ...serviceMinutes }, reviews: [...reviews], groups, assignments },
    ...{ reasonTemplates: [...reasonTemplates], agreementShare, settlement, markReferees, returnHours, maxReturns },
    ...{ appealHours, arbitrationHours, publicNoticeHours, retentionDays },
  };
  const input = { commandId: idOf('policy'), exerciseId: EXERCISE_ID, expectedVersionId: null, reason, policy };
  await stage.services.policies.set(input, await stage.viewer(by));
}

async function sendBack(stage: Stage, { key, by, comment, reasons }: StoryReturn): Promise<void> {
  await claim(stage, attackOf(stage, key), { referee: by, name: 'returned' });
  const input = {
    commandId: idOf(`return/${key}`),
    submissionId: submissionId(key),
    reasons: reasons.map(({ node, code, note }) => ({ code, partId: nodeId(key, node), note })),
    comment,
  };
  await stage.services.returns.return(input, await stage.viewer(by));
}

async function giveOpinions(stage: Stage, { key, by, nodes }: StoryOpinions): Promise<void> {
  const attack = attackOf(stage, key);
  const viewer = await stage.viewer(by);
  await claim(stage, attack, { referee: by, name: `seat/${by}` });
  for (const index of attack.nodes.keys()) {
    const ordinal = index + 1;
    const opinion = firstRuling(stage, attack, { ordinal, ruling: nodes[ordinal] });
    const commandId = idOf(`opinion/${key}/${ordinal}/${by}`);
    await stage.services.opinions.record({ ...opinion, commandId, round: 1 }, viewer);
  }
}

function appealSteps(stage: Stage, appeal: StoryAppeal): Step[] {
  const { key, at, ruled } = appeal;
  const filed = step(stage, at, `appeal ${key}`, () => fileAppeal(stage, appeal));
  if (ruled === undefined) return [filed];
  const [takenAt, referee, dismissedAt, reason] = ruled;
  const appealId = appealIdOf(appeal);
  const take = async () => {
    const input = { commandId: idOf(`appeal/${key}/taken`), appealId };
    return stage.services.appealRuling.take(input, await stage.viewer(referee));
  };
  const dismiss = async () => {
    const input = { commandId: idOf(`appeal/${key}/dismissed`), appealId, reason, isUpheld: false };
    return stage.services.appealRuling.rule(input, await stage.viewer(referee));
  };
  return [
    filed,
    step(stage, takenAt, `appeal ${key} taken`, take),
    step(stage, dismissedAt, `appeal ${key} dismissed`, dismiss),
  ];
}

function appealIdOf({ key, node }: StoryAppeal): string {
  return idOf(`appeal/${key}/${node}`);
}

async function fileAppeal(stage: Stage, appeal: StoryAppeal): Promise<void> {
  const { key, node, file, grounds } = appeal;
  const { team, by } = attackOf(stage, key);
  const viewer = await stage.viewer(stage.filer(team, by));
  const evidence = textFile(`evidence/appeal/${key}`, `${file}.md`, [`# ${file}`, '', grounds]);
  const evidenceIds = await stage.store([evidence], viewer);
  const about = { subjectKind: 'NODE' as const, subjectId: nodeId(key, node) };
  await stage.services.appealFiling.file({ commandId: appealIdOf(appeal), ...about, grounds, evidenceIds }, viewer);
}
