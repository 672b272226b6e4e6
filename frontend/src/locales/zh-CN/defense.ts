/** 中文 strings of features/defense. The English twin must have the same keys. */
export const defense = {
  title: 'defense',
};
