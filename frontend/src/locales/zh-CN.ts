import { abnormal } from './zh-CN/abnormal.js';
import { appeal } from './zh-CN/appeal.js';
import { attack } from './zh-CN/attack.js';
import { board } from './zh-CN/board.js';
import { common } from './zh-CN/common.js';
import { control } from './zh-CN/control.js';
import { custody } from './zh-CN/custody.js';
import { defense } from './zh-CN/defense.js';
import { likeness } from './zh-CN/likeness.js';
import { login } from './zh-CN/login.js';
import { notices } from './zh-CN/notices.js';
import { panel, statistics } from './zh-CN/panel.js';
import { policy } from './zh-CN/policy.js';
import { proof } from './zh-CN/proof.js';
import { queue } from './zh-CN/queue.js';
import { rating } from './zh-CN/rating.js';
import { referee } from './zh-CN/referee.js';
import { refusals } from './zh-CN/refusals.js';
import { rescoring } from './zh-CN/rescoring.js';
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
