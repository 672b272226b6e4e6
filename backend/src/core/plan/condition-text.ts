/**
 * Conditions as one line of text, for sheets: `I-09 未完成 60分`, `立案 没有 30分`, joined by `且` (all) or `或` (any) in
 * parentheses. The codes of the file format do as well: `I-09 NOT_COMPLETED 60`.
 */
import { INJECT_CODE, PLAN_LIMITS } from './limits.js';
import type { Condition, DrillFact, FactCondition, InjectState } from './plan.js';
import { FACT_WORDS, STATE_WORDS, valueOf, wordOf } from './words.js';

/** The condition in words; `readCondition` reads it back. */
export function conditionText(condition: Condition): string {
  if ('all' in condition) return joined(condition.all, '且');
  if ('any' in condition) return joined(condition.any, '或');
  const after = `${condition.afterMinutes}分`;
  if ('fact' in condition) {
    return `${wordOf(FACT_WORDS, condition.fact)} ${condition.is === 'THERE' ? '已有' : '没有'} ${after}`;
  }
  return `${condition.inject} ${wordOf(STATE_WORDS, condition.is)} ${after}`;
}

/** A group of less than two says by its word which group it is. */
function joined(parts: readonly Condition[], word: string): string {
  const texts = parts.map(conditionText);
  return `(${texts.length < 2 ? [...texts, word].join(' ') : texts.join(` ${word} `)})`;
}

/** Reads a condition; null when it is none. */
export function readCondition(text: string): Condition | null {
  const words = text
    .replaceAll('（', '(')
    .replaceAll('）', ')')
    .replace(/([()])/g, ' $1 ')
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0 || words.length > 400) return null;
  const reader = new Reader(words);
  const condition = reader.part(0);
  if (condition === null) return null;
  if (reader.isDone) return condition;
  // Without parentheses around it: several parts joined by one word.
  return new Reader(['(', ...words, ')']).whole();
}

const ALL = new Set(['且', 'and', '并且', '&&']);
const ANY = new Set(['或', 'or', '或者', '||']);

class Reader {
  private at = 0;

  constructor(private readonly words: readonly string[]) {}

  get isDone(): boolean {
    return this.at === this.words.length;
  }

  whole(): Condition | null {
    const condition = this.part(0);
    return this.isDone ? condition : null;
  }

  part(depth: number): Condition | null {
    if (depth > PLAN_LIMITS.conditionDepth) return null;
    if (this.words[this.at] !== '(') return this.leaf();
    this.at += 1;
    return this.group(depth);
  }

  private group(depth: number): Condition | null {
    const parts: Condition[] = [];
    const joints = new Set<'all' | 'any'>();
    for (let word = this.words[this.at]; word !== undefined; word = this.words[this.at]) {
      const joint = jointOf(word);
      if (joint !== null || word === ')') this.at += 1;
      if (word === ')') return grouped(parts, joints);
      if (joint !== null) {
        joints.add(joint);
        continue;
      }
      const part = this.part(depth + 1);
      if (part === null) return null;
      parts.push(part);
    }
    return null;
  }

  private leaf(): Condition | null {
    const [name = '', is = '', after = ''] = this.words.slice(this.at, this.at + 3);
    const minutes = /^(\d{1,6})(?:分钟?|min|m)?$/.exec(after);
    this.at += minutes === null ? 2 : 3;
    return leafOf(name, is, Number(minutes?.[1] ?? 0));
  }
}

function jointOf(word: string): 'all' | 'any' | null {
  if (ALL.has(word.toLowerCase())) return 'all';
  return ANY.has(word.toLowerCase()) ? 'any' : null;
}

/** One group is joined by one word. */
function grouped(parts: readonly Condition[], joints: ReadonlySet<'all' | 'any'>): Condition | null {
  if (joints.size > 1) return null;
  return joints.has('any') ? { any: parts } : { all: parts };
}

function leafOf(name: string, is: string, afterMinutes: number): Condition | null {
  const fact: DrillFact | null = valueOf(FACT_WORDS, name);
  const there = thereOf(is);
  if (fact !== null && there !== null) return { fact, is: there, afterMinutes };
  const state: InjectState | null = valueOf(STATE_WORDS, is);
  return state !== null && INJECT_CODE.test(name) ? { inject: name, is: state, afterMinutes } : null;
}

function thereOf(word: string): FactCondition['is'] | null {
  if (['THERE', '已有', '有'].includes(word)) return 'THERE';
  return ['MISSING', '没有', '无'].includes(word) ? 'MISSING' : null;
}
