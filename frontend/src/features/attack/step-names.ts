import type { Text } from '../../lib/text.js';
import { ruleNames, stepWords, type StepLike } from '../../lib/step-words.js';
import type { AttackRules } from './documents.js';

/** A step in words. Privileges are named by the category of the step: 'admin' is a different thing in each. */
export function attackStepWords(
  text: Text,
  step: StepLike,
  rules: Pick<AttackRules, 'categories' | 'factors'> | null,
): string {
  if (!rules) return stepWords(text, step);
  const key = step.params.find(({ name }) => name === 'category')?.value;
  const privileges = rules.categories.find((category) => category.key === key)?.privileges ?? [];
  return stepWords(text, step, ruleNames(text, [rules.categories, privileges, rules.factors]));
}
