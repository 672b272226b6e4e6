import type { Shape } from '../shape.js';
import type { control as source } from '../zh-CN/control.js';

export const control: Shape<typeof source> = {
  title: 'control',
};
