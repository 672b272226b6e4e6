import type { PeriodPhase } from '../../core/protection/period.js';
import type { TaskActKind, TaskState } from '../../core/protection/task.js';

export const SHEET_LANGUAGES = ['zh', 'en'] as const;
export type SheetLanguage = (typeof SHEET_LANGUAGES)[number];

/** Words of the exported workbook. */
export interface SheetWords {
  readonly matrix: string;
  readonly list: string;
  readonly acts: string;
  readonly phase: string;
  readonly task: string;
  readonly unit: string;
  readonly done: string;
  readonly day: string;
  readonly state: string;
  readonly due: string;
  readonly submitted: string;
  readonly measures: string;
  readonly evidence: string;
  readonly at: string;
  readonly act: string;
  readonly by: string;
  readonly text: string;
  readonly files: string;
  /** Who acted when time did. */
  readonly clock: string;
  readonly phases: Readonly<Record<PeriodPhase, string>>;
  readonly states: Readonly<Record<TaskState | 'OVERDUE', string>>;
  readonly kinds: Readonly<Record<TaskActKind, string>>;
}

const ZH: SheetWords = {
  matrix: '矩阵',
  list: '清单',
  acts: '办理记录',
  phase: '阶段',
  task: '任务',
  unit: '单位',
  done: '完成',
  day: '值守日',
  state: '状态',
  due: '期限',
  submitted: '提交',
  measures: '措施',
  evidence: '验收材料',
  at: '时间',
  act: '动作',
  by: '何人',
  text: '说明',
  files: '材料',
  clock: '系统',
  phases: { BEFORE: '事前', EVE: '临战', ON: '实战', AFTER: '事后' },
  states: {
    NOT_STARTED: '未开始',
    STARTED: '进行中',
    SUBMITTED: '待验收',
    RETURNED: '退回',
    SIGNED: '完成',
    NOT_APPLICABLE: '不适用',
    OVERDUE: '逾期',
  },
  kinds: {
    STARTED: '开始',
    SUBMITTED: '提交',
    RETURNED: '退回',
    SIGNED: '验收',
    EXCUSED: '定为不适用',
    RESTORED: '恢复适用',
    REMINDED: '提醒',
    ESCALATED: '逾期上报',
  },
};

const EN: SheetWords = {
  matrix: 'Matrix',
  list: 'List',
  acts: 'Record',
  phase: 'Phase',
  task: 'Task',
  unit: 'Unit',
  done: 'Done',
  day: 'Duty day',
  state: 'State',
  due: 'Due',
  submitted: 'Handed in',
  measures: 'Measures',
  evidence: 'Evidence',
  at: 'When',
  act: 'Act',
  by: 'Who',
  text: 'Words',
  files: 'Files',
  clock: 'System',
  phases: { BEFORE: 'Before', EVE: 'Eve', ON: 'On', AFTER: 'After' },
  states: {
    NOT_STARTED: 'Not started',
    STARTED: 'In progress',
    SUBMITTED: 'Handed in',
    RETURNED: 'Returned',
    SIGNED: 'Done',
    NOT_APPLICABLE: 'Not applicable',
    OVERDUE: 'Overdue',
  },
  kinds: {
    STARTED: 'Started',
    SUBMITTED: 'Handed in',
    RETURNED: 'Returned',
    SIGNED: 'Signed off',
    EXCUSED: 'Not applicable',
    RESTORED: 'Applies after all',
    REMINDED: 'Reminded',
    ESCALATED: 'Overdue, reported',
  },
};

export const SHEET_WORDS: Readonly<Record<SheetLanguage, SheetWords>> = { zh: ZH, en: EN };
