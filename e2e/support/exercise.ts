import { randomUUID } from 'node:crypto';
import { Api } from './api.js';
import { minutesFromNow } from './time.js';

/** Password of everyone a journey makes. */
export const PASSWORD = 'journey-password-1';

/** Somebody of a journey's own exercise. */
export interface Person {
  readonly username: string;
  readonly displayName: string;
}

/** An exercise made for one journey: one team, a unit that will be hit, a unit that will not. */
export interface OwnExercise {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly hitUnit: { readonly id: string; readonly name: string };
  readonly quietUnit: { readonly id: string; readonly name: string };
  readonly team: { readonly id: string; readonly name: string };
  readonly target: { readonly id: string; readonly name: string };
  readonly people: Readonly<Record<'organizer' | 'attacker' | 'defender' | 'referee', Person>>;
}

/** Address the team may attack from, and those it goes for. */
export const SOURCE = '203.0.113.9';
export const HIT = ['198.51.100.21', '198.51.100.22', '198.51.100.23', '198.51.100.24', '198.51.100.25'] as const;

/** Prepares a draft exercise as the administrator would: rules, parties, targets, addresses, people. */
export async function prepareExercise(admin: Api, code: string, attackRules = 'tprq'): Promise<OwnExercise> {
  const name = `浏览器流程演习 ${code}`;
  const rules = await ruleHashes(admin, attackRules);
  const id = await admin.command('createExercise', 'CreateExerciseInput', {
    code,
    name,
    host: '流程测试指挥部',
    timeZone: 'Asia/Shanghai',
    startsAt: minutesFromNow(-24 * 60),
    endsAt: minutesFromNow(48 * 60),
    ...rules,
  });
  const add = (command: string, type: string, input: Record<string, unknown>) =>
    admin.command(command, type, { exerciseId: id, ...input });
  const unit = async (unitName: string) => ({
    id: await add('addUnit', 'AddUnitInput', { name: unitName, industry: '能源', isKeyUnit: false }),
    name: unitName,
  });
  const hitUnit = await unit('临溪热力');
  const quietUnit = await unit('静川供水');
  const team = { id: await add('addAttackTeam', 'AddAttackTeamInput', { name: '试锋队' }), name: '试锋队' };
  const target = {
    id: await add('addTarget', 'AddTargetInput', {
      unitId: hitUnit.id,
      name: '统一身份平台',
      targetClass: '集权系统',
      address: '198.51.100.0/24',
      description: '示例',
    }),
    name: '统一身份平台',
  };
  await add('registerSourceAddress', 'RegisterSourceAddressInput', {
    teamId: team.id,
    cidr: '203.0.113.0/28',
    validFrom: minutesFromNow(-24 * 60),
    validTo: minutesFromNow(48 * 60),
  });
  const people = await grantPeople(admin, { id, code, teamId: team.id, unitId: hitUnit.id });
  return { id, code, name, hitUnit, quietUnit, team, target, people };
}

async function ruleHashes(admin: Api, attackRules: string) {
  const { ruleSets } = await admin.ask<{ ruleSets: { key: string; hash: string }[] }>('{ ruleSets { key hash } }');
  const hashOf = (key: string) => ruleSets.find((one) => one.key === key)?.hash;
  return { attackRuleSetHash: hashOf(attackRules), defenseRuleSetHash: hashOf('fhz') };
}

async function grantPeople(admin: Api, into: { id: string; code: string; teamId: string; unitId: string }) {
  const person = async (role: string, displayName: string, place: Record<string, string> = {}): Promise<Person> => {
    const username = `${into.code}.${role.toLowerCase()}`;
    const user = { username, displayName, password: PASSWORD };
    const userId = await admin.command('createUser', 'CreateUserInput', user);
    await admin.command('grantMembership', 'GrantMembershipInput', { exerciseId: into.id, userId, role, ...place });
    return { username, displayName };
  };
  return {
    organizer: await person('ORGANIZER', '齐指挥'),
    attacker: await person('ATTACKER', '韩攻', { teamId: into.teamId }),
    defender: await person('DEFENDER', '魏守', { unitId: into.unitId }),
    referee: await person('REFEREE', '褚裁'),
  };
}

/** One priced step of an attack. */
export interface Priced {
  readonly categoryKey: string;
  readonly privilegeKey: string;
}

interface Filed {
  readonly filed: { readonly id: string; readonly code: string; readonly nodes: { readonly id: string }[] };
}

