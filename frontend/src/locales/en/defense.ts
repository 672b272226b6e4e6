import type { Shape } from '../shape.js';
import type { defense as source } from '../zh-CN/defense.js';

export const defense: Shape<typeof source> = {
  title: 'defense',
};
