import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DEFAULT_POLICY } from '../../src/core/adjudication/policy.js';
import { commandId } from '../client.js';
import { halfMarks } from '../proof/played.js';
import { propose } from '../rescoring.js';
import { make, PASSWORD, type Person, type ServedWorld } from '../world.js';
import { drillInputs } from './valid-inputs-drill.js';
import { dutyInputs } from './valid-inputs-duty.js';
import { protectionInputs } from './valid-inputs-protection.js';
import { reportingInputs } from './valid-inputs-reporting.js';
import { planInputs } from './valid-inputs-plan.js';
import { playScene, type Scene, type ValidInputs } from './valid-scene.js';

const SPAN = { startsAt: '2026-09-15T01:00:00Z', endsAt: '2026-09-17T01:00:00Z' };
const RULES = readFileSync(new URL('../../../scenarios/rulesets/tprq.yaml', import.meta.url), 'utf8');

/** Plays a scene in the world and gives, for every mutation, an input about it. */
export async function validInputs(world: ServedWorld): Promise<ValidInputs> {
  const scene = await playScene(world);
  return {
    ...(await exerciseInputs(scene)),
    ...partyInputs(scene),
    ...(await peopleInputs(scene)),
    ...submissionInputs(scene),
    ...incidentInputs(scene),
    ...verdictInputs(scene),
    ...(await marksInputs(scene)),
    ...pairInputs(scene),
    ...(await queueInputs(scene)),
    ...returnInputs(scene),
    ...(await abnormalInputs(scene)),
    ...(await rescoringInputs(scene)),
    ...appealInputs(scene),
    ...custodyInputs(scene),
    ...(await planInputs(world)),
    ...(await ratingInputs(scene)),
    ...(await drillInputs(scene)),
    ...(await reportingInputs(scene)),
    ...(await protectionInputs(scene)),
    ...(await dutyInputs(scene)),
  };
}

/** The exercise itself, from its making to its end. */
async function exerciseInputs({ world }: Scene): Promise<ValidInputs> {
  const { as, exerciseId, code } = world;
  const { ruleSets } = await as.admin.ask<{ ruleSets: { key: string; hash: string }[] }>('{ ruleSets { key hash } }');
  const hashOf = (key: string): string => ruleSets.find((rule) => rule.key === key)?.hash ?? '';
  const rules = { attackRuleSetHash: hashOf('tprq'), defenseRuleSetHash: hashOf('fhz') };
  const settings = { name: '演习', host: '指挥部', timeZone: 'Asia/Shanghai', ...SPAN, ...rules };
  const { exercise } = await as.organizer.ask<{ exercise: { version: number } }>(
    `query ($code: String!) { exercise(code: $code) { version } }`,
    { code },
  );
  const command = { exerciseId, version: exercise.version };
  const reading = { path: 'attack.options.capPolicy', value: '"drop"' };
  return {
    createExercise: { by: 'admin', input: { code: 'other-2026', ...settings } },
    configureExercise: { by: 'organizer', input: { ...command, ...settings } },
    startExercise: { by: 'organizer', input: command },
    endExercise: { by: 'organizer', input: command },
    openPublicNotice: { by: 'organizer', input: command },
    finalizeExercise: { by: 'organizer', input: command },
    setAdjudicationPolicy: { by: 'organizer', input: { exerciseId, reason: '理由', policy: DEFAULT_POLICY } },
    publishRuleSet: {
      by: 'organizer',
      input: { fileName: 'tprq.yaml', text: RULES, settings: [reading], note: '整项不计' },
    },
  };
}

/** Who plays, and with what. */
function partyInputs({ world }: Scene): ValidInputs {
  const { exerciseId, units, teams } = world;
  const unit = { name: '新单位', industry: '水利', isKeyUnit: false, isParticipant: true };
  const target = { name: '靶标', targetClass: '系统', address: '198.51.100.9', url: null, description: '' };
  const source = { cidr: '203.0.113.9', validFrom: SPAN.startsAt, validTo: SPAN.endsAt };
  return {
    addUnit: { by: 'organizer', input: { exerciseId, parentId: units.water, ...unit } },
    addAttackTeam: { by: 'organizer', input: { exerciseId, name: '新队' } },
    registerSourceAddress: { by: 'organizer', input: { exerciseId, teamId: teams.north, ...source } },
    addTarget: { by: 'organizer', input: { exerciseId, unitId: units.water, ...target } },
  };
}

/** Accounts, and what their people are. */
async function peopleInputs({ world }: Scene): Promise<ValidInputs> {
  const { as, exerciseId } = world;
  const me = async (person: Person) =>
    (
      await as[person].ask<{ me: { user: { id: string }; memberships: { id: string }[] } }>(
        '{ me { user { id } memberships { id } } }',
      )
    ).me;
  const membershipId = (await me('observer')).memberships[0]?.id;
  const userId = (await me('stranger')).user.id;
  return {
    createUser: { by: 'admin', input: { username: 'someone', displayName: '某人', password: PASSWORD } },
    grantMembership: { by: 'organizer', input: { exerciseId, userId, role: 'OBSERVER' } },
    revokeMembership: { by: 'organizer', input: { exerciseId, membershipId } },
    readNotices: { by: 'north', input: { exerciseId, upToSeq: 1 } },
  };
}

