import { computed, reactive, ref, shallowRef, watch, type Ref } from 'vue';
import type { EstimateSubmissionQuery } from '../../../gql/graphql.js';
import type { Zone } from '../../../gql/schema.js';
import { send } from '../../../lib/client.js';
import type { StoredFile } from '../../../lib/evidence-file.js';
import { SubmissionDocument, type FullSubmission } from '../documents.js';
import { useAutosave, type Loaded, type Saved } from '../../../lib/autosave.js';
import { EstimateSubmissionDocument, SaveSubmissionDraftDocument } from './documents.js';
import { copyNode, draftFormOf, gapsOf, moveUp, newNode, removeNode, type DraftForm } from './draft.js';

type Selection = Ref<string | null>;

/** What may be done to the path; the selection follows. */
function usePath(form: DraftForm, selectedId: Selection) {
  function add(zone: Zone | null): void {
    const node = newNode(form.nodes, zone);
    form.nodes = [...form.nodes, node];
    selectedId.value = node.id;
  }
  watch(
    () => form.nodes.map(({ id }) => id),
    (ids) => {
      if (selectedId.value !== null && !ids.includes(selectedId.value)) selectedId.value = ids.at(-1) ?? null;
    },
  );
  return {
    add,
    remove: (id: string) => (form.nodes = removeNode(form.nodes, id)),
    up: (id: string) => (form.nodes = moveUp(form.nodes, id)),
    copy: (id: string) => (form.nodes = copyNode(form.nodes, id)),
    selectedIndex: computed(() => form.nodes.findIndex(({ id }) => id === selectedId.value)),
  };
}

/** The draft as a colleague left it, with the files it names. */
async function loadDraft(id: string, files: Ref<StoredFile[]>): Promise<Loaded<DraftForm> | null> {
  const { data } = await send(SubmissionDocument, { id });
  if (!data) return null;
  const known = new Set(files.value.map((file) => file.id));
  const named = data.submission.nodes.flatMap((node) => node.evidence);
  files.value = [...files.value, ...named.filter((file) => !known.has(file.id))];
  return { version: data.submission.version, form: draftFormOf(data.submission) };
}

/** Everything an open draft needs: the form, its saving, what it lacks, what it would earn, its evidence. */
export function useDraft(submission: FullSubmission) {
  const form = reactive<DraftForm>(draftFormOf(submission));
  const selectedId = ref<string | null>(form.nodes[0]?.id ?? null);
  const missing = shallowRef(submission.missing);
  const estimate = shallowRef<EstimateSubmissionQuery['estimateSubmission'] | null>(null);
  const files = ref<StoredFile[]>(submission.nodes.flatMap((node) => node.evidence));
  const uploading = reactive(new Map<string, number>());
  let asked = 0;

  async function askEstimate(): Promise<void> {
    asked += 1;
    const mine = asked;
    const { data } = await send(EstimateSubmissionDocument, { id: form.id });
    if (mine === asked && data) estimate.value = data.estimateSubmission;
  }

  async function save(version: number): Promise<Saved> {
    const { data, refused } = await send(SaveSubmissionDraftDocument, { input: { ...form, version } });
    if (!data) return { version: null, refused };
    missing.value = data.saveSubmissionDraft.missing;
    void askEstimate();
    return { version: data.saveSubmissionDraft.version, refused: null };
  }

  const autosave = useAutosave({
    key: `submission.${submission.id}`,
    form,
    save,
    load: () => loadDraft(form.id, files),
    version: submission.version,
    savedAt: submission.updatedAt,
  });
  void askEstimate();

  return {
    ...usePath(form, selectedId),
    form,
    selectedId,
    estimate,
    files,
    uploading,
    autosave,
    gaps: computed(() => gapsOf(missing.value)),
    isUploading: computed(() => [...uploading.values()].some((count) => count > 0)),
  };
}
