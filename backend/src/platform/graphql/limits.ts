import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import type { GraphQLError, ValidationContext, ValidationRule } from 'graphql';

/** Deepest legitimate query of the UI is 9 levels. */
export const MAX_DEPTH = 12;
/** The UI never aliases more than twice. */
export const MAX_ALIASES = 15;
/** Static weight of the query text; the heaviest page of the UI weighs under a third of it. */
export const MAX_COST = 20_000;
/** JSON body of one operation: a long draft with many nodes fits, an attack does not. */
export const MAX_BODY_BYTES = 2_000_000;

/** A query over a limit is one more finding of validation; by default these rules throw instead. */
const REPORT = {
  propagateOnRejection: false,
  onReject: [(context: ValidationContext | null, error: GraphQLError) => context?.reportError(error)],
};

/** Validation rules that refuse costly queries before anything runs, over HTTP and WebSocket alike. */
export const LIMIT_RULES = [
  maxDepthRule({ n: MAX_DEPTH, ignoreIntrospection: true, ...REPORT }),
  maxAliasesRule({ n: MAX_ALIASES, ...REPORT }),
  costLimitRule({ maxCost: MAX_COST, ignoreIntrospection: true, ...REPORT }),
] as ValidationRule[];