/** What an attack team says. */
function submissionInputs({ draft }: Scene): ValidInputs {
  return {
    saveSubmissionDraft: { by: 'north', input: { ...draft, version: 1 } },
    fileSubmission: { by: 'north', input: { submissionId: draft.id, version: 1 } },
    discardSubmissionDraft: { by: 'north', input: { id: draft.id, version: 1 } },
  };
}

/** What a unit says. */
function incidentInputs({ world, reports, bonus }: Scene): ValidInputs {
  const { exerciseId, units } = world;
  const opening = { exerciseId, unitId: units.water, title: '异常外联', discoveredAt: '2026-09-15T01:20:00Z' };
  return {
    openIncident: { by: 'water', input: opening },
    saveReportDraft: { by: 'water', input: reports.draft },
    fileReport: { by: 'water', input: { reportId: reports.draft.id, version: 1 } },
    saveBonusDraft: { by: 'water', input: bonus.draft },
    fileBonusClaim: { by: 'water', input: { bonusClaimId: bonus.draft.id, version: 1 } },
  };
}

/** Rulings on the nodes of what a referee holds. */
function verdictInputs({ held }: Scene): ValidInputs {
  const ruling = {
    ...{ nodeId: held.nodes[0]?.id, expectedVerdictId: null, outcome: 'ACCEPTED', categoryKey: 'row-3' },
    ...{ privilegeKey: 'admin', quantity: 1, systemKey: 's', factors: [], measures: [] },
    reason: '路径相符',
  };
  return {
    recordVerdict: { by: 'referee', input: ruling },
    recordOpinion: { by: 'referee', input: { ...ruling, round: 1 } },
    decideOpinions: { by: 'chief', input: ruling },
  };
}

/** Marks of incidents, and bonuses. */
async function marksInputs({ world, incidentId, bonus }: Scene): Promise<ValidInputs> {
  const sheet = { incidentId, marks: await halfMarks(world), comment: '两份不一致' };
  return {
    recordMarks: { by: 'referee', input: sheet },
    recordMarksOpinion: { by: 'referee', input: { ...sheet, round: 1 } },
    decideMarks: { by: 'chief', input: sheet },
    recordBonusVerdict: {
      by: 'referee',
      input: { bonusClaimId: bonus.filed, points: '1', reason: '', isAccepted: true },
    },
  };
}

/** What both sides tell of the same. */
function pairInputs({ submission, held, incidentId, linkId }: Scene): ValidInputs {
  const pair = { kind: 'DUPLICATE', firstId: submission.id, secondId: held.id };
  return {
    linkIncident: { by: 'referee', input: { incidentId, submissionId: submission.id, reason: '同一地址' } },
    unlinkIncident: { by: 'referee', input: { linkId, reason: '地址不同' } },
    settleDisagreement: { by: 'referee', input: { linkId, finding: 'BOTH_HOLD', reason: '并不矛盾' } },
    dismissProposal: { by: 'referee', input: { ...pair, reason: '截图为公开资料' } },
  };
}

/** Who takes what, and who may not. */
async function queueInputs({ world, submission, held, incidentId }: Scene): Promise<ValidInputs> {
  const { as, exerciseId, units } = world;
  const relation = { exerciseId, partyId: units.bank, kind: 'FAMILY', note: '' };
  const { made } = await as.chief.ask<{ made: { id: string }[] }>(
    `mutation ($input: DeclareRelationInput!) { made: declareRelation(input: $input) { id } }`,
    { input: { commandId: commandId(), ...relation } },
  );
  return {
    claimNext: { by: 'referee', input: { exerciseId, subjectKind: 'SUBMISSION' } },
    claimSubmission: { by: 'referee', input: { submissionId: submission.id } },
    releaseClaim: { by: 'referee', input: { submissionId: held.id } },
    claimIncident: { by: 'referee', input: { incidentId } },
    releaseIncident: { by: 'referee', input: { incidentId } },
    declareRelation: { by: 'referee', input: relation },
    endRelation: { by: 'organizer', input: { relationId: made[0]?.id, reason: '理由' } },
  };
}

/** What goes back and forth between authors and referees. */
function returnInputs({ submission, reports }: Scene): ValidInputs {
  const [submissionId, reportId] = [submission.id, reports.filed];
  const because = { reasons: [{ code: 'ALERT_COPIES', note: '' }], comment: '请补正' };
  return {
    returnSubmission: { by: 'referee', input: { submissionId, ...because } },
    resubmitSubmission: { by: 'north', input: { submissionId, version: 2 } },
    withdrawSubmission: { by: 'north', input: { submissionId, reason: '重复' } },
    returnReport: { by: 'referee', input: { reportId, ...because } },
    resubmitReport: { by: 'water', input: { reportId, version: 2 } },
    withdrawReport: { by: 'water', input: { reportId, reason: '重复' } },
  };
}

