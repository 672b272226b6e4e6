/** 中文 strings of features/referee. The English twin must have the same keys. */
export const referee = {
  title: 'referee',
};
