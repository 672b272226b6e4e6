import { inject, provide, type InjectionKey } from 'vue';
import type { TemplateUse } from '../../gql/schema.js';
import { useText } from '../../lib/text.js';

/** A reason offered to be taken as it stands; `code` is what a referee calls it. */
export interface OfferedReason {
  readonly code: string;
  readonly text: string;
}

interface OwnTemplate {
  readonly key: string;
  readonly use: TemplateUse;
  readonly text: string;
}

const key: InjectionKey<() => readonly OwnTemplate[]> = Symbol('reasonTemplates');

/** Codes that hold under any rule-set, by what they are for. */
const CODED = {
  ACCEPTED: ['A1', 'A2'],
  PARTIAL: ['P1', 'P2', 'P3'],
  REJECTED: ['R1', 'R2', 'R3', 'R4', 'R5'],
} as const;

/** Makes the organizer's own reasons known to the fields below. */
export function provideReasonTemplates(own: () => readonly OwnTemplate[]): void {
  provide(key, own);
}

/** The reasons for a decision: the organizer's own first, then the coded ones. Before an outcome is chosen, for both. */
export function useReasonTemplates(use: () => TemplateUse | null): () => OfferedReason[] {
  const { t } = useText();
  const own = inject(key, () => []);
  return () => {
    const wanted = use();
    const uses: readonly TemplateUse[] = wanted === null ? ['ACCEPTED', 'PARTIAL'] : [wanted];
    const mine = own().filter((template) => uses.includes(template.use));
    const coded = uses.flatMap((entry) => (entry in CODED ? CODED[entry as keyof typeof CODED] : []));
    return [
      ...mine.map(({ key: code, text }) => ({ code, text })),
      ...coded.map((code) => ({ code, text: t(`queue.template.${code}`) })),
    ];
  };
}
