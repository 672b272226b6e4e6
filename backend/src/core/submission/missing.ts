/**
 * What a submission still lacks before it can be filed. Referees find the recording by the exact interval and
 * score nothing without proof (TPRQ G7; 红方表: 攻击时间区间, 截图), so both are demanded of every claimed node.
 */
import { parseEndpoint } from '../kernel/address.js';
import { missingInterval, notAddresses, required } from '../kernel/form.js';
import type { FieldProblem } from '../kernel/refusal.js';
import type { AttackRules } from '../ruleset/attack-rules.js';
import type { NodeDraft, SubmissionDraft } from './draft.js';

/** The rules a draft is measured by: the attack rules and whether the exercise's rules list means of attack. */
export interface FilingRules {
  readonly attack: AttackRules;
  readonly hasMeans: boolean;
}

/** Everything missing or wrong, by field path; empty when the submission can be filed. */
export function missingOf(draft: SubmissionDraft, rules: FilingRules): FieldProblem[] {
  const isClaiming = draft.nodes.some(({ categoryKey }) => categoryKey !== null);
  return [
    ...required('unitId', draft.unitId),
    ...required('title', draft.title),
    ...missingInterval('', draft),
    ...(draft.sourceAddresses.length === 0 ? [{ path: 'sourceAddresses', code: 'REQUIRED' }] : []),
    ...notAddresses('sourceAddresses', draft.sourceAddresses),
    ...notAddresses('controlledAddresses', draft.controlledAddresses),
    ...required('summary', draft.summary),
    ...(draft.nodes.length === 0 ? [{ path: 'nodes', code: 'REQUIRED' }] : []),
    ...(draft.nodes.length > 0 && !isClaiming ? [{ path: 'nodes', code: 'NOTHING_CLAIMED' }] : []),
    ...draft.nodes.flatMap((node, index) => missingOfNode(`nodes.${index}.`, node, rules)),
  ];
}

function missingOfNode(prefix: string, node: NodeDraft, rules: FilingRules): FieldProblem[] {
  return [
    ...required(`${prefix}assetName`, node.assetName),
    ...required(`${prefix}zone`, node.zone),
    ...missingEndpoint(`${prefix}sourceAddress`, node.sourceAddress),
    ...missingEndpoint(`${prefix}destinationAddress`, node.destinationAddress),
    ...missingInterval(prefix, node),
    ...(rules.hasMeans && node.means.length === 0 ? [{ path: `${prefix}means`, code: 'REQUIRED' }] : []),
    ...required(`${prefix}narrative`, node.narrative),
    ...missingClaim(prefix, node, rules.attack),
  ];
}

function missingEndpoint(path: string, text: string): FieldProblem[] {
  if (text.trim() === '') return [{ path, code: 'REQUIRED' }];
  return parseEndpoint(text) === null ? [{ path, code: 'NOT_AN_ADDRESS' }] : [];
}

/** A node that claims a category names the privilege where it is priced by privilege, and brings proof. */
function missingClaim(prefix: string, node: NodeDraft, attack: AttackRules): FieldProblem[] {
  if (node.categoryKey === null) return [];
  const category = attack.categories.find(({ key }) => key === node.categoryKey);
  if (category === undefined) return [{ path: `${prefix}categoryKey`, code: 'NOT_A_CHOICE' }];
  const lacksPrivilege = category.privileges.length > 0 && node.privilegeKey === null;
  return [
    ...(lacksPrivilege ? [{ path: `${prefix}privilegeKey`, code: 'REQUIRED' }] : []),
    ...(node.evidenceIds.length === 0 ? [{ path: `${prefix}evidenceIds`, code: 'REQUIRED' }] : []),
  ];
}
