import type { Bilingual } from '../ruleset/words.js';

/** A way into a JSON document. */
export type JsonPath = readonly (string | number)[];

/** Everything that may be wrong with the content of a facts file; `{x}` is replaced by the parameter of that name. */
const TEXTS = {
  UNKNOWN_KEY: { zh: '不认识的键', en: 'unknown key' },
  FORBIDDEN_KEY: { zh: '不能用作键名', en: 'cannot be a key' },
  MISSING: { zh: '缺少必填项', en: 'is missing' },
  WRONG_TYPE: { zh: '类型不对，应为 {expected}', en: 'wrong type, expected {expected}' },
  NOT_ALLOWED: { zh: '只能是 {expected}', en: 'must be one of {expected}' },
  NOT_EXACT: {
    zh: '{value} 不是精确数：带小数的数请加引号写成文字，如 "0.5"',
    en: '{value} is no exact number: write figures with decimals as text, e.g. "0.5"',
  },
  NOT_WHOLE: { zh: '{value} 不是整数', en: '{value} is no whole number' },
  BAD_FIGURE: { zh: '“{value}”不是合格的数', en: '"{value}" is not a figure allowed here' },
  BAD_TIME: { zh: '“{value}”不是带时区的 ISO 时间', en: '"{value}" is no ISO time with an offset' },
  BAD_TEXT: { zh: '“{value}”写法不对', en: '"{value}" is not written correctly' },
  OUT_OF_RANGE: { zh: '超出范围（{limit}）', en: 'out of range ({limit})' },
  TOO_LONG: { zh: '过长（至多 {limit}）', en: 'too long ({limit} at most)' },
  TOO_SHORT: { zh: '不能为空', en: 'must not be empty' },
  INVALID: { zh: '内容不合格：{reason}', en: 'not valid: {reason}' },
  REPEATED_ID: { zh: '“{id}”已经用过', en: '"{id}" is already taken' },
  REPEATED_RECEIPT: { zh: '收件号 {receipt} 已经用过', en: 'receipt {receipt} is already taken' },
  RECEIPTS_MIXED: {
    zh: '有的条目写了收件号，这一条没有：要么都写，要么都不写',
    en: 'some entries have a receipt and this one has none: give it to all or to none',
  },
  UNKNOWN_UNIT: { zh: '没有这个单位：{id}', en: 'no such unit: {id}' },
  UNKNOWN_TEAM: { zh: '没有这支攻击队：{id}', en: 'no such team: {id}' },
  UNKNOWN_RESULT: { zh: '没有这个成果：{id}', en: 'no such result: {id}' },
  UNIT_CIRCLE: { zh: '单位上下级成环', en: 'its units form a circle' },
  NOT_A_ROOT: {
    zh: '“{id}”是下属单位，应写根单位“{root}”',
    en: '"{id}" is a subordinate; name its root unit "{root}"',
  },
  UNKNOWN_CATEGORY: { zh: '规则里没有这个类别：{key}', en: 'the rules have no such category: {key}' },
  CATEGORY_MISSING: { zh: '成立的节点须写类别', en: 'a node that stands needs a category' },
  UNKNOWN_PRIVILEGE: {
    zh: '类别 {category} 没有权限“{key}”，可用：{known}',
    en: 'category {category} has no privilege "{key}", known ones: {known}',
  },
  UNKNOWN_FACTOR: { zh: '规则里没有这个系数：{key}', en: 'the rules have no such factor: {key}' },
  UNKNOWN_MEASURE: { zh: '类别 {category} 没有计量项“{key}”', en: 'category {category} has no measure "{key}"' },
  JUDGED_MISSING: {
    zh: '没有攻方规则时，每个成立的节点须写 judged（所得分）',
    en: 'without attack rules every node that stands needs judged, the points it was given',
  },
  UNKNOWN_ITEM: { zh: '规则里没有这个评分点：{key}', en: 'the rules have no such rubric item: {key}' },
  UNKNOWN_MEANS: { zh: '规则里没有这种手段：{key}', en: 'the rules have no such means: {key}' },
  UNKNOWN_BONUS: { zh: '规则里没有这种附加分：{key}', en: 'the rules have no such bonus kind: {key}' },
  SHARE_ABOVE_ONE: { zh: '{value} 超过 1', en: '{value} is above 1' },
  ABOVE_FULL: { zh: '超过方案的满分 {full}', en: 'is above the {full} of the plan' },
  REPAIRED_BEFORE: { zh: '早于取证时间', en: 'is before the evidence' },
  WRONG_ACCOUNT: { zh: '{side} 没有科目 {account}', en: '{side} has no account {account}' },
  UNKNOWN_RATING_KEY: { zh: '没有这个评级因子或分项', en: 'no such rated factor or part' },
  UNKNOWN_LEVEL: { zh: '没有 {value} 这一级', en: 'there is no level {value}' },
} satisfies Record<string, Bilingual>;

export type FactProblemCode = keyof typeof TEXTS;

/** Something wrong in a facts file, at its place. */
export interface FactProblem {
  /** As JSON path, e.g. `$.results[3].nodes[0].category`. */
  readonly path: string;
  readonly code: FactProblemCode;
  readonly message: Bilingual;
}

/** So many are kept; the number of all is counted on. */
const KEPT = 1000;
const LONGEST_SHOWN = 60;

/** Collects problems; a hostile file may have a million of them. */
export class FactProblems {
  readonly kept: FactProblem[] = [];
  /** All of them, those not kept included. */
  count = 0;

  add(path: JsonPath, code: FactProblemCode, params: Readonly<Record<string, string>> = {}): void {
    this.count += 1;
    if (this.kept.length === KEPT) return;
    const fill = (text: string): string =>
      text.replace(/\{(\w+)\}/g, (whole, name: string) => shown(params[name] ?? whole));
    const { zh, en } = TEXTS[code];
    this.kept.push({ path: pathText(path), code, message: { zh: fill(zh), en: fill(en) } });
  }
}

/** A value from outside, fit to be printed: one line, not endless, without what steers a terminal. */
export function shown(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '\ufffd');
  return plain.length > LONGEST_SHOWN ? `${plain.slice(0, LONGEST_SHOWN)}…` : plain;
}

/** `$.results[3].nodes[0].category`; keys that are no plain words in quotes. */
export function pathText(path: JsonPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return /^[A-Za-z_$][\w$-]*$/.test(part) ? `${text}.${shown(part)}` : `${text}[${JSON.stringify(shown(part))}]`;
  }, '$');
}
