import type { PanelState } from '../../gql/schema.js';
import type { OpinionView, PanelView } from './panel-documents.js';

/** What the one who looks can do: decide alone, give an opinion, have the last word, or wait. */
export type PanelMode = 'ALONE' | 'OPINION' | 'DECISION' | 'GIVEN' | 'WATCH';

type Standing = Pick<PanelView, 'state' | 'mayGive' | 'mayDecide' | 'hasMine'>;

/** The mode a panel leaves the viewer; without one, or once it is settled, the usual way. */
export function panelMode(panel: Standing | null | undefined): PanelMode {
  if (!panel) return 'ALONE';
  if (panel.mayGive) return 'OPINION';
  if (panel.state === 'SETTLED') return 'ALONE';
  if (panel.mayDecide) return 'DECISION';
  return panel.hasMine ? 'GIVEN' : 'WATCH';
}

/** A word of `panel.block`: why nothing can be recorded; null when something can. */
export function panelBlock(
  mode: PanelMode,
  state: PanelState | undefined,
  isChief: boolean,
): 'given' | 'watch' | 'chief' | 'decided' | null {
  if (mode !== 'GIVEN' && mode !== 'WATCH') return null;
  if (state === 'CHIEF') return 'decided';
  if (mode === 'GIVEN') return 'given';
  return isChief ? 'chief' : 'watch';
}

/** The viewer's own latest opinion: what a second one starts from. */
export function ownOpinion<T extends Pick<OpinionView, 'isMine' | 'round'>>(opinions: readonly T[]): T | null {
  return [...opinions].filter(({ isMine }) => isMine).sort((a, b) => b.round - a.round)[0] ?? null;
}

/** What a mark sheet starts from: one's own opinion of the sitting under way, else the sheet in force. */
export function sheetStart<M>(
  panel: Pick<PanelView, 'state' | 'opinions'> | null,
  sheet: { readonly marks: readonly M[]; readonly comment: string } | null | undefined,
): { readonly marks: readonly (M | NonNullable<OpinionView['marks']>[number])[]; readonly comment: string } {
  const own = panel === null || panel.state === 'SETTLED' ? null : ownOpinion(panel.opinions);
  if (own?.marks) return { marks: own.marks, comment: own.reason };
  return sheet ?? { marks: [], comment: '' };
}

/** The opinions by round, the latest first. */
export function byRound<T extends Pick<OpinionView, 'round'>>(
  opinions: readonly T[],
): readonly { readonly round: number; readonly opinions: readonly T[] }[] {
  const rounds = [...new Set(opinions.map(({ round }) => round))].sort((a, b) => b - a);
  return rounds.map((round) => ({ round, opinions: opinions.filter((opinion) => opinion.round === round) }));
}
