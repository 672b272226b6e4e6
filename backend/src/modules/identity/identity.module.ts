import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityResolver } from './identity.resolver.js';
import { IdentityService } from './identity.service.js';
import { LoginThrottle } from './login-throttle.js';
import { Session } from './session.entity.js';
import { SessionService } from './session.service.js';
import { SessionWatch } from './session.watch.js';
import { User } from './user.entity.js';

/** Who somebody is. */
@Module({
  imports: [TypeOrmModule.forFeature([User, Session])],
  providers: [IdentityService, SessionService, SessionWatch, LoginThrottle, IdentityResolver],
  exports: [IdentityService, SessionService, SessionWatch],
})
export class IdentityModule {}
