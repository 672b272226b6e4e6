/** The one spelling of an offset in a plan: `T+01:10`, seconds only where there are any. */
export function offsetText(seconds: number): string {
  const whole = Math.abs(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const rest = whole % 60;
  const time = `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}`;
  return `T${seconds < 0 ? '-' : '+'}${time}${rest === 0 ? '' : `:${two(rest)}`}`;
}

/** Reads what people type for a time: `T+01:10`, `01:10`, `H+2`, `J+1`, minutes. Null when it is none. */
export function readOffset(text: string): number | null {
  const plain = text.normalize('NFKC').trim();
  const clock = /^T?\s*([+-])?\s*(\d{1,4}):([0-5]\d)(?::([0-5]\d))?$/i.exec(plain);
  if (!clock) return readSpan(plain);
  return signed(clock[1], Number(clock[2]) * 3600 + Number(clock[3]) * 60 + Number(clock[4] ?? 0));
}

const SECONDS: Readonly<Record<string, number>> = { H: 3600, J: 86_400, D: 86_400 };

function readSpan(plain: string): number | null {
  const [, letter = '', sign = '', figure = ''] =
    /^([THMJD])?\s*([+-])?\s*(\d{1,6}(?:\.\d+)?)\s*(?:分钟?|min|m)?$/i.exec(plain) ?? [];
  const isBare = letter !== '' && sign === '' && Number(figure) !== 0;
  if (figure === '' || isBare) return null;
  return signed(sign, Math.round(Number(figure) * (SECONDS[letter.toUpperCase()] ?? 60)));
}

function signed(sign: string | undefined, seconds: number): number {
  return sign === '-' && seconds !== 0 ? -seconds : seconds;
}
