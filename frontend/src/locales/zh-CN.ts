import { abnormal } from './zh-CN/abnormal.js';
import { attack } from './zh-CN/attack.js';
import { board } from './zh-CN/board.js';
import { common } from './zh-CN/common.js';
import { control } from './zh-CN/control.js';
import { defense } from './zh-CN/defense.js';
import { login } from './zh-CN/login.js';
import { notices } from './zh-CN/notices.js';
import { proof } from './zh-CN/proof.js';
import { rating } from './zh-CN/rating.js';
import { referee } from './zh-CN/referee.js';
import { refusals } from './zh-CN/refusals.js';
import { rescoring } from './zh-CN/rescoring.js';
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
  notices,
  attack,
  defense,
  referee,
  control,
  proof,
  rating,
  abnormal,
};
