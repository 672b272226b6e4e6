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
  lossGroup withEvidence nodes { ordinal narrative evidence { id fileName } } } }`;
export const RELEASE = `mutation ($input: ReleasePathInput!) { path: releasePath(input: $input) { code withEvidence } }`;
