/**
 * What must not stand in words that go to those concerned: codes of results and cases, and addresses, from which one
 * side could learn of the other's work.
 */

const CODES = /\b[A-Z]-D?\d{2,}\b/;
const IPV4 = /\b\d{1,3}(\.\d{1,3}){3}\b/;
/** Shortened by `::`, or long enough that it is no time of day. */
const IPV6 = /[0-9a-f]{1,4}::|([0-9a-f]{1,4}:){4,}/i;
const ADDRESS_OF_PAGE = /https?:\/\//i;

/** Whether a text names work or places of somebody, or one of these names. */
export function namesOthers(text: string, names: readonly string[] = []): boolean {
  const isNamed = names.some((name) => name.trim().length > 1 && text.includes(name.trim()));
  return isNamed || [CODES, IPV4, IPV6, ADDRESS_OF_PAGE].some((pattern) => pattern.test(text));
}
