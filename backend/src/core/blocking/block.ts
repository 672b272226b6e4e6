/** Blocks 封禁: what a unit shut out, how long, and whether it still holds. */
import { canonicalAddress, isWithin, parseEndpoint, parseNetwork } from '../kernel/address.js';
import { dateOf } from '../protection/wall-time.js';

/** 地址, 网段, 域名, 账号, 端口. */
export const BLOCK_KINDS = ['ADDRESS', 'NETWORK', 'DOMAIN', 'ACCOUNT', 'PORT'] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];

export const BLOCK_ACTS = ['EXTENDED', 'LIFTED', 'RETESTED', 'REMINDED'] as const;
export type BlockActKind = (typeof BLOCK_ACTS)[number];

/** Not begun · in force · run out · lifted 解封. */
export const BLOCK_STATES = ['PENDING', 'ACTIVE', 'EXPIRED', 'LIFTED'] as const;
export type BlockState = (typeof BLOCK_STATES)[number];

/** So long before it runs out the unit is reminded (示例/自拟). */
export const EXPIRY_REMIND_MINUTES = 120;
/** 封C段: a whole /24, or for IPv6 a whole /64, shuts out more than an attacker (FHZ 减分一; the IPv6 figure 示例/自拟). */
const WIDEST_BITS = { ipv4: 24, ipv6: 64 } as const;

export interface BlockSpan {
  readonly startsAt: Date;
  /** Null = until it is lifted. */
  readonly untilAt: Date | null;
}

/** An act on a block as the fold reads it. */
export interface BlockFact {
  readonly kind: BlockActKind;
  readonly at: Date;
  /** Of an extension. */
  readonly untilAt: Date | null;
  /** Of a retest: whether it still holds. */
  readonly holds: boolean | null;
}

/** Where a block stands. */
export interface BlockStanding {
  readonly state: BlockState;
  readonly untilAt: Date | null;
  readonly liftedAt: Date | null;
  readonly retestedAt: Date | null;
  /** Result of the last retest. */
  readonly holds: boolean | null;
  /** In force and nothing has been tested on this local day, neither placed on it. */
  readonly isRetestDue: boolean;
  readonly isExpiring: boolean;
}

const LABEL = '[\\p{L}\\p{N}]([\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?';
const DOMAIN = new RegExp(`^(\\*\\.)?(${LABEL}\\.)+${LABEL}$`, 'u');
const PORT = /^(?:(tcp|udp)[/:])?(\d{1,5})(?:-(\d{1,5}))?$/i;

/** The one spelling of what is blocked; null when it is none of that kind. */
export function canonicalTarget(kind: BlockKind, text: string): string | null {
  const plain = text.trim();
  if (kind === 'ADDRESS') return canonicalAddress(plain);
  if (kind === 'NETWORK') return plain.includes('/') ? parseNetwork(plain) : null;
  if (kind === 'DOMAIN') return plain.length <= 253 && DOMAIN.test(plain) ? plain.toLowerCase() : null;
  if (kind === 'PORT') return canonicalPort(plain);
  return plain !== '' && !/\p{Cc}/u.test(plain) ? plain : null;
}

/** Whether a block is as wide as what rules on abnormal defence charge for (封C段). */
export function isWide(kind: BlockKind, target: string): boolean {
  if (kind !== 'NETWORK') return false;
  const bits = Number(target.split('/')[1]);
  return bits <= (target.includes(':') ? WIDEST_BITS.ipv6 : WIDEST_BITS.ipv4);
}

/** The fold of a block. Its span is half-open: at the instant it runs out it is out. */
export function blockStanding(span: BlockSpan, acts: readonly BlockFact[], now: Date, zone: string): BlockStanding {
  const { untilAt } = acts.findLast(({ kind }) => kind === 'EXTENDED') ?? span;
  const liftedAt = acts.find(({ kind }) => kind === 'LIFTED')?.at ?? null;
  const { at: retestedAt, holds } = acts.findLast(({ kind }) => kind === 'RETESTED') ?? UNTESTED;
  const state = stateAt({ startsAt: span.startsAt, untilAt, liftedAt }, now);
  const isActive = state === 'ACTIVE';
  return {
    ...{ state, untilAt, liftedAt, retestedAt, holds },
    isRetestDue: isActive && dateOf(retestedAt ?? span.startsAt, zone) < dateOf(now, zone),
    isExpiring: isActive && untilAt !== null && now >= expiryReminder(untilAt),
  };
}

