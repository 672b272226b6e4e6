/**
 * What a draft must never contain, however unfinished: references to things that do not exist or are not the
 * team's, unknown rules, a path that bites its own tail.
 */
import { unknownId, unknownIds, unknownKeys } from '../kernel/form.js';
import type { FieldProblem } from '../kernel/refusal.js';
import type { AttackRules } from '../ruleset/attack-rules.js';
import type { NodeDraft, SubmissionDraft } from './draft.js';

/** What the draft may refer to. */
export interface DraftReferences {
  readonly unitIds: ReadonlySet<string>;
  readonly targetIds: ReadonlySet<string>;
  /** Evidence of the team itself. */
  readonly evidenceIds: ReadonlySet<string>;
  readonly attack: AttackRules;
  readonly meansKeys: ReadonlySet<string>;
}

/** Every reference that leads nowhere, by field path. */
export function draftProblems(draft: SubmissionDraft, known: DraftReferences): FieldProblem[] {
  return [
    ...unknownId('unitId', draft.unitId, known.unitIds),
    ...unknownId('targetId', draft.targetId, known.targetIds),
    ...repeatedIds(draft.nodes),
    ...draft.nodes.flatMap((node, index) => nodeProblems(`nodes.${index}.`, node, known)),
    ...treeProblems(draft.nodes),
  ];
}

function nodeProblems(prefix: string, node: NodeDraft, known: DraftReferences): FieldProblem[] {
  return [
    ...unknownIds(`${prefix}evidenceIds`, node.evidenceIds, known.evidenceIds),
    ...unknownKeys(`${prefix}means`, node.means, known.meansKeys),
    ...claimProblems(prefix, node, known.attack),
  ];
}

function claimProblems(prefix: string, node: NodeDraft, attack: AttackRules): FieldProblem[] {
  const { categoryKey, privilegeKey } = node;
  const category = attack.categories.find(({ key }) => key === categoryKey);
  if (categoryKey !== null && category === undefined) return [{ path: `${prefix}categoryKey`, code: 'NOT_A_CHOICE' }];
  const isKnown = privilegeKey === null || category?.privileges.some(({ key }) => key === privilegeKey) === true;
  return isKnown ? [] : [{ path: `${prefix}privilegeKey`, code: 'NOT_A_CHOICE' }];
}

function repeatedIds(nodes: readonly NodeDraft[]): FieldProblem[] {
  return nodes.flatMap(({ id }, index) =>
    nodes.findIndex((node) => node.id === id) < index ? [{ path: `nodes.${index}.id`, code: 'TAKEN' }] : [],
  );
}

/** A parent is another node of the same path, and following parents ends at a root. */
function treeProblems(nodes: readonly NodeDraft[]): FieldProblem[] {
  const parentOf = new Map(nodes.map(({ id, parentId }) => [id, parentId]));
  return nodes.flatMap(({ parentId }, index) => {
    if (parentId === null) return [];
    const path = `nodes.${index}.parentId`;
    if (!parentOf.has(parentId)) return [{ path, code: 'NOT_FOUND' }];
    return endsAtRoot(parentId, parentOf) ? [] : [{ path, code: 'CIRCULAR' }];
  });
}

function endsAtRoot(start: string, parentOf: ReadonlyMap<string, string | null>): boolean {
  let at: string | null = start;
  for (let steps = 0; at !== null && steps <= parentOf.size; steps += 1) at = parentOf.get(at) ?? null;
  return at === null;
}
