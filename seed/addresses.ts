/**
 * Addresses of the story, all from documentation ranges (RFC 5737, RFC 3849). A unit owns 16 addresses on the internet
 * side (x), 16 inside (i) and an IPv6 network (v); a team owns 16 egress addresses (s) and, where registered, an
 * IPv6 network (w).
 */
const PER_PARTY = 16;
const SHORT = /^([xivsw])(\d+)((?:[:/]\d+)?)$/;
const PREFIX: Readonly<Record<string, string>> = { x: '192.0.2.', i: '198.51.100.', s: '203.0.113.' };

/** Writes `x5:443` or `i0/28` out for the party of this place in its list; full addresses stay as they are. */
export function writtenOut(text: string, place: number): string {
  const [whole, kind = '', number, rest = ''] = SHORT.exec(text) ?? [];
  if (whole === undefined) return text;
  const prefix = PREFIX[kind];
  if (prefix !== undefined) return `${prefix}${place * PER_PARTY + Number(number)}${rest}`;
  const network = kind === 'v' ? (place + 1).toString(16) : `f${String(place + 1).padStart(3, '0')}`;
  const address = `2001:db8:${network}::${Number(number).toString(16)}`;
  if (rest.startsWith('/')) return `2001:db8:${network}::${rest}`;
  return rest === '' ? address : `[${address}]${rest}`;
}

/** The machine alone, without its port. */
export function machineOf(text: string, place: number): string {
  return writtenOut(text.replace(/:\d+$/, ''), place);
}
