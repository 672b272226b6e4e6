import { Extensions } from '@nestjs/graphql';
import type { Permission } from '../../core/access/permissions.js';

/**
 * Declares who may read a type or a single field: the viewer must hold one of the permissions. On a
 * field it replaces the type's declaration. A type without it is refused to everyone, and a test
 * walks the schema so that none is forgotten.
 */
export function Seen(...permissions: Permission[]): ClassDecorator & MethodDecorator & PropertyDecorator {
  return Extensions({ seen: permissions });
}
