/**
 * Internet addresses as people write them and as they are compared. Coverage (FHZ, 监测发现: 覆盖率) counts
 * addresses, so one machine must always have one spelling.
 */
import ipaddr from 'ipaddr.js';

type Ip = ipaddr.IPv4 | ipaddr.IPv6;

/** A machine and, where one was named, its port. */
export interface Endpoint {
  /** Canonical address: IPv4 dotted, IPv6 compressed lower case; IPv4-mapped IPv6 becomes IPv4. */
  readonly address: string;
  readonly port: number | null;
}

/** Canonical spelling of a single address without port; null for anything else (names, octal, zones, networks). */
export function canonicalAddress(text: string): string | null {
  return readIp(text.trim())?.toString() ?? null;
}

/** Reads `198.51.100.40`, `198.51.100.40:443`, `2001:db8::1` or `[2001:db8::1]:443`; null for anything else. */
export function parseEndpoint(text: string): Endpoint | null {
  const whole = canonicalAddress(text);
  if (whole !== null) return { address: whole, port: null };
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text.trim());
  const address = canonicalAddress(match?.[1] ?? match?.[2] ?? '');
  const port = Number(match?.[3]);
  return address === null || !(port >= 1 && port <= 65_535) ? null : { address, port };
}

/** Canonical network `address/bits` of a network or single address, host bits cleared; null for anything else. */
export function parseNetwork(text: string): string | null {
  const network = readNetwork(text);
  if (network === null) return null;
  const [ip, bits] = network;
  const kind = ip.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${kind.networkAddressFromCIDR(`${ip.toString()}/${bits}`).toString()}/${bits}`;
}

/** Whether a single address lies inside a network (or equals a single address). False when either cannot be read. */
export function isWithin(address: string, network: string): boolean {
  const ip = readIp(address.trim());
  const range = readNetwork(network);
  if (ip === null || range === null || ip.kind() !== range[0].kind()) return false;
  return ip.match(range);
}

function readIp(text: string): Ip | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return null;
  const ip = ipaddr.IPv6.parse(text);
  return ip.isIPv4MappedAddress() ? ip.toIPv4Address() : ip;
}

function readNetwork(text: string): [Ip, number] | null {
  const [address = '', bitsText, ...rest] = text.trim().split('/');
  const ip = readIp(address);
  if (ip === null || rest.length > 0) return null;
  const longest = ip.kind() === 'ipv4' ? 32 : 128;
  if (bitsText === undefined) return [ip, longest];
  const bits = /^\d{1,3}$/.test(bitsText) ? Number(bitsText) : Number.NaN;
  return bits <= longest ? [ip, bits] : null;
}
