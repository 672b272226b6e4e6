import type { AttackNodeInput, SubmissionDraftInput } from '../backend/src/modules/submission/submission.inputs.js';
import { attackFiles } from './attack-files.js';
import { idOf } from './ids.js';
import { targetId } from './preparation.js';
import { EXERCISE_ID, found, type Stage, standing } from './stage.js';
import { later, type Step } from './step.js';
import type { StoryAttack, StoryNode } from './story.js';

/** Minutes before filing at which the evidence goes up. */
const UPLOAD_LEAD = 4;

export function submissionId(attack: string): string {
  return idOf(`submission/${attack}`);
}

export function nodeId(attack: string, ordinal: number): string {
  return idOf(`node/${attack}/${ordinal}`);
}

/** What counts as the same system: as the story says, else the machine. */
export function systemKey(stage: Stage, attack: StoryAttack, node: StoryNode): string {
  return node.sys ?? stage.machine(attack.unit, node.ip);
}

/** What an attack team does: upload, write, file; or upload and leave a draft. */
export function attackSteps(stage: Stage, attack: StoryAttack): Step[] {
  const at = stage.at(found(attack.filed ?? attack.draft, `time of ${attack.key}`));
  const write: Step = {
    at: later(at, -UPLOAD_LEAD),
    name: `write ${attack.key}`,
    run: () => writeDraft(stage, attack),
  };
  if (attack.filed === undefined) return [write];
  return [write, { at, name: `file ${attack.key}`, run: () => file(stage, attack) }];
}

async function writeDraft(stage: Stage, attack: StoryAttack): Promise<void> {
  const { drafts, submissions } = stage.services;
  const id = submissionId(attack.key);
  const before = await standing(submissions.load(id));
  if (before !== null) return;
  const viewer = await stage.viewer(stage.filer(attack.team, attack.by));
  const nodes: AttackNodeInput[] = [];
  for (const [index, node] of attack.nodes.entries()) {
    const files = await attackFiles(stage, attack, index + 1);
    nodes.push({ ...nodeInput(stage, attack, { node, index }), evidenceIds: await stage.store(files, viewer) });
  }
  await drafts.save(draftInput(stage, attack, nodes), viewer);
}

async function file(stage: Stage, attack: StoryAttack): Promise<void> {
  const viewer = await stage.viewer(stage.filer(attack.team, attack.by));
  const id = submissionId(attack.key);
  const command = { commandId: idOf(`file/${attack.key}`), submissionId: id, version: 1 };
  await stage.services.filing.file(command, viewer);
}

function draftInput(stage: Stage, attack: StoryAttack, nodes: AttackNodeInput[]): SubmissionDraftInput {
  const [from, to] = attack.during;
  return {
    id: submissionId(attack.key),
    exerciseId: EXERCISE_ID,
    version: 0,
    unitId: stage.unitId(attack.unit),
    targetId: targetId(attack.unit, attack.target),
    title: attack.title,
    startedAt: stage.at(from),
    endedAt: stage.at(to),
    sourceAddresses: [...new Set(nodes.map(({ sourceAddress }) => bare(sourceAddress)))],
    controlledAddresses: attack.controls.map((address) => stage.machine(attack.unit, address)),
    summary: attack.summary,
    remediation: attack.fix,
    nodes,
  };
}

function nodeInput(
  stage: Stage,
  attack: StoryAttack,
  { node, index }: { node: StoryNode; index: number },
): AttackNodeInput {
  const [from, to] = attack.during.map((moment) => stage.at(moment).getTime()) as [number, number];
  const slice = (to - from) / attack.nodes.length;
  const address = stage.unitAddress(attack.unit, node.ip);
  return {
    id: nodeId(attack.key, index + 1),
    parentId: index === 0 ? null : nodeId(attack.key, index),
    assetName: node.asset,
    systemKey: systemKey(stage, attack, node),
    zone: node.zone,
    sourceAddress: stage.egress(attack.team, node.from ?? attack.from),
    destinationAddress: address,
    url: /:(443|8443|4433|8080|9443)$/.test(address) ? `https://${address}/` : '',
    startedAt: new Date(from + slice * index),
    endedAt: new Date(from + slice * (index + 1)),
    means: [...node.means],
    technique: node.tech,
    categoryKey: `row-${node.row}`,
    privilegeKey: node.as ?? null,
    quantity: node.qty ?? 1,
    narrative: node.text,
    evidenceIds: [],
  };
}

/** Without the port. */
function bare(endpoint: string): string {
  return endpoint.replace(/^\[(.+)\]:\d+$/, '$1').replace(/^([\d.]+):\d+$/, '$1');
}
