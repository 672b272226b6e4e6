/** What can be wrong with a plan, in both languages, each saying what to do about it. */

export interface Words {
  readonly zh: string;
  readonly en: string;
}

const TEXTS = {
  BAD_YAML: { zh: 'YAML 语法错误：{reason}', en: 'YAML syntax: {reason}' },
  NOT_A_MAP: { zh: '文件最外层必须是键值对', en: 'the file must be a mapping at its top level' },
  UNKNOWN_KEY: { zh: '不认识的键“{key}”；改正拼写或删去', en: 'unknown key "{key}"; mend the spelling or drop it' },
  MISSING: { zh: '缺少必填项“{key}”；请补上', en: '"{key}" is missing; add it' },
  WRONG_TYPE: { zh: '类型不对，应为 {expected}', en: 'wrong type, expected {expected}' },
  NOT_ALLOWED: { zh: '只能是其中之一：{expected}', en: 'must be one of: {expected}' },
  BAD_FORMAT: { zh: '“{value}”格式不对', en: '"{value}" is not written correctly' },
  TOO_FEW: { zh: '至少要有 {minimum}', en: 'needs at least {minimum}' },
  TOO_MUCH: { zh: '过长或过多，至多 {maximum}', en: 'too long or too many, at most {maximum}' },
  INVALID: { zh: '内容不合格：{reason}', en: 'not valid: {reason}' },
  BAD_OFFSET: {
    zh: '看不懂时刻“{value}”；写成 T+01:10、H+2、J+1 或分钟数',
    en: 'cannot read the time "{value}"; write T+01:10, H+2, J+1 or minutes',
  },
  MORE_PROBLEMS: { zh: '问题过多，只列出前 {limit} 条', en: 'too many problems, only the first {limit} are listed' },
  TOO_MANY_INJECTS: {
    zh: '有 {count} 项注入，一份方案至多 {limit} 项；请拆成几份',
    en: '{count} injects, a plan holds at most {limit}; split it into several plans',
  },
  REPEATED_CODE: {
    zh: '编号 {code} 用了不止一次；改掉其中一个',
    en: 'code {code} is used more than once; change one of them',
  },
  REPEATED_KEY: { zh: '键“{key}”重复；改掉其中一个', en: 'key "{key}" is taken; change one of them' },
  RESERVED_CELL: {
    zh: 'ALL 表示全体，不用列为小组；换一个键',
    en: 'ALL stands for everybody and is no cell of its own; choose another key',
  },
  UNKNOWN_CELL: {
    zh: '没有小组“{key}”；在设置里添加，或改用 ALL',
    en: 'no cell "{key}"; add it to the settings or use ALL',
  },
  UNKNOWN_MOVE: {
    zh: '没有阶段“{key}”；在设置里添加，或不填',
    en: 'no move "{key}"; add it to the settings or leave it out',
  },
  UNKNOWN_COLUMN: {
    zh: '没有自定义列“{key}”；在设置里添加，或删去这个值',
    en: 'no custom column "{key}"; add it to the settings or drop the value',
  },
  UNKNOWN_UNIT: {
    zh: '没有单位“{name}”；名称须与参演的一级单位一致',
    en: 'no unit "{name}"; the name must be that of a root unit of this exercise',
  },
  UNKNOWN_FILE: { zh: '材料“{name}”的文件不在本演习里；重新上传', en: 'the file of "{name}" is not in this exercise' },
  NOT_A_NUMBER: {
    zh: '“{name}”列要填数字，现为“{value}”',
    en: 'column "{name}" takes figures, not "{value}"',
  },
  NOT_A_CHECK: {
    zh: '“{name}”列只能是 true 或 false，现为“{value}”',
    en: 'column "{name}" takes true or false, not "{value}"',
  },
  NOT_A_CHOICE: {
    zh: '“{name}”列没有选项“{value}”；可选：{choices}',
    en: 'column "{name}" has no choice "{value}"; there are: {choices}',
  },
  NO_CHOICES: { zh: '单选列“{name}”没有选项', en: 'the choice column "{name}" has no choices' },
  BEFORE_START: {
    zh: '{code} 在 {at}，早于演练开始；整体后移，或改到 T+00:00 之后',
    en: '{code} at {at} lies before the start; shift the plan later or move it to T+00:00 or after',
  },
  AFTER_END: {
    zh: '{code} 在 {at}，晚于演练结束 {end}；改早，或延长演练',
    en: '{code} at {at} lies after the end at {end}; move it earlier or lengthen the drill',
  },
  UNKNOWN_REQUIRED: {
    zh: '{code} 的前置 {other} 不存在；改正编号或删去',
    en: '{code} requires {other}, which does not exist; mend the code or drop it',
  },
  CYCLE: {
    zh: '依赖成环：{cycle}；环上的注入都不会下发，去掉其中一条依赖',
    en: 'dependencies in a circle: {cycle}; none of them would ever be released, drop one of the dependencies',
  },
  NEVER_RELEASED: {
    zh: '{code} 永远不会下发，因为它等着的 {other} 不会下发',
    en: '{code} can never be released, since {other} that it waits for never is',
  },
  CONDITION_ON_NOTHING: {
    zh: '{code} 的条件问的 {other} 不存在；改正编号',
    en: 'the condition of {code} asks for {other}, which does not exist; mend the code',
  },
  CONDITION_ON_ITSELF: {
    zh: '{code} 的条件问的是它自己，永远不会成立',
    en: 'the condition of {code} asks for {code} itself and never holds',
  },
  CONDITION_UNEXPECTED: {
    zh: '{code} 的条件看 {other} 是否{what}，但 {other} 没有期望动作，不会有结果；给它写上期望，或改条件',
    en: 'the condition of {code} asks whether {other} is {what}, but nothing is expected of it; give it an expectation or change the condition',
  },
  CONDITION_TOO_LATE: {
    zh: '{code} 的条件最早在 {at} 才可能成立，演练 {end} 就结束了；缩短时间或提前',
    en: 'the condition of {code} can hold at {at} at the earliest, the drill ends at {end}; shorten the wait or move it earlier',
  },
  CONDITION_EMPTY: {
    zh: '{code} 有一组空条件；补上条件，或把触发改为定时或手动',
    en: 'a group of the condition of {code} is empty; fill it or choose another trigger',
  },
  CONDITION_TOO_LARGE: {
    zh: '{code} 的条件嵌套或分项过多（至多 {depth} 层、每层 {parts} 项）',
    en: 'the condition of {code} is nested too deeply or too wide ({depth} levels, {parts} parts at most)',
  },
  OTHER_UNITS: {
    zh: '{code} 等着 {other}，但 {other} 不发给这些单位：{units}；它们永远收不到 {code}',
    en: '{code} waits for {other}, which does not go to: {units}; they would never get {code}',
  },
} satisfies Record<string, Words>;

export type PlanProblemCode = keyof typeof TEXTS;
export type PlanProblemParams = Readonly<Record<string, string>>;
export type PlanPath = readonly (string | number)[];

/** Something wrong with a plan, at its place. */
export interface PlanProblem {
  readonly code: PlanProblemCode;
  /** Dotted path into the content: `injects.3.trigger.when`. */
  readonly path: string;
  /** The inject it is about, if one. */
  readonly inject: string | null;
  readonly message: Words;
}

/** A problem in a text: lines and columns count from 1. */
export interface PlacedProblem extends PlanProblem {
  readonly line: number;
  readonly column: number;
}

/** The message of a problem in both languages. */
export function planProblemText(code: PlanProblemCode, params: PlanProblemParams): Words {
  const fill = (template: string): string =>
    template.replace(/\{(\w+)\}/g, (whole, name: string) => params[name] ?? whole);
  return { zh: fill(TEXTS[code].zh), en: fill(TEXTS[code].en) };
}

/** Puts a problem together; `code` among the params names the inject. */
export function planProblem(code: PlanProblemCode, path: PlanPath, params: PlanProblemParams = {}): PlanProblem {
  return { code, path: path.join('.'), inject: params.code ?? null, message: planProblemText(code, params) };
}
