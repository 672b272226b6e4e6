/**
 * Reads YAML into plain data that keeps numbers as the text the author wrote (0.8 stays exactly 0.8) and
 * can tell line and column of every value and every key.
 */
import { LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Document, Node, Pair } from 'yaml';
import { problemText } from './problem-text.js';
import { LARGEST_TEXT, obstaclesIn } from './source-scan.js';
import type { Obstacle } from './source-scan.js';
import type { Bilingual } from './words.js';

export type Path = readonly (string | number)[];

/** Something wrong with a rule-set file, at its place. Lines and columns count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Dotted path, keyed list entries by index: `attack.categories.3.cap`. */
  readonly path: string;
  readonly code: string;
  readonly message: Bilingual;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A YAML text as plain data with positions. */
export class RuleSource {
  private readonly lines = new LineCounter();
  private readonly document: Document;
  private readonly obstacles: readonly Obstacle[];

  constructor(
    text: string,
    readonly file: string,
  ) {
    this.obstacles = obstaclesIn(text);
    const isReadable = this.obstacles.length === 0;
    if (!isReadable) markLines(text, this.lines);
    // `merge: false` and no custom tags: a rule-set is data, nothing in it refers to anything else.
    this.document = parseDocument(isReadable ? text : '', {
      ...(isReadable && { lineCounter: this.lines }),
      version: '1.2',
      merge: false,
    });
  }

  /** False when the text was not read at all, for what `syntaxProblems` says; its content is then null. */
  get isRead(): boolean {
    return this.obstacles.length === 0;
  }

  /** What keeps the text from being read, or what YAML itself objects to, duplicate keys included. */
  syntaxProblems(): Problem[] {
    if (!this.isRead) return this.obstacles.map((obstacle) => this.obstacleProblem(obstacle));
    return [...this.yamlProblems(), ...this.forbiddenKeys()];
  }

  /** Where the text ends. */
  end(): Position {
    return this.at(this.document.range?.[2] ?? 0);
  }

  private obstacleProblem({ offset, code, params }: Obstacle): Problem {
    return { file: this.file, ...this.at(offset), path: '', code, message: problemText(code, params) };
  }

  /** Keys that mean something to JavaScript itself. */
  private forbiddenKeys(): Problem[] {
    const problems: Problem[] = [];
    visit(this.document, {
      Pair: (_key, pair) => {
        const key = keyText(pair);
        if (!FORBIDDEN_KEYS.includes(key)) return;
        problems.push(this.obstacleProblem({ offset: offsetOf(pair.key), code: 'FORBIDDEN_KEY', params: { key } }));
      },
    });
    return problems;
  }

  private yamlProblems(): Problem[] {
    return this.document.errors.map((error) => {
      const place = this.lines.linePos(error.pos[0]);
      const reason = error.message.split('\n')[0] ?? error.code;
      const isDuplicate = error.code === 'DUPLICATE_KEY';
      return {
        file: this.file,
        line: place.line,
        column: place.col,
        path: '',
        code: isDuplicate ? 'DUPLICATE_KEY' : 'BAD_YAML',
        message: isDuplicate
          ? { zh: '同一层里键名重复', en: 'the same key appears twice at this level' }
          : { zh: `YAML 语法错误：${reason}`, en: `YAML syntax: ${reason}` },
      };
    });
  }

  /** The content as plain data; numbers as source text. */
  plain(): unknown {
    return toPlain(this.document.contents);
  }

  /** Where the value at `path` stands; the nearest enclosing one when it is missing. */
  positionOf(path: Path): Position {
    let node: unknown = this.document.contents;
    let offset = offsetOf(node);
    for (const part of path) {
      node = isMap(node) || isSeq(node) ? node.get(part, true) : null;
      if (node === null || node === undefined) break;
      offset = offsetOf(node);
    }
    return this.at(offset);
  }

  /** Where the key itself stands. */
  keyPositionOf(path: Path, key: string): Position {
    const parent = path.length === 0 ? this.document.contents : this.document.getIn(path, true);
    const pair = isMap(parent) ? parent.items.find((item) => keyText(item) === key) : undefined;
    return pair === undefined ? this.positionOf(path) : this.at(offsetOf(pair.key));
  }

  private at(offset: number): Position {
    const place = this.lines.linePos(offset);
    return { line: Math.max(place.line, 1), column: Math.max(place.col, 1) };
  }
}

const FORBIDDEN_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** Lines of a text that is not going to be read. */
function markLines(text: string, lines: LineCounter): void {
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0 && at < LARGEST_TEXT; at = text.indexOf('\n', at + 1)) {
    lines.addNewLine(at + 1);
  }
}

function offsetOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}

function keyText(pair: Pair): string {
  return isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : String(pair.key);
}

function toPlain(node: unknown): unknown {
  if (isMap(node)) return Object.fromEntries(node.items.map((pair) => [keyText(pair), toPlain(pair.value)]));
  if (isSeq(node)) return node.items.map(toPlain);
  if (!isScalar(node)) return isAlias(node) ? '*' + node.source : null;
  return typeof node.value === 'number' || typeof node.value === 'bigint'
    ? (node.source ?? String(node.value))
    : node.value;
}
