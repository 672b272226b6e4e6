import type { AppealState, AppealSubject } from '../../gql/schema.js';
import type { Text } from '../../lib/text.js';
import type { StatusLook } from '../../ui/status.js';

/** Icon and tone of a state. */
export const appealLook: Readonly<Record<AppealState, StatusLook>> = {
  FILED: { icon: 'ring', tone: 'warn' },
  TAKEN: { icon: 'half', tone: 'ink' },
  UPHELD: { icon: 'gavel', tone: 'ink' },
  DISMISSED: { icon: 'cross', tone: 'mut' },
  ARBITRATION: { icon: 'warning', tone: 'warn' },
  FINAL: { icon: 'lock', tone: 'mut' },
  EXECUTED: { icon: 'check', tone: 'ok' },
  WITHDRAWN: { icon: 'back', tone: 'mut' },
};

interface Thing {
  readonly code?: string | null;
  readonly ordinal?: number | null;
  readonly title: { readonly zh: string; readonly en: string };
}

/** What an appeal is about, in one line. */
export function thingWords({ t, local }: Pick<Text, 't' | 'local'>, kind: AppealSubject, thing: Thing): string {
  const title = local(thing.title);
  // Its rule is all a unit knows of it.
  if (kind === 'LOSS' && !thing.code) return title;
  if (thing.ordinal != null) return t('appeal.node', { code: thing.code, n: thing.ordinal, title });
  return [thing.code, title].filter(Boolean).join(' ');
}
