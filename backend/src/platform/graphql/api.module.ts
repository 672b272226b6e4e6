import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_PIPE } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { AllowGuard } from '../access/allow.guard.js';
import type { ApiContext, ViewerRequest } from '../access/viewer.js';
import { formatError } from './errors.js';
import { LIMIT_RULES } from './limits.js';
import { enforceSeen } from './seen.transform.js';
import { inputPipe, StorableTextPipe } from './validation.js';
import { RefusalCodeEnum } from './enums.js';
import { LiveEndpoint } from './live-endpoint.js';

/** A fresh context for one HTTP request. */
function contextOf({ req }: { req: ViewerRequest }): ApiContext {
  return { viewer: req.viewer, loaders: new Map(), req };
}

/** Apollo behind Nest: code-first schema, limits, deny by default. Subscriptions are in live.ts. */
@Global()
@Module({
  imports: [
    GraphQLModule.forRoot<ApolloDriverConfig>({
      driver: ApolloDriver,
      autoSchemaFile: true,
      sortSchema: true,
      graphiql: false,
      introspection: true,
      csrfPrevention: true,
      context: contextOf,
      formatError,
      validationRules: LIMIT_RULES,
      transformSchema: enforceSeen,
      plugins: [ApolloServerPluginCacheControlDisabled()],
      // A refusal is an answer with status 200; only transport faults use other codes.
      preserveHttpStatusForExecutionErrors: false,
      buildSchemaOptions: { dateScalarMode: 'isoDate', orphanedTypes: [RefusalCodeEnum] },
    }),
  ],
  providers: [
    LiveEndpoint,
    { provide: APP_GUARD, useClass: AllowGuard },
    { provide: APP_PIPE, useClass: StorableTextPipe },
    { provide: APP_PIPE, useFactory: inputPipe },
  ],
  exports: [LiveEndpoint],
})
export class ApiModule {}
