import type { VerdictInput } from '../backend/src/modules/adjudication/adjudication.inputs.js';
import { nodeId, submissionId, systemKey } from './attack-scene.js';
import { bonusId, incidentId } from './incident-scene.js';
import { idOf } from './ids.js';
import { quartersOf } from './report-writing.js';
import { found, type Stage } from './stage.js';
import { later, type Step } from './step.js';
import type { StoryAttack, StoryBonus, StoryIncident, StoryNode, StoryVerdict } from './story.js';

/** Minutes a referee takes for a node. */
const MINUTES_PER_NODE = 2;
const QUARTERS = ['0', '1/4', '1/2', '3/4', '1'];

/** What referees do with a submission: claim it, rule node by node, give it back, later correct themselves. */
export function judgingSteps(stage: Stage, attack: StoryAttack): Step[] {
  return [
    ...claimedSteps(stage, attack),
    ...ruledSteps(stage, attack),
    ...attack.nodes.flatMap((_, i) => correctionSteps(stage, attack, i + 1)),
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
    run: () => rule(stage, attack, { ordinal: index + 1, referee, ruling: node.verdict, before: null }),
  }));
  const end = later(begun, count * MINUTES_PER_NODE);
  return [
    { at: begun, name: `claim ${attack.key}`, run: () => claim(stage, attack, { referee, name: 'first' }) },
    ...ruled,
    ...(count < attack.nodes.length
      ? []
      : [{ at: end, name: `release ${attack.key}`, run: () => release(stage, attack, { referee, name: 'first' }) }]),
  ];
}

function correctionSteps(stage: Stage, attack: StoryAttack, ordinal: number): Step[] {
  const corrected = attack.nodes[ordinal - 1]?.corrected;
  if (corrected === undefined) return [];
  const at = stage.at(corrected.at);
  const referee = corrected.by;
  const before = verdictId(attack, ordinal, null);
  return [
    { at, name: `claim ${attack.key} again`, run: () => claim(stage, attack, { referee, name: 'again' }) },
    {
      at,
      name: `correct ${attack.key}/${ordinal}`,
      run: () => rule(stage, attack, { ordinal, referee, ruling: corrected, before }),
    },
    { at, name: `release ${attack.key} again`, run: () => release(stage, attack, { referee, name: 'again' }) },
  ];
}

interface Hold {
  readonly referee: string;
  readonly name: string;
}

async function claim(stage: Stage, attack: StoryAttack, { referee, name }: Hold): Promise<void> {
  const command = { commandId: idOf(`claim/${attack.key}/${name}`), submissionId: submissionId(attack.key) };
  await stage.services.claims.claim(command, await stage.viewer(referee));
}

async function release(stage: Stage, attack: StoryAttack, { referee, name }: Hold): Promise<void> {
  const command = { commandId: idOf(`release/${attack.key}/${name}`), submissionId: submissionId(attack.key) };
  await stage.services.claims.release(command, await stage.viewer(referee));
}

interface Ruling {
  readonly ordinal: number;
  readonly referee: string;
  /** What differs from the claim; nothing when it was accepted as it stood. */
  readonly ruling: StoryVerdict | undefined;
  /** The verdict this one corrects. */
  readonly before: string | null;
}

/** Id of a node's first verdict, or of the one that corrects it. */
function verdictId(attack: StoryAttack, ordinal: number, before: string | null): string {
  return idOf(`verdict/${attack.key}/${ordinal}${before === null ? '' : '/corrected'}`);
}

async function rule(stage: Stage, attack: StoryAttack, about: Ruling): Promise<void> {
  const node = found(attack.nodes[about.ordinal - 1], `node ${about.ordinal} of ${attack.key}`);
  const place = {
    commandId: verdictId(attack, about.ordinal, about.before),
    nodeId: nodeId(attack.key, about.ordinal),
  };
  const input = {
    ...place,
    expectedVerdictId: about.before,
    ...ruled(node, about.ruling ?? AS_CLAIMED),
    systemKey: systemKey(stage, attack, node),
  };
  await stage.services.verdicts.record(input, await stage.viewer(about.referee));
}

/** The claim accepted as it stands. */
const AS_CLAIMED: StoryVerdict = { outcome: 'ACCEPTED', reason: '' };

function ruled(
  node: StoryNode,
  { outcome, as = node.as, points, deduction, reason }: StoryVerdict,
): Omit<VerdictInput, 'commandId' | 'nodeId' | 'systemKey'> {
  return {
    outcome,
    categoryKey: `row-${node.row}`,
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
