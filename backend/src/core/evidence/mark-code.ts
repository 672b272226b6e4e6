/**
 * The code of a hidden mark: what a leaked picture must still say. Forty bits, written as eight signs of Crockford's
 * base 32 (no I, L, O, U), guarded by a CRC and spread by a convolutional code so that single bits may be lost.
 */

/** Signs of a code; upper case only. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 8;
const DATA_BITS = CODE_LENGTH * 5;
const CRC_BITS = 16;
/** CRC-16/CCITT. */
const CRC_POLYNOMIAL = 0x1021;
/** Rate 1/2, constraint length 7, generators 171 and 133 (octal): the code of many radio standards. */
const GENERATORS = [0o171, 0o133] as const;
const MEMORY = 6;
const STATES = 1 << MEMORY;
const STEPS = DATA_BITS + CRC_BITS + MEMORY;

/** Bits a mark carries. */
export const MARK_BITS = STEPS * GENERATORS.length;

/** A code from five random bytes. */
export function markCodeOf(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes.subarray(0, 5)) value = (value << 8n) | BigInt(byte);
  return Array.from({ length: CODE_LENGTH }, (_, at) => SIGNS[Number((value >> BigInt(35 - 5 * at)) & 31n)]).join('');
}

/** A code as somebody may have typed it, in its one spelling; null for what is none. */
export function readMarkCode(text: string): string | null {
  const code = text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return new RegExp(`^[${SIGNS}]{${CODE_LENGTH}}$`).test(code) ? code : null;
}

/** The bits a code is marked with, each 0 or 1. */
export function bitsOfCode(code: string): Uint8Array {
  const data = [...code].flatMap((sign) => bitsOf(SIGNS.indexOf(sign), 5));
  const message = [...data, ...bitsOf(crcOf(data), CRC_BITS), ...Array.from({ length: MEMORY }, () => 0)];
  const coded = new Uint8Array(MARK_BITS);
  let state = 0;
  message.forEach((bit, step) => {
    const register = (bit << MEMORY) | state;
    GENERATORS.forEach((generator, at) => (coded[step * 2 + at] = parity(register & generator)));
    state = register >> 1;
  });
  return coded;
}

/**
 * The code in bits read with their certainty: above zero for 1, below for 0, further away for more certain (Viterbi).
 * Null when the likeliest message fails its CRC.
 */
export function codeOfBits(soft: ArrayLike<number>): string | null {
  const message = likeliest(soft);
  const data = message.slice(0, DATA_BITS);
  const crc = message.slice(DATA_BITS, DATA_BITS + CRC_BITS);
  if (numberOf(crc) !== crcOf(data)) return null;
  return Array.from({ length: CODE_LENGTH }, (_, at) => SIGNS[numberOf(data.slice(at * 5, at * 5 + 5))]).join('');
}

function likeliest(soft: ArrayLike<number>): number[] {
  let metric = new Float64Array(STATES).fill(Number.NEGATIVE_INFINITY);
  metric[0] = 0;
  const came: Uint8Array[] = [];
  for (let step = 0; step < STEPS; step += 1) {
    const next = new Float64Array(STATES).fill(Number.NEGATIVE_INFINITY);
    const from = new Uint8Array(STATES);
    for (let register = 0; register < STATES * 2; register += 1) {
      const before = register & (STATES - 1);
      const after = register >> 1;
      const value = (metric[before] ?? 0) + gain(register, soft, step);
      if (value > (next[after] ?? 0)) {
        next[after] = value;
        from[after] = before;
      }
    }
    metric = next;
    came.push(from);
  }
  // The tail brings every message back to the state it began in.
  const message: number[] = [];
  let state = 0;
  for (let step = STEPS - 1; step >= 0; step -= 1) {
    message.unshift(state >> (MEMORY - 1));
    state = came[step]?.[state] ?? 0;
  }
  return message;
}

function gain(register: number, soft: ArrayLike<number>, step: number): number {
  let sum = 0;
  GENERATORS.forEach((generator, at) => {
    const seen = soft[step * 2 + at] ?? 0;
    sum += parity(register & generator) === 1 ? seen : -seen;
  });
  return sum;
}

function crcOf(bits: readonly number[]): number {
  let crc = 0xffff;
  for (const bit of bits) {
    const isCarry = ((crc >> 15) & 1) !== bit;
    crc = (crc << 1) & 0xffff;
    if (isCarry) crc ^= CRC_POLYNOMIAL;
  }
  return crc;
}

function bitsOf(value: number, length: number): number[] {
  return Array.from({ length }, (_, at) => (value >> (length - 1 - at)) & 1);
}

function numberOf(bits: readonly number[]): number {
  return bits.reduce((value, bit) => value * 2 + bit, 0);
}

function parity(value: number): number {
  let odd = 0;
  for (let rest = value; rest > 0; rest &= rest - 1) odd ^= 1;
  return odd;
}
