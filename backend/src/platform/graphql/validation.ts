import { type ArgumentMetadata, type PipeTransform, type ValidationError, ValidationPipe } from '@nestjs/common';
import { type FieldProblem, Refusal, refuseBadInput } from '../../core/kernel/refusal.js';

/** Refuses characters and instants that PostgreSQL cannot store, wherever in the input they hide. */
export class StorableTextPipe implements PipeTransform {
  transform(value: unknown, { type }: ArgumentMetadata): unknown {
    if (type === 'body') refuseBadInput(unstorable(value, ''));
    return value;
  }
}

function unstorable(value: unknown, path: string): FieldProblem[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [{ path, code: 'WRONG_FORM' }];
  if (value instanceof Date) return isCalendarYear(value.getUTCFullYear()) ? [] : [{ path, code: 'NOT_A_TIME' }];
  if (value === null || typeof value !== 'object') return [];
  const prefix = path === '' ? '' : `${path}.`;
  return Object.entries(value).flatMap(([key, member]) => unstorable(member, prefix + key));
}

/** Years before Christ and beyond 9999 are slips of the keyboard; a Date that is none is left to the validators. */
function isCalendarYear(year: number): boolean {
  return Number.isNaN(year) || (year >= 1 && year <= 9999);
}

/** No NUL and no half of a surrogate pair. */
function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** Turns class-validator's findings into one BAD_INPUT refusal that names every wrong field. */
export function inputPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidUnknownValues: true,
    exceptionFactory: (errors) =>
      new Refusal(
        'BAD_INPUT',
        {},
        errors.flatMap((error) => problemsOf(error, '')),
      ),
  });
}

/** Validator names on the left, the stable words clients translate on the right. */
const CODES: Readonly<Record<string, string>> = {
  isNotEmpty: 'REQUIRED',
  minLength: 'TOO_SHORT',
  maxLength: 'TOO_LONG',
  arrayMaxSize: 'TOO_MANY',
  isUuid: 'NOT_AN_ID',
  isIn: 'NOT_A_CHOICE',
  isEnum: 'NOT_A_CHOICE',
  min: 'TOO_SMALL',
  max: 'TOO_LARGE',
  matches: 'WRONG_FORM',
  isDate: 'NOT_A_TIME',
};

function problemsOf(error: ValidationError, prefix: string): FieldProblem[] {
  const path = prefix + error.property;
  const own = Object.keys(error.constraints ?? {}).map((name) => ({ path, code: CODES[name] ?? 'WRONG_FORM' }));
  return [...own.slice(0, 1), ...(error.children ?? []).flatMap((child) => problemsOf(child, `${path}.`))];
}
