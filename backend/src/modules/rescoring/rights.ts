import { grantsIn, type Permission, playsIn, type Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { RescoringKind } from '../../core/rescoring/change.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import type { RescoringSet } from './rescoring-set.entity.js';

/** Kinds that are a judgement: only referees propose them. */
const JUDGING: ReadonlySet<RescoringKind> = new Set([
  'VERDICT_OVERTURNED',
  'MARKS_OVERTURNED',
  'BONUS_OVERTURNED',
  'VULNERABILITY_REGROUPED',
  'EVENT_REGROUPED',
  'LINK_CORRECTED',
]);
/** Kinds that follow from no judgement: only an organizer puts them into effect. */
const DIRECTED: ReadonlySet<RescoringKind> = new Set(['ADJUSTMENT', 'RULE_SET_CHANGED']);

/** One who may propose this kind here. @throws Refusal NOT_FOUND, NOT_ALLOWED, CONFLICT_OF_INTEREST */
export function requireProposer(viewer: Viewer | null, exerciseId: string, kind: RescoringKind): Viewer {
  const proposer = requireViewer(viewer);
  requireGrants(proposer, exerciseId, 'rescoring.propose');
  if (playsIn(proposer, exerciseId)) throw new Refusal('CONFLICT_OF_INTEREST');
  if (JUDGING.has(kind) && !holds(proposer, exerciseId, 'verdict.record')) throw new Refusal('NOT_ALLOWED');
  return proposer;
}

/** A second person who may sign this set. @throws Refusal NOT_FOUND, SECOND_APPROVER, NOT_ALLOWED */
export function requireApprover(viewer: Viewer | null, set: RescoringSet): Viewer {
  const approver = requireViewer(viewer);
  requireGrants(approver, set.exerciseId, 'rescoring.apply');
  if (playsIn(approver, set.exerciseId)) throw new Refusal('CONFLICT_OF_INTEREST');
  if (approver.userId === set.proposedById) throw new Refusal('SECOND_APPROVER');
  return approver;
}

/** A second person who may put this set into effect. @throws Refusal as `requireApprover` */
export function requireApplier(viewer: Viewer | null, set: RescoringSet): Viewer {
  const approver = requireApprover(viewer, set);
  if (needsOrganizer(set) && !holds(approver, set.exerciseId, 'exercise.direct')) throw new Refusal('NOT_ALLOWED');
  return approver;
}

/** Who may take a proposal back: the proposer, the chief referee, the organizers. @throws Refusal NOT_FOUND, NOT_ALLOWED, CONFLICT_OF_INTEREST */
export function requireCanceller(viewer: Viewer | null, set: RescoringSet): Viewer {
  const canceller = requireViewer(viewer);
  requireGrants(canceller, set.exerciseId, 'rescoring.read');
  const isOwn = canceller.userId === set.proposedById;
  if (!isOwn && !holds(canceller, set.exerciseId, 'rescoring.apply')) throw new Refusal('NOT_ALLOWED');
  if (!isOwn && playsIn(canceller, set.exerciseId)) throw new Refusal('CONFLICT_OF_INTEREST');
  return canceller;
}

/** Whether only an organizer may put it into effect. */
export function needsOrganizer({ kind }: RescoringSet): boolean {
  return DIRECTED.has(kind);
}

/** Whether a check lets the viewer pass: what buttons a page offers. */
export function passes(check: () => unknown): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function holds(viewer: Viewer, exerciseId: string, permission: Permission): boolean {
  return grantsIn(viewer, exerciseId, permission).length > 0;
}
