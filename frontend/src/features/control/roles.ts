import type { Role } from '../../gql/schema.js';

/** All roles of an exercise in the order in which they are listed. */
export const ROLES: readonly Role[] = [
  'ORGANIZER',
  'CHIEF_REFEREE',
  'REFEREE',
  'ATTACKER',
  'DEFENDER',
  'DUTY_OFFICER',
  'OBSERVER',
];

/** What a role must be tied to: attackers to a team, those who defend to a unit at the top. */
export function placeOfRole(role: Role | ''): 'team' | 'unit' | null {
  if (role === 'ATTACKER') return 'team';
  return role === 'DEFENDER' || role === 'DUTY_OFFICER' ? 'unit' : null;
}
