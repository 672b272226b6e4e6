import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { send } from '../../lib/client.js';
import { onTouched } from '../../lib/feed.js';
import type { Refused } from '../../lib/refusal.js';
import {
  LinkIncidentChoicesDocument,
  LinkSubmissionChoicesDocument,
  type IncidentChoice,
  type SubmissionChoice,
} from './link-documents.js';

export interface LinkChoices {
  readonly incidents: ShallowRef<readonly IncidentChoice[]>;
  readonly submissions: ShallowRef<readonly SubmissionChoice[]>;
  readonly refused: ShallowRef<Refused | null>;
  readonly isLoading: Ref<boolean>;
  readonly load: () => Promise<void>;
}

interface Page<N> {
  readonly nodes: readonly N[];
  readonly pageInfo: { readonly endCursor?: string | null; readonly hasNextPage: boolean };
}
type Fetched<N> =
  { readonly page: Page<N>; readonly refused: null } | { readonly page: null; readonly refused: Refused };

/** Reads page after page: a list to choose from must be whole. */
async function whole<N>(
  fetchPage: (after: string | null) => Promise<Fetched<N>>,
): Promise<{ nodes: N[]; refused: Refused | null }> {
  const nodes: N[] = [];
  let after: string | null = null;
  for (;;) {
    const { page, refused }: Fetched<N> = await fetchPage(after);
    if (!page) return { nodes, refused };
    nodes.push(...page.nodes);
    after = page.pageInfo.endCursor ?? null;
    if (!page.pageInfo.hasNextPage || after === null) return { nodes, refused: null };
  }
}

/** Incidents and filed results to pair by hand; loaded again when one is filed. */
export function useLinkChoices(exerciseId: () => string): LinkChoices {
  const incidents = shallowRef<readonly IncidentChoice[]>([]);
  const submissions = shallowRef<readonly SubmissionChoice[]>([]);
  const refused = shallowRef<Refused | null>(null);
  const isLoading = ref(true);

  async function load(): Promise<void> {
    isLoading.value = true;
    const [found, filed] = await Promise.all([
      whole<IncidentChoice>(async (after) => {
        const { data, refused: why } = await send(LinkIncidentChoicesDocument, { exerciseId: exerciseId(), after });
        return data ? { page: data.incidents, refused: null } : { page: null, refused: why };
      }),
      whole<SubmissionChoice>(async (after) => {
        const { data, refused: why } = await send(LinkSubmissionChoicesDocument, { exerciseId: exerciseId(), after });
        return data ? { page: data.submissions, refused: null } : { page: null, refused: why };
      }),
    ]);
    isLoading.value = false;
    refused.value = found.refused ?? filed.refused;
    incidents.value = found.nodes;
    submissions.value = filed.nodes.filter(({ state }) => state !== 'DRAFT');
  }

  onTouched(
    ({ kind }) => /SUBMISSION_FILED|REPORT_FILED/.test(kind),
    () => void load(),
  );
  void load();
  return { incidents, submissions, refused, isLoading, load };
}
