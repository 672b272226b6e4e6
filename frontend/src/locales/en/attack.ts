import type { Shape } from '../shape.js';
import type { attack as source } from '../zh-CN/attack.js';

export const attack: Shape<typeof source> = {
  title: 'attack',
};
