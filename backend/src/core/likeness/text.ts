/**
 * Text as it is compared. Chinese has no spaces between words: it is taken apart into pairs of neighbouring characters
 * (docs/decisions/0011). Latin words and figures are compared whole.
 */

/** What two texts have in common is told from so many different grams on; a shorter text says too little. */
export const FEWEST_GRAMS = 12;

const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/gu;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}._-]*/gu;

/** One spelling: full-width forms and capitals are the same letters. */
export function plainText(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** The grams of a text, each once, sorted: 32-bit hashes of character pairs and of whole Latin words. */
export function gramsOf(text: string): Int32Array {
  const plain = plainText(text);
  const found = new Set<number>();
  for (const [run] of plain.matchAll(HAN)) {
    const letters = [...run];
    for (let at = 0; at + 1 < letters.length; at += 1) found.add(hash32(`${letters[at]}${letters[at + 1]}`));
  }
  for (const [word] of plain.replace(HAN, ' ').matchAll(WORD)) if (word.length > 1) found.add(hash32(word));
  return Int32Array.from(found).sort();
}

/** Shared grams over all grams, as a fraction "n/m" in [0, 1]; null where one of both says too little. */
export function likenessOf(a: Int32Array, b: Int32Array): { readonly shared: number; readonly all: number } | null {
  if (a.length < FEWEST_GRAMS || b.length < FEWEST_GRAMS) return null;
  let [i, j, shared] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const [left = 0, right = 0] = [a[i], b[j]];
    if (left === right) shared += 1;
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  return { shared, all: a.length + b.length - shared };
}

/** FNV-1a with a last mix, since neighbours in Unicode differ in few bits. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) | 0;
}
