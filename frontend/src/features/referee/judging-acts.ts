import { computed, type ComputedRef } from 'vue';
import type { MarksInput, VerdictInput } from '../../gql/schema.js';
import { useAct } from '../../lib/act.js';
import type { Refused } from '../../lib/refusal.js';
import { RecordMarksDocument, type MarkedIncident } from './marking-documents.js';
import {
  DecideMarksDocument,
  DecideOpinionsDocument,
  RecordMarksOpinionDocument,
  RecordOpinionDocument,
  type PanelView,
} from './panel-documents.js';
import type { PanelMode } from './panel-mode.js';
import { RecordVerdictDocument, type Judged } from './queue-documents.js';

/** What a referee records, whichever way the mode asks for. */
export interface JudgingActs<I, D> {
  /** Sends it; null when it was refused. */
  readonly record: (content: Omit<I, 'commandId'>, panel: PanelView | null | undefined) => Promise<D | null>;
  readonly refused: ComputedRef<Refused | null>;
  readonly isRunning: ComputedRef<boolean>;
  readonly clear: () => void;
}

/** The round the next opinion belongs to: after a settled one another sitting begins. */
const roundOf = (panel: PanelView | null | undefined) => (panel?.state === 'SETTLED' ? 1 : (panel?.round ?? 1));

/** A verdict, an opinion or the last word on a node. */
export function useVerdictActs(mode: () => PanelMode): JudgingActs<VerdictInput, Judged> {
  const [alone, opinion, decision] = [
    useAct(RecordVerdictDocument),
    useAct(RecordOpinionDocument),
    useAct(DecideOpinionsDocument),
  ];
  async function record(content: Omit<VerdictInput, 'commandId'>, panel: PanelView | null | undefined) {
    if (mode() === 'OPINION') return (await opinion.act({ ...content, round: roundOf(panel) }))?.recordOpinion ?? null;
    if (mode() === 'DECISION') return (await decision.act(content))?.decideOpinions ?? null;
    return (await alone.act(content))?.recordVerdict ?? null;
  }
  return { record, ...together([alone, opinion, decision]) };
}

/** A mark sheet, as an opinion or the last word too. */
export function useMarksActs(mode: () => PanelMode): JudgingActs<MarksInput, MarkedIncident> {
  const [alone, opinion, decision] = [
    useAct(RecordMarksDocument),
    useAct(RecordMarksOpinionDocument),
    useAct(DecideMarksDocument),
  ];
  async function record(content: Omit<MarksInput, 'commandId'>, panel: PanelView | null | undefined) {
    if (mode() === 'OPINION')
      return (await opinion.act({ ...content, round: roundOf(panel) }))?.recordMarksOpinion ?? null;
    if (mode() === 'DECISION') return (await decision.act(content))?.decideMarks ?? null;
    return (await alone.act(content))?.recordMarks ?? null;
  }
  return { record, ...together([alone, opinion, decision]) };
}

interface Running {
  readonly refused: { readonly value: Refused | null };
  readonly isRunning: { readonly value: boolean };
  readonly clear: () => void;
}

function together(acts: readonly Running[]) {
  return {
    refused: computed(() => acts.map(({ refused }) => refused.value).find((refused) => refused !== null) ?? null),
    isRunning: computed(() => acts.some(({ isRunning }) => isRunning.value)),
    clear: () => acts.forEach((act) => act.clear()),
  };
}
