import type { common } from '../../locales/zh-CN/common.js';

/** The kinds of expectation a plan knows; the server sends them as text. */
export type ExpectationKind = keyof (typeof common)['expectation'];
