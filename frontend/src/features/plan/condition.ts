import type { Text } from '../../lib/text.js';

/** A condition as the server keeps it: see the plan file's format. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { inject: string; is: InjectState; afterMinutes: number }
  | { fact: DrillFact; is: 'THERE' | 'MISSING'; afterMinutes: number };

export const INJECT_STATES = ['RELEASED', 'ACKNOWLEDGED', 'COMPLETED', 'NOT_ACKNOWLEDGED', 'NOT_COMPLETED'] as const;
export type InjectState = (typeof INJECT_STATES)[number];

export const DRILL_FACTS = ['INCIDENT_OPENED', 'DETECTION_FILED', 'RESPONSE_FILED', 'ATTRIBUTION_FILED'] as const;
export type DrillFact = (typeof DRILL_FACTS)[number];

/** The condition in the JSON the server sends; null for none. */
export function conditionIn(json: string | null | undefined): Condition | null {
  return json ? (JSON.parse(json) as Condition) : null;
}

/** Codes of the injects a condition asks about. */
export function askedBy(condition: Condition | null): string[] {
  if (condition === null) return [];
  if ('all' in condition) return condition.all.flatMap(askedBy);
  if ('any' in condition) return condition.any.flatMap(askedBy);
  return 'inject' in condition ? [condition.inject] : [];
}

/** The condition as a sentence. */
export function conditionWords(t: Text['t'], condition: Condition): string {
  if ('all' in condition || 'any' in condition) {
    const parts = 'all' in condition ? condition.all : condition.any;
    if (parts.length === 0) return t('plan.condition.empty');
    const texts = parts.map((part) =>
      'all' in part || 'any' in part ? `（${conditionWords(t, part)}）` : conditionWords(t, part),
    );
    return texts.join('all' in condition ? t('plan.condition.and') : t('plan.condition.or'));
  }
  const n = condition.afterMinutes;
  if ('inject' in condition) {
    const is = t(`plan.condition.${condition.is}`);
    return n === 0
      ? t('plan.condition.textInjectNow', { code: condition.inject, is })
      : t('plan.condition.textInject', { code: condition.inject, n, is });
  }
  const [is, fact] = [t(`plan.condition.${condition.is}`), t(`plan.condition.${condition.fact}`)];
  return t('plan.condition.textFact', { n, is, fact });
}
