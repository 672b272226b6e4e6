import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { TypedDocumentString } from '../../gql/graphql.js';
import { send } from '../../lib/client.js';
import { uuidv7 } from '../../lib/ids.js';
import type { Refused } from '../../lib/refusal.js';
import type { Plan } from './plan-documents.js';

interface PlanInput {
  readonly commandId: string | number;
  readonly planId: string | number;
}

type Content<I> = Omit<I, 'commandId' | 'planId' | 'version'>;

/** Changes to the plan on the page: one at a time, to the version that is shown; the answer takes its place. */
export interface PlanCommands {
  readonly run: <D extends Record<string, unknown>, I extends PlanInput>(
    document: TypedDocumentString<D, { input: I }>,
    content: Content<I>,
  ) => Promise<Plan | null>;
  readonly refused: ShallowRef<Refused | null>;
  readonly isRunning: Ref<boolean>;
}

export interface PlanHolder {
  readonly current: () => Plan | null;
  readonly apply: (plan: Plan) => void;
  readonly refetch: () => Promise<void>;
}

/** Prepares the commands of a plan page. */
export function usePlanCommands({ current, apply, refetch }: PlanHolder): PlanCommands {
  const refused = shallowRef<Refused | null>(null);
  const isRunning = ref(false);
  let sent = '';
  let commandId = '';

  const run: PlanCommands['run'] = async (document, content) => {
    const plan = current();
    if (!plan || isRunning.value) return null;
    isRunning.value = true;
    refused.value = null;
    const target = { planId: plan.id, version: plan.version };
    // The same content tried again after a lost answer is the same command.
    const text = JSON.stringify([document.toString(), target, content]);
    if (text !== sent) commandId = uuidv7();
    sent = text;
    const input = { ...target, ...content, commandId } as never;
    const answer = await send(document, { input });
    isRunning.value = false;
    refused.value = answer.refused;
    if (answer.refused?.code !== 'NETWORK') sent = '';
    if (answer.refused?.code === 'STALE_VERSION') await refetch();
    const changed = answer.data ? (Object.values(answer.data)[0] as Plan) : null;
    if (changed) apply(changed);
    return changed;
  };
  return { run, refused, isRunning };
}
