import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { type FieldProblem, Refusal } from '../../core/kernel/refusal.js';

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
