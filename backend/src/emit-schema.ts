import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { loadConfig } from './platform/config/config.js';
import { createServer, PROJECT_ROOT } from './server.js';

/** The API contract as committed in schema.graphql. */
export function schemaText(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

if (process.argv[1]?.includes('emit-schema')) {
  const app = await createServer(loadConfig(process.env));
  writeFileSync(resolve(PROJECT_ROOT, 'schema.graphql'), schemaText(app.get(GraphQLSchemaHost).schema));
  await app.close();
  process.exit();
}
