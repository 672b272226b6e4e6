import type { VerdictInput } from '../backend/src/modules/adjudication/adjudication.inputs.js';
import { nodeId, submissionId, systemKey } from './attack-scene.js';
import { bonusId, incidentId } from './incident-scene.js';
import { idOf } from './ids.js';
import { quartersOf } from './report-writing.js';
import { EXERCISE_ID, found, type Stage } from './stage.js';
import { later, type Step } from './step.js';
import type { StoryVerdict } from './story-parts.js';
import type { StoryAttack, StoryBonus, StoryIncident, StoryNode, StoryRescoring } from './story.js';

/** Minutes a referee takes for a node. */
const MINUTES_PER_NODE = 2;
const QUARTERS = ['0', '1/4', '1/2', '3/4', '1'];

/** What referees do with a submission: claim it, rule node by node, give it back, later propose to overturn one. */
export function judgingSteps(stage: Stage, attack: StoryAttack): Step[] {
  return [
    ...claimedSteps(stage, attack),
    ...ruledSteps(stage, attack),
    ...attack.nodes.flatMap((_, i) => rescoringSteps(stage, attack, i + 1)),
  ];
}

function claimedSteps(stage: Stage, attack: StoryAttack): Step[] {
  if (attack.claimed === undefined) return [];
  const [moment, referee] = attack.claimed;
  return [
    { at: stage.at(moment), name: `claim ${attack.key}`, run: () => claim(stage, attack, { referee, name: 'held' }) },
  ];
}

function ruledSteps(stage: Stage, attack: StoryAttack): Step[] {
  if (attack.judged === undefined) return [];
  const [moment, referee, count = attack.nodes.length] = attack.judged;
  const begun = stage.at(moment);
  const ruled = attack.nodes.slice(0, count).map((node, index) => ({
    at: later(begun, (index + 1) * MINUTES_PER_NODE),
    name: `rule ${attack.key}/${index + 1}`,
    run: () => rule(stage, attack, { ordinal: index + 1, referee, ruling: node.verdict }),
  }));
  // What is judged to the end leaves the queue by itself, and its claim ends.
  return [
    { at: begun, name: `claim ${attack.key}`, run: () => claim(stage, attack, { referee, name: 'first' }) },
    ...ruled,
  ];
}

function rescoringSteps(stage: Stage, attack: StoryAttack, ordinal: number): Step[] {
  const rescored = attack.nodes[ordinal - 1]?.rescored;
  if (rescored === undefined) return [];
  const about = { ordinal, rescored };
  const [proposedAt, proposer] = rescored.proposed;
  const [appliedAt, approver] = rescored.applied ?? [];
  const name = `rescoring of ${attack.key}/${ordinal}`;
  const propose = { at: stage.at(proposedAt), name, run: () => proposeOverturn(stage, attack, { ...about, proposer }) };
  if (appliedAt === undefined || approver === undefined) return [propose];
  return [
    propose,
    { at: stage.at(appliedAt), name: `${name} applied`, run: () => applySet(stage, attack, { ordinal, approver }) },
  ];
}

function setId(attack: StoryAttack, ordinal: number): string {
  return idOf(`rescoring/${attack.key}/${ordinal}`);
}

async function proposeOverturn(
  stage: Stage,
  attack: StoryAttack,
  { ordinal, rescored, proposer }: { ordinal: number; rescored: StoryRescoring; proposer: string },
): Promise<void> {
  const node = found(attack.nodes[ordinal - 1], `node ${ordinal} of ${attack.key}`);
  const ruling = {
    nodeId: nodeId(attack.key, ordinal),
    expectedVerdictId: verdictId(attack, ordinal),
    ...ruled(node, rescored),
    systemKey: systemKey(stage, attack, node),
  };
  const said = { reason: rescored.reason, publicReason: rescored.told };
  const input = { commandId: setId(attack, ordinal), exerciseId: EXERCISE_ID, kind: 'VERDICT_OVERTURNED' as const };
  await stage.services.rescorings.propose({ ...input, ...said, ruling }, await stage.viewer(proposer));
}

/** Somebody else looks at what it would do and applies exactly that. */
async function applySet(
  stage: Stage,
  attack: StoryAttack,
  { ordinal, approver }: { ordinal: number; approver: string },
): Promise<void> {
  const viewer = await stage.viewer(approver);
  const set = await stage.services.rescorings.read(setId(attack, ordinal), viewer);
  const { previewHash } = found(
    (await stage.services.rescoringPreviews.of(set)) ?? undefined,
    `preview of ${set.code}`,
  );
  const input = { commandId: idOf(`rescoring/${attack.key}/${ordinal}/applied`), setId: set.id, previewHash };
  await stage.services.approvals.apply({ ...input, password: stage.password(approver) }, viewer, 'demo');
}