/** A lead, one that waits to be verified, and one whose unit has been told. */
async function abnormalInputs({ world, evidence }: Scene): Promise<ValidInputs> {
  const { as, exerciseId, units } = world;
  const lead = {
    ...{ exerciseId, unitId: units.water, form: 'SITE_DOWN', systemName: '门户网站', narrative: '整站不可用' },
    ...{ evidenceAt: '2026-09-15T01:00:00Z', evidenceIds: [evidence.north] },
  };
  const waiting = await make(as.north, 'reportAbnormalDefense', 'AbnormalReportInput', lead);
  const told = await make(as.north, 'reportAbnormalDefense', 'AbnormalReportInput', lead);
  const notice = { episodeId: told, expectedActId: null, reason: '核验属实' };
  const { made } = await as.referee.ask<{ made: { acts: { id: string }[] } }>(
    `mutation ($input: AbnormalActInput!) { made: noticeAbnormalDefense(input: $input) { acts { id } } }`,
    { input: { commandId: commandId(), ...notice } },
  );
  const act = { episodeId: told, expectedActId: made.acts[0]?.id, reason: '仍不可用', at: '2026-09-15T01:00:00Z' };
  return {
    reportAbnormalDefense: { by: 'north', input: lead },
    noticeAbnormalDefense: { by: 'referee', input: { ...notice, episodeId: waiting } },
    dismissAbnormalDefense: { by: 'referee', input: { ...notice, episodeId: waiting } },
    confirmAbnormalDefense: { by: 'referee', input: act },
    closeAbnormalDefense: { by: 'referee', input: act },
  };
}

/** A proposal, and what may be done with one that is open. */
async function rescoringInputs({ world }: Scene): Promise<ValidInputs> {
  const { as, exerciseId, teams } = world;
  const adjustment = { side: 'ATTACK', partyId: teams.north, account: 'ATTACK', amount: '-5' };
  const proposal = { exerciseId, kind: 'ADJUSTMENT', reason: '多次违规', publicReason: '违反演习纪律', adjustment };
  const { id: setId, preview } = await propose(as.chief, exerciseId, proposal);
  const seen = { setId, previewHash: preview.previewHash };
  return {
    proposeRescoring: { by: 'chief', input: proposal },
    approveRescoring: { by: 'organizer', input: { ...seen, comment: '' } },
    cancelRescoring: { by: 'chief', input: { setId, reason: '重复' } },
    applyRescoring: { by: 'organizer', input: { ...seen, password: PASSWORD } },
  };
}

/** Appeals, and what of a path may be read. */
function appealInputs({ judged, appealId, evidence }: Scene): ValidInputs {
  const appeal = {
    subjectKind: 'NODE',
    subjectId: judged.nodes[0]?.id,
    grounds: '理由',
    evidenceIds: [evidence.fresh],
  };
  const ruling = { appealId, isUpheld: false, reason: '理由', publicReason: '理由' };
  return {
    fileAppeal: { by: 'north', input: appeal },
    withdrawAppeal: { by: 'north', input: { appealId, reason: '理由' } },
    requestArbitration: { by: 'north', input: { appealId, reason: '理由' } },
    takeAppeal: { by: 'referee', input: { appealId } },
    ruleOnAppeal: { by: 'referee', input: ruling },
    arbitrate: { by: 'chief', input: ruling },
    releasePath: { by: 'organizer', input: { submissionId: judged.id, withEvidence: false, reason: '理由' } },
  };
}

/** Originals, and the end of what was kept. No file is old enough to be destroyed: that id leads nowhere. */
function custodyInputs({ world, evidence }: Scene): ValidInputs {
  const { exerciseId } = world;
  const destructionId = randomUUID();
  return {
    openOriginal: { by: 'referee', input: { evidenceId: evidence.north, reason: '核验' } },
    proposeDestruction: { by: 'organizer', input: { exerciseId, reason: '留存期满' } },
    confirmDestruction: { by: 'chief', input: { destructionId, password: PASSWORD } },
    cancelDestruction: { by: 'chief', input: { destructionId, reason: '留存延长' } },
  };
}

/** A sheet of levels by the rules that rate. */
async function ratingInputs({ world }: Scene): Promise<ValidInputs> {
  const { as, exerciseId } = world;
  const { rating } = await as.referee.ask<{ rating: { ruleSet: { hash: string } } }>(
    `query ($id: ID!) { rating(exerciseId: $id) { ruleSet { hash } } }`,
    { id: exerciseId },
  );
  const sheet = { exerciseId, ruleSetHash: rating.ruleSet.hash, levels: [{ key: 'ol', level: '3' }] };
  return { recordRating: { by: 'referee', input: { ...sheet, expectedSheetId: null, comment: '关键路径' } } };
}
