import { registerEnumType } from '@nestjs/graphql';
import { ROLES } from '../../core/access/permissions.js';
import { REFUSAL_CODES } from '../../core/kernel/refusal.js';

/** A list of words as the object TypeScript enums compile to, which GraphQL registration wants. */
export function enumOf<T extends string>(words: readonly T[]): { readonly [K in T]: K } {
  return Object.fromEntries(words.map((word) => [word, word])) as { readonly [K in T]: K };
}

export const RoleEnum = enumOf(ROLES);
export const RefusalCodeEnum = enumOf(REFUSAL_CODES);
export const SideEnum = enumOf(['ATTACK', 'DEFENSE'] as const);
export type Side = keyof typeof SideEnum;

registerEnumType(RoleEnum, { name: 'Role', description: 'What a person is in one exercise' });
registerEnumType(RefusalCodeEnum, { name: 'RefusalCode', description: 'Every code `extensions.code` can hold' });
registerEnumType(SideEnum, { name: 'Side' });
