/** Codes of a chronogram: each once, and such that other injects can name it. */
import { INJECT_CODE, PLAN_LIMITS } from './limits.js';
import type { RowReader } from './sheet-row.js';

/** Room for what tells a repeated code apart. */
const TAIL = 5;

/** The code of a row, or another where it cannot be used; `taken` are those before. */
export function codeIn(reader: RowReader, taken: ReadonlyMap<string, number>): string {
  const given = reader.text('code');
  const isTaken = taken.has(given);
  if (INJECT_CODE.test(given) && !isTaken) return given;
  const plain = given.replace(/\s+/g, '-').replace(/[^\p{L}\p{N}._-]/gu, '');
  const now = freeCode((isTaken ? given : plain).slice(0, PLAN_LIMITS.code - TAIL), taken);
  if (given !== '') reader.say(isTaken ? 'REPEATED_CODE' : 'BAD_CODE', 'code', { value: given, now });
  return now;
}

function freeCode(wanted: string, taken: ReadonlyMap<string, number>): string {
  const isUsable = INJECT_CODE.test(wanted);
  if (isUsable && !taken.has(wanted)) return wanted;
  let number = isUsable ? 2 : taken.size + 1;
  const code = (): string => (isUsable ? `${wanted}-${number}` : `I-${String(number).padStart(2, '0')}`);
  while (taken.has(code())) number += 1;
  return code();
}
