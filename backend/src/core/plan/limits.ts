/** What a plan may measure. A drill of a day has a few dozen injects; what is beyond these is another plan. */
export const PLAN_LIMITS = {
  injects: 2000,
  cells: 40,
  moves: 60,
  columns: 40,
  choices: 60,
  attachments: 20,
  units: 200,
  requires: 60,
  escalateTo: 10,
  /** Levels of all / any in a condition, and parts of one of them. */
  conditionDepth: 5,
  conditionParts: 20,
  /** Minutes: thirty days. */
  duration: 43_200,
  code: 32,
  name: 200,
  text: 10_000,
  attachment: 16_000,
  value: 2_000,
} as const;

/** How a code is written: letters of any script, figures, dots, dashes. */
export const INJECT_CODE = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,31}$/u;
/** How the key of a cell, move or column is written. */
export const PLAN_KEY = /^(?!constructor$|prototype$)[\p{L}\p{N}][\p{L}\p{N}._-]{0,31}$/u;
export const COLOR = /^#[0-9a-f]{6}$/;
/** Exact points, as rules write them. */
export const POINTS = /^\d{1,9}(\.\d{1,9}|\/[1-9]\d{0,8})?$/;
