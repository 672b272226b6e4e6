/**
 * Offsets as people write them in plans and chronograms, in seconds from the start of the drill.
 *
 * | written | means |
 * | --- | --- |
 * | `T+01:10`, `T+01:10:30`, `T-00:30` | hours and minutes (and seconds) after or before the start |
 * | `H+2`, `H+1.5`, `H+1:30` | hours |
 * | `J-60`, `J+1`, `D+1 09:30`, `D+1` | days, with a time of day counted from the start if one stands there |
 * | `M+90`, `+90`, `90`, `90 分`, `90 min` | minutes |
 * | `1小时30分`, `1h30m`, `PT1H30M`, `45 s` | spans |
 * | `01:10`, `01:10:30` | hours and minutes |
 */

/** Longest offset either way: more than a year is a slip. */
const LONGEST_SECONDS = 400 * 86_400;
const LONGEST_TEXT = 40;

interface Form {
  readonly pattern: RegExp;
  readonly seconds: (groups: Readonly<Record<string, string | undefined>>) => number;
}

const clock = (groups: Readonly<Record<string, string | undefined>>): number =>
  Number(groups.h ?? 0) * 3600 + Number(groups.m ?? 0) * 60 + Number(groups.s ?? 0);

const CLOCK = '(?<h>\\d{1,4}):(?<m>[0-5]\\d)(?::(?<s>[0-5]\\d))?';

const FORMS: readonly Form[] = [
  { pattern: new RegExp(`^(?:[TH]\\s*)?(?<sign>[+-])?\\s*${CLOCK}$`, 'i'), seconds: clock },
  { pattern: /^[TH]\s*(?<sign>[+-])?\s*0$/i, seconds: () => 0 },
  { pattern: /^H\s*(?<sign>[+-])\s*(?<n>\d{1,4}(?:\.\d{1,4})?)$/i, seconds: ({ n }) => Number(n) * 3600 },
  {
    pattern: new RegExp(`^(?:[JD]|第?日)\\s*(?<sign>[+-])\\s*(?<n>\\d{1,3})(?:\\s*(?:日|天)?[\\sT]+${CLOCK})?$`, 'i'),
    seconds: ({ n, ...time }) => Number(n) * 86_400 + clock(time),
  },
  { pattern: /^[JD]\s*0?$/i, seconds: () => 0 },
  {
    pattern: /^(?:[TM]\s*(?=[+-]))?(?<sign>[+-])?\s*(?<n>\d{1,6}(?:\.\d{1,4})?)\s*(?:分钟?|min(?:utes?)?|m|['′])?$/i,
    seconds: ({ n }) => Number(n) * 60,
  },
  {
    pattern:
      /^(?:T\s*(?=[+-]))?(?<sign>[+-])?\s*(?:P?T)?(?=\d)(?:(?<h>\d{1,4}(?:\.\d{1,4})?)\s*(?:小时|时|h(?:ours?)?)\s*)?(?:(?<m>\d{1,5})\s*(?:分钟?|m(?:in(?:utes?)?)?)\s*)?(?:(?<s>\d{1,6})\s*(?:秒钟?|s(?:ec(?:onds?)?)?))?$/i,
    seconds: clock,
  },
];

/** Reads an offset; whole seconds from the start, negative before it; null when it is none. */
export function readOffset(text: string): number | null {
  const plain = text.normalize('NFKC').replaceAll('−', '-').replaceAll('–', '-').trim();
  if (plain === '' || plain.length > LONGEST_TEXT) return null;
  for (const { pattern, seconds } of FORMS) {
    const match = pattern.exec(plain);
    if (match !== null) return signed(seconds(match.groups ?? {}), match.groups?.sign === '-');
  }
  return null;
}

function signed(found: number, isBefore: boolean): number | null {
  const seconds = Math.round(found);
  if (!Number.isFinite(seconds) || seconds > LONGEST_SECONDS) return null;
  return isBefore && seconds !== 0 ? -seconds : seconds;
}

/** The one spelling of an offset: `T+01:10`, with seconds only where there are any. */
export function offsetText(seconds: number): string {
  const whole = Math.abs(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const rest = whole % 60;
  const time = `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}`;
  return `T${seconds < 0 ? '-' : '+'}${time}${rest === 0 ? '' : `:${two(rest)}`}`;
}
