import { randomUUID } from 'node:crypto';
import { IdentityService } from '../src/modules/identity/identity.service.js';
import { commandId, TestClient } from './client.js';
import { startTestServer, type TestServer } from './server.js';

/** Password of every account in a test world. */
export const PASSWORD = 'world-password-1';

/** A small live exercise: two attack teams, two units (one with a subordinate), everyone signed in. */
export interface World {
  readonly exerciseId: string;
  readonly code: string;
  readonly units: { readonly water: string; readonly waterPlant: string; readonly bank: string };
  readonly teams: { readonly north: string; readonly south: string };
  readonly as: Readonly<Record<Person, TestClient>>;
}

/** A world on a server of its own, in this process. */
export interface ServedWorld extends World {
  readonly server: TestServer;
  readonly stop: () => Promise<void>;
}

export type Person =
  | 'admin'
  | 'organizer'
  | 'chief'
  | 'referee'
  | 'north'
  | 'south'
  | 'water'
  | 'bank'
  | 'observer'
  | 'stranger'
  | 'nobody';

const ROLE_OF: Readonly<Partial<Record<Person, string>>> = {
  organizer: 'ORGANIZER',
  chief: 'CHIEF_REFEREE',
  referee: 'REFEREE',
  north: 'ATTACKER',
  south: 'ATTACKER',
  water: 'DEFENDER',
  bank: 'DEFENDER',
  observer: 'OBSERVER',
};

/** Ids of one mutation's answer. */
interface Made {
  readonly made: { readonly id: string };
}

/** Starts a server and builds the world on it. */
export async function buildWorld(rules = { attack: 'tprq', defense: 'fhz' }): Promise<ServedWorld> {
  const server = await startTestServer();
  const account = { commandId: randomUUID(), username: 'admin', displayName: '管理员', password: PASSWORD };
  await server.app.get(IdentityService).createUser(account, null, true);
  const admin = await new TestClient(server.url).login('admin', PASSWORD);
  return { ...(await buildWorldWith(admin, rules)), server, stop: server.stop };
}

/** Builds the world through the API, as its people would, on whatever server the administrator is signed in to. */
export async function buildWorldWith(admin: TestClient, rules = { attack: 'tprq', defense: 'fhz' }): Promise<World> {
  const hashes = await ruleHashes(admin, rules);
  const code = 'test-2026';
  const exerciseId = await make(admin, 'createExercise', 'CreateExerciseInput', {
    code,
    name: '测试演习',
    host: '测试指挥部',
    timeZone: 'Asia/Shanghai',
    startsAt: '2026-09-15T01:00:00Z',
    endsAt: '2026-09-17T13:00:00Z',
    ...hashes,
  });
  const units = await addUnits(admin, exerciseId);
  const teams = {
    north: await make(admin, 'addAttackTeam', 'AddAttackTeamInput', { exerciseId, name: '北队' }),
    south: await make(admin, 'addAttackTeam', 'AddAttackTeamInput', { exerciseId, name: '南队' }),
  };
  await registerAddresses(admin, exerciseId, teams);
  const as = await signInAll({ admin, exerciseId, teams, units });
  await admin.ask(`mutation ($input: ExerciseCommandInput!) { startExercise(input: $input) { state } }`, {
    input: { commandId: commandId(), exerciseId, version: 1 },
  });
  return { exerciseId, code, units, teams, as };
}

/** Runs a mutation that makes something and returns its id. */
export async function make(
  client: TestClient,
  mutation: string,
  inputType: string,
  input: Record<string, unknown>,
): Promise<string> {
  const query = `mutation ($input: ${inputType}!) { made: ${mutation}(input: $input) { id } }`;
  const { made } = await client.ask<Made>(query, { input: { commandId: commandId(), ...input } });
  return made.id;
}

async function ruleHashes(admin: TestClient, rules: { attack: string; defense: string }) {
  const { ruleSets } = await admin.ask<{ ruleSets: { key: string; hash: string }[] }>('{ ruleSets { key hash } }');
  const hashOf = (key: string): string => ruleSets.find((rule) => rule.key === key)?.hash ?? '';
  return { attackRuleSetHash: hashOf(rules.attack), defenseRuleSetHash: hashOf(rules.defense) };
}

async function addUnits(admin: TestClient, exerciseId: string): Promise<World['units']> {
  const unit = (name: string, more: Record<string, unknown> = {}) =>
    make(admin, 'addUnit', 'AddUnitInput', { exerciseId, name, industry: '水利', isKeyUnit: false, ...more });
  const water = await unit('澜江水务');
  const waterPlant = await unit('澜江水务三厂', { parentId: water });
  const bank = await unit('云泽银行', { industry: '金融', isKeyUnit: true });
  const target = (unitId: string, address: string) =>
    make(admin, 'addTarget', 'AddTargetInput', {
      exerciseId,
      unitId,
      name: '业务系统',
      targetClass: '业务系统',
      address,
      description: '',
    });
  await target(water, '198.51.100.0/25');
  await target(bank, '198.51.100.128/25');
  return { water, waterPlant, bank };
}

async function registerAddresses(admin: TestClient, exerciseId: string, teams: World['teams']): Promise<void> {
  const valid = { validFrom: '2026-09-15T00:00:00Z', validTo: '2026-09-18T00:00:00Z' };
  const networks = { [teams.north]: '203.0.113.0/28', [teams.south]: '203.0.113.16/28' };
  for (const [teamId, cidr] of Object.entries(networks)) {
    await make(admin, 'registerSourceAddress', 'RegisterSourceAddressInput', { exerciseId, teamId, cidr, ...valid });
  }
}

interface Cast {
  readonly admin: TestClient;
  readonly exerciseId: string;
  readonly teams: World['teams'];
  readonly units: World['units'];
}

async function signInAll(cast: Cast): Promise<World['as']> {
  const { admin } = cast;
  const partyOf: Partial<Record<Person, Record<string, string>>> = {
    north: { teamId: cast.teams.north },
    south: { teamId: cast.teams.south },
    water: { unitId: cast.units.water },
    bank: { unitId: cast.units.bank },
  };
  const people: Person[] = ['organizer', 'chief', 'referee', 'north', 'south', 'water', 'bank', 'observer', 'stranger'];
  const clients: Partial<Record<Person, TestClient>> = { admin, nobody: new TestClient(admin.url) };
  for (const person of people) {
    const account = { username: person, displayName: `${person}-name`, password: PASSWORD };
    const userId = await make(admin, 'createUser', 'CreateUserInput', account);
    const role = ROLE_OF[person];
    if (role) {
      const grant = { exerciseId: cast.exerciseId, userId, role, ...partyOf[person] };
      await make(admin, 'grantMembership', 'GrantMembershipInput', grant);
    }
    clients[person] = await new TestClient(admin.url).login(person, PASSWORD);
  }
  return clients as World['as'];
}
