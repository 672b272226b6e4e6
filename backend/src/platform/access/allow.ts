import { applyDecorators, SetMetadata } from '@nestjs/common';
import { Extensions } from '@nestjs/graphql';
import type { Permission } from '../../core/access/permissions.js';

export const ALLOW_KEY = 'yanwu:allow';

/** Declares the permission an operation needs. Without it the guard lets nobody in. */
export function Allow(permission: Permission): MethodDecorator {
  return applyDecorators(SetMetadata(ALLOW_KEY, permission), Extensions({ allow: permission }));
}
