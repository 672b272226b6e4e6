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
  NOT_IN_ORDER: {
    zh: '写了 {key}，但 order 里没有 {kind}；把它写进 order，先乘的在前',
    en: '{key} is given, but {kind} does not stand in order; put it there, what acts first comes first',
  },
  MULTIPLIER_NOT_GIVEN: {
    zh: 'order 里有 {kind}，但没有写 {key}；写上它，或从 order 里删去',
    en: 'order names {kind}, but there is no {key}; give it, or take it out of order',
  },
  ZERO_TIMES: {
    zh: '倍率不能为 0；要使成果不计分，用 limit: 0 或不给分值',
    en: 'a multiplier may not be 0; for results that score nothing set limit: 0 or give no points',
  },
  TOO_MANY_PLACES: { zh: '小数位数至多 {most}', en: 'at most {most} decimal places' },
  SHARE_OF_ZERO: {
    zh: '份额不能为 0；列完之后的本来就不计分，删去这一项',
    en: 'a share may not be 0; what comes after the list scores nothing anyway, take it out',
  },
  SHARE_ABOVE_ONE: { zh: '份额 {value} 大于 1，写成不大于 1 的小数或分数', en: 'a share of {value} is more than 1' },
  SHARES_RISE: {
    zh: '份额 {value} 大于前一次的 {before}；后提交的不能多于先提交的，按从大到小写',
    en: 'a share of {value} after {before}: a later use may not be worth more; write them falling',
  },
  ZERO_LIMIT: {
    zh: '上限不能为 0；不封顶写 cap: null，不计分就不给分值',
    en: 'a limit may not be 0; write cap: null for no cap, or give no points',
  },
  CAP_LOOP: {
    zh: '上限族 {key} 经 {wider} 又回到自己；within 只能指向更大的一层',
    en: 'cap family {key} comes back to itself through {wider}; within must lead outwards',
  },
  CAP_OUT_OF_REACH: {
    zh: '{key} 的上限 {limit} 高于它所在的 {wider}（{widerLimit}），永远用不到；改小前者或改大后者',
    en: '{key} allows {limit}, but {wider} around it only {widerLimit}, so it is never reached; lower the one or raise the other',
  },
  UNKNOWN_UNIT: { zh: '例题里没有单位 {key}', en: 'the example has no unit {key}' },
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
  NO_STEP: {
    zh: '每档时长 stepMinutes 至少为 1 分钟',
    en: 'stepMinutes must be at least 1 minute',
  },
  TIERS_NOT_ASCENDING: {
    zh: '分段的 untilMinutes 要逐段变大：{value} 不大于前一段的 {before}，两段重叠；请改大或删去这一段',
    en: 'untilMinutes must grow from tier to tier: {value} is not above {before}, so the two overlap; raise it or drop the tier',
  },
  TIER_OPEN_TOO_EARLY: {
    zh: '只有最后一段可以不写终点（untilMinutes: null）；请给这一段写上终点，或把它移到最后',
    en: 'only the last tier may be open-ended (untilMinutes: null); give this one an end or move it to the end',
  },
  TIER_MUST_BE_OPEN: {
    zh: '最后一段到 {value} 分钟为止，之后如何计没有写；请写 untilMinutes: null，若之后不再减分就加一段 points: 0',
    en: 'the last tier ends at {value} minutes and nothing says what follows; write untilMinutes: null, or add a tier of points: 0',
  },
  TIER_WITHIN_GRACE: {
    zh: '这一段到通知后 {value} 分钟为止，全在 {grace} 分钟处置时间之内，永远不会起作用；请改大或删去',
    en: 'this tier ends {value} minutes after the notice, wholly inside the grace of {grace}, and never applies; raise it or drop it',
  },
  BAD_FORMULA: {
    zh: '公式第 {offset} 个字符处读不下去：“{found}”',
    en: 'the formula breaks at character {offset}: "{found}"',
  },
  UNKNOWN_VARIABLE: { zh: '公式里没有变量“{key}”，可用：{known}', en: 'no variable "{key}", known ones: {known}' },
  UNSAFE_DIVISION: {
    zh: '除数可能为 0，须用 whenZero 另写一式',
    en: 'a divisor may be zero; state that case with whenZero',
  },
  FORMULA_TOO_LONG: {
    zh: '公式太长或括号套得太深（至多 {limit} 个词）',
    en: 'the formula is too long or nested too deeply ({limit} words at most)',
  },
  RESERVED_NAME: {
    zh: '“{key}”是公式里的函数名，请换一个键名',
    en: '"{key}" is a function of formulas; choose another key',
  },
  NOT_ASCENDING: {
    zh: '应从低到高、不重复：{value} 写在 {before} 之后',
    en: 'must go from low to high, each once: {value} stands after {before}',
  },
  GRADES_FROM_ZERO: {
    zh: '第一个等级要从 0 起（现为 {value}），否则低于它的值没有等级',
    en: 'the first grade must begin at 0, not {value}, or values below it have no grade',
  },
  UNKNOWN_RATING_FACTOR: { zh: '没有这个评级因子：{key}', en: 'no such rated factor: {key}' },
  UNKNOWN_RATING_KEY: {
    zh: '没有这个评级因子或因子分项：{key}',
    en: 'no such rated factor or part of one: {key}',
  },
  UNKNOWN_RATING_VALUE: { zh: '没有这个评级值：{key}', en: 'no such rated value: {key}' },
  UNKNOWN_LEVEL: { zh: '因子“{key}”没有 {value} 这一级', en: 'factor "{key}" has no level {value}' },
  UNKNOWN_GRADE: { zh: '没有这个等级：{key}', en: 'no such grade: {key}' },
  MIRRORS_ITSELF: { zh: '因子“{key}”不能与自己互为镜像', en: 'factor "{key}" cannot mirror itself' },
  VALUES_IN_CIRCLE: {
    zh: '评级值互相依赖成环：{circle}；请改其中一式',
    en: 'values need each other in a circle: {circle}; rewrite one of them',
  },
  RATING_UNSAFE_DIVISION: {
    zh: '“{key}”的除数在某些级别组合下可能为 0，请改写公式',
    en: 'a divisor of "{key}" may be zero for some levels; rewrite the formula',
  },
  RATING_TOO_LARGE: {
    zh: '“{key}”展开后超过 {limit} 个数，请简化公式',
    en: '"{key}" comes to more than {limit} figures when written out; simplify the formula',
  },
  TOO_LARGE: {
    zh: '文件过大（{size} 字），规则集至多 {limit} 字',
    en: 'the file is too large ({size} characters), a rule-set has {limit} at most',
  },
  TOO_DEEP: {
    zh: '嵌套超过 {limit} 层',
    en: 'nested more than {limit} levels deep',
  },
  TOO_MANY_ENTRIES: {
    zh: '同一层超过 {limit} 项',
    en: 'more than {limit} entries at one level',
  },
  NO_REFERENCES: {
    zh: '规则集里不能用锚点、别名或标签（{found}），请直接写出内容',
    en: 'anchors, aliases and tags ({found}) are not part of a rule-set; write the content out',
  },
  FORBIDDEN_KEY: { zh: '不能用“{key}”作键名', en: '"{key}" cannot be a key' },
  BAD_CHARACTER: {
    zh: '有不是文字的字符（{found}）；请把文件存为 UTF-8',
    en: 'holds a character that is no text ({found}); save the file as UTF-8',
  },
  MORE_PROBLEMS: {
    zh: '问题过多，只列出前 {limit} 条',
    en: 'too many problems, only the first {limit} are listed',
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