interface Hold {
  readonly referee: string;
  readonly name: string;
}

/** Takes a seat at a submission. */
export async function claim(stage: Stage, attack: StoryAttack, { referee, name }: Hold): Promise<void> {
  const command = { commandId: idOf(`claim/${attack.key}/${name}`), submissionId: submissionId(attack.key) };
  await stage.services.claims.claim(command, await stage.viewer(referee));
}

interface Ruling {
  readonly ordinal: number;
  readonly referee: string;
  /** What differs from the claim; nothing when it was accepted as it stood. */
  readonly ruling: StoryVerdict | undefined;
}

/** Id of a node's first verdict. */
function verdictId(attack: StoryAttack, ordinal: number): string {
  return idOf(`verdict/${attack.key}/${ordinal}`);
}

async function rule(stage: Stage, attack: StoryAttack, { ordinal, referee, ruling }: Ruling): Promise<void> {
  const input = { commandId: verdictId(attack, ordinal), ...firstRuling(stage, attack, { ordinal, ruling }) };
  await stage.services.verdicts.record(input, await stage.viewer(referee));
}

/** The first word on a node: as claimed but for what differs. */
export function firstRuling(
  stage: Stage,
  attack: StoryAttack,
  { ordinal, ruling }: Pick<Ruling, 'ordinal' | 'ruling'>,
): Omit<VerdictInput, 'commandId'> {
  const node = found(attack.nodes[ordinal - 1], `node ${ordinal} of ${attack.key}`);
  return {
    nodeId: nodeId(attack.key, ordinal),
    expectedVerdictId: null,
    ...ruled(node, ruling ?? AS_CLAIMED),
    systemKey: systemKey(stage, attack, node),
  };
}

/** The claim accepted as it stands. */
const AS_CLAIMED: StoryVerdict = { outcome: 'ACCEPTED', reason: '' };

function ruled(
  node: StoryNode,
  { outcome, row = node.row, as = node.as, points, deduction, reason }: StoryVerdict,
): Omit<VerdictInput, 'commandId' | 'nodeId' | 'systemKey'> {
  return {
    outcome,
    categoryKey: `row-${row}`,
    privilegeKey: as ?? null,
    quantity: node.qty ?? 1,
    judgedPoints: points ?? null,
    deductionPoints: deduction ?? null,
    factors: [...(node.factors ?? [])],
    measures: Object.entries(node.measures ?? {}).map(([name, value]) => ({ name, value })),
    reason,
  };
}

/** What referees do with an incident: link it to attack results, mark it. */
export function markingSteps(stage: Stage, incident: StoryIncident): Step[] {
  const { key, link, marks } = incident;
  const [linkedAt = '', linker = '', ...attacks] = link ?? [];
  return [
    ...attacks.map((attack) => ({
      at: stage.at(linkedAt),
      name: `link ${key} ${attack}`,
      run: () => linkTo(stage, incident, { attack, referee: linker }),
    })),
    ...(marks === undefined
      ? []
      : [{ at: stage.at(marks[0]), name: `mark ${key}`, run: () => mark(stage, incident, marks) }]),
  ];
}

async function linkTo(stage: Stage, incident: StoryIncident, by: { attack: string; referee: string }): Promise<void> {
  const command = {
    commandId: idOf(`link/${incident.key}/${by.attack}`),
    incidentId: incidentId(incident.key),
    submissionId: submissionId(by.attack),
    reason: '单位、地址与时间相符。',
  };
  await stage.services.links.link(command, await stage.viewer(by.referee));
}

type Marks = NonNullable<StoryIncident['marks']>;

async function mark(stage: Stage, incident: StoryIncident, [, referee, digits, comment]: Marks): Promise<void> {
  const marks = [...quartersOf(stage, digits)].map(([itemKey, quarters]) => ({
    itemKey,
    share: QUARTERS[quarters] ?? '0',
    comment: '',
  }));
  const commandId = idOf(`marks/${incident.key}`);
  const input = { commandId, incidentId: incidentId(incident.key), expectedMarkSheetId: null, marks, comment };
  await stage.services.marks.record(input, await stage.viewer(referee));
}

/** A referee's word on a claim for bonus points. */
export function bonusJudgingSteps(stage: Stage, bonus: StoryBonus): Step[] {
  if (bonus.judged === undefined) return [];
  const [moment, referee, points, reason] = bonus.judged;
  const input = {
    commandId: idOf(`bonus-verdict/${bonus.key}`),
    bonusClaimId: bonusId(bonus.key),
    points: points ?? '0',
    reason,
    isAccepted: points !== null,
  };
  const run = async () => stage.services.bonusVerdicts.record(input, await stage.viewer(referee));
  return [{ at: stage.at(moment), name: `judge bonus ${bonus.key}`, run }];
}
