/** 中文 strings of features/attack. The English twin must have the same keys. */
export const attack = {
  title: 'attack',
};
