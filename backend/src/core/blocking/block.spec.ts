import { describe, expect, it } from '@jest/globals';
import {
  type BlockFact,
  type BlockKind,
  blockStanding,
  canonicalTarget,
  dueExpiries,
  isInForce,
  isWide,
  networksIn,
  nextExpiryLook,
  overlaps,
} from './block.js';

const ZONE = 'Asia/Shanghai';
const at = (text: string): Date => new Date(`2026-10-${text}+08:00`);
const SPAN = { startsAt: at('01T09:00:00'), untilAt: at('03T09:00:00') };
const act = (kind: BlockFact['kind'], when: string, more: Partial<BlockFact> = {}): BlockFact => ({
  ...{ kind, at: at(when), untilAt: null, holds: null },
  ...more,
});

describe('what is blocked', () => {
  it.each<[BlockKind, string, string | null]>([
    ['ADDRESS', ' 203.0.113.7 ', '203.0.113.7'],
    ['ADDRESS', '::FFFF:203.0.113.7', '203.0.113.7'],
    ['ADDRESS', '203.0.113.0/24', null],
    ['ADDRESS', '203.0.113.007', null],
    ['NETWORK', '203.0.113.77/24', '203.0.113.0/24'],
    ['NETWORK', '2001:DB8:1::/48', '2001:db8:1::/48'],
    ['NETWORK', '203.0.113.7', null],
    ['NETWORK', '203.0.113.0/33', null],
    ['DOMAIN', 'Bad.Example.NET', 'bad.example.net'],
    ['DOMAIN', '*.example.net', '*.example.net'],
    ['DOMAIN', '恶意.example.net', '恶意.example.net'],
    ['DOMAIN', 'example', null],
    ['DOMAIN', '-a.example', null],
    ['DOMAIN', 'a..example', null],
    ['ACCOUNT', ' svc-backup ', 'svc-backup'],
    ['ACCOUNT', 'a\u0007b', null],
    ['PORT', '445', 'tcp/445'],
    ['PORT', 'UDP:53', 'udp/53'],
    ['PORT', 'tcp/6000-6010', 'tcp/6000-6010'],
    ['PORT', '0', null],
    ['PORT', '65536', null],
    ['PORT', '20-10', null],
  ])('%s %s', (kind, text, expected) => {
    expect(canonicalTarget(kind, text)).toBe(expected);
  });

  it('a whole /24 or wider, a whole IPv6 /64 or wider, is too wide', () => {
    expect(isWide('NETWORK', '203.0.113.0/24')).toBe(true);
    expect(isWide('NETWORK', '203.0.113.0/25')).toBe(false);
    expect(isWide('NETWORK', '10.0.0.0/8')).toBe(true);
    expect(isWide('NETWORK', '2001:db8::/64')).toBe(true);
    expect(isWide('NETWORK', '2001:db8::/65')).toBe(false);
    expect(isWide('ADDRESS', '203.0.113.7')).toBe(false);
  });

  it('overlaps what a text names', () => {
    const named = networksIn('我队 203.0.113.5:443 与 203.0.113.16/28 被封，09:30 起。');
    expect(named).toEqual(['203.0.113.5/32', '203.0.113.16/28']);
    expect(networksIn('来源 203.0.113.5，网段 203.0.113.16/28。')).toEqual(['203.0.113.5/32', '203.0.113.16/28']);
    expect(overlaps('NETWORK', '203.0.113.0/24', ['203.0.113.5/32'])).toBe(true);
    expect(overlaps('ADDRESS', '203.0.113.5', ['203.0.113.0/28'])).toBe(true);
    expect(overlaps('ADDRESS', '203.0.113.99', ['203.0.113.0/28'])).toBe(false);
    expect(overlaps('DOMAIN', 'a.example', ['203.0.113.0/28'])).toBe(false);
  });
});

describe('where a block stands', () => {
  it.each([
    ['01T08:59:59', 'PENDING'],
    ['01T09:00:00', 'ACTIVE'],
    ['03T08:59:59', 'ACTIVE'],
    ['03T09:00:00', 'EXPIRED'],
  ])('at %s', (when, state) => {
    expect(blockStanding(SPAN, [], at(when), ZONE).state).toBe(state);
  });

  it('extended without an end it is in force until it is lifted', () => {
    const acts = [act('EXTENDED', '02T09:00:00'), act('LIFTED', '09T09:00:00')];
    expect(blockStanding(SPAN, acts.slice(0, 1), at('08T00:00:00'), ZONE)).toMatchObject({
      state: 'ACTIVE',
      untilAt: null,
    });
    expect(blockStanding(SPAN, acts, at('09T09:00:00'), ZONE).state).toBe('LIFTED');
    expect(isInForce(SPAN, acts, at('05T00:00:00'))).toBe(true);
    expect(isInForce(SPAN, acts, at('09T09:00:00'))).toBe(false);
  });

  it('must be tested each local day after the first', () => {
    const due = (when: string, acts: BlockFact[] = []) => blockStanding(SPAN, acts, at(when), ZONE).isRetestDue;
    expect(due('01T23:59:59')).toBe(false);
    expect(due('02T00:00:00')).toBe(true);
    const tested = [act('RETESTED', '02T00:30:00', { holds: false })];
    expect(due('02T23:00:00', tested)).toBe(false);
    expect(due('03T00:00:00', tested)).toBe(true);
    expect(due('03T09:00:00', tested)).toBe(false);
    expect(blockStanding(SPAN, tested, at('02T12:00:00'), ZONE).holds).toBe(false);
  });
});

describe('reminders of the end', () => {
  const block = { ...SPAN, setAt: at('01T09:05:00') };
  it('come two hours before, once for each end as it was set', () => {
    expect(dueExpiries(block, [], at('03T06:59:59'))).toEqual([]);
    expect(dueExpiries(block, [], at('03T07:00:00'))).toHaveLength(1);
    const extended = [act('EXTENDED', '03T08:00:00', { untilAt: at('05T09:00:00') })];
    expect(dueExpiries(block, extended, at('06T00:00:00')).map((one) => one.untilAt)).toEqual([
      at('03T09:00:00'),
      at('05T09:00:00'),
    ]);
  });

  it('do not come when it was extended or lifted before, or set too late', () => {
    const early = [act('EXTENDED', '02T08:00:00', { untilAt: at('05T09:00:00') })];
    expect(dueExpiries(block, early, at('04T00:00:00'))).toEqual([]);
    expect(dueExpiries(block, [act('LIFTED', '03T06:00:00')], at('04T00:00:00'))).toEqual([]);
    expect(dueExpiries({ ...block, setAt: at('03T08:00:00') }, [], at('03T09:00:00'))).toEqual([]);
  });

  it('are looked for only while there is an end ahead', () => {
    const standing = blockStanding(SPAN, [], at('02T00:00:00'), ZONE);
    expect(nextExpiryLook(standing, at('02T00:00:00'))).toEqual(at('03T07:00:00'));
    expect(nextExpiryLook(standing, at('03T07:00:00'))).toBeNull();
  });
});
