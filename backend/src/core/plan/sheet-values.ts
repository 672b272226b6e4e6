/** What one row says of its inject. */
import { readCondition } from './condition-text.js';
import { INJECT_CODE, POINTS } from './limits.js';
import { readOffset } from './offset.js';
import type { Channel, Expectation, Trigger, TriggerKind } from './plan.js';
import type { SheetCell } from './sheet.js';
import type { RowReader } from './sheet-row.js';
import { CHANNEL_WORDS, EXPECTATION_WORDS, plainWord, TRIGGER_WORDS, valueOf } from './words.js';

/** Minutes of a limit nobody wrote; 示例. */
const WITHIN = 30;

/** The trigger, and what of it could only be kept as words for the note. */
export function readTrigger(
  row: RowReader,
  seconds: number | null,
): { readonly trigger: Trigger; readonly note: string } {
  const words = row.text('condition');
  const kind = readKind(row);
  if (kind === 'CONDITION' || (kind === null && words !== '')) return readWhen(row, seconds);
  const byHand = kind === 'MANUAL' || seconds === null;
  const trigger: Trigger = byHand
    ? { kind: 'MANUAL', offsetSeconds: seconds }
    : { kind: 'TIMED', offsetSeconds: seconds };
  return { trigger, note: words };
}

function readKind(row: RowReader): TriggerKind | null {
  const text = row.text('trigger');
  const kind = text === '' ? null : valueOf(TRIGGER_WORDS, text);
  if (text !== '' && kind === null) row.say('BAD_TRIGGER', 'trigger', { value: text });
  return kind;
}

function readWhen(row: RowReader, seconds: number | null): { readonly trigger: Trigger; readonly note: string } {
  const words = row.text('condition');
  const when = readCondition(words);
  if (when !== null) return { trigger: { kind: 'CONDITION', when, notBeforeSeconds: seconds ?? 0 }, note: '' };
  row.say('BAD_CONDITION', row.has('condition') ? 'condition' : 'trigger', { value: words });
  return { trigger: { kind: 'MANUAL', offsetSeconds: seconds }, note: words };
}

/** The channel; in-site where nothing or nothing known stands. */
export function readChannel(row: RowReader): Channel {
  const text = row.text('channel');
  const channel = text === '' ? 'IN_SITE' : valueOf(CHANNEL_WORDS, text);
  if (channel === null) row.say('BAD_CHANNEL', 'channel', { value: text });
  return channel ?? 'IN_SITE';
}

/** What is expected; null where nothing is. Words that are no kind are kept as its text. */
export function readExpectation(row: RowReader, separator: RegExp): Expectation | null {
  const text = row.text('expects');
  if (text === '' || plainWord(text) === '') return null;
  const kind = valueOf(EXPECTATION_WORDS, text);
  const own = row.text('expectsText');
  return {
    kind: kind ?? guessedKind(text),
    text: kind === null ? [text, own].filter((part) => part !== '').join('\n') : own,
    withinMinutes: readWithin(row),
    points: readPoints(row),
    escalateTo: row.list('escalateTo', separator),
    remindMinutes: readRemind(row),
  };
}

/** The kind one of whose words stands in the text. */
function guessedKind(text: string): Expectation['kind'] {
  const wanted = plainWord(text);
  const entries = Object.entries(EXPECTATION_WORDS) as [Expectation['kind'], readonly string[]][];
  return entries.find(([, words]) => words.some((word) => wanted.includes(plainWord(word))))?.[0] ?? 'DISPOSE';
}

function readWithin(row: RowReader): number {
  const text = row.text('within');
  if (text === '' || plainWord(text) === '') {
    row.say('NO_WITHIN', row.has('within') ? 'within' : 'expects', { now: String(WITHIN) });
    return WITHIN;
  }
  const minutes = minutesOf(row.cell('within'), text);
  if (minutes !== null && minutes >= 1) return minutes;
  row.say('BAD_WITHIN', 'within', { value: text, now: String(WITHIN) });
  return WITHIN;
}

function readRemind(row: RowReader): number {
  const text = row.text('remind');
  if (plainWord(text) === '') return 0;
  const minutes = minutesOf(row.cell('remind'), text);
  if (minutes === null) row.say('BAD_REMIND', 'remind', { value: text });
  return minutes ?? 0;
}

function minutesOf(cell: SheetCell | null, text: string): number | null {
  const seconds = cell?.kind === 'SPAN' && cell.value !== null ? cell.value : readOffset(text);
  return seconds === null || seconds < 0 ? null : Math.ceil(seconds / 60);
}

function readPoints(row: RowReader): string {
  const text = row.text('points').replace(/\s*分$/, '');
  if (plainWord(text) === '') return '0';
  if (POINTS.test(text)) return text;
  row.say('BAD_POINTS', 'points', { value: text });
  return '0';
}

/** Codes that must come first. */
export function readRequires(row: RowReader): string[] {
  return row.list('requires', /[\s、，,;；]+/).filter((code) => {
    const isCode = INJECT_CODE.test(code);
    if (!isCode && plainWord(code) !== '') row.say('BAD_REQUIRED', 'requires', { value: code });
    return isCode;
  });
}
