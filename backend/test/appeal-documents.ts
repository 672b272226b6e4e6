import { commandId } from './client.js';
import type { fileSubmission } from './play.js';

/** What the tests of appeals ask the API. */
const APPEAL = `
  id code subjectKind partyName state isOver grounds arbitrationUntil filedByName hash
  thing { code ordinal title { zh } submissionId } decision { id outcome reason refereeName ruleTitle { zh } }
  result { outcome } history { id outcome }
  acts { kind reason actorName setCode setId hash } evidence { fileName }
  rights { withdraw requestArbitration take rule arbitrate isBarred } checkpoint { number }`;
export const FILE = `mutation ($input: FileAppealInput!) { appeal: fileAppeal(input: $input) { ${APPEAL} } }`;
export const TAKE = `mutation ($input: AppealCommandInput!) { appeal: takeAppeal(input: $input) { ${APPEAL} } }`;
export const RULE = `mutation ($input: RuleOnAppealInput!) { appeal: ruleOnAppeal(input: $input) { ${APPEAL} } }`;
export const ARBITRATE = `mutation ($input: RuleOnAppealInput!) { appeal: arbitrate(input: $input) { ${APPEAL} } }`;
export const ASK = `mutation ($input: AppealReasonInput!) { appeal: requestArbitration(input: $input) { ${APPEAL} } }`;
export const WITHDRAW = `mutation ($input: AppealReasonInput!) { appeal: withdrawAppeal(input: $input) { ${APPEAL} } }`;
export const ONE = `query ($id: ID!) { appeal(id: $id) { ${APPEAL} } }`;
export const ALL = `query ($id: ID!) { appeals(exerciseId: $id) { code partyName } }`;
export const OPEN = `query ($id: ID!) { appealables(exerciseId: $id) { subjectKind subjectId code until } }`;
export const PATHS = `query ($id: ID!) { releasedPaths(exerciseId: $id) {
  lossGroup withEvidence nodes { ordinal narrative evidence { id fileName uploadedBy receiptSeq } } } }`;
export const RELEASE = `mutation ($input: ReleasePathInput!) { path: releasePath(input: $input) { code withEvidence } }`;

type Filed = Awaited<ReturnType<typeof fileSubmission>>;

/** What every node of these tests claims. */
export const CATEGORY = { category: 'path-web', privilege: 'admin' };

/** Another ruling on the first node. */
export function ruling(
  submission: Filed,
  expectedVerdictId: string | null,
  outcome = 'ACCEPTED',
): Record<string, unknown> {
  const { category: categoryKey, privilege: privilegeKey } = CATEGORY;
  return {
    nodeId: submission.nodes[0]?.id,
    expectedVerdictId,
    outcome,
    ...(outcome === 'REJECTED' ? {} : { categoryKey, privilegeKey, vulnerabilityKey: 'CVE-2026-0001' }),
    quantity: 1,
    systemKey: submission.code,
    factors: [],
    measures: [],
    reason: '截图与通报材料不符',
  };
}

/** An act on an appeal. */
export function act(appealId: string, more: Record<string, unknown> = {}): { input: Record<string, unknown> } {
  return { input: { commandId: commandId(), appealId, ...more } };
}

/** A ruling against it. */
export function dismissal(appealId: string): { input: Record<string, unknown> } {
  return act(appealId, { isUpheld: false, reason: '所附材料不足以改判' });
}
