/** The words of plan files and sheets in Chinese: one per value, and others people use for the same. */
import type { Channel, DrillFact, ExpectationKind, InjectState, TriggerKind } from './plan.js';

export const CHANNEL_WORDS: Readonly<Record<Channel, readonly string[]>> = {
  NOTICE: ['公告', '通告', '通知', 'announcement'],
  ALERT: ['告警', '报警', '预警', 'alarm'],
  LOG: ['日志', 'logs'],
  PHONE: ['电话', '来电', '口头', 'call', 'telephone', 'voice'],
  MAIL: ['邮件', '电子邮件', 'e-mail', 'email'],
  LIST: ['名单', '清单'],
  SAMPLE: ['样本', 'malware'],
  DOCUMENT: ['公文', '文件', '函', 'letter', 'paper'],
  ATTACHMENT: ['附件', '材料', 'file'],
  IN_SITE: ['站内', '平台', '系统内', 'site', 'platform', 'portal'],
};

export const EXPECTATION_WORDS: Readonly<Record<ExpectationKind, readonly string[]>> = {
  ACKNOWLEDGE: ['签收', '确认', 'acknowledgement'],
  DETECT: ['监测发现', '监测', '发现', 'detection'],
  ANALYSE: ['研判', '分析', 'analyze', 'analysis'],
  REPORT: ['报告', '上报', '通报', '初报'],
  DISPOSE: ['处置', '应急处置', '隔离', '恢复', 'respond', 'response', 'contain'],
  TRACE: ['溯源', '追踪溯源', 'attribution'],
  DECIDE: ['决定', '决策', 'decision'],
};

export const TRIGGER_WORDS: Readonly<Record<TriggerKind, readonly string[]>> = {
  TIMED: ['定时', '自动', 'time', 'auto', 'automatic', 'scheduled'],
  MANUAL: ['手动', '人工', 'hand', 'by hand'],
  CONDITION: ['条件', '触发', 'conditional', 'contingent'],
};

export const STATE_WORDS: Readonly<Record<InjectState, readonly string[]>> = {
  RELEASED: ['已下发'],
  ACKNOWLEDGED: ['已签收'],
  COMPLETED: ['已完成'],
  NOT_ACKNOWLEDGED: ['未签收'],
  NOT_COMPLETED: ['未完成'],
};

export const FACT_WORDS: Readonly<Record<DrillFact, readonly string[]>> = {
  INCIDENT_OPENED: ['立案'],
  DETECTION_FILED: ['监测发现报告'],
  RESPONSE_FILED: ['应急处置报告'],
  ATTRIBUTION_FILED: ['追踪溯源报告'],
};

/** The first Chinese word of a value, for sheets and messages. */
export function wordOf<K extends string>(table: Readonly<Record<K, readonly string[]>>, value: K): string {
  return table[value][0] ?? value;
}

/** Text as it is compared: width, case, spaces and punctuation do not matter. */
export function plainWord(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-–—.:：，,、;；/\\（）()【】[\]“”"'’]/gu, '');
}

/** The value a word stands for: its code, one of its words; null for none. */
export function valueOf<K extends string>(table: Readonly<Record<K, readonly string[]>>, text: string): K | null {
  const wanted = plainWord(text);
  if (wanted === '') return null;
  const entries = Object.entries(table) as [K, readonly string[]][];
  const found = entries.find(([key, words]) => [key, ...words].some((word) => plainWord(word) === wanted));
  return found?.[0] ?? null;
}