const UNTESTED = { at: null, holds: null };

/** Whether a block was in force at an instant. */
export function isInForce(span: BlockSpan, acts: readonly BlockFact[], at: Date): boolean {
  const before = acts.filter((act) => act.at <= at);
  return blockStanding(span, before, at, 'UTC').state === 'ACTIVE';
}

/** When a block that runs out is reminded of. */
export function expiryReminder(untilAt: Date): Date {
  return new Date(untilAt.getTime() - EXPIRY_REMIND_MINUTES * 60_000);
}

/**
 * The ends of which the unit must have been reminded by `until`, in order: each as it was set, unless it was set too late
 * for a reminder, or the block was extended or lifted before.
 * @param setAt when the block was noted down
 */
export function dueExpiries(
  block: BlockSpan & { readonly setAt: Date },
  acts: readonly BlockFact[],
  until: Date,
): { readonly untilAt: Date; readonly at: Date }[] {
  const changes = acts.filter(({ kind }) => kind === 'EXTENDED' || kind === 'LIFTED');
  const set = [{ at: block.setAt, untilAt: block.untilAt }, ...changes.filter(({ kind }) => kind === 'EXTENDED')];
  return set.flatMap(({ at: setAt, untilAt }, place) => {
    if (untilAt === null) return [];
    const at = expiryReminder(untilAt);
    const changedAt = changes[place]?.at ?? null;
    return at > setAt && at <= until && (changedAt === null || changedAt >= at) ? [{ untilAt, at }] : [];
  });
}

/** When the block is next looked at; null when it has no end, or its reminder is past. */
export function nextExpiryLook({ state, untilAt }: BlockStanding, now: Date): Date | null {
  if (untilAt === null || state === 'LIFTED' || state === 'EXPIRED') return null;
  const at = expiryReminder(untilAt);
  return at > now ? at : null;
}

/** Addresses and networks that a text names, in canonical spelling, each once. */
export function networksIn(text: string): string[] {
  const words = text.match(/[\da-fA-F:.]+(\/\d{1,3})?/g) ?? [];
  const found = words.map((word) => networkOf(word.replace(/[.:]+$/, ''))).filter((network) => network !== null);
  return [...new Set(found)];
}

/** Whether a block shuts out anything of these addresses and networks. */
export function overlaps(kind: BlockKind, target: string, networks: readonly string[]): boolean {
  const own = kind === 'ADDRESS' || kind === 'NETWORK' ? parseNetwork(target) : null;
  return own !== null && networks.some((other) => isWithin(base(own), other) || isWithin(base(other), own));
}

/** A network or an address, with a port or without. */
function networkOf(word: string): string | null {
  return parseNetwork(word) ?? parseNetwork(parseEndpoint(word)?.address ?? '');
}

function stateAt(span: BlockSpan & { readonly liftedAt: Date | null }, now: Date): BlockState {
  if (span.liftedAt !== null && now >= span.liftedAt) return 'LIFTED';
  if (now < span.startsAt) return 'PENDING';
  return span.untilAt !== null && now >= span.untilAt ? 'EXPIRED' : 'ACTIVE';
}

/** `445`, `tcp/445`, `udp:53`, `tcp/6000-6010`. */
function canonicalPort(text: string): string | null {
  const [, protocol = 'tcp', first, last] = PORT.exec(text) ?? [];
  if (first === undefined) return null;
  const [from, to] = [Number(first), Number(last ?? first)];
  if (from < 1 || to > 65_535 || to < from) return null;
  return `${protocol.toLowerCase()}/${from}${to === from ? '' : `-${to}`}`;
}

function base(network: string): string {
  return network.split('/')[0] ?? '';
}
