import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Inject } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { type ApiContext, Asker, requireViewer } from '../../platform/access/viewer.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { CreateUserInput, LoginInput } from './identity.inputs.js';
import { IdentityService } from './identity.service.js';
import { cookieOptions, SESSION_COOKIE } from './session.cookie.js';
import { SessionService } from './session.service.js';
import { User } from './user.entity.js';

/** Sign-in, sign-out and accounts. `me` lives in the exercise module, which knows memberships. */
@Resolver(() => User)
export class IdentityResolver {
  constructor(
    private readonly identity: IdentityService,
    private readonly sessions: SessionService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Mutation(() => User)
  @Allow('session.open')
  async login(@Args('input') input: LoginInput, @Context() context: ApiContext): Promise<User> {
    const { req } = context;
    const user = await this.identity.authenticate(input, req?.ip ?? '');
    const { token, lifeSeconds } = await this.sessions.open(user.id);
    req?.res?.cookie(SESSION_COOKIE, token, cookieOptions(req.secure || this.isPublicHttps(), lifeSeconds));
    context.viewer = await this.sessions.find(token);
    return user;
  }

  @Mutation(() => Boolean)
  @Allow('session.own')
  async logout(@Asker() viewer: Viewer | null, @Context() { req }: ApiContext): Promise<boolean> {
    await this.sessions.revoke(requireViewer(viewer).sessionId);
    req?.res?.clearCookie(SESSION_COOKIE, { path: '/' });
    return true;
  }

  @Mutation(() => User)
  @Allow('account.manage')
  createUser(@Args('input') input: CreateUserInput, @Asker() viewer: Viewer | null): Promise<User> {
    return this.identity.createUser(input, viewer);
  }

  @Query(() => [User])
  @Allow('member.read')
  users(@Args('search', { type: () => String, nullable: true }) search?: string): Promise<User[]> {
    return this.identity.search((search ?? '').slice(0, 60));
  }

  private isPublicHttps(): boolean {
    return this.config.publicUrl?.startsWith('https:') ?? false;
  }
}
