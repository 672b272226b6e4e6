/** What a packet says of itself: addresses, ports, and the names it asks for. Never throws: what is cut says nothing. */

export interface PacketFacts {
  readonly source: string;
  readonly destination: string;
  /** TCP, UDP, ICMP, ICMPv6, ARP, or the number of another one. */
  readonly transport: string;
  readonly sourcePort: number | null;
  readonly destinationPort: number | null;
  /** Name in a DNS question, if it is one. */
  readonly dnsName: string | null;
}

const ETHERNET = 1;
const NULL_LOOP = 0;
const RAW_IP: ReadonlySet<number> = new Set([12, 14, 101, 228, 229]);
const LINUX_COOKED = 113;
const LINUX_COOKED_2 = 276;
const TAGS: ReadonlySet<number> = new Set([0x8100, 0x88a8, 0x9100]);
const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const ARP = 0x0806;
const MAX_TAGS = 4;
const MAX_EXTENSIONS = 8;
const MAX_NAME = 255;
const TRANSPORTS: Readonly<Record<number, string>> = {
  1: 'ICMP',
  6: 'TCP',
  17: 'UDP',
  58: 'ICMPv6',
  47: 'GRE',
  50: 'ESP',
};
/** Headers of IPv6 that stand between it and the transport. */
const EXTENSIONS: ReadonlySet<number> = new Set([0, 43, 60]);
const DNS_PORT = 53;

/** The addresses and ports of a packet; null for what is no IP and no ARP. */
export function factsOf(linkType: number, bytes: Uint8Array): PacketFacts | null {
  const carried = linkPayload(linkType, bytes);
  if (carried === null) return null;
  const { type, payload } = carried;
  if (type === IPV4) return ipv4(payload);
  if (type === IPV6) return ipv6(payload);
  return type === ARP ? arp(payload) : null;
}

interface Carried {
  readonly type: number;
  readonly payload: Uint8Array;
}

function linkPayload(linkType: number, bytes: Uint8Array): Carried | null {
  if (linkType === ETHERNET) return ethernet(bytes);
  if (linkType === LINUX_COOKED) return { type: word(bytes, 14), payload: bytes.subarray(16) };
  if (linkType === LINUX_COOKED_2) return { type: word(bytes, 0), payload: bytes.subarray(20) };
  if (linkType === NULL_LOOP) return byVersion(bytes.subarray(4));
  return RAW_IP.has(linkType) ? byVersion(bytes) : null;
}

function ethernet(bytes: Uint8Array): Carried {
  let offset = 12;
  for (let tags = 0; tags < MAX_TAGS && TAGS.has(word(bytes, offset)); tags += 1) offset += 4;
  return { type: word(bytes, offset), payload: bytes.subarray(offset + 2) };
}

function byVersion(payload: Uint8Array): Carried | null {
  const version = (payload[0] ?? 0) >> 4;
  if (version === 4) return { type: IPV4, payload };
  return version === 6 ? { type: IPV6, payload } : null;
}

function ipv4(bytes: Uint8Array): PacketFacts | null {
  const headerBytes = ((bytes[0] ?? 0) & 15) * 4;
  if (bytes.length < 20 || headerBytes < 20) return null;
  const ends = { source: dotted(bytes, 12), destination: dotted(bytes, 16) };
  // Later fragments have no ports of their own.
  const isFragment = (word(bytes, 6) & 0x1fff) !== 0;
  return transport(ends, bytes[9] ?? 0, isFragment ? new Uint8Array() : bytes.subarray(headerBytes));
}

function ipv6(bytes: Uint8Array): PacketFacts | null {
  if (bytes.length < 40) return null;
  const ends = { source: grouped(bytes, 8), destination: grouped(bytes, 24) };
  let next = bytes[6] ?? 59;
  let payload = bytes.subarray(40);
  for (let seen = 0; seen < MAX_EXTENSIONS && EXTENSIONS.has(next) && payload.length >= 2; seen += 1) {
    next = payload[0] ?? 59;
    payload = payload.subarray(((payload[1] ?? 0) + 1) * 8);
  }
  return transport(ends, next, payload);
}

function arp(bytes: Uint8Array): PacketFacts | null {
  if (bytes.length < 28 || word(bytes, 2) !== IPV4) return null;
  const ends = { source: dotted(bytes, 14), destination: dotted(bytes, 24) };
  return { ...ends, transport: 'ARP', sourcePort: null, destinationPort: null, dnsName: null };
}

function transport(
  ends: { readonly source: string; readonly destination: string },
  protocol: number,
  payload: Uint8Array,
): PacketFacts {
  const name = TRANSPORTS[protocol] ?? String(protocol);
  const hasPorts = (name === 'TCP' || name === 'UDP') && payload.length >= 4;
  if (!hasPorts) return { ...ends, transport: name, sourcePort: null, destinationPort: null, dnsName: null };
  const [sourcePort, destinationPort] = [word(payload, 0), word(payload, 2)];
  const isQuestion = name === 'UDP' && (destinationPort === DNS_PORT || sourcePort === DNS_PORT);
  const dnsName = isQuestion ? questionName(payload.subarray(8)) : null;
  return { ...ends, transport: name, sourcePort, destinationPort, dnsName };
}

/** The first name a DNS message asks for. Compressed names cannot stand first. */
function questionName(message: Uint8Array): string | null {
  if (message.length < 17 || word(message, 4) === 0) return null;
  const labels: string[] = [];
  let offset = 12;
  for (let total = 0; total <= MAX_NAME;) {
    const length = message[offset] ?? 255;
    if (length === 0) return labels.length > 0 ? labels.join('.') : null;
    if (length > 63 || offset + 1 + length > message.length) return null;
    labels.push(labelOf(message.subarray(offset + 1, offset + 1 + length)));
    offset += 1 + length;
    total += 1 + length;
  }
  return null;
}

/** A label may hold any byte; what is not plain is written as its number. */
function labelOf(bytes: Uint8Array): string {
  return [...bytes]
    .map((byte) => (/[\w-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `\\${byte}`))
    .join('');
}

function word(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}

function dotted(bytes: Uint8Array, offset: number): string {
  return bytes.subarray(offset, offset + 4).join('.');
}

/** An IPv6 address with its longest run of zeros left out (RFC 5952). */
function grouped(bytes: Uint8Array, offset: number): string {
  const groups = Array.from({ length: 8 }, (_, at) => word(bytes, offset + at * 2).toString(16)).join(':');
  const runs = groups.match(/(?:^|:)0(?::0)+(?=:|$)/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return groups;
  const short = groups.replace(longest, ':');
  return short.startsWith(':') && !short.startsWith('::')
    ? `:${short}`
    : short.endsWith(':') && !short.endsWith('::')
      ? `${short}:`
      : short;
}
