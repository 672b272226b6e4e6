/**
 * Who may do what: one table, deny by default. A permission says who may *try*; the service then
 * decides on the loaded row (own team, conflict of interest, state). Every operation names one with
 * `@Allow`, every type with `@Seen`.
 */
export const ROLES = [
  'ORGANIZER',
  'CHIEF_REFEREE',
  'REFEREE',
  'ATTACKER',
  'DEFENDER',
  'DUTY_OFFICER',
  'OBSERVER',
] as const;
export type Role = (typeof ROLES)[number];

const REFEREES: readonly Role[] = ['REFEREE', 'CHIEF_REFEREE'];
const CONTROL: readonly Role[] = ['ORGANIZER'];
/** A unit's own people: they carry its root unit. */
const UNIT: readonly Role[] = ['DEFENDER', 'DUTY_OFFICER'];

/** Roles per permission. `PUBLIC` needs no session, `SIGNED_IN` any, `ADMIN` the instance administrator. */
export const PERMISSIONS = {
  'board.watch': 'PUBLIC',
  'session.open': 'PUBLIC',
  'session.own': 'SIGNED_IN',
  'account.manage': 'ADMIN',
  'exercise.create': 'ADMIN',
  'ruleset.read': 'PUBLIC',
  'ruleset.write': CONTROL,
  'exercise.read': ROLES,
  'exercise.direct': CONTROL,
  'member.read': CONTROL,
  'target.read': [...REFEREES, ...CONTROL, 'ATTACKER', 'DEFENDER'],
  'address.read': [...REFEREES, ...CONTROL, 'ATTACKER'],
  'evidence.file': ['ATTACKER', ...UNIT],
  'evidence.read': [...REFEREES, ...CONTROL, 'ATTACKER', ...UNIT],
  'custody.read': CONTROL,
  'retention.read': ['CHIEF_REFEREE', ...CONTROL],
  'retention.propose': CONTROL,
  'submission.file': ['ATTACKER'],
  'submission.read': [...REFEREES, ...CONTROL, 'ATTACKER'],
  'incident.file': ['DEFENDER'],
  'incident.read': [...REFEREES, ...CONTROL, 'DEFENDER'],
  'loss.read': ['DEFENDER'],
  'adjudication.read': [...REFEREES, ...CONTROL],
  'verdict.record': REFEREES,
  'panel.decide': ['CHIEF_REFEREE'],
  'statistics.read': [...CONTROL, 'CHIEF_REFEREE'],
  'policy.read': [...REFEREES, ...CONTROL],
  'policy.set': CONTROL,
  'relation.declare': [...REFEREES, ...CONTROL],
  'rescoring.read': [...REFEREES, ...CONTROL],
  'rescoring.propose': [...REFEREES, ...CONTROL],
  'rescoring.apply': ['CHIEF_REFEREE', ...CONTROL],
  'appeal.file': ['ATTACKER', 'DEFENDER'],
  'appeal.read': [...REFEREES, ...CONTROL, 'ATTACKER', 'DEFENDER'],
  'appeal.rule': REFEREES,
  'appeal.arbitrate': ['CHIEF_REFEREE'],
  'notice.read': ROLES,
  'rating.record': [...REFEREES, ...CONTROL],
  'rating.read': ROLES,
  'abnormal.report': ['ATTACKER'],
  'abnormal.judge': REFEREES,
  'abnormal.read': [...REFEREES, ...CONTROL, 'ATTACKER', 'DEFENDER'],
  'board.judge': [...REFEREES, ...CONTROL],
  'score.explain': 'PUBLIC',
  'journal.read': [...CONTROL, 'CHIEF_REFEREE'],
  'feed.follow': ROLES,
  'waiting.read': ROLES,
  'protection.read': [...REFEREES, ...CONTROL, ...UNIT],
  'protection.plan': CONTROL,
  'task.work': UNIT,
  'task.sign': CONTROL,
  'duty.read': [...CONTROL, ...UNIT],
  'duty.plan': [...CONTROL, 'DEFENDER'],
  // The secret in the address is the key.
  'duty.feed': 'PUBLIC',
  'duty.stand': [...CONTROL, ...UNIT],
  'reporting.read': [...CONTROL, ...UNIT],
  'reporting.file': UNIT,
  'reporting.direct': CONTROL,
  'block.read': [...REFEREES, ...CONTROL, ...UNIT],
  'block.record': UNIT,
  'remediation.read': [...CONTROL, ...UNIT],
  'remediation.work': [...CONTROL, ...UNIT],
  'remediation.direct': CONTROL,
  'drill.read': [...REFEREES, ...CONTROL],
  'drill.plan': CONTROL,
  'drill.approve': ['CHIEF_REFEREE', ...CONTROL],
  'drill.run': CONTROL,
  'drill.evaluate': [...REFEREES, ...CONTROL],
  'drill.take': UNIT,
} as const satisfies Record<string, 'PUBLIC' | 'SIGNED_IN' | 'ADMIN' | readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

/** A right inside one exercise. Attackers carry a team, defenders a root unit. */
export interface MembershipFact {
  readonly id: string;
  readonly exerciseId: string;
  readonly role: Role;
  readonly teamId: string | null;
  readonly unitId: string | null;
}

/** Who asks. `null` stands for somebody without a session. */
export interface Viewer {
  readonly userId: string;
  readonly displayName: string;
  readonly isAdmin: boolean;
  readonly sessionId: string;
  readonly memberships: readonly MembershipFact[];
}

/** Whether the viewer may try an operation at all, in whatever exercise. */
export function mayTry(viewer: Viewer | null, permission: Permission): boolean {
  const grant = PERMISSIONS[permission];
  if (grant === 'PUBLIC') return true;
  if (viewer === null) return false;
  if (grant === 'SIGNED_IN') return true;
  if (grant === 'ADMIN') return viewer.isAdmin;
  return viewer.memberships.some((membership) => (grant as readonly Role[]).includes(membership.role));
}

/** The viewer's memberships of one exercise that grant the permission; empty = not allowed there. */
export function grantsIn(viewer: Viewer | null, exerciseId: string, permission: Permission): MembershipFact[] {
  const grant = PERMISSIONS[permission];
  if (viewer === null || typeof grant === 'string') return [];
  return viewer.memberships.filter(
    (membership) => membership.exerciseId === exerciseId && (grant as readonly Role[]).includes(membership.role),
  );
}

/** Whether the viewer plays in the exercise and so may judge nothing in it. */
export function playsIn(viewer: Viewer, exerciseId: string): boolean {
  return viewer.memberships.some(
    (membership) =>
      membership.exerciseId === exerciseId && (membership.role === 'ATTACKER' || membership.role === 'DEFENDER'),
  );
}

/** Whether the viewer judges or directs in this exercise and so sees both sides. */
export function seesBothSides(viewer: Viewer | null, exerciseId: string): boolean {
  return grantsIn(viewer, exerciseId, 'adjudication.read').length > 0;
}
