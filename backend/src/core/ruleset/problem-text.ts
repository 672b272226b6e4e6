import type { Bilingual } from './words.js';

/** Everything `parseRuleSet` may object to; `{x}` is replaced by the parameter of that name. */
const TEXTS = {
  BAD_YAML: { zh: 'YAML 语法错误', en: 'YAML syntax error' },
  DUPLICATE_KEY: { zh: '同一层里键名重复', en: 'the same key appears twice at this level' },
  NOT_A_MAP: { zh: '文件最外层必须是键值对', en: 'the file must be a mapping at its top level' },
  UNKNOWN_KEY: { zh: '不认识的键“{key}”', en: 'unknown key "{key}"' },
  MISSING: { zh: '缺少必填项“{key}”', en: '"{key}" is missing' },
  WRONG_TYPE: { zh: '类型不对，应为 {expected}', en: 'wrong type, expected {expected}' },
  NOT_ALLOWED: { zh: '取值不在允许范围内：{expected}', en: 'not one of the allowed values: {expected}' },
  BAD_FORMAT: { zh: '“{value}”格式不对', en: '"{value}" is not written correctly' },
  TOO_FEW: { zh: '至少要有 {minimum} 项', en: 'needs at least {minimum}' },
  INVALID: { zh: '内容不合格：{reason}', en: 'not valid: {reason}' },
  NO_SIDE: { zh: '攻防两方规则至少要写一方', en: 'rules for at least one side are needed' },
  REPEATED_KEY: { zh: '“{key}”已经用过', en: '"{key}" is already taken' },
  UNKNOWN_CLASS: { zh: '没有这个类别大类：{key}', en: 'no such class: {key}' },
  UNKNOWN_CAP: { zh: '没有这个上限族：{key}', en: 'no such cap family: {key}' },
  UNKNOWN_CATEGORY: { zh: '没有这个计分类别：{key}', en: 'no such category: {key}' },
  UNKNOWN_PRIVILEGE: { zh: '类别 {category} 没有权限“{key}”', en: 'category {category} has no privilege "{key}"' },
  UNKNOWN_FACTOR: { zh: '没有这个系数：{key}', en: 'no such factor: {key}' },
  UNKNOWN_MEASURE: { zh: '没有这个计量项：{key}', en: 'no such measure: {key}' },
  UNKNOWN_ITEM: { zh: '没有这个评分点：{key}', en: 'no such rubric item: {key}' },
  UNKNOWN_BONUS: { zh: '没有这种附加分：{key}', en: 'no such bonus kind: {key}' },
  UNKNOWN_RESULT: { zh: '例题里没有成果 {key}', en: 'the example has no result {key}' },
  UNKNOWN_SETTING: { zh: '“{key}”指不到任何选项', en: '"{key}" leads nowhere' },
  BAD_PRICE: {
    zh: '定价要么写 points / each，要么写 judged，不能都写或都不写',
    en: 'a price is either points / each or judged, not both and not none',
  },
  PRICE_OR_PRIVILEGES: {
    zh: 'price 与 privileges 必须且只能写一个',
    en: 'exactly one of price and privileges is needed',
  },
  EMPTY_RANGE: { zh: '区间下限大于上限', en: 'the range ends before it begins' },
  MINIMUM_LOOP: { zh: '不足下限后又回到带下限的类别', en: 'falls back to a category that has a minimum itself' },
  WEIGHTS_DO_NOT_ADD_UP: {
    zh: '维度“{key}”权重 {weight}，分项合计 {total}；不一致时必须写明 weightRepair',
    en: 'dimension "{key}" weighs {weight}, its items {total}; a difference needs a weightRepair',
  },
  NOT_HUNDRED: { zh: '各维度合计 {total}，应为 100', en: 'the dimensions add up to {total}, not 100' },
  REPAIR_FAILS: {
    zh: '按 weightRepair 修正后维度“{key}”仍为 {total}，应为 {weight}',
    en: 'after the weightRepair dimension "{key}" still adds up to {total}, not {weight}',
  },
  REPAIR_INCOMPLETE: {
    zh: 'set-item 必须写明 item 与 weight，其余策略不得写',
    en: 'set-item needs item and weight, the other policies neither',
  },
  NEEDS_SHARES: {
    zh: '按扣分比例计分时必须写 recoveryShare 与 recoveryCapShare，按分值计分时必须为空',
    en: 'recoveryShare and recoveryCapShare belong to share-of-deduction, and only there',
  },
  NEEDS_MEANS: { zh: '有按手段计分的评分点，means 不能为空', en: 'an item is marked by means, but there are none' },
  BAD_FORMULA: {
    zh: '公式第 {offset} 个字符处读不下去：“{found}”',
    en: 'the formula breaks at character {offset}: "{found}"',
  },
  UNKNOWN_VARIABLE: { zh: '公式里没有变量“{key}”，可用：{known}', en: 'no variable "{key}", known ones: {known}' },
  UNSAFE_DIVISION: {
    zh: '除数可能为 0，须用 whenZero 另写一式',
    en: 'a divisor may be zero; state that case with whenZero',
  },
  CHAIN_WITHOUT_TIEBREAK: { zh: 'ties: chain 必须写 tieBreak', en: 'ties: chain needs a tieBreak' },
} satisfies Record<string, Bilingual>;

export type ProblemCode = keyof typeof TEXTS;

export type ProblemParams = Readonly<Record<string, string>>;

/** The message of a problem in both languages. */
export function problemText(code: ProblemCode, params: ProblemParams): Bilingual {
  const fill = (template: string): string =>
    template.replace(/\{(\w+)\}/g, (whole, name: string) => params[name] ?? whole);
  return { zh: fill(TEXTS[code].zh), en: fill(TEXTS[code].en) };
}
