/**
 * The packets of a capture file, libpcap (pcap) or pcapng. Files come from attackers: every length is checked against
 * what is there, and what makes no sense ends the reading, never the server.
 */

/** One packet as far as it was captured. */
export interface CapturedPacket {
  /** Type of the link it was captured on, as libpcap numbers them. */
  readonly linkType: number;
  /** Seconds since 1970; null when the file does not say. */
  readonly at: number | null;
  /** Length on the wire; more than was captured when packets are cut short. */
  readonly length: number;
  readonly bytes: Uint8Array;
}

/** Packets longer than this are no packets. */
const MAX_PACKET = 262_144;
/** Blocks of pcapng that a summary walks through. */
const MAX_INTERFACES = 1000;

const MAGICS: Readonly<Record<string, { readonly isLittle: boolean; readonly fraction: number }>> = {
  d4c3b2a1: { isLittle: true, fraction: 1e6 },
  a1b2c3d4: { isLittle: false, fraction: 1e6 },
  '4d3cb2a1': { isLittle: true, fraction: 1e9 },
  a1b23c4d: { isLittle: false, fraction: 1e9 },
};
const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE = 1;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const OPTION_TIME_RESOLUTION = 9;

/** How a walk through a capture ended. */
export type CaptureEnd = 'WHOLE' | 'BROKEN';

/** Which of the two formats a file begins as; null for neither. */
export function captureFormat(bytes: Uint8Array): 'PCAP' | 'PCAPNG' | null {
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (magic === '0a0d0d0a') return 'PCAPNG';
  return Object.hasOwn(MAGICS, magic) ? 'PCAP' : null;
}

/** Walks through the packets; the value returned says whether the file held together to its end. */
export function* packetsOf(bytes: Uint8Array): Generator<CapturedPacket, CaptureEnd> {
  const format = captureFormat(bytes);
  if (format === 'PCAP') return yield* pcapPackets(bytes);
  if (format === 'PCAPNG') return yield* pcapngPackets(bytes);
  return 'BROKEN';
}

function* pcapPackets(bytes: Uint8Array): Generator<CapturedPacket, CaptureEnd> {
  const view = viewOf(bytes);
  const magic = MAGICS[Buffer.from(bytes.subarray(0, 4)).toString('hex')];
  if (magic === undefined || bytes.length < 24) return 'BROKEN';
  const { isLittle, fraction } = magic;
  const linkType = view.getUint32(20, isLittle) & 0xffff;
  let offset = 24;
  while (offset + 16 <= bytes.length) {
    const captured = view.getUint32(offset + 8, isLittle);
    if (captured > MAX_PACKET || offset + 16 + captured > bytes.length) return 'BROKEN';
    const at = view.getUint32(offset, isLittle) + view.getUint32(offset + 4, isLittle) / fraction;
    const length = Math.max(captured, view.getUint32(offset + 12, isLittle));
    yield { linkType, at, length, bytes: bytes.subarray(offset + 16, offset + 16 + captured) };
    offset += 16 + captured;
  }
  return offset === bytes.length ? 'WHOLE' : 'BROKEN';
}

interface Interface {
  readonly linkType: number;
  /** Units of time in a second. */
  readonly perSecond: number;
}

interface Section {
  isLittle: boolean;
  interfaces: Interface[];
}

interface Block {
  readonly type: number;
  /** The block's own content, without its frame. */
  readonly body: Uint8Array;
  readonly next: number;
}

function* pcapngPackets(bytes: Uint8Array): Generator<CapturedPacket, CaptureEnd> {
  const section: Section = { isLittle: true, interfaces: [] };
  let offset = 0;
  while (offset + 12 <= bytes.length) {
    const block = blockAt(bytes, offset, section);
    if (block === null) return 'BROKEN';
    const packet = readBlock(block, section);
    if (packet === 'BROKEN') return 'BROKEN';
    if (packet !== null) yield packet;
    offset = block.next;
  }
  return offset === bytes.length ? 'WHOLE' : 'BROKEN';
}

/** A section says in its first block how its numbers are written. */
function blockAt(bytes: Uint8Array, offset: number, section: Section): Block | null {
  const view = viewOf(bytes);
  if (view.getUint32(offset, false) === SECTION_HEADER) {
    const isLittle = view.getUint32(offset + 8, true) === BYTE_ORDER_MAGIC;
    if (!isLittle && view.getUint32(offset + 8, false) !== BYTE_ORDER_MAGIC) return null;
    section.isLittle = isLittle;
    section.interfaces = [];
  }
  const length = view.getUint32(offset + 4, section.isLittle);
  if (length < 12 || length % 4 !== 0 || offset + length > bytes.length) return null;
  const body = bytes.subarray(offset + 8, offset + length - 4);
  return { type: view.getUint32(offset, section.isLittle), body, next: offset + length };
}

function readBlock({ type, body }: Block, section: Section): CapturedPacket | 'BROKEN' | null {
  const view = viewOf(body);
  if (type === INTERFACE) {
    if (body.length < 8 || section.interfaces.length >= MAX_INTERFACES) return 'BROKEN';
    const linkType = view.getUint16(0, section.isLittle);
    section.interfaces.push({ linkType, perSecond: timeUnits(body, section.isLittle) });
  }
  if (type === ENHANCED_PACKET) return enhancedPacket(body, section);
  if (type === SIMPLE_PACKET) return simplePacket(body, section);
  return null;
}

function enhancedPacket(body: Uint8Array, { isLittle, interfaces }: Section): CapturedPacket | 'BROKEN' {
  if (body.length < 20) return 'BROKEN';
  const view = viewOf(body);
  const on = interfaces[view.getUint32(0, isLittle)];
  const captured = view.getUint32(12, isLittle);
  if (on === undefined || captured > MAX_PACKET || captured > body.length - 20) return 'BROKEN';
  const at = (view.getUint32(4, isLittle) * 2 ** 32 + view.getUint32(8, isLittle)) / on.perSecond;
  const length = Math.max(captured, view.getUint32(16, isLittle));
  return { linkType: on.linkType, at, length, bytes: body.subarray(20, 20 + captured) };
}

function simplePacket(body: Uint8Array, { isLittle, interfaces }: Section): CapturedPacket | 'BROKEN' {
  const [on] = interfaces;
  if (on === undefined || body.length < 4) return 'BROKEN';
  const length = viewOf(body).getUint32(0, isLittle);
  return { linkType: on.linkType, at: null, length, bytes: body.subarray(4, 4 + Math.min(length, MAX_PACKET)) };
}

/** Microseconds unless the interface says otherwise: a power of ten, or of two when the highest bit is set. */
function timeUnits(body: Uint8Array, isLittle: boolean): number {
  const view = viewOf(body);
  for (let offset = 8; offset + 4 <= body.length;) {
    const code = view.getUint16(offset, isLittle);
    const length = view.getUint16(offset + 2, isLittle);
    if (code === 0) break;
    if (code === OPTION_TIME_RESOLUTION && length === 1) {
      const value = body[offset + 4] ?? 6;
      return (value & 0x80) === 0 ? 10 ** value : 2 ** (value & 0x7f);
    }
    offset += 4 + Math.ceil(length / 4) * 4;
  }
  return 1e6;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
