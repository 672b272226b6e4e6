import { abnormal } from './zh-CN/abnormal.js';
import { appeal } from './zh-CN/appeal.js';
import { attack } from './zh-CN/attack.js';
import { board } from './zh-CN/board.js';
import { common } from './zh-CN/common.js';
import { control } from './zh-CN/control.js';
import { custody } from './zh-CN/custody.js';
import { defense } from './zh-CN/defense.js';
import { duty } from './zh-CN/duty.js';
import { likeness } from './zh-CN/likeness.js';
import { drill } from './zh-CN/drill.js';
import { login } from './zh-CN/login.js';
import { notices } from './zh-CN/notices.js';
import { panel, statistics } from './zh-CN/panel.js';
import { plan } from './zh-CN/plan.js';
import { policy } from './zh-CN/policy.js';
import { proof } from './zh-CN/proof.js';
import { protection } from './zh-CN/protection.js';
import { queue } from './zh-CN/queue.js';
import { rating } from './zh-CN/rating.js';
import { referee } from './zh-CN/referee.js';
import { refusals } from './zh-CN/refusals.js';
import { rescoring } from './zh-CN/rescoring.js';
import { reporting } from './zh-CN/reporting.js';
import { blocking } from './zh-CN/blocking.js';
import { remediation } from './zh-CN/remediation.js';
import { returning } from './zh-CN/returning.js';
import { rules } from './zh-CN/rules.js';
import { steps } from './zh-CN/steps.js';

/** Chinese is the source: its keys are the keys. */
export const zhCN = {
  common,
  refusals,
  steps,
  login,
  board,
  rules,
  rescoring,
  returning,
  notices,
  attack,
  defense,
  duty,
  referee,
  control,
  custody,
  panel,
  statistics,
  proof,
  plan,
  policy,
  protection,
  likeness,
  queue,
  rating,
  appeal,
  drill,
  abnormal,
  remediation,
  blocking,
  reporting,
};
