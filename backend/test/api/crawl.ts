import {
  type GraphQLArgument,
  type GraphQLField,
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
} from 'graphql';
import type { TestClient } from '../client.js';

/** Values to try for arguments: every id anyone could guess, and ready inputs by type name. */
export interface CrawlPool {
  readonly ids: readonly string[];
  readonly exerciseIds: readonly string[];
  readonly code: string;
  readonly inputs: Readonly<Record<string, readonly unknown[]>>;
}

/** Everything that came back over one crawl, as text, with the codes of all refusals. */
export interface CrawlFinds {
  readonly text: string;
  readonly codes: ReadonlySet<string>;
  readonly requests: number;
}

const MAX_DEPTH = 6;
/** Public and large; their own tests read them. */
const SKIPPED_TYPES = new Set(['RuleSet']);

/** Runs every query with every argument of the pool, asking for every field, as one person. */
export async function crawl(schema: GraphQLSchema, client: TestClient, pool: CrawlPool): Promise<CrawlFinds> {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  const texts: string[] = [];
  const codes = new Set<string>();
  let requests = 0;
  for (const field of fields) {
    for (const args of argumentSets(field, pool)) {
      const answer = await client.query(operationFor(field, args), args);
      requests += 1;
      texts.push(JSON.stringify(answer));
      for (const error of answer.errors ?? []) codes.add(error.extensions.code);
    }
  }
  return { text: texts.join('\n'), codes, requests };
}

/** Names of all root queries, to show that none was left out. */
export function queryNames(schema: GraphQLSchema): string[] {
  return Object.keys(schema.getQueryType()?.getFields() ?? {});
}

/** The query for one root field with every field of its answer. */
export function operationFor(field: GraphQLField<unknown, unknown>, args: Record<string, unknown>): string {
  const used = field.args.filter(({ name }) => name in args);
  const declared = used.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = used.map(({ name }) => `${name}: $${name}`).join(', ');
  const head = used.length > 0 ? `query (${declared})` : 'query';
  const call = used.length > 0 ? `${field.name}(${passed})` : field.name;
  return `${head} { ${call} ${selection(field.type, [])} }`;
}

/** Every field down to MAX_DEPTH; a type is not entered twice on one path. */
function selection(output: GraphQLOutputType, path: readonly string[]): string {
  const type = getNamedType(output);
  if (isLeafType(type) || !(type instanceof GraphQLObjectType)) return '';
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    if (isLeafType(inner)) return [field.name];
    const isDone = path.length >= MAX_DEPTH || path.includes(inner.name) || SKIPPED_TYPES.has(inner.name);
    return isDone ? [] : [`${field.name} ${selection(field.type, [...path, type.name])}`];
  });
  return `{ __typename ${fields.join(' ')} }`;
}

function argumentSets(field: GraphQLField<unknown, unknown>, pool: CrawlPool): Record<string, unknown>[] {
  return field.args.reduce<Record<string, unknown>[]>(
    (sets, argument) => {
      const values = valuesFor(argument, pool);
      return values.length === 0
        ? sets
        : sets.flatMap((set) => values.map((value) => ({ ...set, [argument.name]: value })));
    },
    [{}],
  );
}

function valuesFor(argument: GraphQLArgument, pool: CrawlPool): readonly unknown[] {
  const type = getNamedType(argument.type);
  if (argument.name === 'code') return [pool.code];
  if (argument.name === 'exerciseId') return pool.exerciseIds;
  if (argument.name === 'first') return [100];
  if (argument.name === 'after' || argument.name === 'search') return [];
  if (type.name === 'ID') return pool.ids;
  if (type instanceof GraphQLEnumType) return type.getValues().map(({ name }) => name);
  if (type instanceof GraphQLInputObjectType) return pool.inputs[type.name] ?? [];
  return [];
}
