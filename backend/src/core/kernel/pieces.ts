/**
 * What changed between two lists or two texts, as pieces in reading order: what stayed, what went, what came. Leaving
 * out what came gives the first, leaving out what went the second.
 */

export const PIECE_KINDS = ['SAME', 'REMOVED', 'ADDED'] as const;
export type PieceKind = (typeof PIECE_KINDS)[number];

/** One entry of a list, or a stretch of a text. */
export interface Piece {
  readonly kind: PieceKind;
  readonly text: string;
}

/** Most comparisons of two texts: beyond it they are compared by lines, and beyond that shown as replaced. */
const MOST_TEXT_CELLS = 250_000;
/** Most comparisons of two lists; the longest list of a form has 2000 entries. */
const MOST_LIST_CELLS = 4_000_000;
/** A Chinese character, a word or number, white space, or any other single character: together the whole text. */
const WORD = /\p{Script=Han}|[\p{L}\p{N}_]+|\s+|./gsu;

/** The pieces of two lists, one per entry. */
export function listPieces(before: readonly string[], after: readonly string[]): Piece[] {
  return pieces(before, after, MOST_LIST_CELLS) ?? replaced(before, after);
}

/** The pieces of two texts, by words where that is quick enough, else by lines, else as a whole; none is empty. */
export function textPieces(before: string, after: string): Piece[] {
  const found =
    pieces(wordsOf(before), wordsOf(after), MOST_TEXT_CELLS) ??
    pieces(linesOf(before), linesOf(after), MOST_TEXT_CELLS) ??
    replaced([before], [after]);
  return joined(found);
}

/** The pieces of a value that was exchanged as a whole; an empty value is no piece. */
export function valuePieces(before: string, after: string): Piece[] {
  return before === after ? joined([{ kind: 'SAME', text: before }]) : joined(replaced([before], [after]));
}

/** The entries that stood before. */
export function beforeOf(all: readonly Piece[]): string[] {
  return all.filter(({ kind }) => kind !== 'ADDED').map(({ text }) => text);
}

/** The entries that stand after. */
export function afterOf(all: readonly Piece[]): string[] {
  return all.filter(({ kind }) => kind !== 'REMOVED').map(({ text }) => text);
}

/** The longest common subsequence, shown as pieces; null when it would take more comparisons than allowed. */
function pieces(before: readonly string[], after: readonly string[], most: number): Piece[] | null {
  const start = commonStart(before, after);
  const end = commonEnd(before.slice(start), after.slice(start));
  const a = before.slice(start, before.length - end);
  const b = after.slice(start, after.length - end);
  if (a.length * b.length > most) return null;
  return [...same(before.slice(0, start)), ...middle(a, b), ...same(before.slice(before.length - end, before.length))];
}

function middle(a: readonly string[], b: readonly string[]): Piece[] {
  const lengthAt = commonLengths(a, b);
  const found: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const [x = '', y = ''] = [a[i], b[j]];
    if (x === y) {
      found.push({ kind: 'SAME', text: x });
      i += 1;
      j += 1;
    } else if (lengthAt(i + 1, j) >= lengthAt(i, j + 1)) {
      found.push({ kind: 'REMOVED', text: x });
      i += 1;
    } else {
      found.push({ kind: 'ADDED', text: y });
      j += 1;
    }
  }
  return [...found, ...replaced(a.slice(i), b.slice(j))];
}

/** How long the longest common subsequence is of a from i on and b from j on. */
function commonLengths(a: readonly string[], b: readonly string[]): (i: number, j: number) => number {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  return at;
}

function replaced(before: readonly string[], after: readonly string[]): Piece[] {
  return [
    ...before.map((text): Piece => ({ kind: 'REMOVED', text })),
    ...after.map((text): Piece => ({ kind: 'ADDED', text })),
  ];
}

/** Neighbours of a kind put together, empty ones left out; what went stands before what came. */
function joined(all: readonly Piece[]): Piece[] {
  const found: Piece[] = [];
  for (const { kind, text } of all) {
    const last = found.at(-1);
    if (text === '') continue;
    if (last?.kind === kind) found[found.length - 1] = { kind, text: last.text + text };
    else found.push({ kind, text });
  }
  return found;
}

function same(texts: readonly string[]): Piece[] {
  return texts.map((text) => ({ kind: 'SAME', text }));
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length += 1;
  return length;
}

function wordsOf(text: string): string[] {
  return text.match(WORD) ?? [];
}

function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}
