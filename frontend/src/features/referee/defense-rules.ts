import { computed, type ComputedRef } from 'vue';
import type { RefereeDefenseRulesQuery } from '../../gql/graphql.js';
import { useExercise } from '../../lib/exercise.js';
import { useQuery, type LiveQuery } from '../../lib/live.js';
import { useText } from '../../lib/text.js';
import { ruleNames, type RuleNames } from '../../lib/step-words.js';
import { RefereeDefenseRulesDocument, type DefenseRules } from './marking-documents.js';

export interface DefenseRulesView {
  readonly query: LiveQuery<RefereeDefenseRulesQuery>;
  readonly rules: ComputedRef<DefenseRules | null>;
  readonly names: ComputedRef<RuleNames>;
}

/** The defence rules the exercise pins. */
export function useDefenseRules(): DefenseRulesView {
  const exercise = useExercise();
  const text = useText();
  const query = useQuery(RefereeDefenseRulesDocument, () => ({ hash: exercise().defenseRuleSet.hash }), {
    touchedBy: false,
  });
  const rules = computed(() => query.data.value?.ruleSet ?? null);
  const names = computed(() => {
    const { dimensions = [], means = [], bonusKinds = [] } = rules.value ?? {};
    return ruleNames(text, [dimensions.flatMap(({ items }) => items), means, bonusKinds]);
  });
  return { query, rules, names };
}