/** Files an attack result on the unit that is hit; `system` keeps its systems apart from those of other results. */
export async function fileResult(
  attacker: Api,
  exercise: OwnExercise,
  system: string,
  steps: readonly Priced[],
): Promise<Filed['filed']> {
  const proof = await attacker.upload(exercise.id, `${system}截图.txt`, Buffer.from(`${system} 回显`));
  const span = { startedAt: minutesFromNow(-90), endedAt: minutesFromNow(-60) };
  const id = randomUUID();
  await attacker.save('saveSubmissionDraft', 'SubmissionDraftInput', {
    id,
    exerciseId: exercise.id,
    version: 0,
    unitId: exercise.hitUnit.id,
    title: system,
    ...span,
    sourceAddresses: [SOURCE],
    controlledAddresses: [HIT[1]],
    summary: `取得${system}权限`,
    remediation: '',
    nodes: steps.map((step, at) => ({
      id: randomUUID(),
      assetName: `${system}${at + 1}`,
      systemKey: `${system}-${at + 1}`,
      zone: 'OFFICE',
      sourceAddress: SOURCE,
      destinationAddress: HIT[1],
      url: '',
      ...span,
      means: ['m8'],
      technique: 'T1078',
      quantity: 1,
      narrative: '以弱口令登录。',
      evidenceIds: [proof],
      ...step,
    })),
  });
  const query = `mutation ($input: FileSubmissionInput!) { filed: fileSubmission(input: $input) { id code nodes { id } } }`;
  const { filed } = await attacker.ask<Filed>(query, {
    input: { commandId: randomUUID(), submissionId: id, version: 1 },
  });
  return filed;
}

/** Claims a filed result and accepts every step of it as priced. */
export async function acceptResult(referee: Api, filed: Filed['filed'], steps: readonly Priced[]): Promise<void> {
  await referee.command('claimSubmission', 'ClaimInput', { submissionId: filed.id });
  for (const [at, step] of steps.entries()) {
    await referee.command('recordVerdict', 'VerdictInput', {
      nodeId: filed.nodes[at]?.id,
      outcome: 'ACCEPTED',
      quantity: 1,
      systemKey: `${filed.code}-${at + 1}`,
      factors: [],
      measures: [],
      reason: '',
      ...step,
    });
  }
}

/** Opens an incident of the unit that is hit and files its detection report, without means or addresses found. */
export async function fileDetection(defender: Api, exercise: OwnExercise, title: string): Promise<string> {
  const incidentId = await defender.command('openIncident', 'OpenIncidentInput', {
    exerciseId: exercise.id,
    unitId: exercise.hitUnit.id,
    title,
    discoveredAt: minutesFromNow(-55),
  });
  const id = randomUUID();
  await defender.save('saveReportDraft', 'ReportDraftInput', {
    id,
    incidentId,
    kind: 'DETECTION',
    version: 0,
    startedAt: minutesFromNow(-90),
    endedAt: minutesFromNow(-55),
    sections: [{ key: 'timeliness', text: '告警后即行核查。', evidenceIds: [] }],
    evidenceIds: [],
    foundAddresses: [],
    means: [],
  });
  await defender.command('fileReport', 'FileReportInput', { reportId: id, version: 1 });
  return incidentId;
}

/** Marks every judged item of the rubric in full, except those named, which get nothing. */
export async function markIncident(
  referee: Api,
  exercise: OwnExercise,
  incidentId: string,
  nothingFor: readonly string[],
): Promise<void> {
  const query = `query ($code: String!) { exercise(code: $code) { defenseRuleSet { dimensions { items { key mark } } } } }`;
  const { exercise: found } = await referee.ask<{
    exercise: { defenseRuleSet: { dimensions: { items: { key: string; mark: string }[] }[] } };
  }>(query, { code: exercise.code });
  const items = found.defenseRuleSet.dimensions.flatMap((dimension) => dimension.items);
  await referee.command('recordMarks', 'MarksInput', {
    incidentId,
    comment: '',
    marks: items
      .filter(({ mark }) => mark === 'judged')
      .map(({ key }) => ({ itemKey: key, share: nothingFor.includes(key) ? '0' : '1', comment: '' })),
  });
}

/** Files a bonus claim of the unit that is hit. */
export async function fileBonus(defender: Api, exercise: OwnExercise, bonusKey: string): Promise<string> {
  const id = randomUUID();
  const proof = await defender.upload(exercise.id, '线索画像.txt', Buffer.from('木马样本与回连地址'));
  await defender.save('saveBonusDraft', 'BonusDraftInput', {
    id,
    exerciseId: exercise.id,
    unitId: exercise.hitUnit.id,
    bonusKey,
    title: '演习之外的攻击线索',
    narrative: '发现演习范畴之外的木马。',
    evidenceIds: [proof],
    version: 0,
  });
  await defender.command('fileBonusClaim', 'FileBonusInput', { bonusClaimId: id, version: 1 });
  return id;
}
