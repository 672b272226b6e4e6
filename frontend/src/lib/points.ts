/** Points arrive as exact strings ('13800', '768.5', '2688/5', '-150'). They are only ever shown here, never computed with floats. */

const THIN_SPACE = '\u2009';
const MINUS = '\u2212';

/** An exact fraction. */
export interface Ratio {
  readonly num: bigint;
  readonly den: bigint;
}

/** Reads a decimal or fraction string. Returns null for anything else: a broken figure must show as a dash, not as NaN. */
export function parsePoints(text: string): Ratio | null {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?(?:\/(\d+))?$/.exec(text.trim());
  if (!match) return null;
  const [, sign, whole = '0', decimals = '', divisor] = match;
  const den = 10n ** BigInt(decimals.length) * BigInt(divisor ?? '1');
  if (den === 0n) return null;
  const num = BigInt(whole + decimals);
  return { num: sign === '-' ? -num : num, den };
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
}

/** True when the value ends within two decimals, so it can be printed without loss. */
function decimalsOf(value: Ratio): number {
  if (value.num % value.den === 0n) return 0;
  return 2;
}

export interface PointsFormat {
  /** Fixed decimals, rounded half up in magnitude; default: none for whole values, else two. */
  readonly decimals?: number | undefined;
  /** Puts + before positive values: for differences. */
  readonly signed?: boolean | undefined;
}

/** Prints points: thin space for thousands, U+2212 for minus, '—' when there is no figure. */
export function formatPoints(text: string | null | undefined, format: PointsFormat = {}): string {
  const value = text == null ? null : parsePoints(text);
  if (!value) return '—';
  const decimals = format.decimals ?? decimalsOf(value);
  const scale = 10n ** BigInt(decimals);
  const scaled = (magnitude(value.num) * scale * 2n + value.den) / (value.den * 2n);
  const whole = group((scaled / scale).toString());
  const rest = decimals === 0 ? '' : `.${(scaled % scale).toString().padStart(decimals, '0')}`;
  return signOf(value.num, scaled, format.signed === true) + whole + rest;
}

function signOf(num: bigint, scaled: bigint, signed: boolean): string {
  if (scaled === 0n) return '';
  if (num < 0n) return MINUS;
  return signed ? '+' : '';
}

/** Compares two points strings exactly; unreadable ones count as 0. */
export function comparePoints(a: string, b: string): number {
  const left = parsePoints(a) ?? { num: 0n, den: 1n };
  const right = parsePoints(b) ?? { num: 0n, den: 1n };
  const difference = left.num * right.den - right.num * left.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Part of a whole as 0..1 for bars and axes only; a picture needs no exactness. */
export function shareOf(part: string, whole: string): number {
  const a = approximate(part);
  const b = approximate(whole);
  return b === 0 ? 0 : Math.min(1, Math.max(0, a / b));
}

/** A float for geometry (pixel positions); never print it. */
export function approximate(text: string): number {
  const value = parsePoints(text);
  if (!value) return 0;
  return Number((value.num * 1_000_000n) / value.den) / 1_000_000;
}

/** Prints a share such as '0.384' or '48/125' as a percentage with the given decimals. */
export function formatShare(text: string | null | undefined, decimals = 1): string {
  const value = text == null ? null : parsePoints(text);
  if (!value) return '—';
  const percent = formatPoints(`${value.num * 100n}/${value.den}`, { decimals });
  return `${percent.replace(/\.0+$/, '')}%`;
}

/** Prints a factor with up to four decimals, without zeros at the end; `isRounded` where that is not the whole of it. */
export function formatFactor(text: string): { readonly text: string; readonly isRounded: boolean } {
  const shown = formatPoints(text, { decimals: 4 }).replace(/\.?0+$/, '');
  const plain = shown.replaceAll(THIN_SPACE, '').replace(MINUS, '-');
  return { text: shown, isRounded: comparePoints(text, plain) !== 0 };
}
