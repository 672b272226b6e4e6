import type { Shape } from '../shape.js';
import type { board as source } from '../zh-CN/board.js';

export const board: Shape<typeof source> = {
  title: 'board',
};
