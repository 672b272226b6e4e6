/** Addresses as a team types them: '203.0.113.88', '198.51.100.40:443', '[2001:db8::1]:443'. For help while typing only. */

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

function parseV4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':');
}

function parseV6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = groupsOf(halves[0] ?? '');
  const tail = groupsOf(halves[1] ?? '');
  const gap = 8 - head.length - tail.length;
  if (halves.length === 1 ? gap !== 0 : gap < 1) return null;
  const groups = [...head, ...Array.from({ length: gap }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

function parseAddress(text: string): Address | null {
  const v4 = parseV4(text);
  if (v4 !== null) return { bits: 32, value: v4 };
  const v6 = text.includes(':') ? parseV6(text) : null;
  return v6 === null ? null : { bits: 128, value: v6 };
}

/** The address without its port, or null when there is none. */
export function hostOf(endpoint: string): string | null {
  const text = endpoint.trim();
  const host = /^\[(.+)\](?::\d{1,5})?$/.exec(text)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(text)?.[1] ?? text;
  return parseAddress(host) ? host : null;
}

/** True when the endpoint's address lies in the range ('203.0.113.80/28') or is the address itself. */
export function isWithin(endpoint: string, range: string): boolean {
  const host = hostOf(endpoint);
  const [base = '', length] = range.trim().split('/');
  const address = host === null ? null : parseAddress(host);
  const network = parseAddress(hostOf(base) ?? '');
  if (!address || !network || address.bits !== network.bits) return false;
  const prefix = length === undefined ? network.bits : Number(length);
  if (!(prefix >= 0 && prefix <= network.bits)) return false;
  const shift = BigInt(network.bits - prefix);
  return address.value >> shift === network.value >> shift;
}
