import { defaultFieldResolver, type GraphQLField, GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { mayTry, type Permission } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { ApiContext } from '../access/viewer.js';

/** Root types answer to `@Allow`; all others to `@Seen`. */
export const ROOT_TYPES: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

/** Permissions declared for a field, falling back to its type's; null when nobody declared any. */
export function seenBy(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): readonly Permission[] | null {
  const declared = (field.extensions.seen ?? type.extensions.seen) as readonly Permission[] | undefined;
  return declared ?? null;
}

/**
 * Wraps every field with its `@Seen` declaration: a second net under the services' own checks, so that
 * a type that slips out through a wrong edge still shows nothing to the other side.
 */
export function enforceSeen(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!(type instanceof GraphQLObjectType) || type.name.startsWith('__') || ROOT_TYPES.has(type.name)) continue;
    for (const field of Object.values(type.getFields())) guardField(type, field);
  }
  return schema;
}

function guardField(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): void {
  const permissions = seenBy(type, field) ?? [];
  if (permissions.some((permission) => mayTry(null, permission))) return;
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, context, info) => {
    const { viewer } = context as ApiContext;
    if (!permissions.some((permission) => mayTry(viewer, permission))) throw new Refusal('NOT_ALLOWED');
    return resolve(source, args, context, info);
  };
}
