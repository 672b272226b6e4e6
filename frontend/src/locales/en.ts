import { abnormal } from './en/abnormal.js';
import { appeal } from './en/appeal.js';
import { attack } from './en/attack.js';
import { board } from './en/board.js';
import { common } from './en/common.js';
import { control } from './en/control.js';
import { custody } from './en/custody.js';
import { defense } from './en/defense.js';
import { likeness } from './en/likeness.js';
import { login } from './en/login.js';
import { notices } from './en/notices.js';
import { panel, statistics } from './en/panel.js';
import { policy } from './en/policy.js';
import { proof } from './en/proof.js';
import { queue } from './en/queue.js';
import { rating } from './en/rating.js';
import { referee } from './en/referee.js';
import { refusals } from './en/refusals.js';
import { rescoring } from './en/rescoring.js';
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
  referee,
  control,
  custody,
  panel,
  statistics,
  proof,
  policy,
  likeness,
  queue,
  rating,
  appeal,
  abnormal,
};
