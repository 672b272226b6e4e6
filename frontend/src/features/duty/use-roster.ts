import { computed, ref, type ComputedRef, type Ref } from 'vue';
import { useExercise } from '../../lib/exercise.js';
import { type LiveQuery, useQuery } from '../../lib/live.js';
import { useMembership } from '../../lib/session.js';
import type { DutyRostersQuery } from '../../gql/graphql.js';
import { type DutyRoster, DutyRostersDocument } from './duty-documents.js';

/** Which roster the pages show: one's own, or the one an organizer chose; it stays while he goes between pages. */
const chosenId = ref<string | null>(null);

export interface RosterChoice {
  readonly query: LiveQuery<DutyRostersQuery>;
  readonly rosters: ComputedRef<readonly DutyRoster[]>;
  readonly roster: ComputedRef<DutyRoster | null>;
  readonly chosenId: Ref<string | null>;
  /** Units, and control as null, for which the viewer may still set up a roster. */
  readonly open: ComputedRef<readonly { readonly id: string | null; readonly name: string }[]>;
}

/** Records that change what the pages of duty show. */
export function touchesDuty({ kind }: { readonly kind: string }): boolean {
  return /DUTY|PERIOD|MEMBERSHIP|INCIDENT|BLOCK/.test(kind);
}

/** The rosters the viewer may read, and the one in hand. @param control what control is called */
export function useRoster(control: () => string): RosterChoice {
  const exercise = useExercise();
  const membership = useMembership(() => exercise().code);
  const query = useQuery(DutyRostersDocument, () => ({ exerciseId: exercise().id, code: exercise().code }), {
    touchedBy: ({ kind }) => /DUTY_ROSTER|DUTY_P|UNIT/.test(kind),
  });
  const rosters = computed(() => query.data.value?.dutyRosters ?? []);
  const roster = computed(() => rosters.value.find(({ id }) => id === chosenId.value) ?? rosters.value[0] ?? null);
  const open = computed(() => {
    const taken = new Set(rosters.value.map(({ rootId }) => rootId ?? null));
    const role = membership.value?.role;
    const roots = (query.data.value?.exercise?.units ?? []).filter(({ parentId }) => !parentId);
    const own = roots.filter(({ id }) => role === 'ORGANIZER' || id === membership.value?.unit?.id);
    const all = role === 'ORGANIZER' ? [{ id: null, name: control() }, ...own] : role === 'DEFENDER' ? own : [];
    return all.filter(({ id }) => !taken.has(id));
  });
  return { query, rosters, roster, chosenId, open };
}
