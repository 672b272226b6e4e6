import type { Shape } from '../shape.js';
import type { login as source } from '../zh-CN/login.js';

export const login: Shape<typeof source> = {
  title: 'login',
};
