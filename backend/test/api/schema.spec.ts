import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { GraphQLEnumType, GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { mayTry, PERMISSIONS, type Permission, ROLES, type Viewer } from '../../src/core/access/permissions.js';
import { REFUSAL_CODES } from '../../src/core/kernel/refusal.js';
import { schemaText } from '../../src/emit-schema.js';
import { ROOT_TYPES, seenBy } from '../../src/platform/graphql/seen.transform.js';
import { PROJECT_ROOT } from '../../src/server.js';
import { startTestServer, type TestServer } from '../server.js';

let server: TestServer;
let schema: GraphQLSchema;

beforeAll(async () => {
  server = await startTestServer();
  schema = server.app.get(GraphQLSchemaHost).schema;
});

afterAll(() => server.stop());

function objectTypes(): GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => type instanceof GraphQLObjectType && !type.name.startsWith('__'),
  );
}

function viewerWith(role: (typeof ROLES)[number]): Viewer {
  const membership = { id: 'm', exerciseId: 'x', role, teamId: null, unitId: null };
  return { userId: 'u', displayName: '', isAdmin: false, sessionId: 's', memberships: [membership] };
}

describe('API contract', () => {
  it('is the committed schema.graphql (run `npm run schema` after a change)', () => {
    expect(schemaText(schema)).toBe(readFileSync(resolve(PROJECT_ROOT, 'schema.graphql'), 'utf8'));
  });

  it('declares who may run every operation', () => {
    const silent = objectTypes()
      .filter(({ name }) => ROOT_TYPES.has(name))
      .flatMap((type) => Object.values(type.getFields()).filter(({ extensions }) => !isPermission(extensions.allow)))
      .map(({ name }) => name);
    expect(silent).toEqual([]);
  });

  it('declares who may read every field of every type', () => {
    const silent = objectTypes()
      .filter(({ name }) => !ROOT_TYPES.has(name))
      .flatMap((type) =>
        Object.values(type.getFields())
          .filter((field) => !(seenBy(type, field) ?? []).length || !(seenBy(type, field) ?? []).every(isPermission))
          .map(({ name }) => `${type.name}.${name}`),
      );
    expect(silent).toEqual([]);
  });

  it('exports every refusal code, so that a missing translation does not compile', () => {
    const type = schema.getType('RefusalCode');
    expect(type).toBeInstanceOf(GraphQLEnumType);
    expect(
      (type as GraphQLEnumType)
        .getValues()
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...REFUSAL_CODES].sort());
  });

  it('keeps the reviewed matrix of roles and operations', () => {
    const rows = objectTypes()
      .filter(({ name }) => ROOT_TYPES.has(name))
      .flatMap((type) => Object.values(type.getFields()))
      .map(({ name, extensions }) => {
        const permission = extensions.allow as Permission;
        const who = mayTry(null, permission)
          ? ['PUBLIC']
          : PERMISSIONS[permission] === 'ADMIN'
            ? ['ADMIN']
            : ROLES.filter((role) => mayTry(viewerWith(role), permission));
        return `${name}: ${who.join(' ')}`;
      });
    expect(rows.sort()).toMatchSnapshot();
  });
});

function isPermission(value: unknown): boolean {
  return typeof value === 'string' && value in PERMISSIONS;
}
