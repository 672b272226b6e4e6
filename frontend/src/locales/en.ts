import { abnormal } from './en/abnormal.js';
import { appeal } from './en/appeal.js';
import { attack } from './en/attack.js';
import { board } from './en/board.js';
import { common } from './en/common.js';
import { control } from './en/control.js';
import { custody } from './en/custody.js';
import { defense } from './en/defense.js';
import { duty } from './en/duty.js';
import { likeness } from './en/likeness.js';
import { drill } from './en/drill.js';
import { login } from './en/login.js';
import { notices } from './en/notices.js';
import { panel, statistics } from './en/panel.js';
import { plan } from './en/plan.js';
import { policy } from './en/policy.js';
import { proof } from './en/proof.js';
import { protection } from './en/protection.js';
import { queue } from './en/queue.js';
import { rating } from './en/rating.js';
import { referee } from './en/referee.js';
import { refusals } from './en/refusals.js';
import { rescoring } from './en/rescoring.js';
import { reporting } from './en/reporting.js';
import { blocking } from './en/blocking.js';
import { remediation } from './en/remediation.js';
import { returning } from './en/returning.js';
import { rules } from './en/rules.js';
import { steps } from './en/steps.js';
import type { Shape } from './shape.js';
import type { zhCN } from './zh-CN.js';

export const en: Shape<typeof zhCN> = {
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
