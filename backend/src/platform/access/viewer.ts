import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import type { Request } from 'express';
import { Refusal } from '../../core/kernel/refusal.js';
import { grantsIn, type MembershipFact, type Permission, type Viewer } from '../../core/access/permissions.js';

/** An Express request after the session middleware. */
export interface ViewerRequest extends Request {
  viewer: Viewer | null;
}

/** What resolvers find as GraphQL context, over HTTP and WebSocket alike. */
export interface ApiContext {
  /** Null for an anonymous caller; sign-in puts the new viewer here for the rest of its own request. */
  viewer: Viewer | null;
  /** Per-request memory of loaders, keyed by the module that made them. */
  readonly loaders: Map<string, unknown>;
  /** Present over HTTP only: sign-in sets a cookie on it. */
  readonly req?: ViewerRequest;
}

/** The viewer behind an HTTP or GraphQL execution. */
export function viewerOf(context: ExecutionContext): Viewer | null {
  if (context.getType<GqlContextType>() === 'graphql') {
    return GqlExecutionContext.create(context).getContext<ApiContext>().viewer;
  }
  return context.switchToHttp().getRequest<ViewerRequest>().viewer;
}

/** Parameter decorator: who asks, or null for an anonymous caller. */
export const Asker = createParamDecorator((_: unknown, context: ExecutionContext) => viewerOf(context));

/** The signed-in viewer. @throws Refusal NOT_SIGNED_IN */
export function requireViewer(viewer: Viewer | null): Viewer {
  if (viewer === null) throw new Refusal('NOT_SIGNED_IN');
  return viewer;
}

/**
 * The viewer's memberships that grant the permission in this exercise; at least one.
 * @throws Refusal NOT_FOUND, the same answer as for an exercise that does not exist
 */
export function requireGrants(viewer: Viewer | null, exerciseId: string, permission: Permission): MembershipFact[] {
  const grants = grantsIn(viewer, exerciseId, permission);
  if (grants.length === 0) throw new Refusal('NOT_FOUND');
  return grants;
}
