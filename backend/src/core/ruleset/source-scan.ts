/**
 * Looks over a YAML text before it is read: what is far larger or deeper than any rule-set is refused here, so that
 * reading, checking and hashing never meet it. Walks tokens without recursion; time grows with the length only.
 */
import { Parser } from 'yaml';
import type { CST } from 'yaml';
import type { ProblemCode, ProblemParams } from './problem-text.js';

/** Characters of a rule-set file; the published ones have fewer than 80,000. */
export const LARGEST_TEXT = 1024 * 1024;
const DEEPEST = 32;
/** Entries of one mapping or list; YAML readers compare every key of a mapping with every other. */
const MOST_ENTRIES = 2000;
const MOST_FOUND = 50;

/** Something in the way, at an offset of the text. */
export interface Obstacle {
  readonly offset: number;
  readonly code: ProblemCode;
  readonly params: ProblemParams;
}

/** Everything that keeps a text from being read; empty when it may be. */
export function obstaclesIn(text: string): Obstacle[] {
  if (text.length > LARGEST_TEXT) {
    const params = { size: String(text.length), limit: String(LARGEST_TEXT) };
    return [{ offset: 0, code: 'TOO_LARGE', params }];
  }
  const strange = strangeCharacters(text);
  return strange.length > 0 ? strange : inTokens(text);
}

/** Control characters, and U+FFFD, which stands where bytes were no UTF-8. */
function strangeCharacters(text: string): Obstacle[] {
  // eslint would not have control characters in a pattern; here they are the point.
  const pattern = new RegExp('[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f\\ufffd]|\\p{Surrogate}', 'gu');
  const found: Obstacle[] = [];
  for (const match of text.matchAll(pattern)) {
    if (found.length === MOST_FOUND) break;
    const code = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    found.push({ offset: match.index, code: 'BAD_CHARACTER', params: { found: `U+${code}` } });
  }
  return found;
}

interface Waiting {
  readonly token: CST.Token;
  readonly depth: number;
}

function inTokens(text: string): Obstacle[] {
  const found: Obstacle[] = [];
  const waiting: Waiting[] = [...new Parser().parse(text)].map((token) => ({ token, depth: 0 })).reverse();
  for (let next = waiting.pop(); next !== undefined && found.length < MOST_FOUND; next = waiting.pop()) {
    found.push(...referencesIn(next.token));
    if (!isCollection(next.token)) {
      waiting.push(...documentValue(next));
      continue;
    }
    const problem = sizeProblem(next.token, next.depth);
    if (problem !== null) found.push(problem);
    else waiting.push(...childrenOf(next.token, next.depth + 1).reverse());
  }
  return found;
}

type Collection = CST.BlockMap | CST.BlockSequence | CST.FlowCollection;

function isCollection(token: CST.Token): token is Collection {
  return token.type === 'block-map' || token.type === 'block-seq' || token.type === 'flow-collection';
}

function documentValue({ token, depth }: Waiting): Waiting[] {
  return token.type === 'document' && token.value !== undefined ? [{ token: token.value, depth }] : [];
}

function sizeProblem({ offset, items }: Collection, depth: number): Obstacle | null {
  if (depth >= DEEPEST) return { offset, code: 'TOO_DEEP', params: { limit: String(DEEPEST) } };
  if (items.length > MOST_ENTRIES) return { offset, code: 'TOO_MANY_ENTRIES', params: { limit: String(MOST_ENTRIES) } };
  return null;
}

function childrenOf(token: Collection, depth: number): Waiting[] {
  return token.items.flatMap((item) =>
    [...item.start, item.key, ...(item.sep ?? []), item.value]
      .filter((part) => part !== null && part !== undefined)
      .map((part) => ({ token: part, depth })),
  );
}

const REFERENCES: readonly string[] = ['anchor', 'tag', 'alias'];

/** Anchors, aliases and tags: a few lines of them can stand for gigabytes, and a rule-set needs none. */
function referencesIn(token: CST.Token): Obstacle[] {
  const own = token.type === 'document' ? token.start : token.type === 'block-scalar' ? token.props : [token];
  return own
    .filter((part) => REFERENCES.includes(part.type))
    .map((part) => ({
      offset: part.offset,
      code: 'NO_REFERENCES',
      params: { found: 'source' in part ? part.source.slice(0, 20) : '' },
    }));
}
