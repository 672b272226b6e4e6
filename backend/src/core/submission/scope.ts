/**
 * Whether a node of an attack path stayed within the rules of engagement 演习纪律: on the unit's systems, inside
 * the exercise's hours, from the team's registered egress addresses 攻击出口.
 */
import { isIntervalOpen, type ExerciseWindow } from '../exercise/window.js';
import { isWithin, parseEndpoint } from '../kernel/address.js';

export const SCOPE_CODES = ['IN_SCOPE', 'IN_WINDOW', 'REGISTERED_SOURCE'] as const;
export type ScopeCode = (typeof SCOPE_CODES)[number];

/** One check with what it was decided by: addresses and names, no prose. */
export interface ScopeFinding {
  readonly code: ScopeCode;
  readonly holds: boolean;
  readonly detail: string;
}

export interface ScopeNode {
  readonly sourceAddress: string;
  readonly destinationAddress: string;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

export interface ScopeFacts {
  readonly window: ExerciseWindow;
  /** Systems of the unit and its subordinates. */
  readonly targets: readonly { readonly name: string; readonly address: string }[];
  /** All registrations of the team. */
  readonly sources: readonly { readonly cidr: string; readonly validFrom: Date; readonly validTo: Date }[];
}

/** All checks of one node, always in the same order. */
export function scopeFindings(node: ScopeNode, facts: ScopeFacts): ScopeFinding[] {
  return [inScope(node, facts), inWindow(node, facts), registeredSource(node, facts)];
}

function inScope({ destinationAddress }: ScopeNode, { targets }: ScopeFacts): ScopeFinding {
  const address = parseEndpoint(destinationAddress)?.address;
  const target = targets.find((candidate) => address !== undefined && isWithin(address, candidate.address));
  const detail = target === undefined ? destinationAddress : `${destinationAddress} ∈ ${target.address} ${target.name}`;
  return { code: 'IN_SCOPE', holds: target !== undefined, detail };
}

function inWindow({ startedAt, endedAt }: ScopeNode, { window }: ScopeFacts): ScopeFinding {
  const holds = startedAt !== null && endedAt !== null && isIntervalOpen(window, startedAt, endedAt);
  return { code: 'IN_WINDOW', holds, detail: `${instant(startedAt)} – ${instant(endedAt)}` };
}

/** Registered for the whole time of the action. */
function registeredSource(node: ScopeNode, { sources }: ScopeFacts): ScopeFinding {
  const { sourceAddress, startedAt, endedAt } = node;
  const address = parseEndpoint(sourceAddress)?.address;
  const source = sources.find(
    ({ cidr, validFrom, validTo }) =>
      address !== undefined &&
      startedAt !== null &&
      isWithin(address, cidr) &&
      startedAt >= validFrom &&
      (endedAt ?? startedAt) <= validTo,
  );
  const detail =
    source === undefined ? sourceAddress : `${sourceAddress} ∈ ${source.cidr}, ≤ ${instant(source.validTo)}`;
  return { code: 'REGISTERED_SOURCE', holds: source !== undefined, detail };
}

function instant(at: Date | null): string {
  return at?.toISOString() ?? '?';
}
