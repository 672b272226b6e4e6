import type { AddTargetInput, GrantMembershipInput } from '../backend/src/modules/exercise/exercise.inputs.js';
import { idOf } from './ids.js';
import { EXERCISE_ID, found, type Stage } from './stage.js';
import { later, type Step } from './step.js';
import type { StoryTeam, StoryUnit } from './story.js';

/** Who sets the exercise up, and who directs it afterwards. */
const ADMIN = 'admin';
const DIRECTOR = 'jiang.xubai';
/** Days for which egress addresses are registered: the exercise and the night after it. */
const REGISTRATION_DAYS = 5;

/** Everything before the first attack: accounts, exercise, units, teams, targets, people, start. */
export function preparationSteps(stage: Stage): Step[] {
  const { story, timeline } = stage;
  const prepared = timeline.prepared;
  const directed = (name: string, minutes: number, run: () => Promise<unknown>): Step => ({
    at: later(prepared, minutes),
    name,
    run,
  });
  return [
    directed('accounts', 0, () => createAccounts(stage)),
    directed('exercise', 0, () => createExercise(stage)),
    directed('handing over', 10, () => handOver(stage)),
    ...story.units.map((unit, place) => directed(`unit ${unit.name}`, 30 + place * 5, () => addUnit(stage, unit))),
    ...story.teams.map((team, place) =>
      directed(`team ${team.name}`, 120 + place * 5, () => addTeam(stage, team, place)),
    ),
    directed('memberships', 200, () => grantAll(stage)),
    { at: timeline.startsAt, name: 'start', run: () => startExercise(stage) },
  ];
}

async function createAccounts(stage: Stage): Promise<void> {
  const create = async (user: string, creator: string | null): Promise<unknown> => {
    const { name, isAdmin = false } = stage.person(user);
    const password = stage.password(user);
    const account = { commandId: idOf(`user/${user}`), username: user, displayName: name, password };
    const viewer = creator === null ? null : await stage.viewer(creator);
    return stage.services.identity.createUser(account, viewer, isAdmin);
  };
  await create(ADMIN, null);
  const others = stage.story.people.filter(({ user }) => user !== ADMIN);
  // Hashing takes its time by design; several at once use all cores.
  await Promise.all(others.map(({ user }) => create(user, ADMIN)));
}

async function createExercise(stage: Stage): Promise<void> {
  const { story, timeline, services } = stage;
  const { attackRules, defenseRules, ...settings } = story.exercise;
  const rules = await services.ruleSets.all();
  const hashOf = (key: string): string =>
    found(
      rules.find((rule) => rule.key === key),
      key,
    ).hash;
  const input = {
    commandId: EXERCISE_ID,
    ...settings,
    startsAt: timeline.startsAt,
    endsAt: timeline.endsAt,
    dailyOpensAt: null,
    dailyClosesAt: null,
    attackRuleSetHash: hashOf(attackRules),
    defenseRuleSetHash: hashOf(defenseRules),
  };
  await services.control.create(input, await stage.viewer(ADMIN));
  stage.forgetViewers();
}

async function addUnit(stage: Stage, unit: StoryUnit): Promise<void> {
  const { control } = stage.services;
  const viewer = await stage.viewer(DIRECTOR);
  const { name, industry, isKey = false } = unit;
  const rootId = stage.unitId(name);
  const common = { exerciseId: EXERCISE_ID, industry, isParticipant: true };
  await control.addUnit({ ...common, commandId: rootId, name, isKeyUnit: isKey }, viewer);
  for (const below of unit.subordinates) {
    await control.addUnit(
      { ...common, commandId: stage.unitId(below), parentId: rootId, name: below, isKeyUnit: false },
      viewer,
    );
  }
  for (const [targetName, targetClass, address, description] of unit.targets) {
    const target: AddTargetInput = {
      commandId: targetId(name, targetName),
      exerciseId: EXERCISE_ID,
      unitId: rootId,
      name: targetName,
      targetClass,
      address: stage.unitAddress(name, address),
      description,
    };
    await control.addTarget(target, viewer);
  }
}

/** Id of a unit's target. */
export function targetId(unit: string, target: string): string {
  return idOf(`target/${unit}/${target}`);
}

/** Id of an attack team. */
export function teamId(name: string): string {
  return idOf(`team/${name}`);
}

async function addTeam(stage: Stage, team: StoryTeam, place: number): Promise<void> {
  const { control } = stage.services;
  const viewer = await stage.viewer(DIRECTOR);
  await control.addAttackTeam({ commandId: teamId(team.name), exerciseId: EXERCISE_ID, name: team.name }, viewer);
  const { startsAt } = stage.timeline;
  const valid = { validFrom: later(startsAt, -60), validTo: later(startsAt, REGISTRATION_DAYS * 24 * 60) };
  const networks = [`203.0.113.${place * 16}/28`, ...(team.ipv6 === true ? [stage.egress(team.name, 'w0/48')] : [])];
  for (const cidr of networks) {
    const commandId = idOf(`egress/${cidr}`);
    await control.registerSourceAddress(
      { commandId, exerciseId: EXERCISE_ID, teamId: teamId(team.name), cidr, ...valid },
      viewer,
    );
  }
}

async function grantAll(stage: Stage): Promise<void> {
  const viewer = await stage.viewer(DIRECTOR);
  const others = stage.story.people.filter(({ user, role }) => role !== undefined && user !== DIRECTOR);
  for (const { user } of others) await stage.services.people.grant(membershipOf(stage, user), viewer);
  stage.forgetViewers();
}

/** The administrator appoints the director, who then keeps the administrator out of the exercise. */
async function handOver(stage: Stage): Promise<void> {
  const { people, exercises } = stage.services;
  const members = await exercises.membersOf(EXERCISE_ID);
  const own = members.find(({ userId }) => userId === idOf(`user/${ADMIN}`));
  // An earlier play has got beyond this already.
  if (own === undefined) return;
  if (!members.some(({ userId }) => userId === idOf(`user/${DIRECTOR}`))) {
    await people.grant(membershipOf(stage, DIRECTOR), await stage.viewer(ADMIN));
  }
  stage.forgetViewers();
  const input = { commandId: idOf('handing-over'), exerciseId: EXERCISE_ID, membershipId: own.id };
  await people.revoke(input, await stage.viewer(DIRECTOR));
  stage.forgetViewers();
}

function membershipOf(stage: Stage, user: string): GrantMembershipInput {
  const { role, team, unit } = stage.person(user);
  return {
    commandId: idOf(`membership/${user}`),
    exerciseId: EXERCISE_ID,
    userId: idOf(`user/${user}`),
    role: found(role, `role of ${user}`),
    teamId: team === undefined ? null : teamId(team),
    unitId: unit === undefined ? null : stage.unitId(unit),
  };
}

async function startExercise(stage: Stage): Promise<void> {
  const input = { commandId: idOf('start'), exerciseId: EXERCISE_ID, version: 1 };
  await stage.services.control.start(input, await stage.viewer(DIRECTOR));
}
