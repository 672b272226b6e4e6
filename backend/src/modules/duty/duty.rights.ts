import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';

/** What a roster belongs to. */
export interface RosterPlace {
  readonly exerciseId: string;
  /** Root unit; null = control. */
  readonly rootId: string | null;
}

/** Whether the viewer may read the roster: the organizer any, a unit's people their own. */
export function maySeeRoster(viewer: Viewer | null, { exerciseId, rootId }: RosterPlace): boolean {
  return isOwn(viewer, { exerciseId, rootId }, 'duty.read');
}

/** Whether the viewer may fill it and decide on swaps: the organizer any, a unit's defenders their own. */
export function mayPlanRoster(viewer: Viewer | null, place: RosterPlace): boolean {
  return isOwn(viewer, place, 'duty.plan');
}

/** @throws Refusal NOT_FOUND for a roster that is not the viewer's */
export function requireSeen(viewer: Viewer | null, place: RosterPlace): void {
  if (!maySeeRoster(viewer, place)) throw new Refusal('NOT_FOUND');
}

/** @throws Refusal NOT_FOUND for a foreign roster, NOT_ALLOWED for one's own that others plan */
export function requirePlanner(viewer: Viewer | null, place: RosterPlace): void {
  requireSeen(viewer, place);
  if (!mayPlanRoster(viewer, place)) throw new Refusal('NOT_ALLOWED');
}

function isOwn(
  viewer: Viewer | null,
  { exerciseId, rootId }: RosterPlace,
  permission: 'duty.read' | 'duty.plan',
): boolean {
  const grants = grantsIn(viewer, exerciseId, permission);
  return grants.some(({ role, unitId }) => role === 'ORGANIZER' || (rootId !== null && unitId === rootId));
}
