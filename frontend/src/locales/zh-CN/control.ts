/** 中文 strings of features/control. The English twin must have the same keys. */
export const control = {
  title: 'control',
};
