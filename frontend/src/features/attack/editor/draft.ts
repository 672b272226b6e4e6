import type { AttackNodeInput, SubmissionDraftInput, Zone } from '../../../gql/schema.js';
import { uuidv7 } from '../../../lib/ids.js';
import type { FullNode, FullSubmission } from '../documents.js';

/** A node while it is typed; times are instants. */
export type NodeForm = {
  -readonly [K in keyof Required<Omit<AttackNodeInput, '__typename'>>]: Required<AttackNodeInput>[K];
};
/** A submission while it is typed. */
export type DraftForm = Omit<Required<SubmissionDraftInput>, 'nodes' | 'version'> & { nodes: NodeForm[] };

/** Zones from outside to inside: the order of the tree. */
export const ZONES: readonly Zone[] = ['INTERNET', 'DMZ', 'OFFICE', 'CORE', 'PRODUCTION', 'TEST'];

function nodeFormOf(node: FullNode): NodeForm {
  return {
    id: node.id,
    parentId: node.parentId ?? null,
    assetName: node.assetName,
    systemKey: node.systemKey,
    zone: node.zone ?? null,
    sourceAddress: node.sourceAddress,
    destinationAddress: node.destinationAddress,
    url: node.url,
    startedAt: node.startedAt ?? null,
    endedAt: node.endedAt ?? null,
    means: [...node.means],
    technique: node.technique,
    categoryKey: node.categoryKey ?? null,
    privilegeKey: node.privilegeKey ?? null,
    quantity: node.quantity,
    narrative: node.narrative,
    evidenceIds: node.evidence.map(({ id }) => id),
  };
}

/** What the editor starts from: the draft as the server has it, nodes in path order. */
export function draftFormOf(submission: FullSubmission): DraftForm {
  return {
    id: submission.id,
    exerciseId: submission.exerciseId,
    unitId: submission.unit?.id ?? null,
    targetId: submission.target?.id ?? null,
    title: submission.title,
    startedAt: submission.startedAt ?? null,
    endedAt: submission.endedAt ?? null,
    sourceAddresses: [...submission.sourceAddresses],
    controlledAddresses: [...submission.controlledAddresses],
    summary: submission.summary,
    remediation: submission.remediation,
    nodes: [...submission.nodes].sort((a, b) => a.ordinal - b.ordinal).map(nodeFormOf),
  };
}

/** A draft that exists only here so far. */
export function newDraft(
  exerciseId: string,
  unitId: string,
  start: { targetId: string | null; title: string },
): DraftForm {
  return {
    id: uuidv7(),
    exerciseId,
    unitId,
    ...start,
    startedAt: null,
    endedAt: null,
    sourceAddresses: [],
    controlledAddresses: [],
    summary: '',
    remediation: '',
    nodes: [],
  };
}

/** A new step of the path: it goes on from the last node of the path, in its zone or a given one. */
export function newNode(nodes: readonly NodeForm[], zone: Zone | null): NodeForm {
  const last = nodes.at(-1);
  return {
    id: uuidv7(),
    parentId: last?.id ?? null,
    assetName: '',
    systemKey: '',
    zone,
    sourceAddress: last?.sourceAddress ?? '',
    destinationAddress: '',
    url: '',
    startedAt: last?.endedAt ?? null,
    endedAt: null,
    means: [],
    technique: '',
    categoryKey: null,
    privilegeKey: null,
    quantity: 1,
    narrative: '',
    evidenceIds: [],
  };
}

/** The same step once more, behind the original; evidence is named again, not copied. */
export function copyNode(nodes: readonly NodeForm[], id: string): NodeForm[] {
  return nodes.flatMap((node) =>
    node.id === id
      ? [node, { ...node, id: uuidv7(), means: [...node.means], evidenceIds: [...node.evidenceIds] }]
      : [node],
  );
}

/** Moves a node one place towards the start of the path. */
export function moveUp(nodes: readonly NodeForm[], id: string): NodeForm[] {
  const at = nodes.findIndex((node) => node.id === id);
  const [before, node] = [nodes[at - 1], nodes[at]];
  return before && node ? nodes.with(at - 1, node).with(at, before) : [...nodes];
}

/** Without one node; what followed from it follows from its predecessor. */
export function removeNode(nodes: readonly NodeForm[], id: string): NodeForm[] {
  const gone = nodes.find((node) => node.id === id);
  return nodes
    .filter((node) => node.id !== id)
    .map((node) => (node.parentId === id ? { ...node, parentId: gone?.parentId ?? null } : node));
}

/** Nodes that may precede a node: all but itself and what follows from it. */
export function possibleParents(nodes: readonly NodeForm[], id: string): NodeForm[] {
  const parentOf = new Map(nodes.map((node) => [node.id, node.parentId]));
  const followsFromId = (start: string) => {
    const seen = new Set<string>();
    for (let at: string | null | undefined = start; at && !seen.has(at); at = parentOf.get(at)) {
      if (at === id) return true;
      seen.add(at);
    }
    return false;
  };
  return nodes.filter((node) => !followsFromId(node.id));
}

/** One place of the form that lacks something: which node (null = the overview) and which field. */
export interface Gap {
  readonly key: string;
  readonly nodeIndex: number | null;
  readonly field: string;
  readonly code: string;
}

/** Reads the server's problems ('nodes.2.zone') as places of this form. */
export function gapsOf(problems: readonly { readonly path: string; readonly code: string }[]): Gap[] {
  return problems.map(({ path, code }) => {
    const match = /^nodes\.(\d+)\.(\w+)/.exec(path);
    const field = match?.[2] ?? path.split('.')[0] ?? path;
    return { key: `${path} ${code}`, nodeIndex: match ? Number(match[1]) : null, field, code };
  });
}
