import { computed, reactive, watch, type ComputedRef } from 'vue';
import type { JudgedNode } from './queue-documents.js';
import { formOf, isSameForm, isSameRuling, type VerdictForm } from './verdict-form.js';

export interface VerdictDrafts {
  /** The form of the node in view. */
  readonly form: ComputedRef<VerdictForm | null>;
  /** Ids of the nodes whose form differs from what it began as. */
  readonly unsaved: ComputedRef<ReadonlySet<string>>;
  readonly isChanged: (node: JudgedNode) => boolean;
  /** Whether the form rules otherwise than it began, reasons apart. */
  readonly rulesOtherwise: (node: JudgedNode) => boolean;
  /** Starts the node's form anew. */
  readonly begin: (node: JudgedNode) => void;
  /** The verdict that was in force when the form began: what the command says it saw. */
  readonly seen: (node: JudgedNode) => string | null;
  /** Takes note of the verdict now in force, keeping what is typed. */
  readonly acknowledge: (node: JudgedNode) => void;
}

/** What has been typed and not recorded, by node: looking at another node loses nothing. */
export function useVerdictDrafts(
  node: ComputedRef<JudgedNode | null>,
  nodes: ComputedRef<readonly JudgedNode[]>,
): VerdictDrafts {
  const forms = reactive(new Map<string, VerdictForm>());
  const started = new Map<string, { readonly form: VerdictForm; readonly verdictId: string | null }>();
  const form = computed(() => (node.value ? (forms.get(node.value.id) ?? null) : null));
  const isChanged = ({ id }: JudgedNode) => {
    const [typed, start] = [forms.get(id), started.get(id)];
    return typed !== undefined && start !== undefined && !isSameForm(typed, start.form);
  };
  const rulesOtherwise = ({ id }: JudgedNode) => {
    const [typed, start] = [forms.get(id), started.get(id)];
    return typed !== undefined && start !== undefined && !isSameRuling(typed, start.form);
  };
  const unsaved = computed(() => new Set(nodes.value.filter(isChanged).map(({ id }) => id)));
  const acknowledge = (of: JudgedNode) =>
    void started.set(of.id, { form: started.get(of.id)?.form ?? formOf(of), verdictId: of.verdict?.id ?? null });
  const begin = (of: JudgedNode) => {
    started.delete(of.id);
    forms.set(of.id, formOf(of));
    acknowledge(of);
  };
  const seen = (of: JudgedNode) => started.get(of.id)?.verdictId ?? null;
  watch(
    node,
    (current) => {
      // A verdict of somebody else shows in an untouched form; a touched one is left alone.
      if (current && (!forms.has(current.id) || !isChanged(current))) begin(current);
    },
    { immediate: true },
  );
  return { form, unsaved, isChanged, rulesOtherwise, begin, seen, acknowledge };
}
