import { grantsIn, playsIn, type Viewer } from '../../core/access/permissions.js';
import type { AdjudicationPolicy } from '../../core/adjudication/policy.js';
import { groupsOf } from '../../core/adjudication/queue.js';
import { isJudged } from '../../core/exercise/states.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import type { Exercise } from '../exercise/exercise.entity.js';

/** Whether the viewer plays in the exercise and so may judge nothing in it. */
export function isRecused(viewer: Viewer, exerciseId: string): boolean {
  return playsIn(viewer, exerciseId);
}

/**
 * A referee of the exercise who may act on it.
 * @throws Refusal NOT_FOUND for a stranger, CONFLICT_OF_INTEREST for one who also plays
 */
export function requireReferee(viewer: Viewer | null, exerciseId: string): Viewer {
  const referee = requireViewer(viewer);
  requireGrants(referee, exerciseId, 'verdict.record');
  if (isRecused(referee, exerciseId)) throw new Refusal('CONFLICT_OF_INTEREST');
  return referee;
}

/** Whether the viewer is chief referee of the exercise. */
export function isChief(viewer: Viewer | null, exerciseId: string): boolean {
  return grantsIn(viewer, exerciseId, 'panel.decide').length > 0;
}

/** An item assigned to a group is for its members, and for the chief referee. @throws Refusal OTHER_GROUP */
export function requireGroup(
  policy: AdjudicationPolicy,
  { exerciseId, groupKey }: { readonly exerciseId: string; readonly groupKey: string | null },
  referee: Viewer,
): void {
  if (groupKey === null || isChief(referee, exerciseId)) return;
  if (!groupsOf(policy, referee.userId).includes(groupKey)) throw new Refusal('OTHER_GROUP', { group: groupKey });
}

/** The chief referee, who has the last word. @throws Refusal NOT_ALLOWED */
export function requireChief(referee: Viewer, exerciseId: string): void {
  if (!isChief(referee, exerciseId)) throw new Refusal('NOT_ALLOWED');
}

/** Judging begins with the exercise and goes on after its end, until the result is final. @throws Refusal WRONG_STATE */
export function requireJudging(exercise: Exercise): void {
  if (!isJudged(exercise.state)) throw new Refusal('WRONG_STATE', { state: exercise.state });
}

/** Teams the viewer attacks with here. */
export function ownTeamIds(viewer: Viewer | null, exerciseId: string): string[] {
  return grantsIn(viewer, exerciseId, 'submission.file').flatMap(({ teamId }) => (teamId === null ? [] : [teamId]));
}

/** Root units the viewer defends here. */
export function ownUnitIds(viewer: Viewer | null, exerciseId: string): string[] {
  return grantsIn(viewer, exerciseId, 'incident.file').flatMap(({ unitId }) => (unitId === null ? [] : [unitId]));
}
