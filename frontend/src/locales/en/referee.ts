import type { Shape } from '../shape.js';
import type { referee as source } from '../zh-CN/referee.js';

export const referee: Shape<typeof source> = {
  title: 'referee',
};
