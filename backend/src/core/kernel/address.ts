import ipaddr from 'ipaddr.js';

/** An address written the one canonical way ("203.0.113.7", "2001:db8::1"), or null when it is none. */
export function parseAddress(text: string): string | null {
  const trimmed = text.trim();
  if (!isPlainV4(trimmed) && !trimmed.includes(':')) return null;
  return ipaddr.isValid(trimmed) ? ipaddr.process(trimmed).toString() : null;
}

/**
 * A network in CIDR form with its host bits cleared ("203.0.113.80/28"); a single address becomes a
 * /32 or /128. Null when it is neither.
 */
export function parseNetwork(text: string): string | null {
  const [address = '', bits] = text.trim().split('/');
  const canonical = parseAddress(address);
  if (canonical === null) return null;
  const width = canonical.includes(':') ? 128 : 32;
  if (bits === undefined) return `${canonical}/${width}`;
  if (!/^\d{1,3}$/.test(bits) || Number(bits) > width) return null;
  const network = `${canonical}/${bits}`;
  const base = width === 32 ? ipaddr.IPv4.networkAddressFromCIDR(network) : ipaddr.IPv6.networkAddressFromCIDR(network);
  return `${base.toString()}/${bits}`;
}

/** Whether the address lies in the network; false when either cannot be read. */
export function isInside(address: string, network: string): boolean {
  const host = parseAddress(address);
  const range = parseNetwork(network);
  if (host === null || range === null) return false;
  const [base, bits] = ipaddr.parseCIDR(range);
  const parsed = ipaddr.parse(host);
  return parsed.kind() === base.kind() && parsed.match(base, bits);
}

/** Four decimal parts; shorthand and octal spellings are refused, since they read differently elsewhere. */
function isPlainV4(text: string): boolean {
  return /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(text);
}
