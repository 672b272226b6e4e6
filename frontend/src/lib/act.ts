import type { Ref, ShallowRef } from 'vue';
import type { TypedDocumentString } from '../gql/graphql.js';
import { uuidv7 } from './ids.js';
import { useCommand } from './live.js';
import type { Refused } from './refusal.js';

interface WithCommand {
  readonly input: { readonly commandId: string | number };
}

export interface Act<D, V extends WithCommand> {
  /** Sends the command; the answer, or null when it was refused. */
  readonly act: (content: Omit<V['input'], 'commandId'>) => Promise<D | null>;
  readonly refused: ShallowRef<Refused | null>;
  readonly isRunning: Ref<boolean>;
  readonly clear: () => void;
}

/** A command with its own command id: kept while the same content is tried again after a lost answer, else renewed. */
export function useAct<D, V extends WithCommand>(document: TypedDocumentString<D, V>): Act<D, V> {
  const { run, refused, isRunning, clear } = useCommand(document);
  let sent = '';
  let commandId = '';
  async function act(content: Omit<V['input'], 'commandId'>): Promise<D | null> {
    const text = JSON.stringify(content);
    if (text !== sent) commandId = uuidv7();
    sent = text;
    const data = await run({ input: { ...content, commandId } } as unknown as V);
    if (refused.value?.code !== 'NETWORK') sent = '';
    return data;
  }
  return { act, refused, isRunning, clear };
}
