import type { Shape } from '../shape.js';
import type { rules as source } from '../zh-CN/rules.js';

export const rules: Shape<typeof source> = {
  title: 'rules',
};
