/**
 * What must not stand in words that go to those concerned: codes of results and cases, and addresses, from which one
 * side could learn of the other's work.
 */

const CODES = /\b[A-Z]-D?\d{2,}\b/;
const IPV4 = /\b\d{1,3}(\.\d{1,3}){3}\b/;
const IPV6 = /\b([0-9a-f]{1,4}:){3,}[0-9a-f:]*\b/i;
const ADDRESS_OF_PAGE = /https?:\/\//i;

/** Whether a text names work or places of somebody. */
export function namesOthers(text: string): boolean {
  return [CODES, IPV4, IPV6, ADDRESS_OF_PAGE].some((pattern) => pattern.test(text));
}
