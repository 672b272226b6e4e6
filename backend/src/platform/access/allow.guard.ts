import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { mayTry, type Permission } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { ALLOW_KEY } from './allow.js';
import { viewerOf } from './viewer.js';

/** Lets in only those who hold the operation's declared permission somewhere; no declaration, no entry. */
@Injectable()
export class AllowGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const permission = this.reflector.get<Permission | undefined>(ALLOW_KEY, context.getHandler());
    const viewer = viewerOf(context);
    if (permission !== undefined && mayTry(viewer, permission)) return true;
    throw new Refusal(viewer === null ? 'NOT_SIGNED_IN' : 'NOT_ALLOWED');
  }
}
