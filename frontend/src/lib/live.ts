import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { TypedDocumentString } from '../gql/graphql.js';
import { send } from './client.js';
import { onReconnect } from './connection.js';
import { onTouched, type Touches } from './feed.js';
import type { Refused } from './refusal.js';

/** What a page holds of a query. `data` stays while a newer answer is on its way or did not come. */
export interface LiveQuery<D> {
  readonly data: ShallowRef<D | null>;
  readonly refused: ShallowRef<Refused | null>;
  readonly isLoading: Ref<boolean>;
  /** Asks again; resolves when the answer is in. */
  readonly refetch: () => Promise<void>;
}

export interface LiveOptions {
  /** Which journal records make this answer old; `true` = every one, `false` = none. Default true. */
  readonly touchedBy?: Touches | boolean;
}

/**
 * Asks when the page opens, when the variables change, after a reconnect, and when the exercise's feed says that
 * something it depends on moved. Variables of null mean: not yet.
 */
export function useQuery<D, V extends object>(
  document: TypedDocumentString<D, V>,
  variables: () => V | null,
  options: LiveOptions = {},
): LiveQuery<D> {
  const data = shallowRef<D | null>(null);
  const refused = shallowRef<Refused | null>(null);
  const isLoading = ref(true);
  let asked = 0;

  async function ask(asking: V): Promise<void> {
    asked += 1;
    const mine = asked;
    isLoading.value = true;
    const result = await send(document, asking);
    // An answer that was overtaken by a newer question says nothing any more.
    if (mine !== asked) return;
    isLoading.value = false;
    refused.value = result.refused;
    if (result.data) data.value = result.data;
  }

  async function refetch(): Promise<void> {
    const asking = variables();
    if (asking) await ask(asking);
  }

  watch(
    () => JSON.stringify(variables()),
    (now, before) => {
      // Figures of another subject must not stand under the new one's name.
      if (before !== undefined && before !== 'null') data.value = null;
      asked += 1;
      void refetch();
    },
    { immediate: true },
  );
  const { touchedBy = true } = options;
  if (touchedBy !== false) {
    onTouched(touchedBy === true ? () => true : touchedBy, () => void refetch());
    onScopeDispose(onReconnect(() => void refetch()));
  }
  return { data, refused, isLoading, refetch };
}

/** A command of the user: its refusal stays beside the button that was pressed. */
export interface Command<D, V> {
  /** Sends it; the answer, or null when it was refused (then see `refused`). */
  readonly run: (variables: V) => Promise<D | null>;
  readonly refused: ShallowRef<Refused | null>;
  readonly isRunning: Ref<boolean>;
  /** Forgets the last refusal. */
  readonly clear: () => void;
}

/** Prepares a mutation. Keep the commandId when a NETWORK refusal is tried again: the server then answers only once. */
export function useCommand<D, V extends object>(document: TypedDocumentString<D, V>): Command<D, V> {
  const refused = shallowRef<Refused | null>(null);
  const isRunning = ref(false);
  async function run(variables: V): Promise<D | null> {
    isRunning.value = true;
    refused.value = null;
    const result = await send(document, variables);
    isRunning.value = false;
    refused.value = result.refused;
    return result.data;
  }
  return { run, refused, isRunning, clear: () => (refused.value = null) };
}
