/** What a capture is about, for somebody who decides whether to open it: never its payload. */
import { captureFormat, packetsOf } from './pcap-packets.js';
import { factsOf, type PacketFacts } from './pcap-layers.js';

/** Most bytes of a capture that are looked at. */
export const MAX_CAPTURE_BYTES = 16 * 1024 * 1024;
/** Packets looked at: the smallest possible ones would be a million in sixteen megabytes. */
const MAX_PACKETS = 400_000;
/** Different conversations, names and protocols that are told apart; a flood of forged ones must not fill the memory. */
const MAX_KEPT = 20_000;
const SHOWN = 20;
const MAX_LINK_TYPES = 16;

export interface Conversation {
  readonly a: string;
  readonly b: string;
  readonly packets: number;
  readonly bytes: number;
}

export interface Counted {
  readonly name: string;
  readonly packets: number;
}

export interface CaptureSummary {
  readonly format: 'PCAP' | 'PCAPNG';
  readonly linkTypes: readonly string[];
  readonly packets: number;
  /** On the wire. */
  readonly bytes: number;
  /** ISO text, UTC; null when no packet has a time that makes sense. */
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  /** Busiest first. */
  readonly conversations: readonly Conversation[];
  readonly protocols: readonly Counted[];
  readonly dnsNames: readonly Counted[];
  /** Whether the file goes on behind what was looked at. */
  readonly isCut: boolean;
  /** Whether it stops making sense somewhere. */
  readonly isBroken: boolean;
}

const LINK_TYPES: Readonly<Record<number, string>> = {
  0: 'NULL',
  1: 'Ethernet',
  12: 'Raw IP',
  101: 'Raw IP',
  105: 'IEEE 802.11',
  113: 'Linux cooked',
  127: '802.11 radiotap',
  228: 'IPv4',
  229: 'IPv6',
  276: 'Linux cooked v2',
};
/** Well-known ports (IANA) that exercises meet. What runs on a port is a guess, and shown as one. */
const SERVICES: Readonly<Record<number, string>> = {
  20: 'FTP-data',
  21: 'FTP',
  22: 'SSH',
  23: 'Telnet',
  25: 'SMTP',
  53: 'DNS',
  67: 'DHCP',
  68: 'DHCP',
  80: 'HTTP',
  88: 'Kerberos',
  102: 'S7/ISO-TSAP',
  110: 'POP3',
  123: 'NTP',
  135: 'MSRPC',
  137: 'NetBIOS',
  139: 'NetBIOS',
  143: 'IMAP',
  161: 'SNMP',
  389: 'LDAP',
  443: 'HTTPS',
  445: 'SMB',
  502: 'Modbus',
  514: 'Syslog',
  587: 'SMTP',
  636: 'LDAPS',
  993: 'IMAPS',
  995: 'POP3S',
  1080: 'SOCKS',
  1433: 'MSSQL',
  1521: 'Oracle',
  1883: 'MQTT',
  2404: 'IEC 104',
  3306: 'MySQL',
  3389: 'RDP',
  5060: 'SIP',
  5432: 'PostgreSQL',
  5900: 'VNC',
  5985: 'WinRM',
  6379: 'Redis',
  8080: 'HTTP-alt',
  8443: 'HTTPS-alt',
  9200: 'Elasticsearch',
  20000: 'DNP3',
  27017: 'MongoDB',
  44818: 'EtherNet/IP',
};

interface Tally {
  packets: number;
  bytes: number;
}

/** What is counted while walking through the packets. */
class Census {
  packets = 0;
  bytes = 0;
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  readonly links = new Set<number>();
  readonly conversations = new Map<string, Tally>();
  readonly protocols = new Map<string, Tally>();
  readonly names = new Map<string, Tally>();

  time(at: number | null): void {
    // A day of the year 2200 or before the first capture is a forged clock.
    if (at === null || !(at > 0 && at < 7_258_118_400)) return;
    this.first = Math.min(this.first, at);
    this.last = Math.max(this.last, at);
  }

  facts(facts: PacketFacts, bytes: number): void {
    const { source, destination, dnsName } = facts;
    const [a, b] = source < destination ? [source, destination] : [destination, source];
    count(this.conversations, `${a} ${b}`, bytes);
    count(this.protocols, protocolOf(facts), bytes);
    if (dnsName !== null) count(this.names, dnsName, bytes);
  }
}

/** The summary of a capture file, or of its beginning; null when it is none. */
export function summarizeCapture(bytes: Uint8Array, sizeBytes: number = bytes.length): CaptureSummary | null {
  const format = captureFormat(bytes);
  if (format === null) return null;
  const census = new Census();
  const walk = packetsOf(bytes.subarray(0, MAX_CAPTURE_BYTES));
  const isPart = Math.min(bytes.length, MAX_CAPTURE_BYTES) < sizeBytes;
  let step = walk.next();
  while (step.done !== true && census.packets < MAX_PACKETS) {
    const { linkType, at, length, bytes: captured } = step.value;
    census.packets += 1;
    census.bytes += length;
    if (census.links.size < MAX_LINK_TYPES) census.links.add(linkType);
    census.time(at);
    const facts = factsOf(linkType, captured);
    if (facts !== null) census.facts(facts, length);
    step = walk.next();
  }
  const isCut = isPart || step.done !== true;
  return { format, ...summaryOf(census), isCut, isBroken: !isPart && step.done === true && step.value === 'BROKEN' };
}

function summaryOf(census: Census): Omit<CaptureSummary, 'format' | 'isCut' | 'isBroken'> {
  const { packets, bytes, first, last, links, conversations, protocols, names } = census;
  const hasTime = first <= last;
  return {
    linkTypes: [...links].map((type) => LINK_TYPES[type] ?? `LINKTYPE ${type}`),
    packets,
    bytes,
    firstAt: hasTime ? new Date(first * 1000).toISOString() : null,
    lastAt: hasTime ? new Date(last * 1000).toISOString() : null,
    conversations: busiest(conversations, 'bytes').map(([key, tally]) => {
      const [a = '', b = ''] = key.split(' ');
      return { a, b, ...tally };
    }),
    protocols: busiest(protocols, 'packets').map(([name, tally]) => ({ name, packets: tally.packets })),
    dnsNames: busiest(names, 'packets').map(([name, tally]) => ({ name, packets: tally.packets })),
  };
}

function count(tallies: Map<string, Tally>, key: string, bytes: number): void {
  const tally = tallies.get(key);
  if (tally !== undefined) {
    tally.packets += 1;
    tally.bytes += bytes;
  } else if (tallies.size < MAX_KEPT) tallies.set(key, { packets: 1, bytes });
}

function busiest(tallies: ReadonlyMap<string, Tally>, by: keyof Tally): [string, Tally][] {
  return [...tallies].sort(([a, x], [b, y]) => y[by] - x[by] || (a < b ? -1 : 1)).slice(0, SHOWN);
}

/** The service of the better known of two ports, else the transport alone. */
function protocolOf({ transport, sourcePort, destinationPort }: PacketFacts): string {
  const service = [destinationPort, sourcePort].map((port) => SERVICES[port ?? -1]).find((name) => name !== undefined);
  return service === undefined ? transport : `${transport} ${service}`;
}
