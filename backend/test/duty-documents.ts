import { commandId, type TestClient } from './client.js';
import { make, PASSWORD, type World } from './world.js';
import { TestClient as Client } from './client.js';

/** A unit's roster with its people by name, as specs use it. */
export interface DutyScene {
  readonly rosterId: string;
  /** Person ids by name. */
  readonly people: Readonly<Record<string, string>>;
  /** Clients of the duty officers by name. */
  readonly as: Readonly<Record<string, TestClient>>;
}

/** Day and night with two people each, a leader and one on call; 示例 figures. */
export const KINDS = [
  { key: 'lead', name: '带班', role: 'LEADER', startsAt: '00:00', endsAt: '00:00', needed: 1 },
  { key: 'day', name: '白班', role: 'SHIFT', startsAt: '08:00', endsAt: '20:00', needed: 1 },
  { key: 'night', name: '夜班', role: 'SHIFT', startsAt: '20:00', endsAt: '08:00', needed: 1 },
  { key: 'standby', name: '备班', role: 'STANDBY', startsAt: '08:00', endsAt: '08:00', needed: 1 },
];

export const SET_ROSTER = `mutation ($input: SetDutyRosterInput!) { done: setDutyRoster(input: $input) { id version } }`;
export const ADD_PEOPLE = `mutation ($input: AddDutyPeopleInput!) { done: addDutyPeople(input: $input) { id } }`;
export const CHANGE_PERSON = `mutation ($input: ChangeDutyPersonInput!) { done: changeDutyPerson(input: $input) { id } }`;
export const PREVIEW = `query ($input: DutyRotationInput!) { preview: dutyRotationPreview(input: $input) {
  basedOn added removed problems { code date } people { name shifts } slots { kindKey date assignedIds } } }`;
export const FILL = `mutation ($input: FillDutyRosterInput!) { done: fillDutyRoster(input: $input) { id } }`;
export const ASSIGN = `mutation ($input: AssignDutyInput!) { done: assignDuty(input: $input) { id } }`;
export const ASK_SWAP = `mutation ($input: AskDutySwapInput!) { done: askDutySwap(input: $input) { id } }`;
export const ANSWER_SWAP = `mutation ($input: AnswerDutySwapInput!) { done: answerDutySwap(input: $input) { id } }`;
export const DECIDE_SWAP = `mutation ($input: DecideDutySwapInput!) { done: decideDutySwap(input: $input) { id } }`;
export const WITHDRAW_SWAP = `mutation ($input: WithdrawDutySwapInput!) { done: withdrawDutySwap(input: $input) { id } }`;
export const CHECK_IN = `mutation ($input: CheckInDutyInput!) { done: checkInDuty(input: $input) { id } }`;
export const TAKE_OVER = `mutation ($input: TakeOverDutyInput!) { done: takeOverDuty(input: $input) { id } }`;
export const OFFER = `mutation ($input: OfferHandoverInput!) { done: offerHandover(input: $input) { id } }`;
export const SIGN = `mutation ($input: SignHandoverInput!) { done: signHandover(input: $input) { id } }`;
export const WRITE_LOG = `mutation ($input: WriteDutyLogInput!) { done: writeDutyLog(input: $input) { id } }`;
export const LOG = `query ($rosterId: ID!) { log: dutyLog(rosterId: $rosterId) { id seq text byName personName correctsId correctedById } }`;
export const BOARD = `query ($rosterId: ID!, $from: String!, $to: String!) {
  board: dutyBoard(rosterId: $rosterId, from: $from, to: $to) {
    basedOn roster { id version mayPlan } people { id name phone isMe mayStand shifts }
    slots { kindKey date minutes wallMinutes isProtected assignedIds mayCheckInIds mayTakeOver
      present { personId isCover byName } told { level at personIds toCallIds } }
    problems { code kindKey date personId missing isAlarm restMinutes }
    swaps { id state mayAnswer mayDecide mayWithdraw isPossible steps { state byName asLeader } }
    now { slots { kindKey } proposals { ref title }
      handovers { id state from { kindKey date } items { kind ref title } mayOfferIds maySignIds } } } }`;
export const ROSTERS = `query ($exerciseId: ID!) { rosters: dutyRosters(exerciseId: $exerciseId) { id rootId mayPlan } }`;
export const MY_SHIFTS = `query ($exerciseId: ID!) { shifts: myShifts(exerciseId: $exerciseId) { kindName date startsAt endsAt } }`;
export const OPEN_FEED = `mutation ($input: DutyFeedInput!) { feed: openDutyFeed(input: $input) { isOpen path } }`;
export const CLOSE_FEED = `mutation ($input: DutyFeedInput!) { feed: closeDutyFeed(input: $input) { isOpen path } }`;

/** The roster of 澜江水务 with three duty officers, the defender and one named person without an account. */
export async function dutyScene(world: World): Promise<DutyScene> {
  const { admin, water } = world.as;
  const as: Record<string, TestClient> = { water };
  for (const name of ['ana', 'bei', 'cai']) {
    const userId = await make(admin, 'createUser', 'CreateUserInput', {
      username: name,
      displayName: name,
      password: PASSWORD,
    });
    const grant = { exerciseId: world.exerciseId, userId, role: 'DUTY_OFFICER', unitId: world.units.water };
    await make(admin, 'grantMembership', 'GrantMembershipInput', grant);
    as[name] = await new Client(admin.url).login(name, PASSWORD);
  }
  const rosterId = await make(water, 'setDutyRoster', 'SetDutyRosterInput', {
    exerciseId: world.exerciseId,
    rootId: world.units.water,
    version: 0,
    zone: 'Asia/Shanghai',
    kinds: KINDS,
    minRestHours: 12,
    lateMinutes: 10,
  });
  const named = [{ name: '老顾', phone: '6021', note: '值班室' }];
  await water.ask(ADD_PEOPLE, { input: { commandId: commandId(), rosterId, userIds: [], named } });
  const { board } = await water.ask<{ board: { people: { id: string; name: string }[] } }>(BOARD, {
    rosterId,
    from: '2026-09-15',
    to: '2026-09-15',
  });
  return { rosterId, as, people: Object.fromEntries(board.people.map(({ id, name }) => [name, id])) };
}
